// A scenario's text with other values of its parameters.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/study.hpp"

namespace tizhi {

// A parameter's values: one a level, and in it one a model (or one alone).
struct NewValues {
  std::string section, key;
  std::vector<std::vector<double>> values;
};

// The study's scenario with these values, as it reads from another folder. `comment` opens it, each
// line behind a #.
std::string with_values(const Study& study, const std::vector<NewValues>& all,
                        const std::filesystem::path& from, const std::filesystem::path& to,
                        const std::vector<std::string>& comment);

}  // namespace tizhi
