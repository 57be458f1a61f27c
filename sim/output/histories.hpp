// What an output holds of single regions: their formations in every replicate, and all of a run's
// formations one by one. Reads block by block, and of a block only what is asked for.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "engine/run.hpp"
#include "output/reading.hpp"
#include "story/chances.hpp"

namespace tizhi {

// A point and variant of an output.
struct RunsOf {
  std::uint64_t point = 0, variant = 0;
};

// The region in every replicate. Wants an output that holds formations.
std::vector<RegionHistory> histories(const TrajectoryFile& file, const RunsOf& runs, Region region);

// All regions at the start of a replicate.
std::vector<Model> initial_state(const TrajectoryFile& file, const RunsOf& runs,
                                 std::uint64_t replicate);

// Takes a replicate's formations in their order: by step, script first. False: enough.
void each_formation(const TrajectoryFile& file, const RunsOf& runs, std::uint64_t replicate,
                    const std::function<bool(const Formation&)>& take);

// The leaders that came to the region, and the orders that it issued, in a replicate, in order of
// time; none where the output did not keep them.
std::vector<Arrival> arrivals_of(const TrajectoryFile& file, const RunsOf& runs,
                                 std::uint64_t replicate, Region region);
std::vector<IssuedOrder> orders_of(const TrajectoryFile& file, const RunsOf& runs,
                                   std::uint64_t replicate, Region region);

}  // namespace tizhi
