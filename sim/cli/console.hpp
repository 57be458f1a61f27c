// What the program says: messages on stderr, data on stdout.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "cli/failure.hpp"
#include "cli/options.hpp"
#include "cli/terminal.hpp"

namespace tizhi {

// Messages to the user. Quiet: errors only.
class Console {
 public:
  explicit Console(Voice voice) : voice_(voice), terminal_(terminal_of(2)) {}

  const Terminal& terminal() const { return terminal_; }
  Voice voice() const { return voice_; }

  void say(std::string_view text) const;         // as it is; ends its own lines
  void always_say(std::string_view text) const;  // even where quiet
  void warn(std::string_view message, std::string_view way_out = "") const;
  void complain(const Failure& failure) const;

 private:
  Voice voice_;
  Terminal terminal_;
};

// Data. A reader that goes away (`| head`) ends the output, not the program: is_open() tells.
class Data {
 public:
  explicit Data(int descriptor = 1, std::string name = "stdout")
      : descriptor_(descriptor), name_(std::move(name)) {}

  bool is_open() const { return open_; }
  Data& operator<<(std::string_view text);
  void flush();  // throws Failure where the text cannot be written

 private:
  int descriptor_;
  std::string name_;
  bool open_ = true;
  std::string waiting_;
};

// The text on stdout.
Exit print(const std::string& text);

}  // namespace tizhi
