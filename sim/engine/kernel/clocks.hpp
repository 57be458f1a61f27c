// The clocks of the regions that passed the sieve: does one ring, and which rings first. Weighed in
// single precision; what comes within the margin of a boundary is handed back as `doubtful`.
#pragma once

#include <span>
#include <vector>

#include "engine/kernel/sift.hpp"

namespace tizhi {

// A formation as the clocks find it.
struct Found {
  Slot slot = 0;
  Model to = kNone;
  Cause cause = Cause::script;
  Ledger ledger{};
};

// Working memory of one thread.
struct Desk {
  std::vector<std::vector<Slot>> candidates;  // one list a stratum
  std::vector<std::vector<Slot>> forced;
  std::vector<Slot> ringing;
  std::vector<Slot> doubtful;
  std::vector<Found> found;
  std::vector<Slot> list;
  std::vector<Arrival> arrivals;
};

// The regions of `list`, all of one stratum, whose clock rings in the step.
void weigh(const Slots& slots, std::int32_t stratum, const Weather& weather, std::int32_t step,
           std::span<const Slot> list, std::vector<Slot>& ringing, std::vector<Slot>& doubtful);

enum class Compulsion : std::uint8_t { free, due };

// The formations of those whose clock rings, or who must comply with what is due.
void choose(const Slots& slots, std::int32_t stratum, const Weather& weather, std::int32_t step,
            Compulsion compulsion, std::span<const Slot> ringing, std::vector<Found>& found,
            std::vector<Slot>& doubtful);

}  // namespace tizhi
