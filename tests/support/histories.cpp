#include "support/histories.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/simulation.hpp"

namespace tizhi::test {

History observed(const Run& run, std::uint32_t replicate) {
  Run seated = run;
  seated.follows_leaders = true;
  const Groundwork ground = groundwork(seated);
  Simulation simulation(seated, ground, replicate);
  History history;
  history.initial = simulation.state();
  const std::size_t regions = history.initial.model.size();
  history.initial.leader.resize(regions, kNone);
  history.initial.leader_since.resize(regions, 0);
  history.in_sight.assign(regions, 1);
  history.knows_leader.assign(regions, 1);
  while (!simulation.is_over()) {
    const Happenings now = simulation.advance();
    for (const Formation& f : now.formations)
      if (f.cause != Cause::script)
        history.sightings.push_back({f.step, f.step, f.region, f.to, Sight::formed, 0});
    history.arrivals.insert(history.arrivals.end(), now.arrivals.begin(), now.arrivals.end());
  }
  return history;
}

History without_leaders(History history) {
  history.arrivals.clear();
  history.knows_leader.assign(history.in_sight.size(), 0);
  return history;
}

History blurred(History history, std::int32_t steps) {
  std::map<std::pair<Region, std::int32_t>, std::vector<Sighting*>> together;
  for (Sighting& s : history.sightings) together[{s.region, s.first / steps}].push_back(&s);
  for (auto& [when, all] : together) {
    const auto count = static_cast<std::int32_t>(all.size());
    for (std::int32_t n = 0; n < count; ++n) {
      all[static_cast<std::size_t>(n)]->first = when.second * steps + n * steps / count;
      all[static_cast<std::size_t>(n)]->last = when.second * steps + (n + 1) * steps / count - 1;
    }
  }
  std::stable_sort(history.sightings.begin(), history.sightings.end(),
                   [](const Sighting& a, const Sighting& b) { return a.middle() < b.middle(); });
  return history;
}

std::vector<Sought> all_rates() {
  return {{Quantity::pull},
          {Quantity::superior},
          {Quantity::peers},
          {Quantity::compliance},
          {Quantity::preference}};
}

Run learning_run(std::int32_t quarters) {
  Run run = make_run({1, 8, 6}, 3, quarters, 0.25);
  at_all_levels(run, [](Causes& causes) {
    causes.inertia.pull = toward_all(0.1);
    causes.imitation.superior = toward_all(0.15);
    causes.imitation.peers = toward_all(0.2);
    causes.mandate.compliance = 0.3;
    causes.leadership.preference = 0.25;
    causes.leadership.tenure = 3;
    causes.leadership.taste = 0.6;
  });
  begin_with(run, kNone);
  run.timeline.legacies = {{-2, kA, 1, Scope{}}, {3, kB, 0.5, Scope{}}};
  run.timeline.orders = {order_of({kB}, 4), order_of({kA, kC}, 12)};
  run.timeline.orders[0].until = 8;
  run.timeline.orders[1].until = 15;
  return run;
}

}  // namespace tizhi::test
