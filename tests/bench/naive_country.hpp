// From a Run of the engine to the student's own structs.
#pragma once

#include "bench/naive.hpp"
#include "engine/run.hpp"

namespace tizhi {

naive::Country naive_country(const Run& run);

}  // namespace tizhi
