// Histories that the simulator makes, as someone who looks on would write them down.
#pragma once

#include "engine/history.hpp"
#include "fit/fit.hpp"
#include "support/case.hpp"

namespace tizhi::test {

// Everything of a replicate, leaders too. Orders that regions issue are not told.
History observed(const Run& run, std::uint32_t replicate);

// The same without its leaders, and with formations dated by stretches of so many steps; those of a
// region in one stretch share it.
History without_leaders(History history);
History blurred(History history, std::int32_t steps);

// The rates of the run, each sought as one number.
std::vector<Sought> all_rates();

// Of a small country in which all five rates act, by quarters.
Run learning_run(std::int32_t quarters);

}  // namespace tizhi::test
