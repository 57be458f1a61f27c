// Random parameters of the four causes, from defaults to extremes.
#pragma once

#include "causes/causes.hpp"
#include "support/dice.hpp"

namespace tizhi::test {

// One Causes a level, some levels alike. `step` is in years.
std::vector<Causes> random_causes(Dice& dice, int levels, int models, double step);

}  // namespace tizhi::test
