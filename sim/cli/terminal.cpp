#include "cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>

#include "input/text.hpp"

namespace tizhi {
namespace {

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

Glyphs glyphs_of_locale() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    if (!is_set(name)) continue;
    std::string value = std::getenv(name);
    std::transform(value.begin(), value.end(), value.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const bool utf8 =
        value.find("utf-8") != std::string::npos || value.find("utf8") != std::string::npos;
    return utf8 ? Glyphs::unicode : Glyphs::ascii;
  }
  return Glyphs::ascii;
}

int columns_of(int descriptor) {
  winsize size{};
  if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  int columns = 0;
  if (const char* text = std::getenv("COLUMNS"))
    std::from_chars(text, text + std::strlen(text), columns);
  return columns > 0 ? columns : 80;
}

}  // namespace

Terminal terminal_of(int descriptor) {
  Terminal t;
  const char* kind = std::getenv("TERM");
  const bool dumb = kind != nullptr && std::strcmp(kind, "dumb") == 0;
  if (isatty(descriptor) == 1 && !dumb) t.medium = Medium::terminal;
  t.glyphs = glyphs_of_locale();
  t.width = std::max(columns_of(descriptor), 20);
  if (t.medium == Medium::terminal && !is_set("NO_COLOR")) t.paint = Paint::coloured;
  return t;
}

std::string padded(std::string_view text, int width) {
  const int lacking = std::max(width - columns(text), 0);
  return std::string(text) + std::string(static_cast<std::size_t>(lacking), ' ');
}

}  // namespace tizhi
