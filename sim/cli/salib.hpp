// A scenario's parameters as the `problem` of SALib's samplers.
#pragma once

#include <string>

#include "cli/console.hpp"
#include "input/scenario.hpp"

namespace tizhi {

// JSON: names and bounds of what [sweep.parameters] names; where nothing is swept, of the
// parameters that have a natural range, with a note.
std::string salib(const Reading& reading, const Console& console);

}  // namespace tizhi
