// Outcomes of one run, computed from its record.
#pragma once

#include "engine/record.hpp"

namespace tizhi {

// The outcome's value in a run. NaN where it is not defined: a share that is never reached, an
// alignment where no region and superior both have a model.
double measure(const Outcome& outcome, const Run& run, const Record& record);

// exp of the entropy of the counts: the effective number of models; 0 where all counts are 0.
double effective_number(const std::int32_t* counts, int models);

}  // namespace tizhi
