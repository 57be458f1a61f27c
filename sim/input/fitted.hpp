// A scenario's text with other values of its parameters.
#pragma once

#include <cstdint>
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

// A sweep of it plays a table of points, whatever it swept before, each with luck of its own.
enum class PlayedAs : std::uint8_t { it_is, points_of_a_table };

// The study's scenario with these values, as it reads from another folder. `comment` opens it, each
// line behind a #.
std::string with_values(const Study& study, const std::vector<NewValues>& all,
                        const std::filesystem::path& from, const std::filesystem::path& to,
                        const std::vector<std::string>& comment, PlayedAs played);

}  // namespace tizhi
