// What the counterfactuals of an output change, for people and for programs.
#pragma once

#include <string>
#include <vector>

#include "cli/options.hpp"
#include "cli/paired.hpp"
#include "output/reading.hpp"

namespace tizhi {

struct NamedDifference {
  std::string outcome, variant, unit;
  Difference of;
};

// One an outcome and counterfactual, outcome by outcome, at a point; of one variant only where it
// is named. None of a decomposition, whose variants are coalitions.
std::vector<NamedDifference> differences(const TrajectoryFile& file,
                                         const std::string& variant = "", std::uint64_t point = 0);

// Empty where there is no counterfactual or no outcome.
std::string difference_table(const TrajectoryFile& file, Language language);

// The same as a list of JSON.
std::string json_differences(const TrajectoryFile& file);

}  // namespace tizhi
