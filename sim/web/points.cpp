// The page plays no sweeps: their tables and sequences are left out of its engine.
#include "input/point_plan.hpp"

namespace tizhi {

std::shared_ptr<const PointReader> plan_points(Study&, const std::optional<Sweep>& sweep,
                                               const SweepRequest&, const Node&, const Frame&,
                                               const std::vector<Counterfactual>&,
                                               const std::string& scenario,
                                               Diagnostics& diagnostics) {
  diagnostics.error(sweep ? sweep->place : Place{scenario, 0, 0, 1}, "the page plays no sweeps", "",
                    "play it with: tizhi sweep SCENARIO.toml -o OUT.h5");
  return nullptr;
}

}  // namespace tizhi
