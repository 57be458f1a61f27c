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

// Does the leader who came at `since` leave in the step, where the chance's top byte is `top`?
bool leaves(const Slots& slots, Slot slot, std::int32_t step, std::uint32_t top, float since);

// A named leader arrives: what was settled for the slot from that step on is settled again.
void appoint(Slots& slots, Slot slot, Model favours, std::int32_t step, Span span);

// Seats the new leaders of `list` in the step; `arrivals` tells of them in the order of the list.
void seat(Slots& slots, std::int32_t step, std::span<const Slot> list,
          std::vector<Arrival>& arrivals);

// What new leaders of `list` favour, by the two purposes' draws at the step, and the slots that
// outsiders come from, else kNoRegion.
void draw_favours(const Slots& slots, Purpose arrival, Purpose taste, std::uint32_t step,
                  std::span<const Slot> list, Model* favours, Slot* origins);

}  // namespace tizhi
