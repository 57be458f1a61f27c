#include "engine/kernel/sift.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernel/sift.cpp"
#include <hwy/foreach_target.h>

#include "engine/kernel/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace tizhi {
namespace HWY_NAMESPACE {

HWY_INLINE const std::uint32_t* words_of(const Office& first) { return &first.post; }

struct Row {
  alignas(64) std::uint32_t w[4][kGroup];
};

// The blocks of 64 neighbours.
HWY_INLINE void philox_group(const std::uint64_t* luck, std::uint32_t replicate, std::uint32_t use,
                             const Keys& keys, std::uint32_t (*words)[kGroup]) {
  const U32 d32;
  for (std::size_t at = 0; at < kGroup; at += 2 * kLanes) {
    Words two[2];
    philox_neighbours(luck + at, replicate, use, keys, two);
    for (std::size_t v = 0; v < 2; ++v) {
      const std::size_t to = at + v * kLanes;
      hn::Store(two[v].w0, d32, words[0] + to);
      hn::Store(two[v].w1, d32, words[1] + to);
      hn::Store(two[v].w2, d32, words[2] + to);
      hn::Store(two[v].w3, d32, words[3] + to);
    }
  }
}

// What bounds the hazards of up to 64 regions in a span, whatever the weather. It is found in
// several passes: each is a chain of sums that wait for each other, and a processor that sees all
// regions of a pass at once works on several chains in turn.
struct Ceilings {
  HWY_ALIGN std::uint32_t post[kGroup];
  HWY_ALIGN float since[kGroup], leader_since[kGroup];
  HWY_ALIGN float held[kGroup];   // D, 1 where there is no model
  HWY_ALIGN float keen[kGroup];   // part of the greatest zeal
  HWY_ALIGN float order[kGroup];  // strength of the superior's order
};

// Those of kLanes neighbours whose bits are set.
HWY_INLINE MU lanes_of(std::uint64_t bits) {
  const U32 d;
  const VU few = hn::Set(d, static_cast<std::uint32_t>(bits));
  return hn::TestBit(few, hn::Shl(hn::Set(d, 1U), hn::Iota(d, 0)));
}

// Not less than e^x for x <= 0, nor 7 % more: 2^x has chords between whole numbers above it, and
// they are a float read as a whole number. A third of the work of faded(), for one candidate more
// in ninety. What rounding takes off is a fifth of what ceilings are raised for such things.
HWY_INLINE VF faded_at_most(VF x) {
  const F32 f;
  const I32 i;
  constexpr float kTwelveBits = 0x1.8p12F;  // whose sum with a small number ends at 2^-11
  const VF least = hn::Max(x, hn::Set(f, kLeastExponent));
  const VF power = hn::MulAdd(least, hn::Set(f, 1.44269504F), hn::Set(f, kTwelveBits));
  const VI bits = hn::ShiftLeft<12>(hn::BitCast(i, power));
  return hn::BitCast(f, hn::Add(bits, hn::Set(i, 127 << 23)));
}

// Zeal fades, but who comes in the span may have all of it.
HWY_INLINE VF keen_of(const LevelLaw& law, VU post, VF since, MU comes, std::int32_t step) {
  const F32 f;
  const U32 d;
  const VF one = hn::Set(f, 1.0F);
  const VF tenure = hn::Sub(hn::Set(f, static_cast<float>(step)), since);
  VF keen = law.honeymoon > 0 ? faded_at_most(hn::Mul(tenure, hn::Set(f, -law.honeymoon))) : one;
  if (law.are_first_in_doubt) keen = hn::IfThenElse(hn::Lt(since, hn::Zero(f)), one, keen);
  const VU favour = hn::And(hn::ShiftRight<Post::favour>(post), hn::Set(d, 0xFFU));
  const auto without = hn::RebindMask(f, hn::Eq(favour, hn::Set(d, kNone)));
  return hn::IfThenElse(hn::RebindMask(f, comes), one, hn::IfThenZeroElse(without, keen));
}

HWY_INLINE MU is_none(const Ceilings& c, std::size_t at) {
  const U32 d;
  const VU model = hn::And(hn::Load(d, c.post + at), hn::Set(d, 0xFFU));
  return hn::Eq(model, hn::Set(d, kNone));
}

// -drag · (1 - e^(-age/settling)), or more; at `held`, whose power of e is D.
HWY_INLINE void bend(const LevelLaw& law, std::int32_t step, std::size_t size, Ceilings& c) {
  const F32 f;
  const U32 d;
  for (std::size_t at = 0; at < size; at += kLanes) {
    const VF age = hn::Sub(hn::Set(f, static_cast<float>(step)), hn::Load(f, c.since + at));
    const VF grown =
        hn::Sub(faded_at_most(hn::Mul(age, hn::Set(f, -law.settling))), hn::Set(f, 1.0F));
    const MU none = is_none(c, at);
    const VU model = hn::And(hn::Load(d, c.post + at), hn::Set(d, 0xFFU));
    const VF drag = entry(law.drag, hn::BitCast(I32(), hn::IfThenZeroElse(none, model)));
    hn::Store(hn::IfThenZeroElse(hn::RebindMask(f, none), hn::Mul(drag, grown)), f, c.held + at);
  }
}

// Of the first `size` offices; bit i of `coming`: who leads the i-th may come in the span.
HWY_INLINE void find_ceilings(const LevelLaw& law, const std::uint32_t* office,
                              std::uint64_t coming, std::int32_t step, std::size_t size,
                              Ceilings& c) {
  const F32 f;
  const U32 d;
  for (std::size_t at = 0; at < size; at += kLanes) {
    VU post, since, leader_since, order;
    hn::LoadInterleaved4(d, office + 4 * at, post, since, leader_since, order);
    hn::Store(post, d, c.post + at);
    hn::Store(hn::BitCast(f, since), f, c.since + at);
    hn::Store(hn::BitCast(f, leader_since), f, c.leader_since + at);
    hn::Store(hn::BitCast(f, order), f, c.order + at);
  }
  for (std::size_t at = 0; at < size; at += kLanes) {
    VF keen = hn::Zero(f);
    if (law.preference > 0)
      keen = keen_of(law, hn::Load(d, c.post + at), hn::Load(f, c.leader_since + at),
                     lanes_of(coming >> at), step);
    hn::Store(keen, f, c.keen + at);
  }
  if (law.holds) bend(law, step, size, c);
  for (std::size_t at = 0; at < size; at += kLanes)
    hn::Store(law.holds ? faded(hn::Load(f, c.held + at)) : hn::Set(f, 1.0F), f, c.held + at);
}

// A random byte may happen where it is not above the second byte of `sum`; `possible` tells where
// any may.
struct Threshold {
  VU sum;
  MU possible;

  // What a word is not above whose first byte may happen.
  HWY_INLINE VU word() const { return hn::Or(hn::ShiftLeft<16>(sum), hn::Set(U32(), 0xFFFFFFU)); }
};

HWY_INLINE Threshold threshold(const Ceilings& c, std::size_t at, const Spell& spell,
                               float per_order) {
  const F32 f;
  const MF none = hn::RebindMask(f, is_none(c, at));
  const VF bare = hn::IfThenElse(none, hn::Set(f, spell.calm), hn::Set(f, spell.lull));
  const VF zealous = hn::MulAdd(hn::Load(f, c.keen + at), hn::Set(f, spell.zeal), bare);
  const VF orders =
      hn::MulAdd(hn::Load(f, c.order + at), hn::Set(f, per_order), hn::Set(f, spell.storm));
  const VF most = hn::MulAdd(hn::Load(f, c.held + at), zealous, orders);
  // A float of 2^15 to 2^16 ends at 2^-8: the sum has the whole part in its second byte.
  const VF sum = hn::Add(hn::Min(most, hn::Set(f, 255.5F)), hn::Set(f, 0x1p15F));
  return {hn::BitCast(U32(), sum), hn::RebindMask(U32(), hn::Gt(most, hn::Zero(f)))};
}

// What a superior's order of strength 1 adds to the ceiling: P · 256.
inline float order_scale(const Plan& plan, std::int32_t stratum) {
  const Level level = plan.ground->strata.kinds[static_cast<std::size_t>(stratum)].level;
  return static_cast<float>(plan.run->timeline.grid.step) * plan.levels[level].compliance * 256 *
         (1 + 4 * kMargin);
}

// Where the bits of a word's regions go: a word of a bitmap for each step, `apart` words apart.
struct Sifted {
  std::uint64_t* first;
  std::size_t apart;
  std::uint64_t& of(std::int32_t s) const { return first[static_cast<std::size_t>(s) * apart]; }
};

// What kLanes regions could do in the steps of the span, spell by spell.
#if HWY_TARGET <= HWY_AVX3

// Four steps in one comparison: of the 64 bits that come of it, every fourth is one step's. (AVX2
// has the instruction that picks them too, but where a processor stops at AVX2 it may take a
// hundred cycles.)
struct Sifting {
  std::uint64_t hits[kSpan / 4] = {};

  HWY_INLINE void add(const std::uint32_t (*words)[kGroup], const Threshold& most,
                      const Spell& spell, std::int32_t span, std::size_t at, const Sifted&) {
    const hn::Repartition<std::uint8_t, U32> bytes;
    // The second byte of each four, four times.
    alignas(16) constexpr std::uint8_t order[16] = {1, 1, 1, 1, 5,  5,  5,  5,
                                                    9, 9, 9, 9, 13, 13, 13, 13};
    const auto top =
        hn::TableLookupBytes(hn::BitCast(bytes, most.sum), hn::LoadDup128(bytes, order));
    const std::uint64_t possible =
        hn::AllTrue(U32(), most.possible) ? ~0ULL : 15 * _pdep_u64(bits_of(most.possible), kFourth);
    const std::uint32_t steps = (1U << (spell.end - span)) - (1U << (spell.begin - span));
    for (int w = 0; w < kSpan / 4; ++w) {
      const auto tops = hn::BitCast(bytes, hn::Load(U32(), words[w] + at));
      std::uint64_t above = 0;
      hn::StoreMaskBits(bytes, hn::Gt(tops, top), reinterpret_cast<std::uint8_t*>(&above));
      const std::uint64_t some = ~above & possible;
      hits[w] |= steps == 0xFFFF ? some : some & (steps >> 4 * w & 0xFU) * kFourth;
    }
  }

  HWY_INLINE void put(std::size_t at, const Sifted& to) const {
    for (int s = 0; s < kSpan; ++s) {
      const auto few = static_cast<std::uint16_t>(_pext_u64(hits[s / 4], kFourth << s % 4));
      std::memcpy(reinterpret_cast<std::uint8_t*>(&to.of(s)) + at / 8, &few, sizeof few);
    }
  }

  static constexpr std::uint64_t kFourth = 0x1111111111111111;
};

#else

struct Sifting {
  HWY_INLINE void add(const std::uint32_t (*words)[kGroup], const Threshold& most,
                      const Spell& spell, std::int32_t span, std::size_t at, const Sifted& to) {
    if (spell.begin == span && spell.end == span + kSpan)
      add_fours<true>(words, most, spell, span, at, to,
                      std::make_integer_sequence<int, kSpan / 4>());
    else
      add_fours<false>(words, most, spell, span, at, to,
                       std::make_integer_sequence<int, kSpan / 4>());
  }

  HWY_INLINE void put(std::size_t, const Sifted&) const {}

 private:
  template <bool kWhole, int... kWords>
  HWY_INLINE void add_fours(const std::uint32_t (*words)[kGroup], const Threshold& most,
                            const Spell& spell, std::int32_t span, std::size_t at, const Sifted& to,
                            std::integer_sequence<int, kWords...>) {
    (add_four<kWhole, 4 * kWords>(hn::Load(U32(), words[kWords] + at), most, spell, span, at, to),
     ...);
  }

  template <bool kWhole, int S>
  HWY_INLINE void add_four(VU word, const Threshold& most, const Spell& spell, std::int32_t span,
                           std::size_t at, const Sifted& to) {
    add_step<kWhole, S>(word, most, spell, span, at, to);
    add_step<kWhole, S + 1>(word, most, spell, span, at, to);
    add_step<kWhole, S + 2>(word, most, spell, span, at, to);
    add_step<kWhole, S + 3>(word, most, spell, span, at, to);
  }

  // Step S of a spell, if it has that step; it has all of them where it is `whole`.
  template <bool kWhole, int S>
  HWY_INLINE void add_step(VU word, const Threshold& most, const Spell& spell, std::int32_t span,
                           std::size_t at, const Sifted& to) {
    if (!kWhole && (span + S < spell.begin || span + S >= spell.end)) return;
    const VU front = hn::ShiftLeft<24 - S % 4 * 8>(word);
    put_bits(hn::AndNot(hn::Lt(most.word(), front), most.possible), at, to.of(S));
  }
};

#endif

HWY_INLINE void sift_word(const Slots& slots, std::size_t word, std::int32_t stratum,
                          const Outlook& outlook, std::int32_t step, std::int32_t span,
                          std::uint64_t those, const std::uint32_t (*words)[kGroup],
                          const Sifted& to) {
  const Plan& plan = *slots.plan;
  const LevelLaw& law =
      plan.levels[plan.ground->strata.kinds[static_cast<std::size_t>(stratum)].level];
  const float per_order = order_scale(plan, stratum);
  const std::uint64_t coming = slots.coming.empty() ? 0 : slots.coming[word];
  Ceilings ceilings;
  find_ceilings(law, words_of(slots.office[word * kGroup]), coming, step, kGroup, ceilings);
  const std::span<const Spell> spells = outlook.of(stratum);
  for (std::size_t at = 0; at < kGroup; at += kLanes) {
    Sifting sifting;
    for (const Spell& spell : spells) {
      Threshold most = threshold(ceilings, at, spell, per_order);
      most.possible = hn::And(most.possible, lanes_of(those >> at));
      sifting.add(words, most, spell, span, at, to);
    }
    sifting.put(at, to);
  }
}

std::uint64_t regions_of(const Plan& plan, std::size_t word, std::int32_t stratum) {
  std::uint64_t bits = 0;
  const auto& kinds = plan.ground->strata.of_region;
  for (std::size_t i = 0; i < kGroup && word * kGroup + i < kinds.size(); ++i)
    bits |= std::uint64_t{kinds[word * kGroup + i] == stratum} << i;
  return bits;
}

void sift_mixed(const Slots& slots, std::size_t word, std::size_t region_word,
                const Outlook& outlook, std::int32_t step, std::int32_t span,
                const std::uint32_t (*words)[kGroup], const Sifted& to) {
  const Plan& plan = *slots.plan;
  const auto& kinds = plan.ground->strata.of_region;
  std::uint64_t left = plan.movable[region_word];
  while (left != 0) {
    const auto i = static_cast<std::size_t>(__builtin_ctzll(left));
    const std::int32_t stratum = kinds[region_word * kGroup + i];
    const std::uint64_t those = regions_of(plan, region_word, stratum);
    std::uint64_t some[kSpan] = {};
    sift_word(slots, word, stratum, outlook, step, span, left & those, words, {some, 1});
    for (int s = 0; s < kSpan; ++s) to.of(s) |= some[s];
    left &= ~those;
  }
}

HWY_INLINE void keep_tops(const Row& row, std::uint32_t* tops) {
  const U32 d;
  for (std::size_t at = 0; at < kGroup; at += kLanes)
    hn::StoreInterleaved4(hn::Load(d, row.w[0] + at), hn::Load(d, row.w[1] + at),
                          hn::Load(d, row.w[2] + at), hn::Load(d, row.w[3] + at), d, tops + 4 * at);
}

void sift_regions_in_lanes(Slots& slots, const Outlook& outlook, Span span, std::size_t from,
                           std::size_t until) {
  const Plan& plan = *slots.plan;
  const Keys& keys = plan.keys;
  const std::uint32_t use = use_of(Purpose::event, static_cast<std::uint32_t>(span.begin / kSpan));
  const std::size_t words_each = plan.uniform.size();
  const std::int32_t start = span.begin / kSpan * kSpan;  // the step of the first byte
  Row row;
  for (std::size_t word = from; word < until; ++word) {
    const std::size_t region_word = word % words_each;
    const auto replicate = static_cast<std::uint32_t>(word / words_each);
    const std::int32_t stratum = plan.uniform[region_word];
    philox_group(plan.luck(region_word), slots.first + replicate, use, keys, row.w);
    if (!slots.tops.empty()) keep_tops(row, slots.tops.data() + word * kGroup * 4);
    const Sifted to{slots.reconsider.data() + word, slots.words};
    for (int s = 0; s < kSpan; ++s) to.of(s) = 0;
    if (stratum >= 0)
      sift_word(slots, word, stratum, outlook, span.begin, start, plan.movable[region_word], row.w,
                to);
    else
      sift_mixed(slots, word, region_word, outlook, span.begin, start, row.w, to);
  }
}

// ---- lists of slots

// A loop that always turns four times costs less than one whose end luck decides (and less than
// packing vectors, measured): what it writes beyond the bits is written over.
HWY_INLINE Slot* list_word(std::uint64_t bits, Slot first, Slot* to) {
  constexpr int turns = 4;
  Slot* const end = to + std::popcount(bits);
  do {
    for (int n = 0; n < turns; ++n, bits &= bits - 1)
      *to++ = first + std::countr_zero(bits | 1ULL << 63);
  } while (to < end);
  return end;
}

void list_bits_in_lanes(const std::uint64_t* bits, std::size_t from, std::size_t until,
                        std::vector<Slot>& list) {
  std::size_t size = list.size();
  for (std::size_t word = from; word < until; ++word) {
    constexpr std::size_t room = std::size_t{2} * kGroup;
    if (list.size() < size + room) list.resize(2 * (size + room));
    Slot* to = list.data() + size;
    size +=
        static_cast<std::size_t>(list_word(bits[word], static_cast<Slot>(word * kGroup), to) - to);
  }
  list.resize(size);
}

void draw_blocks_in_lanes(const Slots& slots, std::span<const Slot> list, Purpose purpose,
                          std::uint32_t step, unsigned offset, Blocks& blocks) {
  const U32 d;
  const std::uint32_t use = use_of(purpose, step, offset);
  const Keys& keys = slots.plan->keys;
  for (auto& words : blocks.words)
    if (words.size() < list.size() + kLanes) words.resize(2 * list.size() + kLanes);
  HWY_ALIGN Slot scratch[kLanes];
  for (std::size_t at = 0; at < list.size(); at += kLanes) {
    const Words w = philox_lanes(scattered_luck(slots, padded(list, at, scratch)), use, keys);
    hn::StoreU(w.w0, d, blocks.words[0].data() + at);
    hn::StoreU(w.w1, d, blocks.words[1].data() + at);
    hn::StoreU(w.w2, d, blocks.words[2].data() + at);
    hn::StoreU(w.w3, d, blocks.words[3].data() + at);
  }
}

// What is asked of a few slots that changed: their random bytes, four to a word, and their
// ceilings.
struct Changed {
  Row row;
  Ceilings ceilings;
};

HWY_INLINE void load_tops(const Slots& slots, const Slot* list, std::size_t size, std::uint32_t use,
                          Row& row) {
  const U32 d;
  HWY_ALIGN std::uint32_t tops[4 * kLanes];
  for (std::size_t at = 0; at < size; at += kLanes) {
    Words w;
    if (slots.tops.empty()) {
      w = philox_lanes(scattered_luck(slots, list + at), use, slots.plan->keys);
    } else {
      for (std::size_t l = 0; l < kLanes; ++l)
        std::memcpy(tops + 4 * l, &slots.tops[4 * static_cast<std::size_t>(list[at + l])],
                    4 * sizeof *tops);
      hn::LoadInterleaved4(d, tops, w.w0, w.w1, w.w2, w.w3);
    }
    hn::Store(w.w0, d, row.w[0] + at);
    hn::Store(w.w1, d, row.w[1] + at);
    hn::Store(w.w2, d, row.w[2] + at);
    hn::Store(w.w3, d, row.w[3] + at);
  }
}

HWY_INLINE void load_ceilings(const Slots& slots, const LevelLaw& law, const Slot* list,
                              std::size_t size, std::int32_t step, Ceilings& ceilings) {
  HWY_ALIGN Office office[kGroup];
  std::uint64_t coming = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const auto s = static_cast<std::size_t>(list[i]);
    office[i] = slots.office[s];
    if (!slots.coming.empty()) coming |= (slots.coming[s / kGroup] >> s % kGroup & 1) << i;
  }
  find_ceilings(law, words_of(office[0]), coming, step, size, ceilings);
}

// Marks the steps of a slot, a bit each from the span's first on.
HWY_INLINE void mark(Slots& slots, Slot slot, std::uint32_t steps) {
  const auto s = static_cast<std::size_t>(slot),
             i = static_cast<std::size_t>(slots.region_of(slot));
  const std::uint64_t bit = slots.plan->movable[i / kGroup] & 1ULL << s % kGroup;
  for (; steps != 0; steps &= steps - 1)
    slots
        .reconsider[static_cast<std::size_t>(std::countr_zero(steps)) * slots.words + s / kGroup] |=
        bit;
}

// Of kLanes slots: bit s of a lane tells of the step's place in the span. All steps of a lane
// together: to go through the lanes at each step is mostly in vain.
HWY_INLINE VU steps_open(const Changed& c, std::size_t at, std::span<const Spell> spells,
                         float per_order, std::int32_t from) {
  const U32 d;
  VU all = hn::Zero(d);
  for (const Spell& spell : spells) {
    const Threshold most = threshold(c.ceilings, at, spell, per_order);
    const VU word = most.word();
    for (std::int32_t step = std::max(spell.begin, from); step < spell.end; ++step) {
      const VU four = hn::Load(d, c.row.w[step % kSpan / 4] + at);
      const VU front = hn::ShiftLeftSame(four, 24 - step % 4 * 8);
      const MU may = hn::AndNot(hn::Lt(word, front), most.possible);
      all = hn::Or(all, hn::IfThenElseZero(may, hn::Set(d, 1U << step % kSpan)));
    }
  }
  return all;
}

void sift_again_in_lanes(Slots& slots, const Outlook& outlook, std::int32_t stratum,
                         std::span<const Slot> changed, std::int32_t from, Span span) {
  const Plan& plan = *slots.plan;
  const U32 d;
  const LevelLaw& law =
      plan.levels[plan.ground->strata.kinds[static_cast<std::size_t>(stratum)].level];
  const std::uint32_t use = use_of(Purpose::event, static_cast<std::uint32_t>(span.begin / kSpan));
  const float per_order = order_scale(plan, stratum);
  const std::span<const Spell> spells = outlook.of(stratum);
  Changed few;
  HWY_ALIGN Slot list[kGroup];
  for (std::size_t begin = 0; begin < changed.size(); begin += kGroup) {
    const std::size_t there = std::min<std::size_t>(kGroup, changed.size() - begin);
    const std::size_t size = (there + kLanes - 1) / kLanes * kLanes;
    std::copy_n(changed.data() + begin, there, list);
    std::fill(list + there, list + size, list[there - 1]);
    load_tops(slots, list, size, use, few.row);
    load_ceilings(slots, law, list, size, from, few.ceilings);
    for (std::size_t at = 0; at < size; at += kLanes) {
      HWY_ALIGN std::uint32_t steps[kLanes];
      const VU all = steps_open(few, at, spells, per_order, from);
      hn::Store(all, d, steps);
      for (std::uint64_t some = bits_of(hn::Ne(all, hn::Zero(d))); some != 0; some &= some - 1) {
        const auto l = static_cast<std::size_t>(std::countr_zero(some));
        mark(slots, list[at + l], steps[l]);
      }
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace tizhi
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tizhi {

HWY_EXPORT(sift_regions_in_lanes);
HWY_EXPORT(sift_again_in_lanes);
HWY_EXPORT(draw_blocks_in_lanes);
HWY_EXPORT(list_bits_in_lanes);

void sift_regions(Slots& slots, const Outlook& outlook, Span span, std::size_t from,
                  std::size_t until) {
  HWY_DYNAMIC_DISPATCH(sift_regions_in_lanes)(slots, outlook, span, from, until);
}

void sift_again(Slots& slots, const Outlook& outlook, std::int32_t stratum,
                std::span<const Slot> changed, std::int32_t step, Span span) {
  if (!changed.empty() && step < span.end)
    HWY_DYNAMIC_DISPATCH(sift_again_in_lanes)(slots, outlook, stratum, changed, step, span);
}

void draw_blocks(const Slots& slots, std::span<const Slot> list, Purpose purpose,
                 std::uint32_t step, unsigned offset, Blocks& blocks) {
  if (!list.empty())
    HWY_DYNAMIC_DISPATCH(draw_blocks_in_lanes)(slots, list, purpose, step, offset, blocks);
}

void list_bits(const std::uint64_t* bits, std::size_t from, std::size_t until,
               std::vector<Slot>& list) {
  HWY_DYNAMIC_DISPATCH(list_bits_in_lanes)(bits, from, until, list);
}

}  // namespace tizhi
#endif
