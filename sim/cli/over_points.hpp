// What a sweep's output holds, over its points: the swept parameters, and the outcomes.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "cli/text_table.hpp"
#include "output/reading.hpp"

namespace tizhi {

bool is_of_a_sweep(const TrajectoryFile& file);

// "64 points × 2 variants × 3 replicates = 384 runs"
std::string extent_of_sweep(const TrajectoryFile& file);

// What `tizhi info` tells of a sweep beside its extent, a name and its text each: the design, the
// shard, the swept parameters with their ranges, how much of it has values.
std::vector<std::pair<std::string, std::string>> lines_of_sweep(const TrajectoryFile& file);

// An outcome of a variant over the points: each point counts with its mean over the replicates.
struct OverPoints {
  std::string outcome, variant, unit;
  double mean = std::numeric_limits<double>::quiet_NaN();  // of the points that have a value
  double least = mean, most = mean;
  std::int64_t least_at = -1, most_at = -1;  // points; -1: none has a value
  std::uint64_t defined = 0, runs = 0;       // runs that have a value: as in a Summary
};
std::vector<OverPoints> outcomes_over_points(const TrajectoryFile& file);

// Both for people and, as members of a JSON object, for programs.
std::string table_over_points(const TrajectoryFile& file, Language language);
std::string json_of_sweep(const TrajectoryFile& file);

}  // namespace tizhi
