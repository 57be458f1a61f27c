// What one run of a study costs, measured on a few.
#pragma once

#include "engine/study.hpp"

namespace tizhi {

// Per run, as means of those that were played.
struct Probe {
  double seconds = 0;  // on one thread
  double formations = 0;
  double stored = 0;    // bytes in the output, uncompressed
  double resident = 0;  // bytes of memory that the process has, the world included
};

// Plays runs of the base for about half a second, at least one.
Probe probe(const Study& study);

}  // namespace tizhi
