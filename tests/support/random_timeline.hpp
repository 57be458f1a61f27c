// Random timelines: windows, legacies, orders of every kind, scripts.
#pragma once

#include "model/timeline.hpp"
#include "support/dice.hpp"

namespace tizhi::test {

// Fills what belongs on the grid. Orders bite before their deadlines everywhere, as the reader
// demands.
void fill_timeline(Dice& dice, const World& world, int models, Timeline& timeline);

}  // namespace tizhi::test
