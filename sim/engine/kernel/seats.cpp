// What new leaders favour, many at once.
#include <algorithm>

#include "engine/kernel/leaders.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernel/seats.cpp"
#include <hwy/foreach_target.h>

#include "engine/kernel/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace tizhi {
namespace HWY_NAMESPACE {

// The laws of the lanes' levels: chances · 2^53 in two parts, and where the rosters lie.
struct Laws {
  VU outsider_high, outsider_low, taste_high, taste_low;
  VI others;             // regions of the level but one
  const Region* roster;  // of the level that all lanes share; null: they differ
};

HWY_INLINE Laws laws_of(const Plan& plan, const std::int32_t* levels) {
  HWY_ALIGN std::uint32_t outsider[2][kLanes], taste[2][kLanes];
  HWY_ALIGN std::int32_t others[kLanes];
  const auto& rosters = plan.ground->roster;
  bool is_shared = !rosters.empty();
  for (std::size_t l = 0; l < kLanes; ++l) {
    const auto level = static_cast<std::size_t>(levels[l]);
    const LevelLaw& law = plan.levels[level];
    const auto size = rosters.empty() ? 0 : static_cast<std::int32_t>(rosters[level].size());
    is_shared = is_shared && levels[l] == levels[0];
    const std::uint64_t chance = size < 2 ? 0 : law.outsider;
    outsider[0][l] = static_cast<std::uint32_t>(chance >> 21);
    outsider[1][l] = static_cast<std::uint32_t>(chance & 0x1FFFFF);
    taste[0][l] = static_cast<std::uint32_t>(law.taste >> 21);
    taste[1][l] = static_cast<std::uint32_t>(law.taste & 0x1FFFFF);
    // A chance of 1 has one bit more than there is room for: all but the last uniform.
    if (chance >> 53 != 0) outsider[0][l] = 0xFFFFFFFFU, outsider[1][l] = 0x200000U;
    if (law.taste >> 53 != 0) taste[0][l] = 0xFFFFFFFFU, taste[1][l] = 0x200000U;
    others[l] = std::max(size - 1, 0);
  }
  const U32 d;
  const I32 i;
  return {hn::Load(d, outsider[0]),
          hn::Load(d, outsider[1]),
          hn::Load(d, taste[0]),
          hn::Load(d, taste[1]),
          hn::Load(i, others),
          is_shared ? rosters[static_cast<std::size_t>(levels[0])].data() : nullptr};
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

HWY_INLINE VI gathered(const std::int32_t* base, VI index) {
  return hn::GatherIndex(I32(), base, index);
}

// Each lane's place in the roster of its own level.
HWY_INLINE VI roster_each(const Plan& plan, const std::int32_t* levels, VI at) {
  const I32 i;
  HWY_ALIGN std::int32_t each[kLanes];
  hn::Store(at, i, each);
  for (std::size_t l = 0; l < kLanes; ++l)
    each[l] =
        plan.ground->roster[static_cast<std::size_t>(levels[l])][static_cast<std::size_t>(each[l])];
  return hn::Load(i, each);
}

// Where outsiders come from; others favour nothing, or may have a taste of their own, which is
// handed back as bits, for it is rare.
HWY_INLINE VI seats_of(const Slots& slots, VI slot, const Laws& laws, Purpose arrival,
                          Purpose taste, std::uint32_t step, const std::int32_t* levels,
                          MU* tasteful, Words* tastes) {
  const Plan& plan = *slots.plan;
  const I32 i;
  const U32 d;
  const PhiloxKey key = key_of(plan.run->seed);
  const Luck luck = scattered_luck(slots, slot);
  VI seats = hn::Set(i, ~std::int32_t{kNone});
  MU outsider = no_lane(d);
  if (!plan.ground->roster.empty()) {
    const Words w = philox_lanes(luck, use_of(arrival, step), key);
    outsider = is_below(w, laws.outsider_high, laws.outsider_low);
    VI base = hn::Zero(i);
    if (slots.replicates > 1)
      base = hn::Mul(replicates_of(slots, slot), hn::Set(i, plan.stride));
    const VI own = gathered(plan.ground->place.data(), hn::Sub(slot, base));
    VI place = hn::BitCast(i, place_below(w, hn::BitCast(d, laws.others)));
    place = hn::Sub(place, hn::VecFromMask(i, hn::Not(hn::Lt(place, own))));
    const auto comes = hn::RebindMask(i, outsider);
    const VI at = hn::IfThenElse(comes, place, hn::Zero(i));
    const VI from = hn::Add(
        laws.roster != nullptr ? gathered(laws.roster, at) : roster_each(plan, levels, at), base);
    seats = hn::IfThenElse(comes, from, seats);
  }
  *tastes = philox_lanes(luck, use_of(taste, step), key);
  *tasteful = hn::AndNot(outsider, is_below(*tastes, laws.taste_high, laws.taste_low));
  return seats;
}

// The favourites of those who have one, by their weights.
HWY_INLINE void draw_tastes(const Plan& plan, const std::int32_t* levels, MU tasteful,
                            const Words& w, std::size_t there, std::int32_t* from) {
  const U32 d;
  std::uint8_t bytes[8] = {};
  hn::StoreMaskBits(d, tasteful, bytes);
  std::uint32_t bits = bytes[0] | static_cast<std::uint32_t>(bytes[1]) << 8;
  if (bits == 0) return;
  HWY_ALIGN std::uint32_t words[2][kLanes];
  hn::Store(w.w2, d, words[0]);
  hn::Store(w.w3, d, words[1]);
  for (; bits != 0; bits &= bits - 1) {
    const auto at = static_cast<std::size_t>(__builtin_ctz(bits));
    if (at >= there) return;
    const auto& weights =
        plan.run->causes[static_cast<std::size_t>(levels[at])].leadership.favourites;
    from[at] = ~std::int32_t{weighted_model(
        weights, 0, plan.models, std::uint64_t{words[1][at]} << 32 | words[0][at])};
  }
}

// The levels of the lanes, which are most often those of the vector before.
HWY_INLINE bool read_levels(const Slots& slots, const Newcomer* list, std::int32_t* levels) {
  const Plan& plan = *slots.plan;
  const Slot first = list[0].slot, last = list[kLanes - 1].slot;
  const auto level = [&](Slot slot) { return std::int32_t{slots.level_of(slot)}; };
  const bool is_one = plan.is_by_level && slots.replicate_of(first) == slots.replicate_of(last) &&
                      level(first) == level(last);
  if (is_one && levels[0] == level(first) && levels[kLanes] == 1) return false;
  for (std::size_t l = 0; l < kLanes; ++l) levels[l] = is_one ? level(first) : level(list[l].slot);
  levels[kLanes] = is_one ? 1 : 0;
  return true;
}

void draw_newcomers_in_lanes(const Slots& slots, Purpose arrival, Purpose taste,
                             std::uint32_t step, std::span<Newcomer> list) {
  const I32 i;
  Newcomer scratch[kLanes];
  HWY_ALIGN std::int32_t from[kLanes], slot[kLanes], levels[kLanes + 1] = {};
  Laws laws = laws_of(*slots.plan, levels);
  for (std::size_t at = 0; at < list.size(); at += kLanes) {
    const std::size_t there = std::min(kLanes, list.size() - at);
    Newcomer* part = list.data() + at;
    if (there < kLanes) {
      std::copy_n(part, there, scratch);
      std::fill_n(scratch + there, kLanes - there, part[there - 1]);
      part = scratch;
    }
    if (read_levels(slots, part, levels)) laws = laws_of(*slots.plan, levels);
    for (std::size_t l = 0; l < kLanes; ++l) slot[l] = part[l].slot;
    MU tasteful;
    Words tastes;
    hn::Store(seats_of(slots, hn::Load(i, slot), laws, arrival, taste, step, levels, &tasteful,
                       &tastes),
              i, from);
    draw_tastes(*slots.plan, levels, tasteful, tastes, there, from);
    for (std::size_t l = 0; l < there; ++l) list[at + l].from = from[l];
  }
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
