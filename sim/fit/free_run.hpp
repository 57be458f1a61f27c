// A history carried on by chance from a date, beside what came.
#pragma once

#include "engine/replay.hpp"

namespace tizhi {

// A share of the regions of a level that have a model, in a state: what came, and where most of the
// simulated shares lie.
struct Band {
  std::int32_t state = 0;
  Level level = 0;
  Model model = 0;
  double observed = 0, mean = 0, low = 0, middle = 0, high = 0;  // 5, 50, 95 %
};

struct FreeRun {
  std::int32_t from = 0, until = 0;  // states
  std::vector<Band> bands;
  double within = 0;        // share of the bands that hold what came
  double regions = 0;       // compared at the end
  double hits = 0;          // share of them that have the model most often simulated for them
  double hits_by_rest = 0;  // the same if nothing had changed since
  double given = 0;         // mean share of the simulated that have what came
};

// One run a history: they may have rates of their own. `states`: when shares are compared.
FreeRun free_run(const std::vector<Run>& runs, const std::vector<History>& histories,
                 std::int32_t from, std::int32_t until, std::uint32_t replicates,
                 const std::vector<std::int32_t>& states);

}  // namespace tizhi
