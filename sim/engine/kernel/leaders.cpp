#include "engine/kernel/leaders.hpp"

#include <algorithm>

namespace tizhi {
namespace {

constexpr double kWord = 0x1p32;
constexpr float kNearTerm = 0.01F;  // steps by which a first leader's tenure is not yet in full

Draws draws_of(const Slots& slots, Slot slot) {
  return {slots.plan->run->seed,
          slots.first + static_cast<std::uint32_t>(slots.replicate_of(slot))};
}

const Tenures& tenures_of(const Slots& slots, Slot slot) {
  return slots.plan->levels[slots.level_of(slot)].tenures;
}

// U < chance, of which the top byte is known; the rest is drawn where it decides.
bool happens(const Slots& slots, Slot slot, std::int32_t step, std::uint32_t top, double chance) {
  const double from = top * kWord;
  if (from >= chance) return false;
  if (from + (kWord - 1) < chance) return true;
  const Block rest = draws_of(slots, slot).block(Purpose::turnover,
                                                 static_cast<std::uint32_t>(step),
                                                 slots.luck[static_cast<std::size_t>(slot)], 1);
  return from + rest[0] < chance;
}

// The plain way: with the tenure in full.
bool leaves_exactly(const Slots& slots, Slot slot, std::int32_t step, std::uint32_t top,
                    double served) {
  const Tenures& law = tenures_of(slots, slot);
  if (served >= law.term) return served > 0;
  const Plan& plan = *slots.plan;
  const Level level = slots.level_of(slot);
  const double chance = plan.ground->turnover[level].chance(
      plan.run->causes[level].leadership, plan.run->timeline.grid, served);
  return happens(slots, slot, step, top, chance * 0x1p40);
}

// Someone who was there before the start has served no whole number of steps. Between two whole
// numbers the chance is interpolated, and asked in full where that is too coarse to tell.
bool first_leader_leaves(const Slots& slots, Slot slot, std::int32_t step, std::uint32_t top,
                         float since) {
  const Tenures& law = tenures_of(slots, slot);
  const double served = step - double{since};
  const auto exactly = [&] {
    return leaves_exactly(slots, slot, step, top, slots.leader_steps(slot, step));
  };
  if (served > law.term - kNearTerm) return exactly();
  const auto whole = static_cast<std::size_t>(served);
  if (whole < 3 || whole + 2 >= law.chance.size()) return exactly();
  const double* at = law.chance.data() + whole;
  const double chance = at[0] + (served - static_cast<double>(whole)) * (at[1] - at[0]);
  const auto size = [](double x) { return x < 0 ? -x : x; };
  const double slope = at[1] - at[0];
  const double bend = size(at[2] - at[1] - slope) + size(slope - (at[0] - at[-1]));
  const double error = bend + size(slope) * kNearTerm + 1;
  const double from = top * kWord;
  if (from >= chance + error) return false;
  if (from + kWord < chance - error) return true;
  const Block rest = draws_of(slots, slot).block(Purpose::turnover,
                                                 static_cast<std::uint32_t>(step),
                                                 slots.luck[static_cast<std::size_t>(slot)], 1);
  const double uniform = from + rest[0];
  if (uniform >= chance + error) return false;
  if (uniform < chance - error) return true;
  return exactly();
}

bool leaves(const Slots& slots, const Tenures& law, Slot slot, std::int32_t step,
            std::uint32_t top, float since) {
  if (since < 0) return first_leader_leaves(slots, slot, step, top, since);
  const double served = step - double{since};
  const auto whole = static_cast<std::size_t>(served);
  if (served >= law.term || whole >= law.chance.size())
    return leaves_exactly(slots, slot, step, top, served);
  return happens(slots, slot, step, top, law.chance[whole]);
}

// Those whose term ends in the span may leave whatever their byte says.
void add_terms(const Slots& slots, std::size_t word, Span span, const float* since,
               Departures& departures) {
  const Plan& plan = *slots.plan;
  const std::size_t region_word = word % plan.uniform.size();
  for (std::size_t i = 0; i < kGroup; ++i) {
    if ((plan.present[region_word] >> i & 1) == 0) continue;
    const Tenures& law = plan.levels[plan.level[region_word * kGroup + i]].tenures;
    const double ends = law.term < kSpan ? 0 : since[i] + law.term - kNearTerm;
    for (std::int32_t step = span.begin; step < span.end; ++step)
      if (step >= ends) departures.may_leave[step % kSpan] |= 1ULL << i;
  }
}

bool has_terms_within(const Slots& slots, std::size_t word, Span span, const float* since) {
  const Plan& plan = *slots.plan;
  const std::size_t region_word = word % plan.uniform.size();
  if (plan.uniform[region_word] < 0) return true;
  const Tenures& law = plan.levels[plan.level[region_word * kGroup]].tenures;
  if (law.term >= kMaxSteps) return false;
  if (law.term < kSpan) return true;
  float longest = 0;
  for (std::size_t i = 0; i < kGroup; ++i)
    longest = std::max(longest, static_cast<float>(span.end) - since[i]);
  return longest >= law.term - kNearTerm;
}

void settle_word(Slots& slots, Span span, std::size_t word, Departures& departures) {
  sift_leaders(slots, word, span, departures);
  const Plan& plan = *slots.plan;
  const std::size_t words_each = plan.uniform.size();
  const std::size_t region_word = word % words_each;
  float since[kGroup];
  std::copy_n(slots.leader_since.data() + word * kGroup, kGroup, since);
  if (has_terms_within(slots, word, span, since)) add_terms(slots, word, span, since, departures);
  const std::uint8_t* level = plan.level.data() + region_word * kGroup;
  for (std::int32_t step = span.begin; step < span.end; ++step) {
    std::uint64_t gone = 0;
    const std::uint32_t* row = departures.words[step % kSpan / 4];
    const int shift = step % 4 * 8;
    for (std::uint64_t may = departures.may_leave[step % kSpan]; may != 0; may &= may - 1) {
      const auto i = static_cast<std::size_t>(__builtin_ctzll(may));
      const bool out = leaves(slots, plan.levels[level[i]].tenures,
                              static_cast<Slot>(word * kGroup + i), step, row[i] >> shift & 0xFFU,
                              since[i]);
      gone |= std::uint64_t{out} << i;
      since[i] = out ? static_cast<float>(step) : since[i];
    }
    slots.arrive_at(step)[word] = gone;
  }
}

void set_leader(Slots& slots, Slot slot, Model favours, std::int32_t step) {
  const auto s = static_cast<std::size_t>(slot);
  slots.leader_since[s] = static_cast<float>(step);
  slots.post[s] = (slots.post[s] & ~(0xFFU << Post::favour)) |
                  std::uint32_t{favours} << Post::favour;
}

Block block_at(const Blocks& blocks, std::size_t at) {
  return {blocks.words[0][at], blocks.words[1][at], blocks.words[2][at], blocks.words[3][at]};
}

// The region an outsider comes from; kNoRegion: not an outsider.
Region origin(const Plan& plan, Level level, Region i, const Block& words) {
  const auto& roster = plan.ground->roster[level];
  if (plan.levels[level].outsider == 0 || roster.size() < 2) return kNoRegion;
  if ((first_half(words) >> 11) >= plan.levels[level].outsider) return kNoRegion;
  auto place = below(second_half(words), static_cast<std::uint32_t>(roster.size()) - 1);
  if (place >= static_cast<std::uint32_t>(plan.ground->place[static_cast<std::size_t>(i)])) ++place;
  return roster[place];
}

// What leaders of `list` favour, and where they come from, in slots.
struct Favours {
  std::vector<Model> model;
  std::vector<Slot> from;
};

void draw_favours(const Slots& slots, Purpose arrival, Purpose taste, std::uint32_t step,
                  std::span<const Slot> list, Blocks& blocks, Favours& favours) {
  const Plan& plan = *slots.plan;
  favours.model.assign(list.size(), kNone);
  favours.from.assign(list.size(), kNoRegion);
  if (!plan.ground->roster.empty()) {
    draw_blocks(slots, list, arrival, step, 0, blocks);
    for (std::size_t at = 0; at < list.size(); ++at) {
      const Slot slot = list[at];
      const Region region = slots.region_of(slot);
      const Region from = origin(plan, slots.level_of(slot), region, block_at(blocks, at));
      if (from == kNoRegion) continue;
      favours.from[at] = slot - region + from;
      favours.model[at] = slots.model[static_cast<std::size_t>(favours.from[at])];
    }
  }
  draw_blocks(slots, list, taste, step, 0, blocks);
  for (std::size_t at = 0; at < list.size(); ++at) {
    const Level level = slots.level_of(list[at]);
    const Block words = block_at(blocks, at);
    if (favours.from[at] != kNoRegion || (first_half(words) >> 11) >= plan.levels[level].taste)
      continue;
    favours.model[at] = weighted_model(plan.run->causes[level].leadership.favourites, 0,
                                       plan.models, second_half(words));
  }
}

// Steps that a first leader has served, nearly; the exact number is drawn where it matters.
float first_tenure(const Slots& slots, Level level, double uniform) {
  const Plan& plan = *slots.plan;
  const Tenures& law = plan.levels[level].tenures;
  const auto exactly = [&] {
    return static_cast<float>(stationary_tenure(plan.run->causes[level].leadership, uniform) /
                              plan.run->timeline.grid.step);
  };
  if (law.guess.empty()) return exactly();
  auto at = static_cast<std::size_t>(
      law.guess[static_cast<std::size_t>(uniform * static_cast<double>(law.guess.size()))]);
  while (at + 1 < law.reached.size() && law.reached[at + 1] <= uniform) ++at;
  if (at + 1 >= law.reached.size()) return exactly();
  const double width = law.reached[at + 1] - law.reached[at];
  const double before = at == 0 ? width : law.reached[at] - law.reached[at - 1];
  // The bend of the law over one knot: where it is steep, ask in full.
  const double bend = width > 0 ? (before - width) / width : 1;
  if (!(bend < 0.05 && bend > -0.05) || law.knot > 0.5) return exactly();
  const double part = (uniform - law.reached[at]) / width;
  return static_cast<float>((static_cast<double>(at) + part) * law.knot);
}

}  // namespace

void seat_first_leaders(Slots& slots) {
  const Plan& plan = *slots.plan;
  Blocks blocks;
  Favours favours;
  std::vector<Slot> list;
  constexpr std::int32_t chunk = 4096;
  for (int r = 0; r < slots.replicates; ++r)
    for (Region begin = 0; begin < plan.regions; begin += chunk) {
      list.clear();
      for (Region i = begin; i < std::min(plan.regions, begin + chunk); ++i)
        list.push_back(r * plan.stride + i);
      draw_favours(slots, Purpose::initial_arrival, Purpose::initial_taste, 0, list, blocks,
                   favours);
      for (std::size_t at = 0; at < list.size(); ++at)
        set_leader(slots, list[at], favours.model[at], 0);
      draw_blocks(slots, list, Purpose::initial_tenure, 0, 0, blocks);
      for (std::size_t at = 0; at < list.size(); ++at)
        slots.leader_since[static_cast<std::size_t>(list[at])] =
            -first_tenure(slots, slots.level_of(list[at]), unit(first_half(block_at(blocks, at))));
    }
}

void settle_departures(Slots& slots, Span span, std::size_t from, std::size_t until) {
  Departures departures;
  for (std::size_t word = from; word < until; ++word) settle_word(slots, span, word, departures);
}

void appoint(Slots& slots, Slot slot, Model favours, std::int32_t step, Span span) {
  set_leader(slots, slot, favours, step);
  const auto word = static_cast<std::size_t>(slot / kGroup);
  const std::uint64_t bit = 1ULL << (slot % kGroup);
  slots.arrive_at(step)[word] &= ~bit;
  float since = static_cast<float>(step);
  const Draws draws = draws_of(slots, slot);
  for (std::int32_t n = step + 1; n < span.end; ++n) {
    slots.arrive_at(n)[word] &= ~bit;
    const std::uint32_t top = draws.top_byte(Purpose::turnover, static_cast<std::uint32_t>(n),
                                             slots.luck[static_cast<std::size_t>(slot)]);
    if (!leaves(slots, tenures_of(slots, slot), slot, n, top, since)) continue;
    slots.arrive_at(n)[word] |= bit;
    since = static_cast<float>(n);
  }
}

void seat(Slots& slots, std::int32_t step, std::span<const Slot> list, Blocks& blocks,
          std::vector<Arrival>& arrivals) {
  if (list.empty()) return;
  thread_local Favours favours;
  draw_favours(slots, Purpose::arrival, Purpose::taste, static_cast<std::uint32_t>(step), list,
               blocks, favours);
  for (std::size_t at = 0; at < list.size(); ++at) {
    set_leader(slots, list[at], favours.model[at], step);
    arrivals.push_back({step, list[at], favours.model[at], favours.from[at]});
  }
}

}  // namespace tizhi
