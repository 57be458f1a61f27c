#include "cli/console.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace tizhi {
namespace {

constexpr std::size_t kBlock = 1 << 16;

// Writes all of it; the errno of the failure, or 0.
int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

std::string labelled(const Terminal& terminal, std::string_view colour, std::string_view label,
                     std::string_view message, std::string_view way_out) {
  const bool painted = terminal.paint == Paint::coloured;
  std::string text;
  if (painted) text += colour;
  text.append(label).append(painted ? "\033[0m: " : ": ").append(message).append("\n");
  if (!way_out.empty()) text.append("  ").append(way_out).append("\n");
  return text;
}

}  // namespace

void Console::say(std::string_view text) const {
  if (voice_ == Voice::normal) write_all(2, text);
}

void Console::always_say(std::string_view text) const { write_all(2, text); }

void Console::warn(std::string_view message, std::string_view way_out) const {
  say(labelled(terminal_, "\033[1;33m", "warning", message, way_out));
}

void Console::complain(const Failure& failure) const {
  write_all(2, labelled(terminal_, "\033[1;31m", "error", failure.message, failure.way_out));
}

Data& Data::operator<<(std::string_view text) {
  waiting_ += text;
  if (waiting_.size() >= kBlock) flush();
  return *this;
}

void Data::flush() {
  const int error = open_ ? write_all(descriptor_, waiting_) : 0;
  waiting_.clear();
  if (error == EPIPE) open_ = false;
  if (error != 0 && error != EPIPE)
    throw Failure{Exit::failed,
                  "cannot write to " + name_ + ": " + std::string(std::strerror(error)), ""};
}

Exit print(const std::string& text) {
  Data data;
  (data << text).flush();
  return Exit::done;
}

}  // namespace tizhi
