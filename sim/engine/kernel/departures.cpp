// Who leaves in the next sixteen steps. A region's sixteen bytes stand beside the sixteen edges of
// its leader's coming steps: one comparison finds the few that may fall.
#include <algorithm>

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

// The steps served at the start of a span, as a place in the tables of edges.
HWY_INLINE std::size_t place(std::int32_t begin, float since, std::size_t size) {
  const float served = static_cast<float>(begin) - since;
  return std::min(static_cast<std::size_t>(served), size - 2 * kSpan) + kSpan;
}

// The first fall decides from where the next leader's edges count.
HWY_INLINE void settle_region(const Slots& slots, const Tenures& law, Slot slot, std::size_t i,
                              Span span, Word& w) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(w.bytes + 4 * i);
  const std::uint32_t steps =
      (1U << (span.end - span.begin)) - 1;
  std::uint32_t bits = w.hits[i] & steps;
  float since = w.since[i];
  while (bits != 0) {
    const int s = __builtin_ctz(bits);
    bits &= bits - 1;
    const std::int32_t step = span.begin + s;
    const std::uint32_t top = bytes[s];
    const std::size_t at = since < 0 ? 0 : place(step, since, law.edge.size());
    const std::uint32_t edge = since < 0 ? 0 : law.edge[at];
    const bool is_certain = top < edge && edge < 255;
    if (!is_certain && !leaves(slots, slot, step, top, since)) continue;
    since = static_cast<float>(step);
    w.gone[s] |= 1ULL << i;
    bits = hits(bytes, law.edge.data() + kSpan - s) & steps & ~((2U << s) - 1);
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
    const auto last = static_cast<float>(first.edge.size() - 2 * kSpan);
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
    const Tenures& law = plan.levels[level[i]].tenures;
    const auto& edges = w.since[i] < 0 ? law.edge_between : law.edge;
    w.hits[i] = hits(bytes + kSpan * i,
                     edges.data() + place(span.begin, w.since[i], law.edge.size()));
    some |= std::uint64_t{w.hits[i] != 0} << i;
  }
  return some;
}

void SettleDepartures(Slots& slots, Span span, std::size_t from, std::size_t until) {
  const Plan& plan = *slots.plan;
  const PhiloxKey key = key_of(plan.run->seed);
  const std::uint32_t use =
      use_of(Purpose::turnover, static_cast<std::uint32_t>(span.begin / kSpan));
  const std::size_t words_each = plan.uniform.size();
  Word w;
  for (std::size_t word = from; word < until; ++word) {
    const std::size_t region_word = word % words_each;
    const auto replicate = static_cast<std::uint32_t>(word / words_each);
    draw_bytes(plan.luck(region_word), slots.first + replicate, use, key, w.bytes);
    std::copy_n(slots.leader_since.data() + word * kGroup, kGroup, w.since);
    std::fill_n(w.gone, kSpan, 0);
    const std::uint8_t* level = plan.level.data() + region_word * kGroup;
    std::uint64_t some = hit_by_edges(plan, region_word, span, w);
    for (some &= plan.present[region_word]; some != 0; some &= some - 1) {
      const auto i = static_cast<std::size_t>(__builtin_ctzll(some));
      settle_region(slots, plan.levels[level[i]].tenures, static_cast<Slot>(word * kGroup + i), i,
                    span, w);
    }
    for (std::int32_t step = span.begin; step < span.end; ++step)
      slots.arrive_at(step)[word] = w.gone[step - span.begin];
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace tizhi
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tizhi {

HWY_EXPORT(SettleDepartures);

void settle_departures(Slots& slots, Span span, std::size_t from, std::size_t until) {
  HWY_DYNAMIC_DISPATCH(SettleDepartures)(slots, span, from, until);
}

}  // namespace tizhi
#endif
