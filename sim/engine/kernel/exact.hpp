// One region of a batch in the plain way, in double precision: for those whom single precision
// leaves in doubt.
#pragma once

#include <optional>

#include "engine/kernel/clocks.hpp"

namespace tizhi {

// A formation of one region.
struct Found {
  Model to = kNone;
  Cause cause = Cause::script;
  Ledger ledger{};
};

// The formation of the slot in the step, if there is one.
std::optional<Found> consider(const Slots& slots, const Conditions& conditions, Slot slot,
                              std::int32_t step);

// The causes' shares in what presses a slot that is not compelled toward model k.
Ledger full_ledger(const Slots& slots, const Conditions& conditions, Slot slot, std::int32_t step,
                   Model k);

}  // namespace tizhi
