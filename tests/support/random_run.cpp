#include "support/random_run.hpp"

#include <algorithm>

#include "support/case.hpp"
#include "support/random_causes.hpp"
#include "support/random_timeline.hpp"
#include "support/random_world.hpp"

namespace tizhi::test {
namespace {

Grid random_grid(Dice& dice, int most_steps) {
  Grid grid;
  grid.step = dice.one_of({kMonth, kMonth, 0.25, 1.0, dice.from(1, 90) / 365.25, 100.0});
  grid.steps = dice.one_of({1, 15, 16, 17, 32, dice.from(1, 60), dice.from(30, 200), 5000});
  grid.steps = std::clamp(grid.steps, 1, std::max(most_steps, 1));
  return grid;
}

Beginning random_beginning(Dice& dice, int models, double step) {
  Beginning kind;
  kind.none = dice.one_of({0.0, 1.0, dice.number(0, 3)});
  for (int k = 0; k < models; ++k)
    kind.weights[static_cast<std::size_t>(k)] = dice.one_of({0.0, 1.0, dice.number(0, 2)});
  kind.age = dice.one_of({0.0, step, dice.number(0, 30), 1e5});
  return kind;
}

void set_beginnings(Dice& dice, Run& run) {
  if (dice.chance(30)) return;
  run.beginnings.clear();
  const int kinds = dice.from(1, 4);
  for (int n = 0; n < kinds; ++n)
    run.beginnings.push_back(random_beginning(dice, run.models(), run.timeline.grid.step));
  if (kinds == 1 && dice.chance(50)) return;
  for (Region i = 0; i < run.world->size(); ++i) run.beginning.push_back(dice.below(kinds));
}

}  // namespace

Run random_run(Dice& dice, const Size& size) {
  const int most = std::min(size.regions, dice.one_of({1, 4, 20, 20, 60, 60, 200, size.regions}));
  World world = random_world(dice, most);
  const int models = dice.one_of({1, 2, 2, 3, 3, 4, 4, 5, 8, 15, 16});
  const Grid grid = random_grid(dice, size.region_steps / world.size());
  Run run = make_run(std::move(world), models, grid.steps, grid.step);
  set_beginnings(dice, run);
  run.causes = random_causes(dice, run.world->levels(), models, grid.step);
  fill_timeline(dice, *run.world, models, run.timeline);
  run.seed = dice.one_of({std::uint64_t{0}, ~std::uint64_t{0}, dice.word(), dice.word()});
  run.follows_leaders = dice.chance(20);
  return run;
}

}  // namespace tizhi::test
