#include "engine/kernel/slots.hpp"

#include <algorithm>

namespace tizhi {
namespace {

const Beginning& beginning_of(const Run& run, Region i) {
  const auto kind = run.beginning.empty() ? 0 : run.beginning[static_cast<std::size_t>(i)];
  return run.beginnings[static_cast<std::size_t>(kind)];
}

// The one model that a beginning allows, where it leaves nothing to luck.
bool is_certain(const Beginning& kind, int models, Model& only) {
  int ways = kind.none > 0 ? 1 : 0;
  only = kNone;
  for (int k = 0; k < models; ++k) {
    if (kind.weights[static_cast<std::size_t>(k)] <= 0) continue;
    ++ways;
    only = static_cast<Model>(k);
  }
  return ways == 0 || (ways == 1 && (only == kNone || kind.none <= 0));
}

}  // namespace

Slots::Slots(const Plan& plan_, const Groundwork& ground, std::uint32_t first_, int replicates_)
    : plan{&plan_}, first{first_}, replicates{replicates_} {
  const auto slots = static_cast<std::size_t>(plan->stride) * static_cast<std::size_t>(replicates);
  words = slots / kGroup;
  spread();
  model.assign(slots, kNone);
  since.assign(slots, 0);
  hold.assign(slots, -1);
  reconsider.assign(words * kSpan, 0);
  settle(ground);
  if (ground.has_leaders) {
    leader_since.assign(slots, 0);
    arrive.assign(words * kSpan, 0);
  }
  if (ground.issues_orders) {
    order.assign(slots, 0);
    own_order.assign(slots, kNone);
    own_order_since.assign(slots, -1);
  }
  for (const std::int32_t lag : plan->lags) {
    Page page{lag, {}, {}, 0};
    if (lag > 0) page.seen = post;
    count_all(page);
    pages.push_back(std::move(page));
  }
}

void Slots::spread() {
  const World& world = *plan->run->world;
  boss = world.parent.data();
  family = world.family.data();
  luck = world.luck.data();
  weight = plan->weight.empty() ? nullptr : plan->weight.data();
  if (plan->has_legal) {
    law.resize(static_cast<std::size_t>(plan->stride) * static_cast<std::size_t>(replicates), 1);
    for (std::size_t slot = 0; slot < law.size(); ++slot) {
      const auto i = slot % static_cast<std::size_t>(plan->stride);
      if (i < world.legal.size()) law[slot] = static_cast<float>(1 - world.legal[i]);
    }
  }
  if (replicates == 1) return;
  for (int r = 0; r < replicates; ++r) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(plan->stride); ++i) {
      const bool is_there = i < world.parent.size();
      const Region above = is_there ? world.parent[i] : kNoRegion;
      const std::int32_t kin = is_there ? world.family[i] : -1;
      many_bosses.push_back(above == kNoRegion ? kNoRegion : above + r * plan->stride);
      many_families.push_back(kin < 0 ? -1 : kin + r * plan->families);
      many_lucks.push_back(is_there ? world.luck[i] : 0);
      if (weight != nullptr) many_weights.push_back(is_there ? plan->weight[i] : 0);
      whose.push_back(static_cast<std::uint32_t>(r));
    }
  }
  boss = many_bosses.data();
  family = many_families.data();
  luck = many_lucks.data();
  if (weight != nullptr) weight = many_weights.data();
}

void Slots::settle(const Groundwork&) {
  const Run& run = *plan->run;
  std::vector<std::pair<bool, Model>> certain;
  for (const Beginning& kind : run.beginnings) {
    Model only = kNone;
    const bool is = is_certain(kind, plan->models, only);
    certain.emplace_back(is, only);
  }
  for (int r = 0; r < replicates; ++r) {
    const Draws draws(run.seed, first + static_cast<std::uint32_t>(r));
    for (Region i = 0; i < plan->regions; ++i) {
      const auto slot = static_cast<std::size_t>(r) * static_cast<std::size_t>(plan->stride) +
                        static_cast<std::size_t>(i);
      const Beginning& kind = beginning_of(run, i);
      const auto& [is, only] = certain[static_cast<std::size_t>(&kind - run.beginnings.data())];
      model[slot] = only;
      if (!is)
        model[slot] = weighted_model(
            kind.weights, kind.none, plan->models,
            first_half(draws.block(Purpose::initial_model, 0,
                                   run.world->luck[static_cast<std::size_t>(i)])));
      since[slot] = static_cast<float>(-kind.age / run.timeline.grid.step);
      hold[slot] = model[slot] == kNone ? -1.0F : 1.0F;
    }
  }
  post.resize(model.size());
  for (std::size_t slot = 0; slot < post.size(); ++slot)
    post[slot] = 0x00FFFF00U | model[slot] |
                 std::uint32_t{plan->level[slot % static_cast<std::size_t>(plan->stride)]}
                     << Post::level;
}

double Slots::years_since(Slot slot, std::int32_t step) const {
  const Grid& grid = plan->run->timeline.grid;
  const float begun = since[static_cast<std::size_t>(slot)];
  const double exact = begun > 0 ? double{begun}
                                 : -beginning_of(*plan->run, region_of(slot)).age / grid.step;
  return (step - exact) * grid.step;
}

double Slots::leader_steps(Slot slot, std::int32_t step) const {
  const float begun = leader_since[static_cast<std::size_t>(slot)];
  if (begun >= 0) return step - double{begun};
  const Run& run = *plan->run;
  const Draws draws(run.seed, first + static_cast<std::uint32_t>(replicate_of(slot)));
  const Block words = draws.block(Purpose::initial_tenure, 0, luck[static_cast<std::size_t>(slot)]);
  const Leadership& law = run.causes[level_of(slot)].leadership;
  return step - -stationary_tenure(law, unit(first_half(words))) / run.timeline.grid.step;
}

void Slots::recount(Page& page, Slot slot, std::uint32_t from, std::uint32_t to) {
  const auto s = static_cast<std::size_t>(slot);
  const std::int32_t mass = weight == nullptr ? 1 : weight[s];
  const auto note = [&](std::int32_t row) {
    std::int32_t* sums = page.sums.data() + static_cast<std::size_t>(row) *
                                                static_cast<std::size_t>(row_width());
    if (from != kNone) sums[from] -= mass;
    if (to != kNone) sums[to] += mass;
    sums[plan->models] += mass * ((to != kNone) - (from != kNone));
  };
  if (plan->sums_families && family[s] >= 0) note(family[s]);
  if (plan->sums_levels) note(level_row(replicate_of(slot), level_of(slot)));
}

void Slots::count_all(Page& page) {
  const auto rows = static_cast<std::size_t>(replicates) *
                    (static_cast<std::size_t>(plan->families) + plan->levels.size());
  page.sums.assign(rows * static_cast<std::size_t>(row_width()), 0);
  const auto total = [&](std::int32_t row) -> std::int32_t& {
    return page.sums[static_cast<std::size_t>(row) * static_cast<std::size_t>(row_width()) +
                     static_cast<std::size_t>(plan->models) + 1];
  };
  for (int r = 0; r < replicates; ++r)
    for (Region i = 0; i < plan->regions; ++i) {
      const Slot slot = r * plan->stride + i;
      const auto s = static_cast<std::size_t>(slot);
      const std::int32_t mass = weight == nullptr ? 1 : weight[s];
      if (family[s] >= 0) total(family[s]) += mass;
      total(level_row(r, level_of(slot))) += mass;
      if (model[s] != kNone) recount(page, slot, kNone, model[s]);
    }
}

void Slots::write(Slot slot, Model to, std::int32_t step) {
  const auto s = static_cast<std::size_t>(slot);
  recount(pages[0], slot, model[s], to);
  post[s] = (post[s] & ~0xFFU) | to;
  model[s] = to;
  hold[s] = to == kNone ? -1.0F : 1.0F;
  if (pages.size() > 1) log_.push_back({step, slot, to});
}

void Slots::bring_pages_to(std::int32_t step) {
  std::size_t least = log_.size();
  for (std::size_t p = 1; p < pages.size(); ++p) {
    Page& page = pages[p];
    for (; page.read < log_.size() && log_[page.read].from_step <= step - page.lag; ++page.read) {
      const Change& change = log_[page.read];
      std::uint32_t& seen = page.seen[static_cast<std::size_t>(change.slot)];
      recount(page, change.slot, seen & 0xFFU, change.to);
      seen = (seen & ~0xFFU) | change.to;
    }
    least = std::min(least, page.read);
  }
  constexpr std::size_t enough = 1 << 16;
  if (pages.size() < 2 || least < enough || least * 2 < log_.size()) return;
  log_.erase(log_.begin(), log_.begin() + static_cast<std::ptrdiff_t>(least));
  for (Page& page : pages) page.read -= std::min(page.read, least);
}

}  // namespace tizhi
