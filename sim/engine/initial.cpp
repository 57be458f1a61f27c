// How a replicate begins: models by the scenario's weights, leaders by their own law.
#include <algorithm>

#include "engine/simulation.hpp"

namespace tizhi {
namespace {

const Beginning& beginning_of(const Run& run, std::size_t i) {
  return run.beginnings[run.beginning.empty() ? 0 : static_cast<std::size_t>(run.beginning[i])];
}

void settle_models(const Run& run, const Draws& draws, State& state) {
  const World& world = *run.world;
  for (std::size_t i = 0; i < state.model.size(); ++i) {
    const Beginning& kind = beginning_of(run, i);
    const Block words = draws.block(Purpose::initial_model, 0, world.luck[i]);
    state.model[i] = weighted_model(kind.weights, kind.none, run.models(), first_half(words));
    state.model_since[i] = -kind.age / run.timeline.grid.step;
  }
}

}  // namespace

Model weighted_model(const PerModel<double>& weights, double none, int models, std::uint64_t bits) {
  double sum = none;
  for (int k = 0; k < models; ++k) sum += weights[static_cast<std::size_t>(k)];
  double left = unit(bits) * sum - none;
  if (left < 0 || sum <= 0) return kNone;
  Model last = kNone;
  for (int k = 0; k < models; ++k) {
    const double weight = weights[static_cast<std::size_t>(k)];
    if (weight <= 0) continue;
    last = static_cast<Model>(k);
    if (left < weight) return last;
    left -= weight;
  }
  return last;  // rounding left a crumb behind the last weight
}

Region origin_of_leader(const Run& run, const Groundwork& ground, const Draws& draws,
                        Purpose purpose, std::uint32_t step, Region i) {
  const auto slot = static_cast<std::size_t>(i);
  const Leadership& law = run.causes[run.world->level[slot]].leadership;
  if (law.outsider <= 0) return kNoRegion;
  const std::size_t level = run.world->level[slot];
  const std::int32_t begin = ground.roster_begin[level];
  const std::int32_t others = ground.roster_begin[level + 1] - begin - 1;
  if (others < 1) return kNoRegion;
  const Block words = draws.block(purpose, step, run.world->luck[slot]);
  if (unit(first_half(words)) >= law.outsider) return kNoRegion;
  // One of the others: the roster without i itself.
  const std::uint32_t drawn = below(second_half(words), static_cast<std::uint32_t>(others));
  std::int32_t place = begin + static_cast<std::int32_t>(drawn);
  if (place >= ground.place[slot]) ++place;
  return ground.roster[static_cast<std::size_t>(place)];
}

Model own_favourite(const Run& run, const Draws& draws, Purpose purpose, std::uint32_t step,
                    Region i) {
  const auto slot = static_cast<std::size_t>(i);
  const Leadership& law = run.causes[run.world->level[slot]].leadership;
  if (law.taste <= 0) return kNone;
  const Block words = draws.block(purpose, step, run.world->luck[slot]);
  if (unit(first_half(words)) >= law.taste) return kNone;
  return weighted_model(law.favourites, 0, run.models(), second_half(words));
}

void seat_leader(const Run& run, const Groundwork& ground, const Draws& draws, Region i,
                 std::int32_t step, State& state) {
  const auto slot = static_cast<std::size_t>(i);
  const Leadership& law = run.causes[run.world->level[slot]].leadership;
  const Region origin = origin_of_leader(run, ground, draws, Purpose::initial_arrival, 0, i);
  state.leader[slot] = origin == kNoRegion ? own_favourite(run, draws, Purpose::initial_taste, 0, i)
                                           : state.model[static_cast<std::size_t>(origin)];
  const Block words = draws.block(Purpose::initial_tenure, 0, run.world->luck[slot]);
  state.leader_since[slot] =
      step - stationary_tenure(law, unit(first_half(words))) / run.timeline.grid.step;
}

State initial_state(const Run& run, const Groundwork& ground, const Draws& draws) {
  const auto regions = static_cast<std::size_t>(run.world->size());
  State state;
  state.model.assign(regions, kNone);
  state.model_since.assign(regions, 0);
  state.legal = run.world->legal;
  state.legal.resize(regions, 0);
  settle_models(run, draws, state);
  if (ground.has_leaders) {
    state.leader.assign(regions, kNone);
    state.leader_since.assign(regions, 0);
    for (Region i = 0; i < run.world->size(); ++i)
      if (ground.follows[run.world->level[static_cast<std::size_t>(i)]] != 0)
        seat_leader(run, ground, draws, i, 0, state);
  }
  if (ground.issues_orders) {
    state.own_order.assign(regions, kNone);
    state.own_order_since.assign(regions, -1);
  }
  return state;
}

}  // namespace tizhi
