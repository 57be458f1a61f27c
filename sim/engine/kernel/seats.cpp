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

// A byte each: the one thing asked of regions all over the country stays in the cache.
HWY_INLINE VI models_of(const Slots& slots, VI slot) {
  const I32 i;
#if HWY_TARGET <= HWY_AVX2  // the sets that gather take any byte's address
  const auto* bytes = reinterpret_cast<const std::int32_t*>(slots.model.data());
  return hn::And(hn::GatherOffset(i, bytes, slot), hn::Set(i, 0xFF));
#else
  HWY_ALIGN std::int32_t each[kLanes];
  hn::Store(slot, i, each);
  for (std::int32_t& one : each) one = slots.model[static_cast<std::size_t>(one)];
  return hn::Load(i, each);
#endif
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

struct Seats {
  VI favour, origin;
};

// Outsiders bring what is in force where they were; others may have a taste of their own, which is
// handed back as bits, for it is rare.
HWY_INLINE Seats seats_of(const Slots& slots, const Slot* list, const Laws& laws, Purpose arrival,
                          Purpose taste, std::uint32_t step, const std::int32_t* levels,
                          MU* tasteful, Words* tastes) {
  const Plan& plan = *slots.plan;
  const I32 i;
  const U32 d;
  const PhiloxKey key = key_of(plan.run->seed);
  const VI none = hn::Set(i, kNone);
  const Luck luck = scattered_luck(slots, list);
  Seats seats{none, hn::Set(i, kNoRegion)};
  MU outsider = no_lane(d);
  if (!plan.ground->roster.empty()) {
    const Words w = philox_lanes(luck, use_of(arrival, step), key);
    outsider = is_below(w, laws.outsider_high, laws.outsider_low);
    const VI slot = hn::LoadU(i, list);
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
    const VI model = models_of(slots, from);
    seats.origin = hn::IfThenElse(comes, from, seats.origin);
    seats.favour = hn::IfThenElse(comes, model, none);
  }
  *tastes = philox_lanes(luck, use_of(taste, step), key);
  *tasteful = hn::AndNot(outsider, is_below(*tastes, laws.taste_high, laws.taste_low));
  return seats;
}

// The favourites of those who have one, by their weights.
HWY_INLINE void draw_tastes(const Plan& plan, const std::int32_t* levels, MU tasteful,
                            const Words& w, std::size_t there, std::int32_t* favour) {
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
    favour[at] =
        weighted_model(weights, 0, plan.models, std::uint64_t{words[1][at]} << 32 | words[0][at]);
  }
}

// One vector of the list: favours and origins into the two arrays of kLanes.
HWY_INLINE void seat_lanes(const Slots& slots, const Slot* list, std::size_t there, Purpose arrival,
                           Purpose taste, std::uint32_t step, std::int32_t* levels, Laws& laws,
                           std::int32_t* favour, Slot* origin) {
  const I32 i;
  const VI post = hn::BitCast(
      i, hn::GatherIndex(U32(), &slots.office[0].post, hn::ShiftLeft<2>(hn::LoadU(i, list))));
  const VI level = hn::And(hn::ShiftRight<Post::level>(post), hn::Set(i, 0x7F));
  if (!hn::AllTrue(i, hn::Eq(level, hn::Load(i, levels)))) {  // as in the vector before
    hn::Store(level, i, levels);
    laws = laws_of(*slots.plan, levels);
  }
  MU tasteful;
  Words tastes;
  const Seats seats = seats_of(slots, list, laws, arrival, taste, step, levels, &tasteful, &tastes);
  hn::Store(seats.favour, i, favour);
  hn::Store(seats.origin, i, origin);
  draw_tastes(*slots.plan, levels, tasteful, tastes, there, favour);
}

void draw_favours_in_lanes(const Slots& slots, Purpose arrival, Purpose taste, std::uint32_t step,
                           std::span<const Slot> list, Model* favours, Slot* origins) {
  HWY_ALIGN Slot scratch[kLanes];
  HWY_ALIGN std::int32_t favour[kLanes], origin[kLanes], levels[kLanes];
  std::fill_n(levels, kLanes, 0);
  Laws laws = laws_of(*slots.plan, levels);
  for (std::size_t at = 0; at < list.size(); at += kLanes) {
    std::size_t there = 0;
    const Slot* part = padded(list, at, scratch, there);
    seat_lanes(slots, part, there, arrival, taste, step, levels, laws, favour, origin);
    for (std::size_t l = 0; l < there; ++l) {
      favours[at + l] = static_cast<Model>(favour[l]);
      origins[at + l] = origin[l];
    }
  }
}

void seat_in_lanes(Slots& slots, std::int32_t step, std::span<const Slot> list,
                   std::vector<Arrival>& arrivals) {
  HWY_ALIGN Slot scratch[kLanes];
  HWY_ALIGN std::int32_t favour[kLanes], origin[kLanes], levels[kLanes];
  std::fill_n(levels, kLanes, 0);
  Laws laws = laws_of(*slots.plan, levels);
  arrivals.resize(list.size());
  for (std::size_t at = 0; at < list.size(); at += kLanes) {
    std::size_t there = 0;
    const Slot* part = padded(list, at, scratch, there);
    seat_lanes(slots, part, there, Purpose::arrival, Purpose::taste,
               static_cast<std::uint32_t>(step), levels, laws, favour, origin);
    for (std::size_t l = 0; l < there; ++l) {
      const auto s = static_cast<std::size_t>(part[l]);
      const Region region = slots.region_of(part[l]);
      const Region from = origin[l] == kNoRegion ? kNoRegion : origin[l] - (part[l] - region);
      slots.office[s].leader_since = static_cast<float>(step);
      slots.office[s].post = (slots.office[s].post & ~(0xFFU << Post::favour)) |
                             static_cast<std::uint32_t>(favour[l]) << Post::favour;
      arrivals[at + l] = {step, region, static_cast<Model>(favour[l]), from};
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace tizhi
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tizhi {

HWY_EXPORT(draw_favours_in_lanes);
HWY_EXPORT(seat_in_lanes);

void draw_favours(const Slots& slots, Purpose arrival, Purpose taste, std::uint32_t step,
                  std::span<const Slot> list, Model* favours, Slot* origins) {
  if (!list.empty()) HWY_DYNAMIC_DISPATCH(draw_favours_in_lanes)
  (slots, arrival, taste, step, list, favours, origins);
}

void seat(Slots& slots, std::int32_t step, std::span<const Slot> list,
          std::vector<Arrival>& arrivals) {
  arrivals.clear();
  if (!list.empty()) HWY_DYNAMIC_DISPATCH(seat_in_lanes)(slots, step, list, arrivals);
}

}  // namespace tizhi
#endif
