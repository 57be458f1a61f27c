// Rows of texts as columns.
#pragma once

#include <string>
#include <vector>

namespace tizhi {

// Columns as wide as their widest field. A row with fewer fields ends early.
std::string in_columns(const std::vector<std::vector<std::string>>& rows);

// Four digits that count: 0.1234, 12.34; "-" where it is not a number.
std::string short_number(double value);

// A chance: 0.032, <0.0001.
std::string chance_text(double p);

}  // namespace tizhi
