// How the formations of one region in one replicate came about: what its superior and its peers
// had, which orders and legacies stood behind them, which leader was in office. The program tells
// from an output and the page from a record; both gather the Facts and are told the same.
#pragma once

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "causes/imitation.hpp"
#include "engine/run.hpp"
#include "input/chronicle.hpp"
#include "story/story.hpp"

namespace tizhi {

// Whom a region looks at beside its superior.
struct Circle {
  Peers who = Peers::unknown;
  std::vector<Region> rows;
};

// What is known of all regions. Only what the set asks for need be there.
struct Relations {
  std::vector<Region> parent;
  std::vector<Level> level;
  std::vector<std::pair<Region, Region>> neighbours;  // each pair once
};
Circle circle_of(PeerSet set, Region region, const Relations& relations);

// The picture of a step, as the region sees it when it takes up a model.
struct Glance {
  std::int32_t step = 0;
  Model to = kNone;
  Superior superior = Superior::unknown;
  Company company;
};

// One for each formation by imitation, in their order, to be filled in by an Onlooker; pictures are
// as old as `lag` makes them.
std::vector<Glance> glances_due(const std::vector<Formation>& formations,
                                const Imitation& imitation, const Grid& grid);

// Fills in glances, in order of their steps, while the formations of all regions go by.
class Onlooker {
 public:
  // `models`: of all regions at the start.
  Onlooker(std::vector<Model> models, Region superior, Circle circle, std::vector<Glance>& glances);

  // False: there is nothing more to look for.
  bool note(const Formation& f);
  void finish();

 private:
  void look(Glance& glance) const;

  std::vector<Model> models_;
  Region superior_;
  Circle circle_;
  std::vector<Glance>& glances_;
  std::size_t next_ = 0;
};

// All that is told from. What is not known is left out.
struct Facts {
  Story story;                        // without its episodes
  std::vector<Formation> formations;  // of the region, in order of time
  bool has_ledger = false;
  std::vector<Date> dates;  // of the states
  Lineage lineage;
  const Chronicle* chronicle = nullptr;
  std::vector<Glance> glances;                     // filled in
  std::optional<std::vector<IssuedOrder>> issued;  // by the superior within the run
  std::optional<std::vector<Arrival>> arrivals;    // of the region's leaders
  std::function<Name(Region)> name_of;
};

Story story_of(const Facts& facts);

}  // namespace tizhi
