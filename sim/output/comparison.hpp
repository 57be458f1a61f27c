// Is a run in an output what it is when it is played again?
#pragma once

#include <string>
#include <vector>

#include "engine/record.hpp"
#include "output/reading.hpp"

namespace tizhi {

// The first variable of the file that holds other bits than the run's pieces do; empty where there
// is none. `run` counts all runs of the file.
std::string first_difference(const TrajectoryFile& file, const Study& study, std::uint64_t run,
                             const std::vector<Record>& pieces);

}  // namespace tizhi
