// The timeline as it concerns one region, read again from the text of the scenario that an output
// keeps: the output itself names only ids, dates and sources of events.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "causes/causes.hpp"
#include "model/calendar.hpp"
#include "model/timeline.hpp"
#include "story/words.hpp"

namespace tizhi {

// A region and its superiors, up to the root.
struct Lineage {
  std::vector<std::string> levels;  // all of the world, top down
  std::vector<std::string> codes;   // the region first
  std::vector<Level> level;         // one a code
};

// An event, and what it does to the lineage.
struct ToldEvent {
  Name name;  // id and titles
  std::string kind, source;
  DatedTo date;
  std::optional<DatedTo> deadline;
  Timeline timeline;  // of this event alone
};

struct Chronicle {
  Calendar calendar;
  Grid grid;
  World world;                 // the lineage: region 0, its superior 1 …
  std::vector<Causes> causes;  // by level
  std::vector<ToldEvent> events;
};

// What an output plays: a point of a sweep, as its settings ("imitation.peers=0.4"; none in a plain
// run), and a variant by its id.
struct Played {
  std::vector<std::string> settings;
  std::string variant = "base";
};

// Nothing where the text is none that this version reads.
std::optional<Chronicle> read_chronicle(const std::string& scenario, const Played& played,
                                        const Lineage& lineage);

}  // namespace tizhi
