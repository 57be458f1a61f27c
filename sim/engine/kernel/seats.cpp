// What new leaders favour, many at once.
#include <algorithm>
#include <cstring>

#include "engine/kernel/leaders.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernel/seats.cpp"
#include <hwy/foreach_target.h>

#include "engine/kernel/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace tizhi {
namespace HWY_NAMESPACE {

// The entries of a row of laws at the lanes' levels; no gather where all of them fit in a register.
HWY_INLINE VU at_levels(const Seating& seating, const Seating::Row& rows, VI level, int row = 0) {
  const U32 d;
  static_assert(kLanes <= Seating::kLeast);
  const std::uint32_t* const from = rows.data() + static_cast<std::size_t>(row) * seating.wide;
#if HWY_TARGET != HWY_SCALAR
  if (seating.levels <= kLanes)
    return hn::TableLookupLanes(hn::LoadU(d, from), hn::IndicesFromVec(d, level));
#endif
  return hn::GatherIndex(d, from, level);
}

// The uniform of a block's first half, against a chance.
HWY_INLINE MU is_below(const Words& w, VU high, VU low) {
  const VU rest = hn::ShiftRight<11>(w.w0);
  return hn::Or(hn::Lt(w.w1, high), hn::And(hn::Eq(w.w1, high), hn::Lt(rest, low)));
}

// 0 … n-1 by a block's second half: the high word of 64 bits times n.
HWY_INLINE VU place_below(const Words& w, VU n) {
#if HWY_TARGET == HWY_SCALAR
  return hn::Set(U32(),
                 below(second_half({0, 0, hn::GetLane(w.w2), hn::GetLane(w.w3)}), hn::GetLane(n)));
#else
  const U32 d;
  const auto high = [&](VU a, VU b, VU m) {
    const VL low = hn::ShiftRight<32>(hn::MulEven(a, m));
    return hn::BitCast(d, hn::Add(hn::MulEven(b, m), low));
  };
  const auto odd = [&](VU v) { return hn::BitCast(d, hn::ShiftRight<32>(hn::BitCast(U64(), v))); };
  const VU even_lanes = high(w.w2, w.w3, n);
  const VU odd_lanes = high(odd(w.w2), odd(w.w3), odd(n));
  return hn::OddEven(odd_lanes, hn::BitCast(d, hn::ShiftRight<32>(hn::BitCast(U64(), even_lanes))));
#endif
}

// What newcomers' draws ask of all over memory, copied side by side, and what comes of them.
struct Heads {
  static constexpr std::size_t kMost = 128;
  HWY_ALIGN std::uint64_t luck[kMost];
  HWY_ALIGN std::int32_t spot[kMost][2];  // place in the roster, level
  HWY_ALIGN std::uint32_t who[kMost];
  HWY_ALIGN Slot from[kMost];
  HWY_ALIGN std::uint32_t taste[2][kMost];          // what tells the favourites of the tasteful
  HWY_ALIGN std::int32_t tasteful[kMost + kLanes];  // their places here
  std::size_t tasteful_there = 0;
};

HWY_INLINE void fetch(const Slots& slots, std::span<const Newcomer> list, Heads& heads) {
  const Plan& plan = *slots.plan;
  const Seat* const seats = plan.seats.empty() ? nullptr : plan.seats.data();
  const Slot stride = plan.stride;
  const auto replicate = static_cast<std::uint32_t>(slots.replicate_of(list[0].slot));
  std::uint32_t who = slots.first + replicate;
  Slot base = static_cast<Slot>(replicate) * stride;
  std::size_t at = 0;
  for (; at < list.size(); base += stride, ++who)
    for (; at < list.size() && list[at].slot < base + stride; ++at) {
      const Region i = list[at].slot - base;
      const Seat seat = seats != nullptr ? seats[i] : plan.seat_of(i);
      heads.luck[at] = seat.luck;
      std::memcpy(heads.spot[at], &seat.place, sizeof heads.spot[at]);
      heads.who[at] = who;
    }
  for (; at % kLanes != 0; ++at) {
    heads.luck[at] = heads.luck[at - 1];
    std::memcpy(heads.spot[at], heads.spot[at - 1], sizeof heads.spot[at]);
    heads.who[at] = heads.who[at - 1];
  }
}

HWY_INLINE Pairs luck_at(const Heads& heads, std::size_t at, const Keys& keys) {
  const U32 d;
  VU low, high;
  hn::LoadInterleaved2(d, reinterpret_cast<const std::uint32_t*>(heads.luck + at), low, high);
  if constexpr (std::endian::native == std::endian::big) std::swap(low, high);
  return paired_luck(hn::Load(d, heads.who + at), low, high, keys);
}

// Where the outsiders among the lanes come from, by the block of their arrival.
HWY_INLINE VI origins(const Slots& slots, const Words& w, VI own, VI level, VU who) {
  const Plan& plan = *slots.plan;
  const I32 i;
  const VU others = at_levels(plan.seating, plan.seating.others, level);
  const VI first = hn::BitCast(i, at_levels(plan.seating, plan.seating.first, level));
  VI place = hn::Add(first, hn::BitCast(i, place_below(w, others)));
  place = hn::Sub(place, hn::VecFromMask(i, hn::Not(hn::Lt(place, own))));  // not they themselves
  const VI replicate = hn::BitCast(i, hn::Sub(who, hn::Set(U32(), slots.first)));
  return hn::Add(hn::Mul(replicate, hn::Set(i, plan.stride)),
                 hn::GatherIndex(i, plan.ground->roster.data(), place));
}

// Finds where the lanes' newcomers come from, and lists those with a taste of their own.
HWY_INLINE void place_lanes(const Slots& slots, Purpose arrival, Purpose taste, std::uint32_t step,
                            VI lanes, Heads& heads, std::size_t at) {
  const Seating& seating = slots.plan->seating;
  const I32 i;
  const U32 d;
  const Keys& keys = slots.plan->keys;
  const Pairs luck = luck_at(heads, at, keys);
  VI own, level;
  hn::LoadInterleaved2(i, heads.spot[at], own, level);
  Words both[2];  // of arrival, of taste
  MU outsider = no_lane(d);
  VI from = hn::Set(i, slots.catalogue() + kNone);
  if (slots.plan->ground->roster.empty()) {
    both[1] = philox_lanes(luck, use_of(taste, step), keys);
  } else {
    philox_both(luck, use_of(arrival, step), use_of(taste, step), keys, both);
    outsider = is_below(both[0], at_levels(seating, seating.outsider_high, level),
                        at_levels(seating, seating.outsider_low, level));
    const VI origin = origins(slots, both[0], own, level, hn::Load(d, heads.who + at));
    from = hn::IfThenElse(hn::RebindMask(i, outsider), origin, from);
  }
  hn::Store(from, i, heads.from + at);
  hn::Store(both[1].w2, d, heads.taste[0] + at);
  hn::Store(both[1].w3, d, heads.taste[1] + at);
  const MU tasteful =
      hn::AndNot(outsider, is_below(both[1], at_levels(seating, seating.taste_high, level),
                                    at_levels(seating, seating.taste_low, level)));
  pack(i, hn::Add(lanes, hn::Set(i, static_cast<std::int32_t>(at))), tasteful,
       heads.tasteful + heads.tasteful_there);
  heads.tasteful_there += hn::CountTrue(d, tasteful);
}

// The favourites of those who have one, by their weights.
HWY_INLINE void draw_tastes(const Slots& slots, Heads& heads) {
  const Seating& seating = slots.plan->seating;
  const I32 i;
  const U32 d;
  std::fill_n(heads.tasteful + heads.tasteful_there, kLanes, heads.tasteful[0]);
  for (std::size_t at = 0; at < heads.tasteful_there; at += kLanes) {
    const VI place = hn::Load(i, heads.tasteful + at);
    const VI level = hn::GatherIndex(i, &heads.spot[0][1], hn::Add(place, place));
    Words w;
    w.w0 = hn::GatherIndex(d, heads.taste[0], place);
    w.w1 = hn::GatherIndex(d, heads.taste[1], place);
    VI model = hn::Set(i, slots.catalogue());
    for (int k = 0; k + 1 < slots.plan->models; ++k) {
      const MU is_later = hn::Not(is_below(w, at_levels(seating, seating.favour_high, level, k),
                                           at_levels(seating, seating.favour_low, level, k)));
      model = hn::Sub(model, hn::VecFromMask(i, hn::RebindMask(i, is_later)));
    }
    HWY_ALIGN Slot models[kLanes];
    hn::Store(model, i, models);
    for (std::size_t l = 0; l < std::min(kLanes, heads.tasteful_there - at); ++l)
      heads.from[heads.tasteful[at + l]] = models[l];
  }
}

HWY_INLINE void draw_some(const Slots& slots, Purpose arrival, Purpose taste, std::uint32_t step,
                          std::span<Newcomer> list) {
  Heads heads;
  fetch(slots, list, heads);
  const VI lanes = hn::Iota(I32(), 0);
  for (std::size_t at = 0; at < list.size(); at += kLanes)
    place_lanes(slots, arrival, taste, step, lanes, heads, at);
  if (heads.tasteful_there != 0) draw_tastes(slots, heads);
  for (std::size_t at = 0; at < list.size(); ++at) list[at].from = heads.from[at];
}

void draw_newcomers_in_lanes(const Slots& slots, Purpose arrival, Purpose taste, std::uint32_t step,
                             std::span<Newcomer> list) {
  for (std::size_t at = 0; at < list.size(); at += Heads::kMost)
    draw_some(slots, arrival, taste, step,
              list.subspan(at, std::min(Heads::kMost, list.size() - at)));
}

}  // namespace HWY_NAMESPACE
}  // namespace tizhi
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tizhi {

HWY_EXPORT(draw_newcomers_in_lanes);

void draw_newcomers(const Slots& slots, Purpose arrival, Purpose taste, std::uint32_t step,
                    std::span<Newcomer> list) {
  if (!list.empty()) HWY_DYNAMIC_DISPATCH(draw_newcomers_in_lanes)
  (slots, arrival, taste, step, list);
}

}  // namespace tizhi
#endif
