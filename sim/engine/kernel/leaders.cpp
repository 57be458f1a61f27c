#include "engine/kernel/leaders.hpp"

#include <algorithm>

namespace tizhi {
namespace {

constexpr double kWord = 0x1p32;

Draws draws_of(const Slots& slots, Slot slot) {
  return {slots.plan->run->seed,
          slots.first + static_cast<std::uint32_t>(slots.replicate_of(slot))};
}

// The plain way: with the tenure in full.
bool leaves_exactly(const Slots& slots, Slot slot, double uniform, double served) {
  const Tenures& law = slots.tenures_of(slot);
  if (served >= law.term) return served > 0;
  const Plan& plan = *slots.plan;
  const Level level = slots.level_of(slot);
  const double chance = plan.ground->turnover[level]->chance(plan.run->causes[level].leadership,
                                                             plan.run->timeline.grid, served);
  return uniform < chance * 0x1p40;
}

// Someone who was there before the start has served no whole number of steps. Between two whole
// numbers the chance is interpolated, and asked in full where that is too coarse to tell.
bool first_leader_leaves(const Slots& slots, Slot slot, std::int32_t step, double uniform,
                         float since) {
  const Tenures& law = slots.tenures_of(slot);
  const double served = step - double{since};
  const auto exactly = [&] {
    return leaves_exactly(slots, slot, uniform, slots.leader_steps(slot, step));
  };
  if (served > law.term - kNearTerm) return exactly();
  const auto whole = static_cast<std::size_t>(served);
  if (whole < 3 || whole + 2 >= law.chance.size()) return exactly();
  const double* at = law.chance.data() + whole;
  const double chance = at[0] + (served - static_cast<double>(whole)) * (at[1] - at[0]);
  const double error = error_between(at);
  if (uniform >= chance + error) return false;
  if (uniform < chance - error) return true;
  return exactly();
}

void set_leader(Slots& slots, Slot slot, Model favours, float since) {
  const auto s = static_cast<std::size_t>(slot);
  slots.office[s].leader_since = since;
  slots.office[s].post = (slots.office[s].post & ~(0xFFU << Post::favour)) | std::uint32_t{favours}
                                                                                 << Post::favour;
}

Block block_at(const Blocks& blocks, std::size_t at) {
  return {blocks.words[0][at], blocks.words[1][at], blocks.words[2][at], blocks.words[3][at]};
}

// Steps that a first leader has served, nearly; the exact number is drawn where it matters.
float first_tenure(const Slots& slots, Level level, double uniform) {
  const Plan& plan = *slots.plan;
  const Tenures& law = *plan.levels[level].tenures;
  const auto exactly = [&] {
    return static_cast<float>(stationary_tenure(plan.run->causes[level].leadership, uniform) /
                              plan.run->timeline.grid.step);
  };
  if (law.guess.empty()) return exactly();
  const double cell = uniform * static_cast<double>(law.guess.size());
  auto at = static_cast<std::size_t>(law.guess[static_cast<std::size_t>(cell)]);
  const Tenures::Knot* const knots = law.knots.data();
  // Luck tells how far to go, and mostly no further than two: those are not guessed.
  at += knots[at + 1].reached <= uniform ? 1 : 0;
  at += knots[at + 1].reached <= uniform ? 1 : 0;
  while (knots[at + 1].reached <= uniform) ++at;
  if (knots[at].width == 0) return exactly();
  const double part = (uniform - knots[at].reached) / knots[at].width;
  return static_cast<float>((static_cast<double>(at) + part) * law.knot);
}

// What a newcomer favours, as the models stand.
Model favour_of(const Slots& slots, const Newcomer& who) {
  return slots.model[static_cast<std::size_t>(who.from)];
}

}  // namespace

bool leaves(const Slots& slots, Slot slot, std::int32_t step, std::uint32_t top, std::uint32_t rest,
            float since) {
  const double uniform = top * kWord + rest;
  if (since < 0) return first_leader_leaves(slots, slot, step, uniform, since);
  const Tenures& law = slots.tenures_of(slot);
  const double served = step - double{since};
  const auto whole = static_cast<std::size_t>(served);
  if (served >= law.term || whole >= law.chance.size())
    return leaves_exactly(slots, slot, uniform, served);
  return uniform < law.chance[whole];
}

void seat_first_leaders(Slots& slots) {
  const Plan& plan = *slots.plan;
  constexpr std::size_t chunk = 64;  // words
  Blocks blocks;
  std::vector<Slot> list;
  std::vector<Newcomer> newcomers;
  for (int r = 0; r < slots.replicates; ++r)
    for (std::size_t begin = 0; begin < plan.led.size(); begin += chunk) {
      const Slot base = r * plan.stride;
      list.clear();
      list_bits(plan.led.data(), begin, std::min(plan.led.size(), begin + chunk), list);
      newcomers.clear();
      for (Slot& slot : list) newcomers.push_back({slot += base, 0});
      draw_newcomers(slots, Purpose::initial_arrival, Purpose::initial_taste, 0, newcomers);
      draw_blocks(slots, list, Purpose::initial_tenure, 0, 0, blocks);
      for (std::size_t at = 0; at < list.size(); ++at) {
        const Level level = plan.level[static_cast<std::size_t>(list[at] - base)];
        set_leader(slots, list[at], favour_of(slots, newcomers[at]),
                   -first_tenure(slots, level, unit(first_half(block_at(blocks, at)))));
      }
    }
}

void seat(Slots& slots, std::int32_t step, std::span<const Newcomer> list) {
  const auto now = static_cast<float>(step);
  for (const Newcomer& who : list) set_leader(slots, who.slot, favour_of(slots, who), now);
}

void tell(const Slots& slots, std::int32_t step, std::span<const Newcomer> list,
          std::span<std::vector<Arrival>> arrivals) {
  for (const Newcomer& who : list) {
    const int r = slots.replicate_of(who.slot);
    const Slot base = r * slots.plan->stride;
    const Region origin = who.from >= slots.catalogue() ? kNoRegion : who.from - base;
    arrivals[static_cast<std::size_t>(r)].push_back(
        {step, who.slot - base, favour_of(slots, who), origin});
  }
}

namespace {

// Strikes who was to come to the slot in the step off the list, or puts someone on it.
void strike(Slot slot, Arriving& list) {
  std::erase_if(list, [&](const Newcomer& who) { return who.slot == slot; });
}

void expect(const Slots& slots, Slot slot, std::int32_t step, Arriving& list) {
  Newcomer who[1] = {{slot, 0}};
  draw_seats(slots, step, who);
  const auto before = [](const Newcomer& a, const Newcomer& b) { return a.slot < b.slot; };
  list.insert(std::upper_bound(list.begin(), list.end(), who[0], before), who[0]);
}

}  // namespace

void draw_seats(const Slots& slots, std::int32_t step, std::span<Newcomer> list) {
  draw_newcomers(slots, Purpose::arrival, Purpose::taste, static_cast<std::uint32_t>(step), list);
}

void appoint(Slots& slots, Slot slot, Model favours, std::int32_t step, Span span,
             Arriving* arriving) {
  set_leader(slots, slot, favours, static_cast<float>(step));
  slots.coming[static_cast<std::size_t>(slot / kGroup)] |= 1ULL << (slot % kGroup);
  strike(slot, arriving[step % kSpan]);
  float since = static_cast<float>(step);
  const Draws draws = draws_of(slots, slot);
  for (std::int32_t n = step + 1; n < span.end; ++n) {
    strike(slot, arriving[n % kSpan]);
    const auto at = static_cast<std::uint32_t>(n);
    const std::uint64_t luck = slots.luck_of(slot);
    const std::uint32_t top = draws.top_byte(Purpose::turnover, at, luck);
    const std::uint32_t rest = draws.block(Purpose::turnover, at, luck, 1)[0];
    if (!leaves(slots, slot, n, top, rest, since)) continue;
    expect(slots, slot, n, arriving[n % kSpan]);
    since = static_cast<float>(n);
  }
}

}  // namespace tizhi
