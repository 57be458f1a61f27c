#include "engine/kernel/exact.hpp"

#include <algorithm>

namespace tizhi {
namespace {

Model seen_model(const Slots& slots, const Page& page, Slot slot) {
  const auto s = static_cast<std::size_t>(slot);
  return page.lag == 0 ? slots.model[s] : static_cast<Model>(page.seen[s] & 0xFFU);
}

struct Standing {
  PerModel<std::int64_t> behind{};
  std::int64_t total = 0;
};

Standing all_but(const Slots& slots, const Page& page, Slot slot, std::int32_t row) {
  Standing others;
  if (row < 0) return others;
  const auto width = static_cast<std::size_t>(slots.row_width());
  const std::int32_t* sums = page.sums.data() + static_cast<std::size_t>(row) * width;
  const std::int32_t mass = slots.mass_of(slot);
  std::copy_n(sums + kBehind, slots.plan->models, others.behind.begin());
  others.total = sums[0] - mass;
  const Model own = seen_model(slots, page, slot);
  if (own != kNone) others.behind[own] -= mass;
  return others;
}

Standing neighbours(const Slots& slots, const Page& page, Slot slot) {
  Standing others;
  const World& world = *slots.plan->run->world;
  if (world.neighbour_begin.empty()) return others;
  const Region i = slots.region_of(slot);
  const auto at = static_cast<std::size_t>(i);
  for (auto e = world.neighbour_begin[at]; e < world.neighbour_begin[at + 1]; ++e) {
    const Neighbour& n = world.neighbours[static_cast<std::size_t>(e)];
    const std::int64_t weight = n.weight * world.prestige[static_cast<std::size_t>(n.region)];
    const Model model = seen_model(slots, page, slot - i + n.region);
    if (model != kNone) others.behind[model] += weight;
    others.total += weight;
  }
  return others;
}

PerModel<double> peer_share(const Slots& slots, Slot slot) {
  const Level level = slots.level_of(slot);
  const LevelLaw& law = slots.plan->levels[level];
  const Page& page = slots.pages[static_cast<std::size_t>(law.page)];
  Standing others;
  switch (law.peer_set) {
    case PeerSet::siblings:
      others = all_but(slots, page, slot,
                       slots.family_row(slots.replicate_of(slot), slots.bond_of(slot).family));
      break;
    case PeerSet::level:
      others = all_but(slots, page, slot, slots.level_row(slots.replicate_of(slot), level));
      break;
    case PeerSet::neighbours:
      others = neighbours(slots, page, slot);
      break;
    case PeerSet::none:
      break;
  }
  PerModel<double> share{};
  if (others.total <= 0) return share;
  for (std::size_t k = 0; k < static_cast<std::size_t>(slots.plan->models); ++k)
    share[k] = static_cast<double>(others.behind[k]) / static_cast<double>(others.total);
  return share;
}

// The superior's own order where one is in force; `covered` is its part of the step, in years.
Pressure order_of_superior(const Slots& slots, Slot slot, std::int32_t step, double& covered) {
  Pressure order;
  covered = 0;
  const std::int32_t boss = slots.boss_of(slot);
  if (slots.own_order.empty() || boss < 0) return order;
  const auto above = static_cast<std::size_t>(boss);
  const std::int32_t since = slots.own_order_since[above];
  if (since < 0 || step < since) return order;
  const Run& run = *slots.plan->run;
  const Level level = slots.level_of(slot), upper = slots.level_of(boss);
  const double left = since + slots.plan->levels[upper].issue_steps - step;
  if (left <= 0) return order;
  const double part = std::min(left, 1.0);
  const int ranks = std::max(level - upper, 1);
  order.targets = static_cast<std::uint16_t>(1U << slots.own_order[above]);
  order.strength = part * power(run.causes[level].mandate.decay, ranks - 1);
  covered = part * run.timeline.grid.step;
  return order;
}

Situation situation(const Slots& slots, const Conditions& conditions, Slot slot,
                    std::int32_t step) {
  const Run& run = *slots.plan->run;
  const Grid& grid = run.timeline.grid;
  const auto s = static_cast<std::size_t>(slot);
  const auto i = static_cast<std::size_t>(slots.region_of(slot));
  Situation now;
  now.conditions = &conditions;
  now.model = slots.model[s];
  now.age = slots.years_since(slot, step);
  now.legal = slots.legal.empty() ? run.world->legal_of(i) : slots.legal[s];
  if (slots.has_leaders) {
    now.leader = static_cast<Model>(slots.office[s].post >> Post::favour & 0xFFU);
    const Leadership& leaders = run.causes[slots.level_of(slot)].leadership;
    // A first leader's is dear to know, and matters only where zeal fades.
    if (now.leader != kNone && leaders.honeymoon < kInfinity)
      now.tenure = slots.leader_steps(slot, step) * grid.step;
  }
  const LevelLaw& law = slots.plan->levels[slots.level_of(slot)];
  if (const Slot boss = slots.boss_of(slot); boss >= 0)
    now.superior = seen_model(slots, slots.pages[static_cast<std::size_t>(law.page)], boss);
  now.peer_share = peer_share(slots, slot);
  double covered = 0;
  now.issued = order_of_superior(slots, slot, step, covered);
  if (run.models() == 1) covered = 0;
  const double from = grid.date(step);
  now.silenced = silenced_share(conditions.crowded, from + covered, from, grid.date(step + 1));
  now.step = grid.step;
  return now;
}

}  // namespace

std::optional<Found> consider(const Slots& slots, const Conditions& conditions, Slot slot,
                              std::int32_t step) {
  const Run& run = *slots.plan->run;
  const Causes& causes = run.causes[slots.level_of(slot)];
  const Situation now = situation(slots, conditions, slot, step);
  const Draws draws(run.seed, slots.first + static_cast<std::uint32_t>(slots.replicate_of(slot)));
  const std::uint64_t luck = slots.luck_of(slot);
  const auto n = static_cast<std::uint32_t>(step);
  Hazards hazards;
  const Verdict verdict = causes.verdict(now, run.models(), hazards);
  if (verdict == Verdict::stays) return std::nullopt;
  if (verdict == Verdict::open) {
    hazards = causes.hazards(now, run.models());
    const double probability = -expm1(-hazards.total(run.models()) * now.step);
    if (!draws.happens(Purpose::event, n, luck, probability)) return std::nullopt;
  }
  const Pick pick = first_clock(hazards, run.models(), draws, n, luck);
  if (pick.model == now.model) return std::nullopt;
  return Found{pick.model, pick.cause, ledger(hazards.toward[pick.model])};
}

Ledger full_ledger(const Slots& slots, const Conditions& conditions, Slot slot, std::int32_t step,
                   Model k) {
  const Causes& causes = slots.plan->run->causes[slots.level_of(slot)];
  const Situation now = situation(slots, conditions, slot, step);
  return ledger(causes.hazards(now, slots.plan->models).toward[k]);
}

}  // namespace tizhi
