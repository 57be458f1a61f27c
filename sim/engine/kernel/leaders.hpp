// Leaders come and go whatever the regions do: who leaves in the next sixteen steps is settled in
// one pass; what a new leader favours is drawn when the step comes, for outsiders look back.
#pragma once

#include <span>
#include <vector>

#include "engine/kernel/sift.hpp"

namespace tizhi {

// Draws the first leaders' favourites and tenures.
void seat_first_leaders(Slots& slots);

// Fills the bitmap of arrivals of the span's steps, in the words [from, until).
void settle_departures(Slots& slots, Span span, std::size_t from, std::size_t until);

// A named leader arrives: what was settled for the slot from that step on is settled again.
void appoint(Slots& slots, Slot slot, Model favours, std::int32_t step, Span span);

// Seats the new leaders of `list` in the step. `arrivals`, in the order of the list, holds slots
// in place of regions.
void seat(Slots& slots, std::int32_t step, std::span<const Slot> list, Blocks& blocks,
          std::vector<Arrival>& arrivals);

}  // namespace tizhi
