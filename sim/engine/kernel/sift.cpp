#include "engine/kernel/sift.hpp"

#include <algorithm>
#include <bit>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernel/sift.cpp"
#include <hwy/foreach_target.h>

#include "engine/kernel/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace tizhi {
namespace HWY_NAMESPACE {

struct Row {
  alignas(64) std::uint32_t w[4][kGroup];
};

// The blocks of 64 neighbours.
HWY_INLINE void philox_group(const std::uint64_t* luck, std::uint32_t replicate, std::uint32_t use,
                             PhiloxKey key, std::uint32_t (*words)[kGroup]) {
  const U32 d32;
  for (std::size_t at = 0; at < kGroup; at += kLanes) {
    const Words w = philox_lanes(neighbours_luck(luck + at, replicate), use, key);
    hn::Store(w.w0, d32, words[0] + at);
    hn::Store(w.w1, d32, words[1] + at);
    hn::Store(w.w2, d32, words[2] + at);
    hn::Store(w.w3, d32, words[3] + at);
  }
}

HWY_INLINE std::uint64_t bits_of(MU mask) {
  std::uint8_t bytes[8] = {};
  hn::StoreMaskBits(U32(), mask, bytes);
  std::uint64_t bits = 0;
  for (std::size_t b = 0; b < (kLanes + 7) / 8; ++b) bits |= std::uint64_t{bytes[b]} << (8 * b);
  return bits;
}

// Puts the lanes' bits at their place in a word that has none there yet.
HWY_INLINE void put_bits(MU mask, std::size_t at, std::uint64_t& word) {
  if constexpr (kLanes >= 8 && std::endian::native == std::endian::little)
    hn::StoreMaskBits(U32(), mask, reinterpret_cast<std::uint8_t*>(&word) + at / 8);
  else
    word |= bits_of(mask) << at;
}

// Byte `step` of the sixteen, as a number.
HWY_INLINE VU byte_of(const std::uint32_t (*words)[kGroup], std::size_t at, std::int32_t step) {
  const U32 d;
  const int shift = step % 4 * 8;
  const VU word = hn::Load(d, words[step % kSpan / 4] + at);
  return hn::And(hn::ShiftRightSame(word, shift), hn::Set(d, 0xFFU));
}

// Bytes below this may happen: 0 … 256.
HWY_INLINE VU threshold(VF hold, VF keen, const Spell& spell, VF order) {
  const F32 f;
  const MF none = hn::Lt(hold, hn::Zero(f));
  const VF bare = hn::IfThenElse(none, hn::Set(f, spell.calm), hn::Set(f, spell.lull));
  const VF held = hn::IfThenElse(none, hn::Set(f, 1.0F), hold);
  const VF ceiling = hn::Mul(held, hn::MulAdd(keen, hn::Set(f, spell.zeal), bare));
  const VF sum = hn::Add(hn::Add(ceiling, hn::Set(f, spell.storm)), order);
  const VF most = hn::Min(hn::Ceil(sum), hn::Set(f, 256.0F));
  return hn::BitCast(U32(), hn::ConvertTo(I32(), most));
}

// What a superior's order of strength 1 adds to the ceiling: P · 256.
inline float order_scale(const Plan& plan, std::int32_t stratum) {
  const Level level = plan.ground->strata.kinds[static_cast<std::size_t>(stratum)].level;
  return static_cast<float>(plan.run->timeline.grid.step) * plan.levels[level].compliance * 256 *
         (1 + 4 * kMargin);
}

// The zeal's ceiling of neighbours.
HWY_INLINE VF keen_of(const Slots& slots, std::size_t at) {
  const F32 f;
  const I32 i;
  if (slots.keen.empty()) return hn::Zero(f);
  const hn::Rebind<std::uint8_t, F32> bytes;
  const VI keen = hn::PromoteTo(i, hn::LoadU(bytes, slots.keen.data() + at));
  return hn::Mul(hn::ConvertTo(f, keen), hn::Set(f, (1 + kMargin) / 255));
}

// Step S of a spell, if it has that step.
template <int S>
HWY_INLINE void sift_step(VU word, VU below, const Spell& spell, std::int32_t span, std::size_t at,
                          std::uint64_t* bits) {
  if (span + S < spell.begin || span + S >= spell.end) return;
  const VU byte = hn::And(hn::ShiftRight<S % 4 * 8>(word), hn::Set(U32(), 0xFFU));
  put_bits(hn::Lt(byte, below), at, bits[S]);
}

template <int W>
HWY_INLINE void sift_four(const std::uint32_t (*words)[kGroup], VU below, const Spell& spell,
                          std::int32_t span, std::size_t at, std::uint64_t* bits) {
  const VU word = hn::Load(U32(), words[W] + at);
  sift_step<4 * W>(word, below, spell, span, at, bits);
  sift_step<4 * W + 1>(word, below, spell, span, at, bits);
  sift_step<4 * W + 2>(word, below, spell, span, at, bits);
  sift_step<4 * W + 3>(word, below, spell, span, at, bits);
}

HWY_INLINE void sift_word(const Slots& slots, std::size_t word, std::int32_t stratum,
                          const Outlook& outlook, std::int32_t span,
                          const std::uint32_t (*words)[kGroup], std::uint64_t* bits) {
  const F32 f;
  const float per_step = order_scale(*slots.plan, stratum);
  const Spell* const first =
      outlook.spells.data() + outlook.begin[static_cast<std::size_t>(stratum)];
  const Spell* const end =
      outlook.spells.data() + outlook.begin[static_cast<std::size_t>(stratum) + 1];
  for (std::size_t at = 0; at < kGroup; at += kLanes) {
    const VF hold = hn::LoadU(f, slots.hold.data() + word * kGroup + at);
    const VF keen = keen_of(slots, word * kGroup + at);
    const VF order =
        slots.order.empty()
            ? hn::Zero(f)
            : hn::Mul(hn::LoadU(f, slots.order.data() + word * kGroup + at), hn::Set(f, per_step));
    for (const Spell* spell = first; spell != end; ++spell) {
      const VU below = threshold(hold, keen, *spell, order);
      sift_four<0>(words, below, *spell, span, at, bits);
      sift_four<1>(words, below, *spell, span, at, bits);
      sift_four<2>(words, below, *spell, span, at, bits);
      sift_four<3>(words, below, *spell, span, at, bits);
    }
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
                const Outlook& outlook, std::int32_t span, const std::uint32_t (*words)[kGroup],
                std::uint64_t* bits) {
  const Plan& plan = *slots.plan;
  const auto& kinds = plan.ground->strata.of_region;
  std::uint64_t left = plan.present[region_word];
  while (left != 0) {
    const auto i = static_cast<std::size_t>(__builtin_ctzll(left));
    const std::int32_t stratum = kinds[region_word * kGroup + i];
    const std::uint64_t those = regions_of(plan, region_word, stratum);
    std::uint64_t some[kSpan] = {};
    sift_word(slots, word, stratum, outlook, span, words, some);
    for (int s = 0; s < kSpan; ++s) bits[s] |= some[s] & those;
    left &= ~those;
  }
}

// Ages grow: the ceiling of D is taken anew where regions have a model.
HWY_INLINE void refresh_holds(Slots& slots, std::size_t word, const LevelLaw& law,
                              std::int32_t step) {
  const F32 f;
  const I32 i;
  const hn::Rebind<std::uint8_t, F32> bytes;
  const Office* office = slots.office.data() + word * kGroup;
  float* hold = slots.hold.data() + word * kGroup;
  const Model* model = slots.model.data() + word * kGroup;
  for (std::size_t at = 0; at < kGroup; at += kLanes) {
    const VI lane = hn::ShiftLeft<3>(hn::Iota(i, static_cast<std::int32_t>(at)));
    const VF since = hn::GatherIndex(f, &office[0].since, lane);
    const VF age = hn::Mul(hn::Sub(hn::Set(f, static_cast<float>(step)), since),
                           hn::Set(f, law.ages * (1 - kMargin)));
    const VI entry = hn::ConvertTo(i, hn::Max(hn::Min(age, hn::Set(f, kAges - 1.0F)), hn::Zero(f)));
    const VI kind = hn::PromoteTo(i, hn::LoadU(bytes, model + at));
    const auto none = hn::Gt(kind, hn::Set(i, kMaxModels - 1));
    const VI index = hn::IfThenElse(none, hn::Zero(i), hn::Add(hn::ShiftLeft<6>(kind), entry));
    const VF ceiling = hn::GatherIndex(f, law.hold.data(), index);
    hn::StoreU(hn::IfThenElse(hn::RebindMask(f, none), hn::Set(f, -1.0F), ceiling), f, hold + at);
  }
}

// Zeal fades: its ceiling is taken anew, and is 1 where a leader comes in the span.
HWY_INLINE void refresh_keen(Slots& slots, std::size_t word, const LevelLaw& law, bool is_uniform,
                             Span span) {
  const F32 f;
  const I32 i;
  const U32 d;
  const hn::Rebind<std::uint8_t, F32> bytes;
  if (!is_uniform) {
    std::fill_n(slots.keen.begin() + static_cast<std::ptrdiff_t>(word * kGroup), kGroup, 255);
    return;
  }
  if (law.preference <= 0) return;
  std::uint64_t come = 0;
  for (std::int32_t step = span.begin; step < span.end; ++step) come |= slots.arrive_at(step)[word];
  const Office* office = slots.office.data() + word * kGroup;
  const VF most = hn::Set(f, 255.0F);
  for (std::size_t at = 0; at < kGroup; at += kLanes) {
    const VI lane = hn::ShiftLeft<3>(hn::Iota(i, static_cast<std::int32_t>(at)));
    const VU post = hn::GatherIndex(d, &office[0].post, lane);
    const VF since = hn::GatherIndex(f, &office[0].leader_since, lane);
    const VF tenure = hn::Sub(hn::Set(f, static_cast<float>(span.begin)), since);
    VF keen = hn::Mul(faded(hn::Mul(tenure, hn::Set(f, -law.honeymoon))), most);
    if (law.are_first_in_doubt) keen = hn::IfThenElse(hn::Lt(since, hn::Zero(f)), most, keen);
    const VU favour = hn::And(hn::ShiftRight<Post::favour>(post), hn::Set(d, 0xFFU));
    keen = hn::IfThenZeroElse(hn::RebindMask(f, hn::Eq(favour, hn::Set(d, kNone))), keen);
    const auto few = static_cast<std::uint32_t>(come >> at);
    const MU comes = hn::TestBit(hn::Set(d, few), hn::Shl(hn::Set(d, 1U), hn::Iota(d, 0)));
    keen = hn::IfThenElse(hn::RebindMask(f, comes), most, keen);
    hn::StoreU(hn::DemoteTo(bytes, hn::ConvertTo(i, hn::Ceil(keen))), bytes,
               slots.keen.data() + word * kGroup + at);
  }
}

void sift_regions_in_lanes(Slots& slots, const Outlook& outlook, Span span, std::size_t from,
                           std::size_t until) {
  const Plan& plan = *slots.plan;
  const PhiloxKey key = key_of(plan.run->seed);
  const std::uint32_t use = use_of(Purpose::event, static_cast<std::uint32_t>(span.begin / kSpan));
  const std::size_t words_each = plan.uniform.size();
  const std::int32_t start = span.begin / kSpan * kSpan;  // the step of the first byte
  Row row;
  for (std::size_t word = from; word < until; ++word) {
    const std::size_t region_word = word % words_each;
    const auto replicate = static_cast<std::uint32_t>(word / words_each);
    const std::int32_t stratum = plan.uniform[region_word];
    const LevelLaw& law = plan.levels[plan.level[region_word * kGroup]];
    if (law.holds && stratum >= 0) refresh_holds(slots, word, law, span.begin);
    if (!slots.keen.empty()) refresh_keen(slots, word, law, stratum >= 0, span);
    philox_group(plan.luck(region_word), slots.first + replicate, use, key, row.w);
    if (!slots.tops.empty())
      for (std::size_t j = 0; j < kSpan / 4; ++j)
        std::copy_n(row.w[j], kGroup, slots.tops.data() + j * slots.office.size() + word * kGroup);
    std::uint64_t bits[kSpan] = {};
    if (stratum >= 0)
      sift_word(slots, word, stratum, outlook, start, row.w, bits);
    else
      sift_mixed(slots, word, region_word, outlook, start, row.w, bits);
    for (std::size_t s = 0; s < kSpan; ++s)
      slots.reconsider[s * slots.words + word] = bits[s] & plan.movable[region_word];
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
  const PhiloxKey key = key_of(slots.plan->run->seed);
  for (auto& words : blocks.words)
    if (words.size() < list.size() + kLanes) words.resize(2 * list.size() + kLanes);
  HWY_ALIGN Slot scratch[kLanes];
  for (std::size_t at = 0; at < list.size(); at += kLanes) {
    const Words w = philox_lanes(scattered_luck(slots, padded(list, at, scratch)), use, key);
    hn::StoreU(w.w0, d, blocks.words[0].data() + at);
    hn::StoreU(w.w1, d, blocks.words[1].data() + at);
    hn::StoreU(w.w2, d, blocks.words[2].data() + at);
    hn::StoreU(w.w3, d, blocks.words[3].data() + at);
  }
}

HWY_INLINE VF keen_each(const Slots& slots, const Slot* list) {
  const F32 f;
  if (slots.keen.empty()) return hn::Zero(f);
  HWY_ALIGN float keen[kLanes];
  for (std::size_t l = 0; l < kLanes; ++l) keen[l] = slots.keen[static_cast<std::size_t>(list[l])];
  return hn::Mul(hn::Load(f, keen), hn::Set(f, (1 + kMargin) / 255));
}

void sift_again_in_lanes(Slots& slots, const Outlook& outlook, std::int32_t stratum,
                         std::span<const Slot> changed, std::int32_t from, Span span) {
  const Plan& plan = *slots.plan;
  const F32 f;
  const I32 i;
  const std::uint32_t use = use_of(Purpose::event, static_cast<std::uint32_t>(span.begin / kSpan));
  const PhiloxKey key = key_of(plan.run->seed);
  const float per_step = order_scale(plan, stratum);
  HWY_ALIGN Slot scratch[kLanes];
  for (std::size_t at = 0; at < changed.size(); at += kLanes) {
    const Slot* list = padded(changed, at, scratch);
    const Words w = philox_lanes(scattered_luck(slots, list), use, key);
    alignas(64) std::uint32_t row[4][kGroup];
    const U32 d;
    hn::Store(w.w0, d, row[0]);
    hn::Store(w.w1, d, row[1]);
    hn::Store(w.w2, d, row[2]);
    hn::Store(w.w3, d, row[3]);
    const VI index = hn::LoadU(i, list);
    const VF hold = hn::GatherIndex(f, slots.hold.data(), index);
    const VF keen = keen_each(slots, list);
    const VF order = slots.order.empty() ? hn::Zero(f)
                                         : hn::Mul(hn::GatherIndex(f, slots.order.data(), index),
                                                   hn::Set(f, per_step));
    const std::size_t there = std::min(kLanes, changed.size() - at);
    const std::uint64_t valid = there == 64 ? ~0ULL : (1ULL << there) - 1;
    for (std::size_t s = outlook.begin[static_cast<std::size_t>(stratum)];
         s < outlook.begin[static_cast<std::size_t>(stratum) + 1]; ++s) {
      const Spell& spell = outlook.spells[s];
      const VU below = threshold(hold, keen, spell, order);
      for (std::int32_t step = std::max(spell.begin, from); step < spell.end; ++step) {
        std::uint64_t bits = bits_of(hn::Lt(byte_of(row, 0, step), below)) & valid;
        for (; bits != 0; bits &= bits - 1) {
          const auto slot = static_cast<std::size_t>(list[__builtin_ctzll(bits)]);
          const std::uint64_t movable =
              plan.movable[slot / kGroup % plan.uniform.size()] & 1ULL << slot % kGroup;
          slots.reconsider_at(step)[slot / kGroup] |= movable;
        }
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

Outlook outlook(std::span<const Day> days, Span span, std::size_t strata) {
  Outlook out;
  for (std::size_t s = 0; s < strata; ++s) {
    out.begin.push_back(out.spells.size());
    for (std::int32_t step = span.begin; step < span.end; ++step) {
      const Weather& w = days[static_cast<std::size_t>(step - span.begin)].weather[s];
      const Spell now{step,         step + 1,     w.lull * 256,
                      w.calm * 256, w.zeal * 256, w.storm * 256};
      const auto is_near = [](float a, float b) {
        return a <= 1.25F * b + 0.25F && b <= 1.25F * a + 0.25F;
      };
      Spell* last = out.spells.size() > out.begin.back() ? &out.spells.back() : nullptr;
      if (last == nullptr || !is_near(last->lull, now.lull) || !is_near(last->calm, now.calm) ||
          !is_near(last->zeal, now.zeal) || !is_near(last->storm, now.storm)) {
        out.spells.push_back(now);
        continue;
      }
      last->end = step + 1;
      last->lull = std::max(last->lull, now.lull);
      last->calm = std::max(last->calm, now.calm);
      last->zeal = std::max(last->zeal, now.zeal);
      last->storm = std::max(last->storm, now.storm);
    }
  }
  out.begin.push_back(out.spells.size());
  for (std::size_t s = 0; s < strata; ++s)
    out.is_calm_wider.push_back(
        std::all_of(out.spells.begin() + static_cast<std::ptrdiff_t>(out.begin[s]),
                    out.spells.begin() + static_cast<std::ptrdiff_t>(out.begin[s + 1]),
                    [](const Spell& spell) { return spell.calm >= spell.lull; }));
  return out;
}

}  // namespace tizhi
#endif
