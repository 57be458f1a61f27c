#include "model/timeline.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace tizhi {
namespace {

// A region's stratum, as a key that can be sorted.
using StratumKey = std::tuple<Level, std::vector<std::int32_t>, std::vector<std::int32_t>,
                              std::vector<std::int32_t>>;

StratumKey stratum_of(const World& world, const Timeline& timeline, Region i) {
  StratumKey key{world.level[static_cast<std::size_t>(i)], {}, {}, {}};
  for (std::size_t e = 0; e < timeline.legacies.size(); ++e)
    if (reaches(timeline.legacies[e].scope, world, i))
      std::get<1>(key).push_back(static_cast<std::int32_t>(e));
  for (std::size_t e = 0; e < timeline.orders.size(); ++e)
    if (reaches(timeline.orders[e].scope, world, i)) {
      std::get<2>(key).push_back(static_cast<std::int32_t>(e));
      std::get<3>(key).push_back(distance(timeline.orders[e], world, i));
    }
  return key;
}

}  // namespace

bool reaches(const Scope& scope, const World& world, Region i) {
  if ((scope.levels >> world.level[static_cast<std::size_t>(i)] & 1U) == 0) return false;
  if (scope.below != kNoRegion && (i == scope.below || !is_within(world, i, scope.below)))
    return false;
  return scope.everywhere || std::any_of(scope.tops.begin(), scope.tops.end(),
                                         [&](Region top) { return is_within(world, i, top); });
}

double mean_window(const std::vector<Window>& windows, Level level, double from, double until) {
  // Between two openings or closings the factor is constant: cut the step there.
  std::vector<double> cuts{from, until};
  for (const Window& w : windows)
    for (const double edge : {w.from, w.until}) {
      const double cut = edge + w.lag_per_level * level;
      if (cut > from && cut < until) cuts.push_back(cut);
    }
  std::sort(cuts.begin(), cuts.end());
  double mean = 0;
  for (std::size_t piece = 0; piece + 1 < cuts.size(); ++piece) {
    double factor = 1;
    const double middle = 0.5 * (cuts[piece] + cuts[piece + 1]);
    for (const Window& w : windows) {
      const double lag = w.lag_per_level * level;
      if (middle > w.from + lag && middle < w.until + lag) factor *= w.factor;
    }
    mean += factor * ((cuts[piece + 1] - cuts[piece]) / (until - from));
  }
  return mean;
}

int distance(const Order& order, const World& world, Region i) {
  if (order.issuer == kNoRegion) return 1;
  const int ranks = world.level[static_cast<std::size_t>(i)] -
                    world.level[static_cast<std::size_t>(order.issuer)];
  return std::max(ranks, 1);
}

Strata stratify(const World& world, const Timeline& timeline) {
  Strata strata;
  std::map<StratumKey, std::int32_t> known;
  strata.of_region.reserve(world.parent.size());
  for (Region i = 0; i < world.size(); ++i) {
    StratumKey key = stratum_of(world, timeline, i);
    const auto next = static_cast<std::int32_t>(strata.kinds.size());
    const auto [entry, is_new] = known.emplace(std::move(key), next);
    if (is_new) {
      const auto& [level, legacies, orders, distances] = entry->first;
      strata.kinds.push_back({level, legacies, orders, distances});
    }
    strata.of_region.push_back(entry->second);
  }
  return strata;
}

}  // namespace tizhi
