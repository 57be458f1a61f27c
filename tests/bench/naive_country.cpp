#include "bench/naive_country.hpp"

#include <algorithm>
#include <cmath>

#include "engine/simulation.hpp"

namespace tizhi {
namespace {

int number(Model model) { return model == kNone ? naive::kNone : model; }

void add_regions(const Run& run, naive::Country& country) {
  const World& world = *run.world;
  country.regions.resize(world.parent.size());
  for (Region i = 0; i < world.size(); ++i) {
    const auto slot = static_cast<std::size_t>(i);
    naive::Region& r = country.regions[slot];
    r.code = world.code(i);
    r.parent = world.parent[slot];
    r.level = world.level[slot];
    r.family = world.family[slot];
    r.beginning = run.beginning.empty() ? 0 : run.beginning[slot];
    r.prestige = world.prestige[slot] / static_cast<double>(kPrestigeUnit);
    r.legal_at_start = world.legal_of(slot);
    r.fixed = world.fixed[slot] != 0;
    if (r.parent != kNoRegion)
      country.regions[static_cast<std::size_t>(r.parent)].children.push_back(i);
    country.levels[world.level[slot]].members.push_back(i);
    if (world.neighbour_begin.empty()) continue;
    for (auto e = world.neighbour_begin[slot]; e < world.neighbour_begin[slot + 1]; ++e) {
      const Neighbour& n = world.neighbours[static_cast<std::size_t>(e)];
      r.neighbours.push_back({n.region, n.weight / static_cast<double>(kPrestigeUnit)});
    }
  }
  country.families = static_cast<int>(world.family_prestige.size());
}

void take_over_parameters(const Causes& causes, const Grid& grid, naive::Level& level) {
  const auto& [inertia, imitation, mandate, leadership, on] = causes;
  level.on = on;
  level.pull = inertia.pull;
  level.half_life = inertia.half_life;
  level.drag = inertia.drag;
  level.settling = inertia.settling;
  level.superior = imitation.superior;
  level.peers = imitation.peers;
  level.conformity = imitation.conformity;
  level.founding = imitation.founding;
  level.peer_set = static_cast<naive::Peers>(imitation.peer_set);
  level.lag = static_cast<int>(std::min<double>(std::round(imitation.lag / grid.step), grid.steps));
  level.compliance = mandate.compliance;
  level.decay = mandate.decay;
  level.resistance = mandate.resistance;
  level.crowding = mandate.crowding;
  level.issue_rate = mandate.issue_rate;
  level.issue_length = mandate.issue_length;
  level.preference = leadership.preference;
  level.tenure = leadership.tenure;
  level.tenure_shape = leadership.tenure_shape;
  level.term = leadership.term;
  level.honeymoon = leadership.honeymoon;
  level.outsider = leadership.outsider;
  level.taste = leadership.taste;
  level.favourites = leadership.favourites;
  level.scale = leadership.tenure / std::tgamma(1 + 1 / leadership.tenure_shape);
  const double faded = grid.step / leadership.honeymoon;
  level.fading = faded > 0 ? (1 - std::exp(-faded)) / faded : 1;
}

naive::Order order_of(const Order& from, const World& world, int models) {
  naive::Order order{from.date,     from.deadline, from.until, from.delay, from.lag_per_level,
                     from.strength, naive::kNone,  {},         {},         from.weighted,
                     from.weights};
  if (from.issuer != kNoRegion)
    order.issuer_level = world.level[static_cast<std::size_t>(from.issuer)];
  for (int k = 0; k < models; ++k) {
    if ((from.targets >> k & 1U) == 0) continue;
    order.targets.push_back(k);
    order.wanted[static_cast<std::size_t>(k)] = true;
  }
  return order;
}

using ListOfRegion = std::vector<int> naive::Region::*;

void add_scope(const Scope& scope, const World& world, int event, naive::Country& country,
               ListOfRegion list) {
  for (Region i = 0; i < world.size(); ++i)
    if (reaches(scope, world, i))
      (country.regions[static_cast<std::size_t>(i)].*list).push_back(event);
}

void add_events(const Run& run, naive::Country& country) {
  const World& world = *run.world;
  const Timeline& timeline = run.timeline;
  for (const Window& w : timeline.windows)
    country.windows.push_back({w.from, w.until, w.factor, w.lag_per_level});
  for (const Legacy& e : timeline.legacies) {
    const auto event = static_cast<int>(country.legacies.size());
    country.legacies.push_back({e.date, e.model, e.amount});
    add_scope(e.scope, world, event, country, &naive::Region::legacies);
  }
  for (const Order& e : timeline.orders) {
    const auto event = static_cast<int>(country.orders.size());
    country.orders.push_back(order_of(e, world, run.models()));
    add_scope(e.scope, world, event, country, &naive::Region::orders);
  }
  for (const Setting& e : timeline.settings)
    country.settings.push_back({e.step, e.region, number(e.model)});
  for (const Appointment& e : timeline.appointments)
    country.appointments.push_back({e.step, e.region, number(e.favours)});
  for (const LawChange& e : timeline.law_changes) {
    country.law_changes.push_back({e.step, {}, e.value});
    for (Region i = 0; i < world.size(); ++i)
      if (reaches(e.scope, world, i)) country.law_changes.back().regions.push_back(i);
  }
}

}  // namespace

naive::Country naive_country(const Run& run) {
  naive::Country country;
  country.models = run.models();
  country.steps = run.timeline.grid.steps;
  country.dt = run.timeline.grid.step;
  country.levels.resize(run.causes.size());
  for (std::size_t l = 0; l < run.causes.size(); ++l)
    take_over_parameters(run.causes[l], run.timeline.grid, country.levels[l]);
  for (const Beginning& b : run.beginnings)
    country.beginnings.push_back({b.none, b.weights, b.age});
  add_regions(run, country);
  add_events(run, country);
  const Groundwork ground = groundwork(run);
  country.has_leaders = ground.has_leaders;
  country.issues_orders = ground.issues_orders;
  return country;
}

}  // namespace tizhi
