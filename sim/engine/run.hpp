// Run: all that one run needs, and enough to repeat it. simulate(): one replicate, start to end.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "causes/causes.hpp"
#include "model/state.hpp"
#include "model/timeline.hpp"
#include "model/world.hpp"

namespace tizhi {

struct CatalogueEntry {
  std::string id;
  std::string name;
  std::string name_zh;
  std::string colour;    // #rrggbb
  std::string family{};  // the name that it shares with others in a coarser catalogue, if any
  double part = 1;       // of what is said of the family and has to be divided
  bool operator==(const CatalogueEntry&) const = default;
};

// How regions begin: weights of no model and of each model of the catalogue, and the model's age.
struct Beginning {
  double none = 1;
  PerModel<double> weights{};
  double age = 0;  // years
  bool operator==(const Beginning&) const = default;
};

struct Run {
  std::shared_ptr<const World> world;
  std::vector<CatalogueEntry> catalogue;
  Timeline timeline;
  std::vector<Causes> causes;           // one a level
  std::vector<Beginning> beginnings;    // the kinds of beginning there are
  std::vector<std::int32_t> beginning;  // one a region, into beginnings; empty: all the first
  std::uint64_t seed = 1;
  bool follows_leaders = false;  // even where no one prefers anything: the output wants them

  int models() const { return static_cast<int>(catalogue.size()); }
};

// A leader who arrives during a run.
struct Arrival {
  std::int32_t step = 0;
  Region region = 0;
  Model favours = kNone;
  Region origin = kNoRegion;  // where an outsider comes from
  bool operator==(const Arrival&) const = default;
};

// An order that a region issues during a run, for its own model; in force from the next step.
struct IssuedOrder {
  std::int32_t step = 0;
  Region issuer = 0;
  Model model = kNone;
  bool operator==(const IssuedOrder&) const = default;
};

// What happened in one step. The spans live until the next step.
struct Happenings {
  std::int32_t step = 0;
  std::span<const Formation> formations;  // script first, then by region
  std::span<const Arrival> arrivals;      // scripted first, then by region
  std::span<const IssuedOrder> orders;    // by region
};

}  // namespace tizhi
