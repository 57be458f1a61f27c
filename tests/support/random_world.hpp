// Random worlds: forests of every shape, tables in any order, all traits.
#pragma once

#include "model/world.hpp"
#include "support/dice.hpp"

namespace tizhi::test {

// At most that many regions.
World random_world(Dice& dice, int most);

}  // namespace tizhi::test
