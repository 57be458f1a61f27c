#include "engine/conditions.hpp"

#include <algorithm>

namespace tizhi {
namespace {

// "Have one, whichever" silences no one.
bool names_a_form(const Order& e, int models) { return e.targets != (1U << models) - 1; }

// Sorted intervals, the overlapping ones made one.
std::vector<Interval> merged(std::vector<Interval> pieces) {
  std::sort(pieces.begin(), pieces.end(),
            [](const Interval& a, const Interval& b) { return a.from < b.from; });
  std::vector<Interval> whole;
  for (const Interval& piece : pieces)
    if (!whole.empty() && piece.from <= whole.back().until)
      whole.back().until = std::max(whole.back().until, piece.until);
    else
      whole.push_back(piece);
  return whole;
}

Conditions conditions_of(const Run& run, const Stratum& stratum, double from, double until) {
  const Timeline& timeline = run.timeline;
  const Causes& causes = run.causes[stratum.level];
  Conditions here;
  here.window = mean_window(timeline.windows, stratum.level, from, until);
  for (const std::int32_t e : stratum.legacies) {
    const Legacy& legacy = timeline.legacies[static_cast<std::size_t>(e)];
    here.legacy[legacy.model] += causes.inertia.legacy(legacy, from, until);
  }
  std::vector<Interval> crowded;
  for (std::size_t j = 0; j < stratum.orders.size(); ++j) {
    const Order& order = timeline.orders[static_cast<std::size_t>(stratum.orders[j])];
    const int d = stratum.distances[j];
    if (const auto pressure = causes.mandate.press(order, d, from, until))
      here.pressures.push_back(*pressure);
    const Interval force = Mandate::in_force(order, d, from, until);
    if (order.strength > 0 && force.from < force.until && names_a_form(order, run.models()))
      crowded.push_back(force);
  }
  here.crowded = merged(std::move(crowded));
  return here;
}

}  // namespace

std::vector<Conditions> conditions(const Run& run, const Strata& strata, std::int32_t n) {
  const double from = run.timeline.grid.date(n);
  const double until = run.timeline.grid.date(n + 1);
  std::vector<Conditions> all;
  all.reserve(strata.kinds.size());
  for (const Stratum& stratum : strata.kinds)
    all.push_back(conditions_of(run, stratum, from, until));
  return all;
}

double silenced_share(const std::vector<Interval>& crowded, double extra, double from,
                      double until) {
  double covered = std::max(0.0, extra - from);
  for (const Interval& piece : crowded) {
    const double begin = std::max(piece.from, extra);
    if (begin < piece.until) covered += piece.until - begin;
  }
  return std::min(1.0, covered / (until - from));
}

}  // namespace tizhi
