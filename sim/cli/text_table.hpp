// Small tables for people, and words in two languages.
#pragma once

#include <string>
#include <vector>

#include "cli/options.hpp"

namespace tizhi {

// English, Chinese.
struct Word {
  const char *en, *zh;
  std::string in(Language language) const { return language == Language::chinese ? zh : en; }
};

// Rows of as many fields as the first, in columns as wide as their widest field.
std::string aligned(const std::vector<std::vector<std::string>>& rows);

}  // namespace tizhi
