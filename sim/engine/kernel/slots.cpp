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

// A mass moves from one model to another in a row of sums.
void move(std::int32_t* sums, std::int32_t mass, std::uint32_t from, std::uint32_t to) {
  if (from != kNone) sums[kBehind + from] -= mass;
  if (to != kNone) sums[kBehind + to] += mass;
  sums[1] += mass * ((to != kNone) - (from != kNone));
}

}  // namespace

Slots::Slots(const Plan& plan_, const Groundwork& ground, std::uint32_t first_, int replicates_)
    : plan{&plan_},
      first{first_},
      replicates{replicates_},
      has_leaders{ground.has_leaders},
      has_orders{ground.issues_orders},
      per_stride_{(1ULL << 32) / static_cast<std::uint64_t>(plan_.stride) + 1} {
  const auto slots = static_cast<std::size_t>(plan->stride) * static_cast<std::size_t>(replicates);
  words = slots / kGroup;
  spread();
  model.reserve(slots + kNone + 1);
  model.assign(slots, kNone);
  for (int k = 0; k <= kNone; ++k) model.push_back(static_cast<Model>(k));
  reconsider.assign(words * kSpan, 0);
  if (slots <= kMostTops) tops.assign(slots * (kSpan / 4), 0);
  settle();
  if (ground.has_leaders) {
    coming.assign(words, 0);
  }
  if (ground.issues_orders) {
    own_order.assign(slots, kNone);
    own_order_since.assign(slots, -1);
  }
  for (const std::int32_t lag : plan->lags) {
    Page page{lag, {}, {}, 0};
    if (lag > 0)
      for (const Office& of : office) page.seen.push_back(of.post);
    count_all(page);
    pages.push_back(std::move(page));
  }
}

void Slots::spread() {
  const World& world = *plan->run->world;
  const auto stride = static_cast<std::size_t>(plan->stride);
  office.resize(stride * static_cast<std::size_t>(replicates));
  if (!plan->has_legal) return;
  law.assign(office.size(), 1);
  for (std::size_t slot = 0; slot < office.size(); ++slot)
    if (slot % stride < world.parent.size())
      law[slot] = static_cast<float>(1 - world.legal_of(slot % stride));
}

void Slots::settle() {
  const Run& run = *plan->run;
  struct Start {
    float since;
    bool is_certain;
    Model only;
  };
  std::vector<Start> starts;
  for (const Beginning& kind : run.beginnings) {
    Start start{static_cast<float>(-kind.age / run.timeline.grid.step), false, kNone};
    start.is_certain = is_certain(kind, plan->models, start.only);
    starts.push_back(start);
  }
  for (int r = 0; r < replicates; ++r) {
    const Draws draws(run.seed, first + static_cast<std::uint32_t>(r));
    const auto stride = static_cast<std::size_t>(plan->stride);
    const auto base = static_cast<std::size_t>(r) * stride;
    for (Region i = 0; i < plan->regions; ++i) {
      const auto slot = base + static_cast<std::size_t>(i);
      const Beginning& kind = beginning_of(run, i);
      const Start& start = starts[static_cast<std::size_t>(&kind - run.beginnings.data())];
      model[slot] = start.only;
      if (!start.is_certain)
        model[slot] =
            weighted_model(kind.weights, kind.none, plan->models,
                           first_half(draws.block(Purpose::initial_model, 0,
                                                  run.world->luck[static_cast<std::size_t>(i)])));
      office[slot].since = start.since;
    }
    for (std::size_t i = 0; i < stride; ++i)
      office[base + i].post =
          0x00FFFF00U | model[base + i] | std::uint32_t{plan->level[i]} << Post::level;
  }
}

double Slots::years_since(Slot slot, std::int32_t step) const {
  const Grid& grid = plan->run->timeline.grid;
  const float begun = office[static_cast<std::size_t>(slot)].since;
  const double exact =
      begun > 0 ? double{begun} : -beginning_of(*plan->run, region_of(slot)).age / grid.step;
  return (step - exact) * grid.step;
}

double Slots::leader_steps(Slot slot, std::int32_t step) const {
  const float begun = office[static_cast<std::size_t>(slot)].leader_since;
  if (begun >= 0) return step - double{begun};
  const Run& run = *plan->run;
  const Draws draws(run.seed, first + static_cast<std::uint32_t>(replicate_of(slot)));
  const Block words = draws.block(Purpose::initial_tenure, 0, luck_of(slot));
  const Leadership& law = run.causes[level_of(slot)].leadership;
  return step - -stationary_tenure(law, unit(first_half(words))) / run.timeline.grid.step;
}

void Slots::count_all(Page& page) {
  const auto rows = static_cast<std::size_t>(no_row()) + 1;
  page.sums.assign(rows * static_cast<std::size_t>(row_width()), 0);
  const auto total = [&](std::int32_t row) -> std::int32_t& {
    return page.sums[static_cast<std::size_t>(row) * static_cast<std::size_t>(row_width())];
  };
  for (int r = 0; r < replicates; ++r)
    for (Region i = 0; i < plan->regions; ++i) {
      const auto at = static_cast<std::size_t>(i);
      const std::int32_t mass = plan->weight.empty() ? 1 : plan->weight[at];
      const std::int32_t family = family_row(r, plan->bonds[at].family);
      if (family >= 0) total(family) += mass;
      total(level_row(r, plan->level[at])) += mass;
      const Slot slot = r * plan->stride + i;
      const Model now = model[static_cast<std::size_t>(slot)];
      if (now != kNone) recount(page, r, i, kNone, now);
    }
}

void Slots::recount(Page& page, int r, Region region, std::uint32_t from, std::uint32_t to) const {
  const auto i = static_cast<std::size_t>(region);
  const std::int32_t mass = plan->weight.empty() ? 1 : plan->weight[i];
  const auto row = [&](std::int32_t number) {
    return page.sums.data() + static_cast<std::ptrdiff_t>(number) * row_width();
  };
  const std::int32_t family = plan->bonds[i].family;
  if (plan->sums_families && family >= 0) move(row(family_row(r, family)), mass, from, to);
  if (plan->sums_levels) move(row(level_row(r, plan->level[i])), mass, from, to);
}

// Everything in a local: a model is a byte, and a byte written may be part of anything.
void Slots::write(std::span<const Slot> list, int r, const std::uint32_t* to, std::int32_t step) {
  const Slot base = r * plan->stride;
  const bool knows_families = plan->sums_families, knows_levels = plan->sums_levels;
  const std::ptrdiff_t width = row_width();
  const std::int32_t first_family = family_row(r, 0);
  std::int32_t* const sums = pages[0].sums.data();
  const std::int32_t* const weight = plan->weight.empty() ? nullptr : plan->weight.data();
  const Bond* const bonds = plan->bonds.data();
  Office* const offices = office.data();
  Model* const models = model.data();
  for (std::size_t n = 0; n < list.size(); ++n) {
    const Slot slot = list[n];
    const Region region = slot - base;
    const std::uint32_t from = models[slot], model_to = to[n] & 0xFFU;
    const std::int32_t mass = weight == nullptr ? 1 : weight[region];
    const std::int32_t family = knows_families ? bonds[region].family : -1;
    if (family >= 0) move(sums + (first_family + family) * width, mass, from, model_to);
    if (knows_levels) move(sums + level_row(r, level_of(slot)) * width, mass, from, model_to);
    offices[slot].post = (offices[slot].post & ~0xFFU) | model_to;
    models[slot] = static_cast<Model>(model_to);
  }
  if (pages.size() < 2) return;
  for (std::size_t n = 0; n < list.size(); ++n)
    log_.push_back({step, list[n], static_cast<Model>(to[n])});
}

void Slots::bring_pages_to(std::int32_t step) {
  std::size_t least = log_.size();
  for (std::size_t p = 1; p < pages.size(); ++p) {
    Page& page = pages[p];
    for (; page.read < log_.size() && log_[page.read].from_step <= step - page.lag; ++page.read) {
      const LoggedWrite& change = log_[page.read];
      std::uint32_t& seen = page.seen[static_cast<std::size_t>(change.slot)];
      const int r = replicate_of(change.slot);
      recount(page, r, change.slot - r * plan->stride, seen & 0xFFU, change.to);
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
