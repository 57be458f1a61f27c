// What the sections of a scenario are read against: its time, its models, its regions.
#pragma once

#include <string>
#include <vector>

#include "input/atlas.hpp"
#include "input/time.hpp"

namespace tizhi {

struct Frame {
  Clock clock;
  bool knows_time = false;  // else the clock stands in, so that the rest can be checked
  std::vector<CatalogueEntry> catalogue;
  Atlas atlas;

  const World& world() const { return *atlas.world; }
  int levels() const { return static_cast<int>(atlas.levels.size()); }
};

// A level by its name; nothing, and an error, where there is none.
std::optional<Level> as_level(std::string_view name, const Place& place, const Frame& frame,
                              Diagnostics& diagnostics);

// A region by its code. kLeftOut where `only` leaves it out; kNoRegion, and an error, where no
// region has the code (no error where [regions] could not be read).
Region as_region(const Node& node, std::string_view what, const Frame& frame,
                 Diagnostics& diagnostics);

// The regions that a `scope` names, by a code or a list of codes, without those that `only` leaves
// out; nothing, and an error, where one is no region's. `otherwise`: what holds without the key.
std::optional<std::vector<Region>> read_tops(const Node& node, const std::string& otherwise,
                                             const Frame& frame, Diagnostics& diagnostics);

// The sections that make a Run.
std::vector<Causes> read_causes(const Node& document, const Frame& frame, Diagnostics& diagnostics);
void read_initial(const Node& document, const Frame& frame, Run& run, Diagnostics& diagnostics);
std::vector<Window> read_windows(const Node& document, const Frame& frame,
                                 Diagnostics& diagnostics);

}  // namespace tizhi
