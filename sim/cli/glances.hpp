// What a region sees when it imitates: its superior's model, and how many of its peers have it.
#pragma once

#include <vector>

#include "causes/imitation.hpp"
#include "cli/look.hpp"
#include "model/timeline.hpp"
#include "story/story.hpp"

namespace tizhi {

// The picture of a step, as the region sees it when it takes up a model.
struct Glance {
  std::int32_t step = 0;
  Model to = kNone;
  Superior superior = Superior::unknown;
  Company company;
};

// One for each formation by imitation, in their order; pictures are as old as `lag` makes them.
std::vector<Glance> glances_of(const Look& of, const History& history, const Imitation& imitation,
                               const Grid& grid);

}  // namespace tizhi
