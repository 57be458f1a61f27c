// [[event]]: what happens at its date, read against the frame.
#pragma once

#include <vector>

#include "engine/study.hpp"
#include "input/frame.hpp"
#include "input/section.hpp"

namespace tizhi {

// Gives every event of the document that has no id one of its own: event-3 is the third.
void name_events(Node& document);

// What stands in the timeline, and what the output says of it; both in the order of the document,
// scripted events by date.
struct Script {
  Timeline timeline;
  std::vector<EventNote> notes;
};

// Events of regions that `only` leaves out are left out with a note.
Script read_events(const Node& document, const Frame& frame, const std::vector<Causes>& causes,
                   Diagnostics& diagnostics);

// One event while it is read.
struct EventReading {
  Section section;
  const Frame& frame;
  const std::vector<Causes>& causes;
  Diagnostics& diagnostics;
  std::string id;
  Date date;
  double years = 0;          // of the date, since the start
  bool is_left_out = false;  // by `only`

  template <class Holds>
  bool at_some_level(std::uint64_t levels, Holds holds) const {
    for (std::size_t l = 0; l < causes.size(); ++l)
      if ((levels >> l & 1U) != 0 && holds(causes[l])) return true;
    return false;
  }
};

// `scope` and `levels`; what they name outside of `only` is dropped, and the event with it where
// nothing is left.
Scope read_scope(EventReading& event);

enum class Counting : std::uint8_t { all, free };  // free: without fixed regions

// The levels of the regions reached, as bits; all where the regions are not known.
std::uint64_t levels_reached(const Scope& scope, const Frame& frame, Counting counting);

// Warns where the event reaches no one. True where it reaches someone.
bool reaches_someone(const EventReading& event, const Scope& scope);

void read_order(EventReading& event, Timeline& timeline);

}  // namespace tizhi
