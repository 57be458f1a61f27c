#include "cli/text_table.hpp"

#include <algorithm>

#include "cli/terminal.hpp"
#include "input/text.hpp"

namespace tizhi {

std::string aligned(const std::vector<std::vector<std::string>>& rows) {
  constexpr int gap = 2;
  std::vector<int> width(rows.front().size());
  for (const auto& row : rows)
    for (std::size_t c = 0; c < row.size(); ++c) width[c] = std::max(width[c], columns(row[c]));
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) line += padded(row[c], width[c] + gap);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  return text;
}

}  // namespace tizhi
