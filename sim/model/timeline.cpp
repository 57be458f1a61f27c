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

// The regions that an event names itself: it may reach them and not what is below, or the reverse.
std::vector<Region> named_regions(const Timeline& timeline) {
  std::vector<Region> named;
  const auto add = [&](const Scope& scope) {
    named.insert(named.end(), scope.tops.begin(), scope.tops.end());
    if (scope.below != kNoRegion) named.push_back(scope.below);
  };
  for (const Legacy& legacy : timeline.legacies) add(legacy.scope);
  for (const Order& order : timeline.orders) add(order.scope);
  std::sort(named.begin(), named.end());
  named.erase(std::unique(named.begin(), named.end()), named.end());
  return named;
}

// For each region the nearest named one at or above it, as its place in the list + 1; 0: none.
std::vector<std::int32_t> nearest_named(const World& world, const std::vector<Region>& named) {
  std::vector<std::int32_t> nearest(world.parent.size(), -1);
  for (std::size_t n = 0; n < named.size(); ++n)
    nearest[static_cast<std::size_t>(named[n])] = static_cast<std::int32_t>(n) + 1;
  const auto of = [&](Region i) -> std::int32_t& { return nearest[static_cast<std::size_t>(i)]; };
  const auto above = [&](Region i) { return world.parent[static_cast<std::size_t>(i)]; };
  for (Region i = 0; i < world.size(); ++i) {
    Region top = i;  // a superior may stand further down in the table
    while (top != kNoRegion && of(top) < 0) top = above(top);
    const std::int32_t found = top == kNoRegion ? 0 : of(top);
    for (Region j = i; j != top; j = above(j)) of(j) = found;
  }
  return nearest;
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

// Regions of one level below one named region lie alike, so that each such kind is asked once.
Strata stratify(const World& world, const Timeline& timeline) {
  Strata strata;
  std::map<StratumKey, std::int32_t> known;
  const auto find = [&](Region i) {
    const auto next = static_cast<std::int32_t>(strata.kinds.size());
    const auto [entry, is_new] = known.emplace(stratum_of(world, timeline, i), next);
    if (is_new) {
      const auto& [level, legacies, orders, distances] = entry->first;
      strata.kinds.push_back({level, legacies, orders, distances});
    }
    return entry->second;
  };
  const std::vector<Region> named = named_regions(timeline);
  strata.of_region = nearest_named(world, named);
  const std::size_t levels = world.level_names.size();
  std::vector<std::int32_t> stratum((named.size() + 1) * levels, -1);
  for (Region i = 0; i < world.size(); ++i) {
    const auto slot = static_cast<std::size_t>(i);
    const auto nearest = static_cast<std::size_t>(strata.of_region[slot]);
    const bool is_named = nearest > 0 && named[nearest - 1] == i;
    std::int32_t& of_kind = stratum[nearest * levels + world.level[slot]];
    if (is_named)
      strata.of_region[slot] = find(i);
    else
      strata.of_region[slot] = of_kind < 0 ? of_kind = find(i) : of_kind;
  }
  return strata;
}

}  // namespace tizhi
