// What the regions of a stratum share in a step, computed once for all of them.
#pragma once

#include <vector>

#include "engine/run.hpp"
#include "model/situation.hpp"

namespace tizhi {

// W, L, the orders in force and when they crowd, for every stratum in step n.
std::vector<Conditions> conditions(const Run& run, const Strata& strata, std::int32_t n);

// Share of the step [from, until] that lies in one of the intervals or before `extra`.
double silenced_share(const std::vector<Interval>& crowded, double extra, double from,
                      double until);

}  // namespace tizhi
