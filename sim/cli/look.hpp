// One region in one replicate of an output.
#pragma once

#include "cli/subject.hpp"
#include "output/histories.hpp"

namespace tizhi {

struct Look {
  const TrajectoryFile& file;
  const Subject& subject;
  RunsOf runs;
  std::uint64_t replicate = 0;
};

}  // namespace tizhi
