// Prose in lines.
#pragma once

#include <string>
#include <string_view>

namespace tizhi {

// The text in lines of so many columns, each of them indented (the first as given): broken at
// blanks, and in Chinese between any two characters, but never before a closing mark or after an
// opening one. Ends with a line break.
std::string wrapped(std::string_view text, int width, int indent, int first_indent);

}  // namespace tizhi
