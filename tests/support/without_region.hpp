// Runs without a region: what is left of them keeps its luck.
#pragma once

#include "engine/run.hpp"

namespace tizhi::test {

// Wants a region without subordinates, and not the last one.
Run without_region(const Run& run, Region gone);

}  // namespace tizhi::test
