// [[outcome]] and [output]: what is computed from a run, and what is kept of it.
#pragma once

#include <vector>

#include "engine/study.hpp"
#include "input/frame.hpp"

namespace tizhi {

std::vector<Outcome> read_outcomes(const Node& document, const Frame& frame,
                                   Diagnostics& diagnostics);

// Of the many runs of a sweep the outcomes are kept, and what is asked for.
Recording recording_of_a_sweep();

// `recording`: what is kept where [output] says nothing.
Recording read_recording(const Node& document, Recording recording, Diagnostics& diagnostics);

}  // namespace tizhi
