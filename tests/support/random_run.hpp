// Random runs made in code: between them they use everything there is. The same seed makes the same
// run whatever compiled it.
#pragma once

#include "engine/run.hpp"
#include "support/dice.hpp"

namespace tizhi::test {

// About how much a run may cost in the plain kernel, in regions × steps.
struct Size {
  int regions = 2000;
  int region_steps = 80000;
};

Run random_run(Dice& dice, const Size& size);

}  // namespace tizhi::test
