// What is wrong with an input, where, what was expected, and the way out.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tizhi {

enum class Severity { error, warning, note };
enum class Colour { off, on };

// Counted in characters from 1. Line 0: the file as a whole.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
  int length = 1;
  bool operator==(const Place&) const = default;
};

// The file name under which options of the command line are shown, one a line.
inline constexpr const char* kCommandLine = "command line";

struct Diagnostic {
  Severity severity = Severity::error;
  Place place;
  std::string message;
  std::string expected;  // may be empty
  std::string way_out;   // may be empty
};

class Diagnostics {
 public:
  // Keeps the text that places of this file point into; files are drawn in the order of keeping.
  void keep(const std::string& file, std::string text);

  int lines_of(const std::string& file) const;  // of a text that is kept

  // The same texts, and nothing said about them.
  Diagnostics blank() const;

  void add(Diagnostic diagnostic);
  void error(Place place, std::string message, std::string expected = "", std::string way_out = "");
  void warning(Place place, std::string message, std::string way_out = "");
  void note(Place place, std::string message, std::string way_out = "");

  // Warnings and notes of a scenario with errors may be nothing but their echo.
  void drop_remarks();

  bool has_errors() const { return errors_ > 0; }
  std::size_t errors() const { return errors_; }  // grows with each, also with one found twice
  std::size_t different_errors() const;           // as they are drawn
  bool empty() const { return all_.empty(); }

  // Sorted by file, line and column.
  std::vector<Diagnostic> sorted() const;

  // All of them with the line that each is about and a caret under the spot; at most a hundred of
  // a file, then their number.
  std::string drawn(Colour colour) const;

 private:
  std::string line_of(const Place& place) const;
  std::string drawn(const Diagnostic& diagnostic, Colour colour) const;

  struct Text {
    std::size_t rank;
    std::string text;
  };
  std::map<std::string, Text> texts_;
  std::vector<Diagnostic> all_;
  std::size_t errors_ = 0;
};

}  // namespace tizhi
