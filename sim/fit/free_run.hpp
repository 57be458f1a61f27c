// A history carried on by chance from a date, beside what came.
#pragma once

#include <functional>

#include "engine/replay.hpp"

namespace tizhi {

// A share of the regions of a level that have a model, in a state: what came, and where most of the
// simulated shares lie.
struct Band {
  std::int32_t state = 0;
  Level level = 0;
  Model model = 0;
  double observed = 0;                             // NaN where it is not known
  double mean = 0, low = 0, middle = 0, high = 0;  // 5, 50, 95 %
};

struct FreeRun {
  std::int32_t from = 0, known = 0, until = 0;  // states: what came is known so far
  std::vector<Band> bands;
  double within = 0;        // share of the bands that hold what came, where it is known
  double regions = 0;       // compared in the last known state
  double hits = 0;          // share of them that have the model most often simulated for them
  double hits_by_rest = 0;  // the same if nothing had changed since
  double given = 0;         // mean share of the simulated that have what came
  int unbegun = 0;          // histories left out, which count from later on
};

struct FreeRunRequest {
  std::int32_t from = 0, known = 0, until = 0;  // states: what came is known so far
  std::uint32_t replicates = 0;
  std::vector<std::int32_t> states;  // when shares are compared; `from` itself may be one
};

// The run of that history (they may have rates of their own) in that replicate.
using RunOf = std::function<Run(std::size_t history, std::uint32_t replicate)>;

FreeRun free_run(const RunOf& run_of, const std::vector<History>& histories,
                 const FreeRunRequest& request);

}  // namespace tizhi
