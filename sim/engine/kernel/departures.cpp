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
                           const Keys& keys, std::uint32_t* bytes) {
  const U32 d;
  for (std::size_t at = 0; at < kGroup; at += 2 * kLanes) {
    Words two[2];
    philox_neighbours(luck + at, replicate, use, keys, two);
    for (std::size_t v = 0; v < 2; ++v)
      hn::StoreInterleaved4(two[v].w0, two[v].w1, two[v].w2, two[v].w3, d,
                            bytes + 4 * (at + v * kLanes));
  }
}

// Bit s: byte s is not above its edge.
HWY_INLINE std::uint16_t hits(const std::uint8_t* bytes, const std::uint8_t* edges) {
#if HWY_TARGET == HWY_SCALAR
  unsigned bits = 0;
  for (int s = 0; s < kSpan; ++s) bits |= unsigned{bytes[s] <= edges[s]} << s;
  return static_cast<std::uint16_t>(bits);
#else
  const hn::Full128<std::uint8_t> d;
  const auto above = hn::SaturatedSub(hn::LoadU(d, bytes), hn::LoadU(d, edges));
  std::uint16_t mask = 0;
  hn::StoreMaskBits(d, hn::Eq(above, hn::Zero(d)), reinterpret_cast<std::uint8_t*>(&mask));
  if constexpr (std::endian::native == std::endian::big)
    mask = static_cast<std::uint16_t>(mask << 8 | mask >> 8);
  return mask;
#endif
}

// Of a word's regions: bit s tells of the step's place in the span.
struct Word {
  HWY_ALIGN std::uint32_t bytes[4 * kGroup];
  HWY_ALIGN float since[kGroup];
  HWY_ALIGN std::int32_t places[kGroup];
  HWY_ALIGN std::uint16_t hits[kGroup];    // may leave
  HWY_ALIGN std::uint16_t misses[kGroup];  // does not leave for certain
  HWY_ALIGN std::uint16_t again[kGroup];   // a newcomer may leave
  HWY_ALIGN std::uint16_t falls[kGroup];   // leaves
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
  const auto i = static_cast<std::size_t>(slot) % kGroup;
  w.falls[i] = static_cast<std::uint16_t>(w.falls[i] | 1U << s);
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
    const std::uint32_t edge = at.since < 0 ? 255 : law.edge[place(step, at.since, law.between)];
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

// Draws the lower bits of what is open, many at once, and goes on; what opens again, again.
void close_open(const Slots& slots, Span span, Table& table) {
  const U32 d;
  const Keys& keys = slots.plan->keys;
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
    hn::Store(philox_each(luck, use, keys).w0, d, rest);
    for (std::size_t l = 0; l < there; ++l) {
      Open at = now[l];
      const Tenures& law = slots.tenures_of(at.slot);
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

// The steps served at the start of the span, as places in the tables of edges.
HWY_INLINE void find_places(const Tenures& law, Span span, Word& w) {
  const F32 f;
  const I32 i;
  const VF begin = hn::Set(f, static_cast<float>(span.begin));
  const VF last = hn::Set(f, static_cast<float>(law.between - kTail));
  const VI between = hn::Set(i, static_cast<std::int32_t>(law.between));
  for (std::size_t at = 0; at < kGroup; at += kLanes) {
    const VF since = hn::Load(f, w.since + at);
    const VI served = hn::ConvertTo(i, hn::Min(hn::Sub(begin, since), last));
    const auto is_first = hn::RebindMask(i, hn::Lt(since, hn::Zero(f)));
    const VI place = hn::Add(served, hn::IfThenElseZero(is_first, between));
    hn::Store(hn::Add(place, hn::Set(i, kSpan)), i, w.places + at);
  }
}

// Where bytes are not above one for all.
HWY_INLINE void compare_all(const std::uint8_t* bytes, std::uint8_t most, std::uint16_t* hits) {
  if constexpr (HWY_TARGET == HWY_SCALAR || std::endian::native == std::endian::big) {
    std::uint8_t edges[kSpan];
    std::fill_n(edges, kSpan, most);
    for (std::size_t i = 0; i < kGroup; ++i)
      hits[i] = tizhi::HWY_NAMESPACE::hits(bytes + kSpan * i, edges);
  } else {
    const hn::ScalableTag<std::uint8_t> d;
    auto* const to = reinterpret_cast<std::uint8_t*>(hits);
    for (std::size_t at = 0; at < std::size_t{kSpan} * kGroup; at += hn::Lanes(d))
      hn::StoreMaskBits(
          d, hn::Eq(hn::SaturatedSub(hn::Load(d, bytes + at), hn::Set(d, most)), hn::Zero(d)),
          to + at / 8);
  }
}

HWY_INLINE void compare(const Tenures& law, Word& w) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(w.bytes);
  const std::uint8_t* const edges = law.edge.data();
  const std::uint8_t* const sures = law.sure.data();
  for (std::size_t i = 0; i < kGroup; ++i) {
    const std::uint8_t* const own = bytes + kSpan * i;
    w.hits[i] = hits(own, edges + w.places[i]);
    w.misses[i] = hits(sures + w.places[i], own);
  }
  compare_all(bytes, law.fresh, w.again);
}

// What is left to do in a word: regions whose first hit is open, and those who fell and may again.
struct Left {
  std::uint64_t open = 0, again = 0;
};

// Lets those fall whose first hit is certain, many at once.
HWY_INLINE Left fall_at_once(Span span, Word& w) {
  const U32 d;
  const hn::Rebind<std::uint16_t, U32> half;
  const VU steps = hn::Set(d, (1U << (span.end - span.begin)) - 1);
  const VU zero = hn::Zero(d), one = hn::Set(d, 1U);
  Left left;
  for (std::size_t at = 0; at < kGroup; at += kLanes) {
    const VU may = hn::And(hn::PromoteTo(d, hn::Load(half, w.hits + at)), steps);
    const VU first = hn::And(may, hn::Sub(zero, may));
    const VU falls = hn::AndNot(hn::PromoteTo(d, hn::Load(half, w.misses + at)), first);
    const VU later = hn::AndNot(hn::Sub(hn::Add(falls, falls), one), steps);
    const VU again = hn::And(hn::PromoteTo(d, hn::Load(half, w.again + at)), later);
    const MU sure = hn::Ne(falls, zero);
    left.open |= bits_of(hn::AndNot(sure, hn::Ne(may, zero))) << at;
    left.again |= bits_of(hn::And(sure, hn::Ne(again, zero))) << at;
    const hn::RebindToSigned<decltype(d)> i;
    const hn::RebindToUnsigned<decltype(half)> u;
    hn::Store(hn::DemoteTo(u, hn::BitCast(i, falls)), u, w.falls + at);
  }
  return left;
}

// Where all regions of a word are of one stratum.
HWY_INLINE void settle_alike(const Slots& slots, const Tenures& law, Span span, std::size_t word,
                             std::uint64_t led, std::int32_t place, Table& table) {
  Word& w = table.words[place];
  find_places(law, span, w);
  compare(law, w);
  const Left left = fall_at_once(span, w);
  const std::uint32_t steps = (1U << (span.end - span.begin)) - 1;
  for (std::uint64_t open = left.open & led; open != 0; open &= open - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(open));
    settle_region(slots, law, span,
                  {static_cast<Slot>(word * kGroup + i), place, 0, w.hits[i] & steps, w.since[i]},
                  table);
  }
  for (std::uint64_t again = left.again & led; again != 0; again &= again - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(again));
    const auto slot = static_cast<Slot>(word * kGroup + i);
    const int s = std::countr_zero(w.falls[i]);
    const std::uint32_t bits = fall(law, slot, s, steps, w);
    settle_region(slots, law, span, {slot, place, 0, bits, static_cast<float>(span.begin + s)},
                  table);
  }
}

void settle_mixed(const Slots& slots, Span span, std::size_t word, std::size_t region_word,
                  std::int32_t at, Table& table) {
  const Plan& plan = *slots.plan;
  Word& w = table.words[at];
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(w.bytes);
  const std::uint32_t steps = (1U << (span.end - span.begin)) - 1;
  for (std::uint64_t led = plan.led[region_word]; led != 0; led &= led - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(led));
    const Tenures& law = *plan.levels[plan.level[region_word * kGroup + i]].tenures;
    const std::size_t part = w.since[i] < 0 ? law.between : 0;
    const std::uint8_t* edges = law.edge.data() + part + place(span.begin, w.since[i], law.between);
    settle_region(slots, law, span,
                  {static_cast<Slot>(word * kGroup + i), at, 0,
                   hits(bytes + kSpan * i, edges) & steps, w.since[i]},
                  table);
  }
}

// When the leaders of a word came.
HWY_INLINE void load_since(const Slots& slots, std::size_t word, Word& w) {
  const U32 d;
  const std::uint32_t* office = &slots.office[word * kGroup].post;
  for (std::size_t at = 0; at < kGroup; at += kLanes) {
    VU post, since, leader_since, order;
    hn::LoadInterleaved4(d, office + 4 * at, post, since, leader_since, order);
    hn::Store(hn::BitCast(F32(), leader_since), F32(), w.since + at);
  }
}

// The lists of those who come.
struct Lists {
  Arriving* of;
  std::size_t size[kSpan] = {};

  void make_room(std::size_t more) {
    for (std::size_t s = 0; s < kSpan; ++s)
      if (of[s].size() < size[s] + more) of[s].resize(size[s] + size[s] / 4 + 2 * more);
  }
};

// Lists who goes in each step, in order of the slots.
HWY_INLINE void list_gone(Slots& slots, std::size_t word, std::uint64_t led, const Word& w,
                          Lists& lists) {
  const U32 d;
  const hn::Rebind<std::uint16_t, U32> half;
  std::uint64_t some = 0;
  for (std::size_t at = 0; at < kGroup; at += kLanes) {
    const VU falls = hn::PromoteTo(d, hn::Load(half, w.falls + at));
    some |= bits_of(hn::Ne(falls, hn::Zero(d))) << at;
  }
  some &= led;
  slots.coming[word] = some;
  for (; some != 0; some &= some - 1) {
    const int i = std::countr_zero(some);
    std::uint32_t steps = w.falls[i];
    do {
      const int s = std::countr_zero(steps);
      lists.of[s][lists.size[s]++].slot = static_cast<Slot>(word * kGroup) + i;
      steps &= steps - 1;
    } while (steps != 0);
  }
}

void settle_words(Slots& slots, Span span, std::size_t from, std::size_t until, Table& table,
                  Lists& lists) {
  const Plan& plan = *slots.plan;
  const Keys& keys = plan.keys;
  const std::uint32_t use =
      use_of(Purpose::turnover, static_cast<std::uint32_t>(span.begin / kSpan));
  const std::size_t words_each = plan.uniform.size();
  for (std::size_t word = from; word < until; ++word) {
    const std::size_t region_word = word % words_each;
    const auto replicate = static_cast<std::uint32_t>(word / words_each);
    const auto at = static_cast<std::int32_t>(word - from);
    Word& w = table.words[at];
    std::fill_n(w.falls, kGroup, 0);
    if (plan.led[region_word] == 0) continue;
    draw_bytes(plan.luck(region_word), slots.first + replicate, use, keys, w.bytes);
    load_since(slots, word, w);
    if (plan.uniform[region_word] >= 0)
      settle_alike(slots, *plan.levels[plan.level[region_word * kGroup]].tenures, span, word,
                   plan.led[region_word], at, table);
    else
      settle_mixed(slots, span, word, region_word, at, table);
  }
  close_open(slots, span, table);
  lists.make_room((until - from) * kGroup);
  for (std::size_t word = from; word < until; ++word)
    list_gone(slots, word, plan.led[word % words_each], table.words[word - from], lists);
}

void settle_departures_in_lanes(Slots& slots, Span span, std::size_t from, std::size_t until,
                                Arriving* arriving) {
  Table table;
  Lists lists{arriving};
  for (std::size_t word = from; word < until; word += kWords)
    settle_words(slots, span, word, std::min(until, word + kWords), table, lists);
  for (std::size_t s = 0; s < kSpan; ++s) arriving[s].resize(lists.size[s]);
}

}  // namespace HWY_NAMESPACE
}  // namespace tizhi
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tizhi {

HWY_EXPORT(settle_departures_in_lanes);

void settle_departures(Slots& slots, Span span, std::size_t from, std::size_t until,
                       Arriving* arriving) {
  HWY_DYNAMIC_DISPATCH(settle_departures_in_lanes)(slots, span, from, until, arriving);
  for (std::int32_t step = span.begin; step < span.end; ++step)
    draw_seats(slots, step, arriving[step % kSpan]);
}

}  // namespace tizhi
#endif
