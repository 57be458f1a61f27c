#include "cli/wrapping.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "input/text.hpp"

namespace tizhi {
namespace {

bool is_among(std::string_view character, const std::vector<std::string_view>& marks) {
  return std::find(marks.begin(), marks.end(), character) != marks.end();
}

bool closes(std::string_view character) {
  static const std::vector<std::string_view> marks{"，", "。", "；", "：", "、", "）", "”",
                                                   "》", "！", "？", "〕", "」", ".",  ",",
                                                   ";",  ":",  ")",  "%",  "’"};
  return is_among(character, marks);
}

bool opens(std::string_view character) {
  static const std::vector<std::string_view> marks{"（", "“", "《", "〔", "「", "("};
  return is_among(character, marks);
}

// Pieces between which a line may end; a blank belongs to the piece before it.
std::vector<std::string> pieces_of(std::string_view text) {
  std::vector<std::string> pieces;
  std::string_view last = " ";
  while (!text.empty()) {
    const std::string_view character = first_characters(text, 1);
    text.remove_prefix(character.size());
    const bool is_wide = columns(character) == 2 || columns(last) == 2;
    const bool may_break =
        (last == " " && character != "%") || (is_wide && !closes(character) && character != " ");
    if (may_break && !opens(last)) pieces.emplace_back();
    pieces.back() += character;
    last = character;
  }
  return pieces;
}

std::string without_blank(std::string line) {
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

}  // namespace

std::string wrapped(std::string_view text, int width, int indent, int first_indent) {
  std::string lines, line(static_cast<std::size_t>(first_indent), ' ');
  bool is_empty = true;
  for (const std::string& piece : pieces_of(text)) {
    if (!is_empty && columns(line) + columns(without_blank(piece)) > width) {
      lines += without_blank(line) + '\n';
      line.assign(static_cast<std::size_t>(indent), ' ');
    }
    line += piece;
    is_empty = false;
  }
  return lines + without_blank(line) + '\n';
}

}  // namespace tizhi
