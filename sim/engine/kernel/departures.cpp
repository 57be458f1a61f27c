// Who leaves in the next sixteen steps. A region's sixteen bytes stand beside the sixteen edges of
// its leader's coming steps: one comparison finds the few that may fall. Those whose next fall is
// then still open, or whose next leader may fall too, are listed, and settled list by list.
#include <algorithm>
#include <bit>
#include <cstring>

#include "engine/kernel/leaders.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernel/departures.cpp"
#include <hwy/foreach_target.h>

#include "engine/kernel/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace tizhi {
namespace HWY_NAMESPACE {

constexpr std::size_t kWords = 8;  // settled together, so that open falls fill the lanes
constexpr std::size_t kMost = kWords * kGroup;

// The lowest bit that is set, or `else_at`; told so, the compiler makes no branch of it.
HWY_INLINE int lowest(std::uint64_t bits, int else_at) {
  return std::countr_zero(bits | 1ULL << else_at);
}

// Indices among the regions at hand. Eight are written at once: how many luck decides.
struct List {
  std::size_t size = 0;
  std::uint32_t at[kMost + 8];

  void add(std::uint64_t bits, std::uint32_t base) {
    std::uint32_t* to = at + size;
    size += static_cast<std::size_t>(std::popcount(bits));
    do {
#pragma GCC unroll 8
      for (int k = 0; k < 8; ++k, bits &= bits - 1)
        *to++ = base + static_cast<std::uint32_t>(lowest(bits, 63));
    } while (bits != 0);
  }
};

// A word, and what of all regions it shows.
struct Where {
  std::size_t word = 0, region_word = 0;
  std::uint32_t replicate = 0;

  void advance(std::size_t words_each) {  // a division takes as long as two regions
    ++word;
    if (++region_word != words_each) return;
    region_word = 0;
    ++replicate;
  }
};

// The regions of some words. Bit s tells of the step's place in the span.
struct Table {
  HWY_ALIGN std::uint32_t bytes[4 * kMost];
  HWY_ALIGN std::int32_t places[kMost];   // in the tables of edges, at the start of the span
  HWY_ALIGN std::int32_t origins[kMost];  // of one who comes at the start of the span
  HWY_ALIGN std::uint16_t hits[kMost];    // may leave
  HWY_ALIGN std::uint16_t sures[kMost];   // leaves for certain
  HWY_ALIGN std::uint16_t again[kMost];   // a newcomer may leave
  HWY_ALIGN std::uint16_t falls[kMost];   // leaves
  List open;                              // the top byte leaves the next hit open
  List fallen;                            // the next one has come, and may leave in the same span
  std::size_t words = 0;
  Where where[kWords];

  Slot slot_of(std::size_t i) const {
    return static_cast<Slot>(where[i / kGroup].word * kGroup + i % kGroup);
  }
  const std::uint8_t* bytes_of(std::size_t i) const {
    return reinterpret_cast<const std::uint8_t*>(bytes) + i * kSpan;
  }
};

#if HWY_TARGET == HWY_SCALAR

HWY_INLINE void draw_bytes(const std::uint64_t* luck, std::uint32_t replicate, std::uint32_t use,
                           const Keys& keys, std::uint32_t* bytes) {
  for (std::size_t i = 0; i < kGroup; ++i) {
    const Words words = philox_lanes(neighbours_luck(luck + i, replicate, keys), use, keys);
    hn::StoreInterleaved4(words.w0, words.w1, words.w2, words.w3, U32(), bytes + 4 * i);
  }
}

#else

// The lanes in such an order that interleaving a region's words, which goes by pairs of lanes,
// leaves the regions in theirs.
HWY_INLINE VL spread(VL v) {
  HWY_ALIGN static constexpr std::uint64_t kOrder[3][8] = {
      {0, 1}, {0, 2, 1, 3}, {0, 4, 1, 5, 2, 6, 3, 7}};
  const U64 d;
  if constexpr (kLanes == 4) return v;
  return hn::TableLookupLanes(v, hn::SetTableIndices(d, kOrder[kLanes / 8]));
}

// Stores the words of each region side by side.
HWY_INLINE void store_words(const Words& words, std::uint32_t* to) {
  const U64 d;
  const auto both = [&](VU odd, VU even) {
    const VU high = hn::BitCast(U32(), hn::ShiftLeft<32>(hn::BitCast(d, odd)));
    return hn::BitCast(d, hn::OddEven(high, even));
  };
  const VL first = both(words.w1, words.w0), last = both(words.w3, words.w2);
  hn::Store(hn::BitCast(U32(), hn::InterleaveLower(d, first, last)), U32(), to);
  hn::Store(hn::BitCast(U32(), hn::InterleaveUpper(d, first, last)), U32(), to + kLanes);
}

// The sixteen bytes of each region of a word, side by side.
HWY_INLINE void draw_bytes(const std::uint64_t* luck, std::uint32_t replicate, std::uint32_t use,
                           const Keys& keys, std::uint32_t* bytes) {
  constexpr std::size_t together = HWY_TARGET <= HWY_AVX3 ? 4 : 2;
  constexpr std::size_t half = kLanes / 2;
  const U64 d;
  const VL all = hn::Set(d, use), who = hn::Set(d, replicate);
  for (std::size_t at = 0; at < kGroup; at += together * half) {
    const auto front = [&](std::size_t v) {
      const VL words = spread(hn::LoadU(d, luck + at + v * half));
      return front_of(who, words, hn::ShiftRight<32>(words), keys);
    };
    Words words[together];
    const Front first = front(0), second = front(1);
#if HWY_TARGET <= HWY_AVX3
    const Front third = front(2), fourth = front(3);
    philox_even<4>({&first, &second, &third, &fourth}, {all, all, all, all}, keys, words);
#else
    philox_even<2>({&first, &second}, {all, all}, keys, words);
#endif
    for (std::size_t v = 0; v < together; ++v) store_words(words[v], bytes + 4 * (at + v * half));
  }
}

#endif

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

// Bit s: byte s is below its edge.
HWY_INLINE std::uint16_t sures(const std::uint8_t* bytes, const std::uint8_t* edges) {
  return static_cast<std::uint16_t>(~hits(edges, bytes));
}

// ---- whole words

// When the leaders of a vector's regions came.
HWY_INLINE VF leader_since(const Office* office) {
  const U32 d;
#if HWY_TARGET <= HWY_AVX3
  // Four loads, each a lane further on, make one vector that has but to be put in order.
  const F32 f;
  const float* at = &office->leader_since;
  HWY_ALIGN static constexpr std::int32_t kOrder[16] = {0, 4, 8,  12, 1, 5, 9,  13,
                                                        2, 6, 10, 14, 3, 7, 11, 15};
  __m512 all = _mm512_loadu_ps(at);
  all = _mm512_mask_loadu_ps(all, 0x2222, at + 15);
  all = _mm512_mask_loadu_ps(all, 0x4444, at + 30);
  all = _mm512_mask_loadu_ps(all, 0x8888, at + 45);
  return hn::TableLookupLanes(VF{all}, hn::SetTableIndices(f, kOrder));
#else
  VU post, since, leader_since, order;
  hn::LoadInterleaved4(d, &office->post, post, since, leader_since, order);
  return hn::BitCast(F32(), leader_since);
#endif
}

// Calls for a word's offices; the bytes are drawn in the meantime.
HWY_INLINE void call_for(const Office* office) {
  for (std::size_t i = 0; i < kGroup; i += 64 / sizeof(Office)) __builtin_prefetch(office + i);
}

// Edges::Level of a vector's regions.
struct Laws {
  VI origin, between;
  VF last, plain;
};

HWY_INLINE Laws law_of_all(const Edges::Level& law) {
  const I32 i;
  const F32 f;
  return {hn::Set(i, law.origin), hn::Set(i, law.between), hn::Set(f, law.last),
          hn::Set(f, law.plain)};
}

HWY_INLINE Laws laws_of(const Edges& edges, const std::uint8_t* level) {
  HWY_ALIGN std::int32_t origin[kLanes], between[kLanes];
  HWY_ALIGN float last[kLanes], plain[kLanes];
  for (std::size_t l = 0; l < kLanes; ++l) {
    const Edges::Level& law = edges.of[level[l]];
    origin[l] = law.origin;
    between[l] = law.between;
    last[l] = law.last;
    plain[l] = law.plain;
  }
  const I32 i;
  const F32 f;
  return {hn::Load(i, origin), hn::Load(i, between), hn::Load(f, last), hn::Load(f, plain)};
}

// The steps served at the start of the span, as places in the tables of edges. Gives where the
// plain way may be asked for.
HWY_INLINE MF find_places(const Laws& law, std::int32_t begin, VF since, std::int32_t* places) {
  const F32 f;
  const I32 i;
  const VF served = hn::Sub(hn::Set(f, static_cast<float>(begin)), since);
  const MF is_first = hn::Lt(since, hn::Zero(f));
  // A first leader's steps are rounded down, or from a whole number to the one before: both of
  // the neighbouring entries are good for it.
  const VF known =
      hn::Min(hn::Sub(served, hn::IfThenElseZero(is_first, hn::Set(f, 0.5F))), law.last);
  const VI whole = hn::Sub(hn::BitCast(i, hn::Add(known, hn::Set(f, kRounder))),
                           hn::BitCast(i, hn::Set(f, kRounder)));
  const VI table =
      hn::Add(law.origin, hn::IfThenElseZero(hn::RebindMask(i, is_first), law.between));
  hn::Store(hn::Add(table, whole), i, places);
  return hn::Or(is_first, hn::Gt(served, law.plain));
}

#if HWY_TARGET <= HWY_AVX3
HWY_INLINE __m512i four(const std::uint8_t* table, const std::int32_t* places) {
  const auto one = [&](int k) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(table + places[k]));
  };
  __m512i all = _mm512_castsi128_si512(one(0));
  all = _mm512_mask_broadcast_i32x4(all, 0x00F0, one(1));
  all = _mm512_mask_broadcast_i32x4(all, 0x0F00, one(2));
  return _mm512_mask_broadcast_i32x4(all, 0xF000, one(3));
}
#endif

// Compares the bytes of a word's regions with their edges. Where no one may need the plain way,
// what is below its edge is sure.
template <bool kMayBePlain>
HWY_INLINE void compare(const Edges& edges, std::uint8_t fresh, std::size_t from, Table& table) {
  const std::uint8_t* const edge = edges.edge.data();
  const std::uint8_t* const sure = kMayBePlain ? edges.sure.data() : edge;
#if HWY_TARGET <= HWY_AVX3
  const __m512i newcomers = _mm512_set1_epi8(static_cast<char>(fresh));
  for (std::size_t i = from; i < from + kGroup; i += 4) {
    const __m512i bytes = _mm512_load_si512(table.bytes_of(i));
    const __m512i most = four(edge, table.places + i);
    const __m512i least = kMayBePlain ? four(sure, table.places + i) : most;
    const std::uint64_t hits = _mm512_cmple_epu8_mask(bytes, most);
    const std::uint64_t sures = _mm512_cmplt_epu8_mask(bytes, least);
    const std::uint64_t again = _mm512_cmple_epu8_mask(bytes, newcomers);
    std::memcpy(table.hits + i, &hits, sizeof hits);
    std::memcpy(table.sures + i, &sures, sizeof sures);
    std::memcpy(table.again + i, &again, sizeof again);
  }
#else
  std::uint8_t newcomers[kSpan];
  std::fill_n(newcomers, kSpan, fresh);
  for (std::size_t i = from; i < from + kGroup; ++i) {
    const std::uint8_t* const bytes = table.bytes_of(i);
    table.hits[i] = hits(bytes, edge + table.places[i]);
    table.sures[i] = sures(bytes, sure + table.places[i]);
    table.again[i] = hits(bytes, newcomers);
  }
#endif
}

using U16 = hn::ScalableTag<std::uint16_t>;

// Puts the lanes' bits at their place in a word that has none there yet.
HWY_INLINE void put_halves(hn::Mask<U16> mask, std::size_t at, std::uint64_t& word) {
  if constexpr (HWY_LANES(std::uint16_t) >= 8 && std::endian::native == std::endian::little) {
    hn::StoreMaskBits(U16(), mask, reinterpret_cast<std::uint8_t*>(&word) + at / 8);
  } else {
    std::uint8_t bytes[8] = {};
    hn::StoreMaskBits(U16(), mask, bytes);
    for (std::size_t b = 0; b < sizeof bytes; ++b) word |= std::uint64_t{bytes[b]} << (at + 8 * b);
  }
}

// Lets those fall whose first hit is certain, many at once, and lists where more is to be done.
HWY_INLINE void fall_at_once(std::uint32_t steps, std::uint64_t led, std::size_t from,
                             Table& table) {
  const U16 d;
  const auto zero = hn::Zero(d), one = hn::Set(d, std::uint16_t{1});
  const auto all = hn::Set(d, static_cast<std::uint16_t>(steps));
  std::uint64_t open = 0, fallen = 0;
  for (std::size_t at = 0; at < kGroup; at += hn::Lanes(d)) {
    const auto may = hn::And(hn::Load(d, table.hits + from + at), all);
    const auto sure = hn::Load(d, table.sures + from + at);
    const auto first = hn::And(may, hn::Sub(zero, may));
    const auto falls = hn::And(sure, first);
    const auto later = hn::AndNot(hn::Sub(hn::Add(falls, falls), one), all);
    const auto again = hn::And(hn::Load(d, table.again + from + at), later);
    hn::Store(falls, d, table.falls + from + at);
    put_halves(hn::Ne(hn::AndNot(sure, first), zero), at, open);
    put_halves(hn::Ne(again, zero), at, fallen);
  }
  table.open.add(open & led, static_cast<std::uint32_t>(from));
  table.fallen.add(fallen & led, static_cast<std::uint32_t>(from));
}

HWY_INLINE void compare_word(const Slots& slots, Span span, const Where& where, std::size_t from,
                             Table& table) {
  const Plan& plan = *slots.plan;
  const Edges& edges = plan.edges;
  const bool is_alike = plan.uniform[where.region_word] >= 0;
  const std::uint8_t* const level = plan.level.data() + where.region_word * kGroup;
  const Office* const office = slots.office.data() + where.word * kGroup;
  const Laws alike = law_of_all(edges.of[*level]);
  MF plain = no_lane(F32());
  for (std::size_t at = 0; at < kGroup; at += kLanes) {
    const Laws law = is_alike ? alike : laws_of(edges, level + at);
    const VF since = leader_since(office + at);
    plain = hn::Or(plain, find_places(law, span.begin, since, table.places + from + at));
    hn::Store(law.origin, I32(), table.origins + from + at);
  }
  const std::uint8_t fresh = is_alike ? edges.of[*level].fresh : edges.fresh;
  if (hn::AllFalse(F32(), plain))
    compare<false>(edges, fresh, from, table);
  else
    compare<true>(edges, fresh, from, table);
}

// ---- what is left

// The next hit of a region is certain, or open, or there is none.
HWY_INLINE void go_on(std::uint32_t i, std::uint32_t may, std::uint32_t sure, Table& table,
                      std::size_t& open, std::size_t& fallen) {
  const std::uint32_t first = may & (0 - may), falls = first & sure;
  table.hits[i] = static_cast<std::uint16_t>(may);
  table.sures[i] = static_cast<std::uint16_t>(sure);
  table.falls[i] = static_cast<std::uint16_t>(table.falls[i] | falls);
  table.fallen.at[fallen] = i;
  table.open.at[open] = i;
  fallen += falls != 0 ? 1 : 0;
  open += first != falls ? 1 : 0;
}

// Whether the next ones leave, too.
HWY_INLINE void settle_fallen(const Edges& edges, std::uint32_t steps, Table& table) {
  const std::uint8_t* const edge = edges.edge.data();
  const std::uint8_t* const sure = edges.sure.data();
  std::size_t open = table.open.size;
  // In rounds, so that none waits for what becomes of the one before it.
  while (table.fallen.size != 0) {
    std::size_t fallen = 0;
    for (std::size_t at = 0; at < table.fallen.size; ++at) {
      const std::uint32_t i = table.fallen.at[at];
      const int s = 31 - std::countl_zero(std::uint32_t{table.falls[i]});
      const std::int32_t place = table.origins[i] - s;
      const std::uint32_t later = steps & ~((2U << s) - 1);
      const std::uint8_t* const bytes = table.bytes_of(i);
      table.places[i] = place;
      go_on(i, hits(bytes, edge + place) & later, sures(bytes, sure + place), table, open, fallen);
    }
    table.fallen.size = fallen;
  }
  table.open.size = open;
}

// Does the leader leave, where the tables do not tell?
bool asks(const Slots& slots, Span span, Slot slot, std::uint32_t i, std::uint32_t rest,
          const Table& table) {
  const int s = std::countr_zero(table.hits[i]);
  const std::uint32_t falls = table.falls[i];
  const float since = falls == 0 ? slots.office[static_cast<std::size_t>(slot)].leader_since
                                 : static_cast<float>(span.begin + std::bit_width(falls) - 1);
  return leaves(slots, slot, span.begin + s, table.bytes_of(i)[s], rest, since);
}

// Draws the lower bits of what is open, many at once.
HWY_INLINE void close_open(const Slots& slots, Span span, Table& table) {
  const Edges& edges = slots.plan->edges;
  HWY_ALIGN std::uint32_t now[kLanes], rest[kLanes];
  HWY_ALIGN Slot list[kLanes];
  HWY_ALIGN std::uint64_t use[kLanes];
  const std::size_t there = std::min(kLanes, table.open.size);
  const std::uint32_t first_use =
      use_of(Purpose::turnover, static_cast<std::uint32_t>(span.begin), 1);
  table.open.size -= there;
  for (std::size_t l = 0; l < kLanes; ++l) {
    now[l] = table.open.at[table.open.size + std::min(l, there - 1)];
    list[l] = table.slot_of(now[l]);
    use[l] = first_use + static_cast<unsigned>(lowest(table.hits[now[l]], kSpan));
  }
  hn::Store(philox_each(scattered_luck(slots, list), use, slots.plan->keys).w0, U32(), rest);
  std::size_t open = table.open.size, fallen = table.fallen.size;
  for (std::size_t l = 0; l < there; ++l) {
    const std::uint32_t i = now[l], may = table.hits[i], first = may & (0 - may);
    const std::uint32_t below = edges.below[static_cast<std::size_t>(table.places[i]) +
                                            static_cast<std::size_t>(lowest(may, kSpan))];
    bool goes = rest[l] < below;
    if (below == kAsk) goes = asks(slots, span, list[l], i, rest[l], table);
    const std::uint32_t gone = first & (0U - static_cast<std::uint32_t>(goes));
    go_on(i, (may ^ first) | gone, table.sures[i] | gone, table, open, fallen);
  }
  table.open.size = open;
  table.fallen.size = fallen;
}

// ---- the lists

// The lists of those who come.
struct Lists {
  Arriving* of;
  std::size_t size[kSpan] = {};

  // Makes room for so many more, and tells where they go.
  void begin(std::size_t more, Newcomer** to) {
    for (std::size_t s = 0; s < kSpan; ++s) {
      if (of[s].size() < size[s] + more) of[s].resize(size[s] + size[s] / 4 + 2 * more);
      to[s] = of[s].data() + size[s];
    }
  }
  void end(Newcomer* const* to) {
    for (std::size_t s = 0; s < kSpan; ++s)
      size[s] = static_cast<std::size_t>(to[s] - of[s].data());
  }
};

// Lists who goes in each step, in order of the slots.
HWY_INLINE void list_gone(Slots& slots, std::size_t word, std::uint64_t led,
                          const std::uint16_t* falls, Newcomer** to) {
  const U16 d;
  std::uint64_t some = 0;
  for (std::size_t at = 0; at < kGroup; at += hn::Lanes(d))
    put_halves(hn::Ne(hn::Load(d, falls + at), hn::Zero(d)), at, some);
  some &= led;
  slots.coming[word] = some;
  for (; some != 0; some &= some - 1) {
    const int i = std::countr_zero(some);
    std::uint32_t steps = falls[i];
    do {
      (to[std::countr_zero(steps)]++)->slot = static_cast<Slot>(word * kGroup) + i;
      steps &= steps - 1;
    } while (steps != 0);
  }
}

void settle_words(Slots& slots, Span span, Table& table, Lists& lists) {
  const Plan& plan = *slots.plan;
  const auto use = use_of(Purpose::turnover, static_cast<std::uint32_t>(span.begin / kSpan));
  const std::uint32_t steps = (1U << (span.end - span.begin)) - 1;
  for (std::size_t w = 0; w < table.words; ++w) {
    const Where& where = table.where[w];
    call_for(&slots.office[where.word * kGroup]);
    draw_bytes(plan.luck(where.region_word), slots.first + where.replicate, use, plan.keys,
               table.bytes + std::size_t{4} * kGroup * w);
    compare_word(slots, span, where, kGroup * w, table);
  }
  // Not at once: what was just stored in small pieces takes long to be loaded as a whole.
  for (std::size_t w = 0; w < table.words; ++w)
    fall_at_once(steps, plan.led[table.where[w].region_word], kGroup * w, table);
  for (;;) {
    settle_fallen(plan.edges, steps, table);
    if (table.open.size == 0) break;
    close_open(slots, span, table);
  }
  Newcomer* to[kSpan];
  lists.begin(kMost, to);
  for (std::size_t w = 0; w < table.words; ++w) {
    const Where& where = table.where[w];
    list_gone(slots, where.word, plan.led[where.region_word], table.falls + kGroup * w, to);
  }
  lists.end(to);
  table.words = 0;
}

void settle_departures_in_lanes(Slots& slots, Span span, std::size_t from, std::size_t until,
                                Arriving* arriving) {
  const std::vector<std::uint64_t>& led = slots.plan->led;
  Table table;
  Lists lists{arriving};
  Where where{from, from % led.size(), static_cast<std::uint32_t>(from / led.size())};
  for (; where.word < until; where.advance(led.size())) {
    slots.coming[where.word] = 0;
    if (led[where.region_word] == 0) continue;
    table.where[table.words++] = where;
    if (table.words == kWords) settle_words(slots, span, table, lists);
  }
  if (table.words != 0) settle_words(slots, span, table, lists);
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
