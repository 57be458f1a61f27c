// Leaders come and go whatever the regions do: who leaves in the next sixteen steps is settled in
// one pass; what a new leader favours is drawn when the step comes, for outsiders look back.
#pragma once

#include <span>
#include <vector>

#include "engine/kernel/sift.hpp"

namespace tizhi {

// A leader who will come in a step, and where in Slots::model what they favour will stand: where
// they come from, or in the catalogue.
struct Newcomer {
  Slot slot = 0;
  Slot from = 0;
};
using Arriving = std::vector<Newcomer>;

// Draws the first leaders' favourites and tenures.
void seat_first_leaders(Slots& slots);

// Lists who comes in each step of the span, at [step % kSpan], in the words [from, until).
void settle_departures(Slots& slots, Span span, std::size_t from, std::size_t until,
                       Arriving* arriving);

// Draws where newcomers of a step come from, or what they favour.
void draw_seats(const Slots& slots, std::int32_t step, std::span<Newcomer> list);

// Does the leader who came at `since` leave in the step, by a uniform's top byte and the word that
// follows?
bool leaves(const Slots& slots, Slot slot, std::int32_t step, std::uint32_t top, std::uint32_t rest,
            float since);

// A named leader arrives: what was settled for the slot from that step on is settled again.
void appoint(Slots& slots, Slot slot, Model favours, std::int32_t step, Span span,
             Arriving* arriving);

// Seats the newcomers of the step.
void seat(Slots& slots, std::int32_t step, std::span<const Newcomer> list);

// Tells of them, by replicate, in the order of the list; before any model changes in the step.
void tell(const Slots& slots, std::int32_t step, std::span<const Newcomer> list,
          std::span<std::vector<Arrival>> arrivals);

// Where the newcomers of `list` come from, or what they favour, by the two purposes' draws.
void draw_newcomers(const Slots& slots, Purpose arrival, Purpose taste, std::uint32_t step,
                    std::span<Newcomer> list);

}  // namespace tizhi
