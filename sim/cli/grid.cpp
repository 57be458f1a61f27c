#include "cli/grid.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "cli/terminal.hpp"
#include "input/text.hpp"

namespace tizhi {

std::string in_columns(const std::vector<std::vector<std::string>>& rows) {
  std::vector<int> width;
  for (const auto& row : rows)
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c == width.size()) width.push_back(0);
      width[c] = std::max(width[c], columns(row[c]));
    }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) line += padded(row[c], width[c] + 2);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  return text;
}

std::string short_number(double value) {
  if (std::isnan(value)) return "-";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

std::string chance_text(double p) {
  if (p < 1e-4) return "<0.0001";
  char text[32];
  std::snprintf(text, sizeof text, p < 0.01 ? "%.4f" : "%.3f", p);
  return text;
}

}  // namespace tizhi
