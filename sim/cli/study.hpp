// The study that the command line asks for.
#pragma once

#include "cli/console.hpp"
#include "cli/options.hpp"
#include "engine/study.hpp"
#include "input/scenario.hpp"

namespace tizhi {

// Reads the scenario with the command line's settings above it and shows what there is to say
// about it. Throws Failure (refused) where it has errors.
Reading read_study(const Options& options, const Console& console);
Reading read_study(const Options& options, const Overrides& overrides, const Console& console);

// Region-steps of one run.
double region_steps_of(const Study& study);

}  // namespace tizhi
