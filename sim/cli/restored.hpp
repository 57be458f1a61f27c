// A sweep's study as its output tells it: all that the layout of a file needs, nothing to play.
#pragma once

#include "engine/study.hpp"
#include "output/reading.hpp"

namespace tizhi {

// Without points. Throws Failure where the file's scenario cannot be read.
Study restored_study(const TrajectoryFile& file);

}  // namespace tizhi
