// Who leaves in the next sixteen steps. A region's sixteen bytes stand beside the sixteen edges of
// its leader's coming steps: one comparison finds the few that may fall.
#include <algorithm>
#include <bit>

#include "engine/kernel/leaders.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernel/departures.cpp"
#include <hwy/foreach_target.h>

#include "engine/kernel/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace tizhi {
namespace HWY_NAMESPACE {

// The sixteen bytes of each region of a word, side by side.
HWY_INLINE void draw_bytes(const std::uint64_t* luck, std::uint32_t replicate, std::uint32_t use,
                           PhiloxKey key, std::uint32_t* bytes) {
  const U32 d;
  for (std::size_t at = 0; at < kGroup; at += kLanes) {
    const Words w = philox_lanes(neighbours_luck(luck + at, replicate), use, key);
    hn::StoreInterleaved4(w.w0, w.w1, w.w2, w.w3, d, bytes + 4 * at);
  }
}

// Bit s: byte s is not above its edge.
HWY_INLINE std::uint32_t hits(const std::uint8_t* bytes, const std::uint8_t* edges) {
#if HWY_TARGET == HWY_SCALAR
  std::uint32_t bits = 0;
  for (int s = 0; s < kSpan; ++s) bits |= std::uint32_t{bytes[s] <= edges[s]} << s;
  return bits;
#else
  const hn::Full128<std::uint8_t> d;
  const auto above = hn::SaturatedSub(hn::LoadU(d, bytes), hn::LoadU(d, edges));
  std::uint8_t mask[8];
  hn::StoreMaskBits(d, hn::Eq(above, hn::Zero(d)), mask);
  return mask[0] | static_cast<std::uint32_t>(mask[1]) << 8;
#endif
}

struct Word {
  alignas(64) std::uint32_t bytes[4 * kGroup];
  alignas(64) float since[kGroup];
  std::int32_t places[kGroup];
  std::uint32_t hits[kGroup];
  std::uint64_t gone[kSpan];
};

// A fall that the top byte leaves open, and where to go on with the region.
struct Open {
  Slot slot;
  std::int32_t word;  // of the few at hand
  std::int32_t s;     // the step's place in the span
  std::uint32_t bits;
  float since;
};

constexpr std::size_t kTail =
    std::size_t{2} * kSpan;  // of the tables, where all is left to the plain way

constexpr std::size_t kWords = 8;  // settled together, so that open falls fill the lanes

struct Table {
  Word words[kWords];
  std::vector<Open> open;
};

// The steps served at the start of a span, as a place in the tables of edges.
HWY_INLINE std::size_t place(std::int32_t begin, float since, std::size_t size) {
  const float served = static_cast<float>(begin) - since;
  return std::min(static_cast<std::size_t>(served), size - kTail) + kSpan;
}

HWY_INLINE const std::uint8_t* bytes_of(const Word& w, Slot slot) {
  return reinterpret_cast<const std::uint8_t*>(w.bytes) +
         static_cast<std::size_t>(slot) % kGroup * kSpan;
}

// The leader leaves: the next one's edges count from there. Gives the hits that follow.
HWY_INLINE std::uint32_t fall(const Tenures& law, Slot slot, int s, std::uint32_t steps, Word& w) {
  w.gone[s] |= 1ULL << (static_cast<std::size_t>(slot) % kGroup);
  return hits(bytes_of(w, slot), law.edge.data() + kSpan - s) & steps & ~((2U << s) - 1);
}

// Goes through the hits, until one is open.
HWY_INLINE void settle_region(const Slots& slots, const Tenures& law, Span span, Open at,
                              Table& table) {
  Word& w = table.words[at.word];
  const std::uint8_t* bytes = bytes_of(w, at.slot);
  const std::uint32_t steps = (1U << (span.end - span.begin)) - 1;
  while (at.bits != 0) {
    const int s = std::countr_zero(at.bits);
    at.bits &= at.bits - 1;
    const std::int32_t step = span.begin + s;
    const std::uint32_t top = bytes[s];
    const std::uint32_t edge =
        at.since < 0 ? 255 : law.edge[place(step, at.since, law.edge.size())];
    if (top >= edge || edge == 255) {
      if (edge == 255) {
        if (!leaves(slots, at.slot, step, top, at.since)) continue;
      } else {
        if (top > edge) continue;
        at.s = s;
        table.open.push_back(at);
        return;
      }
    }
    at.since = static_cast<float>(step);
    at.bits = fall(law, at.slot, s, steps, w);
  }
}

const Tenures& tenures_of(const Slots& slots, Slot slot) {
  return slots.plan->levels[slots.level_of(slot)].tenures;
}

// Draws the lower bits of what is open, many at once, and goes on; what opens again, again.
void close_open(const Slots& slots, Span span, Table& table) {
  const U32 d;
  const PhiloxKey key = key_of(slots.plan->run->seed);
  const std::uint32_t steps = (1U << (span.end - span.begin)) - 1;
  HWY_ALIGN Slot list[kLanes];
  HWY_ALIGN std::uint64_t use[kLanes];
  HWY_ALIGN std::uint32_t rest[kLanes];
  Open now[kLanes];
  while (!table.open.empty()) {
    const std::size_t there = std::min(kLanes, table.open.size());
    for (std::size_t l = 0; l < kLanes; ++l) {
      now[l] = table.open[table.open.size() - 1 - std::min(l, there - 1)];
      list[l] = now[l].slot;
      use[l] = use_of(Purpose::turnover, static_cast<std::uint32_t>(span.begin + now[l].s), 1);
    }
    table.open.resize(table.open.size() - there);
    const Luck luck = scattered_luck(slots, list);
    hn::Store(philox_each(luck, use, key).w0, d, rest);
    for (std::size_t l = 0; l < there; ++l) {
      Open at = now[l];
      const Tenures& law = tenures_of(slots, at.slot);
      Word& w = table.words[at.word];
      const std::int32_t step = span.begin + at.s;
      const double uniform = bytes_of(w, at.slot)[at.s] * 0x1p32 + rest[l];
      if (uniform < law.chance[static_cast<std::size_t>(static_cast<float>(step) - at.since)]) {
        at.since = static_cast<float>(step);
        at.bits = fall(law, at.slot, at.s, steps, w);
      }
      settle_region(slots, law, span, at, table);
    }
  }
}

// Fills the hits of a word's regions; bit i: region i has one.
HWY_INLINE std::uint64_t hit_by_edges(const Plan& plan, std::size_t region_word, Span span,
                                      Word& w) {
  const std::uint8_t* level = plan.level.data() + region_word * kGroup;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(w.bytes);
  const Tenures& first = plan.levels[level[0]].tenures;
  const F32 f;
  VF youngest = hn::Load(f, w.since), oldest = youngest;
  for (std::size_t i = kLanes; i < kGroup; i += kLanes) {
    youngest = hn::Min(youngest, hn::Load(f, w.since + i));
    oldest = hn::Max(oldest, hn::Load(f, w.since + i));
  }
  const bool all_seated = hn::AllTrue(f, hn::Ge(youngest, hn::Zero(f)));
  const bool none_seated = hn::AllTrue(f, hn::Lt(oldest, hn::Zero(f)));
  std::uint64_t some = 0;
  if (plan.uniform[region_word] >= 0 && (all_seated || none_seated)) {
    const auto begin = static_cast<float>(span.begin);
    const auto last = static_cast<float>(first.edge.size() - kTail);
    for (std::size_t i = 0; i < kGroup; ++i)
      w.places[i] = static_cast<std::int32_t>(std::min(begin - w.since[i], last)) + kSpan;
    const std::uint8_t* edges = (none_seated ? first.edge_between : first.edge).data();
    for (std::size_t i = 0; i < kGroup; ++i) {
      w.hits[i] = hits(bytes + kSpan * i, edges + w.places[i]);
      some |= std::uint64_t{w.hits[i] != 0} << i;
    }
    return some;
  }
  for (std::size_t i = 0; i < kGroup; ++i) {
    if ((plan.led[region_word] >> i & 1) == 0) continue;
    const Tenures& law = plan.levels[level[i]].tenures;
    const auto& edges = w.since[i] < 0 ? law.edge_between : law.edge;
    w.hits[i] =
        hits(bytes + kSpan * i, edges.data() + place(span.begin, w.since[i], law.edge.size()));
    some |= std::uint64_t{w.hits[i] != 0} << i;
  }
  return some;
}

void settle_words(Slots& slots, Span span, std::size_t from, std::size_t until, Table& table) {
  const Plan& plan = *slots.plan;
  const PhiloxKey key = key_of(plan.run->seed);
  const std::uint32_t use =
      use_of(Purpose::turnover, static_cast<std::uint32_t>(span.begin / kSpan));
  const std::size_t words_each = plan.uniform.size();
  for (std::size_t word = from; word < until; ++word) {
    const std::size_t region_word = word % words_each;
    const auto replicate = static_cast<std::uint32_t>(word / words_each);
    Word& w = table.words[word - from];
    std::fill_n(w.gone, kSpan, 0);
    if (plan.led[region_word] == 0) continue;
    draw_bytes(plan.luck(region_word), slots.first + replicate, use, key, w.bytes);
    for (std::size_t i = 0; i < kGroup; ++i)
      w.since[i] = slots.office[word * kGroup + i].leader_since;
    const std::uint8_t* level = plan.level.data() + region_word * kGroup;
    std::uint64_t some = hit_by_edges(plan, region_word, span, w) & plan.led[region_word];
    const std::uint32_t steps = (1U << (span.end - span.begin)) - 1;
    for (; some != 0; some &= some - 1) {
      const auto i = static_cast<std::size_t>(std::countr_zero(some));
      settle_region(slots, plan.levels[level[i]].tenures, span,
                    {static_cast<Slot>(word * kGroup + i), static_cast<std::int32_t>(word - from),
                     0, w.hits[i] & steps, w.since[i]},
                    table);
    }
  }
  close_open(slots, span, table);
  for (std::size_t word = from; word < until; ++word) {
    std::uint64_t all = 0;
    for (std::int32_t step = span.begin; step < span.end; ++step) {
      const std::uint64_t gone = table.words[word - from].gone[step - span.begin];
      slots.arrive_at(step)[word] = gone;
      all |= gone;
    }
    slots.coming[word] = all;
  }
}

void settle_departures_in_lanes(Slots& slots, Span span, std::size_t from, std::size_t until) {
  Table table;
  for (std::size_t word = from; word < until; word += kWords)
    settle_words(slots, span, word, std::min(until, word + kWords), table);
}

}  // namespace HWY_NAMESPACE
}  // namespace tizhi
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tizhi {

HWY_EXPORT(settle_departures_in_lanes);

void settle_departures(Slots& slots, Span span, std::size_t from, std::size_t until) {
  HWY_DYNAMIC_DISPATCH(settle_departures_in_lanes)(slots, span, from, until);
}

}  // namespace tizhi
#endif
