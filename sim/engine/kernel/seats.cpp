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

// The laws of the lanes' levels: see Seating.
struct Laws {
  VU outsider_high, outsider_low, taste_high, taste_low;
  VU others;
};

HWY_INLINE Laws laws_of(const Seating& seating, const std::int32_t* levels) {
  const U32 d;
  const VI level = hn::Load(I32(), levels);
  const auto of = [&](const std::vector<std::uint32_t>& all) {
    return hn::GatherIndex(d, all.data(), level);
  };
  return {of(seating.outsider_high), of(seating.outsider_low), of(seating.taste_high),
          of(seating.taste_low), of(seating.others)};
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

constexpr std::size_t kMostLevels = 256;  // that a Level can tell apart

// What newcomers' draws ask of all over memory, copied side by side, and what comes of them.
struct Heads {
  static constexpr std::size_t kMost = 128;
  HWY_ALIGN std::uint64_t luck[kMost];
  HWY_ALIGN std::uint32_t who[kMost];
  HWY_ALIGN std::int32_t place[kMost];  // in the roster: of their own, then where they come from
  std::int32_t base[kMost], level[kMost];
  std::size_t there = 0;
};

HWY_INLINE void fetch(const Slots& slots, std::span<const Newcomer> list, Heads& heads) {
  const Plan& plan = *slots.plan;
  const std::int32_t* const places = plan.ground->place.data();
  const bool moves = !plan.ground->roster.empty();
  heads.there = list.size();
  const auto first = static_cast<std::uint32_t>(slots.replicate_of(list[0].slot));
  std::uint32_t who = slots.first + first;
  Slot base = static_cast<Slot>(first) * plan.stride;
  const auto copy = [&](std::size_t at, Slot slot) {
    for (; slot >= base + plan.stride; base += plan.stride) ++who;
    const auto i = static_cast<std::size_t>(slot - base);
    heads.base[at] = base;
    heads.who[at] = who;
    heads.luck[at] = plan.bonds[i].luck;
    heads.level[at] = plan.level[i];
    if (moves) heads.place[at] = places[i];
  };
  std::size_t at = 0;
  for (const Newcomer& one : list) copy(at++, one.slot);
  while (at % kLanes != 0) copy(at++, list.back().slot);
}

HWY_INLINE Pairs luck_at(const Heads& heads, std::size_t at, const Keys& keys) {
  const U32 d;
  VU low, high;
  hn::LoadInterleaved2(d, reinterpret_cast<const std::uint32_t*>(heads.luck + at), low, high);
  if constexpr (std::endian::native == std::endian::big) std::swap(low, high);
  return paired_luck(hn::Load(d, heads.who + at), low, high, keys);
}

// Finds the places that outsiders come from; others have kNoRegion. Gives those with a taste of
// their own.
HWY_INLINE MU place_lanes(const Slots& slots, const Laws& laws, Purpose arrival, Purpose taste,
                          std::uint32_t step, Heads& heads, std::size_t at, Words* tastes) {
  const Plan& plan = *slots.plan;
  const I32 i;
  const U32 d;
  const Keys& keys = plan.keys;
  const Pairs luck = luck_at(heads, at, keys);
  MU outsider = no_lane(d);
  if (plan.ground->roster.empty()) {
    *tastes = philox_lanes(luck, use_of(taste, step), keys);
  } else {
    Words both[2];
    philox_both(luck, use_of(arrival, step), use_of(taste, step), keys, both);
    const Words& w = both[0];
    *tastes = both[1];
    outsider = is_below(w, laws.outsider_high, laws.outsider_low);
    const VI own = hn::Load(i, heads.place + at);
    VI place = hn::BitCast(i, place_below(w, laws.others));
    place = hn::Sub(place, hn::VecFromMask(i, hn::Not(hn::Lt(place, own))));
    const auto comes = hn::RebindMask(i, outsider);
    hn::Store(hn::IfThenElse(comes, place, hn::Set(i, kNoRegion)), i, heads.place + at);
  }
  return hn::AndNot(outsider, is_below(*tastes, laws.taste_high, laws.taste_low));
}

// The favourites of those who have one, by their weights.
HWY_INLINE void draw_tastes(const Plan& plan, const std::int32_t* levels, MU tasteful,
                            const Words& w, std::size_t there, Slot catalogue, Slot* from) {
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
    from[at] = catalogue + weighted_model(weights, 0, plan.models,
                                          std::uint64_t{words[1][at]} << 32 | words[0][at]);
  }
}

// Writes where the newcomers come from; `favour` is where those find what they favour who come from
// nowhere.
HWY_INLINE void write_origins(const Slots& slots, const Heads& heads, const Slot* favour,
                              std::span<Newcomer> list) {
  const auto& rosters = slots.plan->ground->roster;
  if (rosters.empty()) {
    for (std::size_t at = 0; at < list.size(); ++at) list[at].from = favour[at];
    return;
  }
  const Region* roster_of[kMostLevels];
  for (std::size_t level = 0; level < rosters.size(); ++level)
    roster_of[level] = rosters[level].data();
  for (std::size_t at = 0; at < list.size(); ++at) {
    // Luck alone tells who comes from elsewhere: choosing by masks costs half of guessing.
    const std::int32_t place = heads.place[at];
    const Slot origin = heads.base[at] + roster_of[heads.level[at]][std::max(place, 0)];
    const Slot stays = place >> 31;
    list[at].from = (favour[at] & stays) | (origin & ~stays);
  }
}

HWY_INLINE void draw_some(const Slots& slots, Purpose arrival, Purpose taste, std::uint32_t step,
                          std::span<Newcomer> list) {
  Heads heads;
  Slot favour[Heads::kMost];
  fetch(slots, list, heads);
  std::fill_n(favour, list.size(), slots.catalogue() + kNone);
  const std::int32_t* levels = heads.level;  // of the laws at hand
  Laws laws = laws_of(slots.plan->seating, levels);
  for (std::size_t at = 0; at < list.size(); at += kLanes) {
    const std::int32_t* here = heads.level + at;
    if (!std::equal(here, here + kLanes, levels)) laws = laws_of(slots.plan->seating, here);
    levels = here;
    Words tastes;
    const MU tasteful = place_lanes(slots, laws, arrival, taste, step, heads, at, &tastes);
    draw_tastes(*slots.plan, here, tasteful, tastes, std::min(kLanes, list.size() - at),
                slots.catalogue(), favour + at);
  }
  write_origins(slots, heads, favour, list);
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
