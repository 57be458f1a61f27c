// What many regions of one stratum find themselves in, and what presses them: the four causes in
// single precision. The words are those of causes/*.hpp, which say it plainly.
#if defined(TIZHI_REGIONS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef TIZHI_REGIONS_INL
#undef TIZHI_REGIONS_INL
#else
#define TIZHI_REGIONS_INL
#endif

#include <hwy/contrib/math/math-inl.h>

#include <bit>
#include <cstring>
#include <utility>

#include "engine/kernel/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace tizhi {
namespace HWY_NAMESPACE {

struct Context {
  const Slots& slots;
  const Weather& weather;
  const LevelLaw& law;
  const Page& page;
  Level level;
  std::int32_t step;
};

inline bool has_rows(const LevelLaw& law) {
  return law.peer_set == PeerSet::siblings || law.peer_set == PeerSet::level;
}

// What the regions at hand need from all over memory, copied side by side in plain loads: gathers
// cost as much, and a word each. Fours are told apart again by load_fours.
struct Files {
  static constexpr std::size_t kMost = 128;  // regions
  static constexpr std::size_t kFours = (kMaxModels + kBehind + 3) / 4;
  HWY_ALIGN Slot slot[kMost];
  HWY_ALIGN std::uint32_t office[4 * kMost];
  HWY_ALIGN Bond bond[kMost];
  HWY_ALIGN std::uint64_t luck[kMost];
  HWY_ALIGN std::int32_t row[kMost];               // where in the page the peers' sums begin
  HWY_ALIGN std::int32_t peers[2 * kMost];         // of the sums: in all, and behind any model
  HWY_ALIGN std::int32_t sums[kFours][4 * kMost];  // all of them, where the force asks
  HWY_ALIGN std::int32_t superior[kMost];
  HWY_ALIGN std::int32_t own_seen[kMost];
  HWY_ALIGN std::uint32_t who[kMost];
  HWY_ALIGN std::uint32_t top[kMost];
  HWY_ALIGN std::int32_t mass[kMost];
  HWY_ALIGN float law[kMost];
  HWY_ALIGN float bar[kMost];  // what Λ·Δ must pass; not a number: in doubt
  std::size_t there = 0;
};

// The fours of numbers in a row of sums.
inline std::size_t fours_in_all(const Context& c) {
  return static_cast<std::size_t>(c.slots.row_width()) / 4;
}

template <std::size_t kSize>
inline void copy_rows(const Context& c, const std::int32_t* row, std::size_t from,
                      std::size_t until, std::int32_t (*to)[kSize]) {
  const std::int32_t* const sums = c.page.sums.data();
  for (std::size_t j = 0; j < fours_in_all(c); ++j)
    for (std::size_t at = from; at < until; ++at)
      std::memcpy(to[j] + 4 * at, sums + row[at] + 4 * j, 4 * sizeof *sums);
}

inline void fetch_rows(const Context& c, int replicate, std::size_t from, std::size_t until,
                       Files& files) {
  const std::int32_t* const sums = c.page.sums.data();
  const std::int32_t width = c.slots.row_width();
  const std::int32_t nothing = c.slots.no_row() * width;
  const std::int32_t first = replicate * c.slots.plan->families;
  const std::int32_t level = c.slots.level_row(replicate, c.level) * width;
  const bool is_level = c.law.peer_set == PeerSet::level;
  for (std::size_t at = from; at < until; ++at) {
    const std::int32_t family = files.bond[at].family;
    const std::int32_t siblings = family < 0 ? nothing : (first + family) * width;
    files.row[at] = is_level ? level : siblings;
  }
  for (std::size_t at = from; at < until; ++at)
    std::memcpy(files.peers + 2 * at, sums + files.row[at], 2 * sizeof *sums);
  if (!c.law.peers_alike) copy_rows(c, files.row, from, until, files.sums);
}

inline std::int32_t seen_model(const Context& c, Slot slot) {
  const auto s = static_cast<std::size_t>(slot);
  return static_cast<std::int32_t>(c.page.lag == 0 ? c.slots.model[s] : c.page.seen[s] & 0xFFU);
}

// What only some runs ask for.
inline void fetch_rare(const Context& c, Slot base, std::size_t from, std::size_t until,
                       Files& files) {
  const auto& law = c.slots.law;
  const auto& weight = c.slots.plan->weight;
  for (std::size_t at = from; at < until; ++at) {
    const Slot slot = files.slot[at];
    if (c.page.lag != 0) files.own_seen[at] = seen_model(c, slot);
    if (!law.empty()) files.law[at] = law[static_cast<std::size_t>(slot)];
    if (!weight.empty()) files.mass[at] = weight[static_cast<std::size_t>(slot - base)];
  }
}

// The files of regions of one replicate, in short loops: their loads do not wait for each other.
inline void fetch_some(const Context& c, int replicate, std::size_t from, std::size_t until,
                       Files& files) {
  const Slots& slots = c.slots;
  const Slot base = replicate * slots.plan->stride;
  const Office* const office = slots.office.data();
  const Bond* const bond = slots.plan->bonds.data();
  for (std::size_t at = from; at < until; ++at) {
    const Slot slot = files.slot[at];
    std::memcpy(files.office + 4 * at, office + slot, sizeof(Office));
    files.bond[at] = bond[slot - base];
  }
  for (std::size_t at = from; at < until; ++at) {
    const Region boss = files.bond[at].boss;
    files.luck[at] = files.bond[at].luck;
    files.superior[at] = boss < 0 ? kNone : seen_model(c, base + boss);
  }
  std::fill(files.who + from, files.who + until,
            slots.first + static_cast<std::uint32_t>(replicate));
  if (!slots.tops.empty()) {
    const std::uint32_t* const tops = slots.tops.data() + c.step % kSpan / 4;
    for (std::size_t at = from; at < until; ++at)
      files.top[at] = tops[std::size_t{4} * files.slot[at]];
  }
  if (has_rows(c.law)) fetch_rows(c, replicate, from, until, files);
  if (c.page.lag != 0 || !slots.law.empty() || !slots.plan->weight.empty())
    fetch_rare(c, base, from, until, files);
}

// Copies what concerns the regions of the list, which is in order, and the last of them again until
// lanes are full.
inline HWY_NOINLINE void fetch(const Context& c, std::span<const Slot> list, Files& files) {
  files.there = list.size();
  const std::size_t until = (list.size() + kLanes - 1) / kLanes * kLanes;
  std::copy(list.begin(), list.end(), files.slot);
  std::fill(files.slot + list.size(), files.slot + until, list.back());
  for (const Slot* from = files.slot; from < files.slot + until;) {
    const int r = c.slots.replicate_of(*from);
    const Slot end = (r + 1) * c.slots.plan->stride;
    const Slot* const next = std::partition_point(from, std::as_const(files.slot) + until,
                                                  [&](Slot slot) { return slot < end; });
    fetch_some(c, r, static_cast<std::size_t>(from - files.slot),
               static_cast<std::size_t>(next - files.slot), files);
    from = next;
  }
}

// What kLanes regions of one stratum find themselves in.
struct Lanes {
  VI index;  // of the slot
  VI model, leader, superior, ordered;
  MF is_none, is_doubtful;
  VF change;      // W · D · B
  VF compliance;  // D^resistance · compliance
  VF zeal;        // leadership's hazard toward what the leader favours, bare
  VF order;       // strength of the superior's order, · compliance left out
  VF per_peer;    // 1 / the peers' prestige in all, 0 where there is none
  VI row;         // where in the page the peers' sums begin
  VI with;        // behind any model
  VI own_seen;    // own model in the picture that is subtracted from the sums
  VI mass;
  VU post, who, low, high;  // the last three: whose blocks to draw
  VF since, leader_since;
};

HWY_INLINE VI byte(VI word, int shift) {
  return hn::And(hn::ShiftRightSame(word, shift), hn::Set(I32(), 0xFF));
}

// 1/h by an estimate and a step of Newton's method.
HWY_INLINE VF inverse(VF h) {
  const F32 f;
  const VF rough = hn::ApproximateReciprocal(h);
  return hn::Mul(rough, hn::NegMulAdd(h, rough, hn::Set(f, 2.0F)));
}

// D, and with it D^resistance · compliance.
HWY_INLINE VF hold_of(const Context& c, Lanes& l) {
  const F32 f;
  l.compliance = hn::Set(f, c.law.compliance);
  if (!c.law.holds) return hn::Set(f, 1.0F);
  const VI model = hn::IfThenElse(hn::RebindMask(I32(), l.is_none), hn::Zero(I32()), l.model);
  const VF age = hn::Sub(hn::Set(f, static_cast<float>(c.step)), l.since);
  const VF grown = hn::Sub(faded(hn::Mul(age, hn::Set(f, -c.law.settling))), hn::Set(f, 1.0F));
  const VF bend = hn::IfThenZeroElse(l.is_none, hn::Mul(entry(c.law.drag, model), grown));
  if (c.law.resistance > 0)
    l.compliance = hn::Mul(l.compliance, faded(hn::Mul(bend, hn::Set(f, c.law.resistance))));
  return faded(bend);
}

// B, and with it the superior's own order.
HWY_INLINE VF openness_of(const Context& c, VI post, Lanes& l) {
  const F32 f;
  const I32 i;
  const VF alone = hn::Set(f, c.weather.open_alone);
  if (!c.slots.has_orders) return alone;
  const VI partial = hn::And(post, hn::Set(i, 1 << Post::partial));
  l.is_doubtful = hn::RebindMask(f, hn::Ne(partial, hn::Zero(i)));
  return hn::IfThenElse(hn::Gt(l.order, hn::Zero(f)), hn::Set(f, c.weather.open_ordered), alone);
}

// Leadership's hazard toward what the leader favours, bare.
HWY_INLINE VF zeal_of(const Context& c, const Files& files, std::size_t at, Lanes& l) {
  const F32 f;
  if (c.law.preference <= 0 || !c.slots.has_leaders) return hn::Zero(f);
  VF zeal = hn::Set(f, c.law.preference);
  if (c.law.honeymoon > 0) {
    const VF tenure = hn::Sub(hn::Set(f, static_cast<float>(c.step)), l.leader_since);
    if (c.law.are_first_in_doubt)
      l.is_doubtful = hn::Or(l.is_doubtful, hn::Lt(l.leader_since, hn::Zero(f)));
    zeal = hn::Mul(zeal, faded(hn::Mul(tenure, hn::Set(f, -c.law.honeymoon))));
  }
  if (!c.slots.law.empty()) zeal = hn::Mul(zeal, hn::Load(f, files.law + at));
  const auto has_favour = hn::RebindMask(f, hn::Ne(l.leader, hn::Set(I32(), kNone)));
  return hn::IfThenElseZero(has_favour, zeal);
}

// The peers: how many stand behind each model is read by peer_share.
HWY_INLINE void find_peers(const Files& files, std::size_t at, Lanes& l) {
  const I32 i;
  const F32 f;
  VI all, with;
  hn::LoadInterleaved2(i, files.peers + 2 * at, all, with);
  l.with = with;
  const VI others = hn::Sub(all, l.mass);
  const auto has = hn::Gt(others, hn::Zero(i));
  const VF total = hn::ConvertTo(f, hn::IfThenElse(has, others, hn::Set(i, 1)));
  l.per_peer = hn::IfThenElseZero(hn::RebindMask(f, has), inverse(total));
}

// What an office's word says.
HWY_INLINE void read_post(VU post, Lanes& l) {
  const I32 i;
  l.post = post;
  const VI word = hn::BitCast(i, post);
  l.model = byte(word, 0);
  l.leader = byte(word, Post::favour);
  l.ordered = byte(word, Post::order);
  l.is_none = hn::RebindMask(F32(), hn::Eq(l.model, hn::Set(i, kNone)));
  l.is_doubtful = no_lane(F32());
}

HWY_INLINE Lanes look(const Context& c, const Files& files, std::size_t at) {
  const I32 i;
  const U32 d;
  const F32 f;
  Lanes l;
  VU post, since, leader_since, order;
  load_fours(d, files.office + 4 * at, post, since, leader_since, order);
  hn::LoadInterleaved2(d, reinterpret_cast<const std::uint32_t*>(files.luck + at), l.low, l.high);
  if constexpr (std::endian::native == std::endian::big) std::swap(l.low, l.high);
  l.who = hn::Load(d, files.who + at);
  l.index = hn::Load(i, files.slot + at);
  l.since = hn::BitCast(f, since);
  l.leader_since = hn::BitCast(f, leader_since);
  l.order = hn::BitCast(f, order);
  l.mass = c.slots.plan->weight.empty() ? hn::Set(i, 1) : hn::Load(i, files.mass + at);
  read_post(post, l);
  l.superior = hn::Load(i, files.superior + at);
  const VF hold = hold_of(c, l);
  const VF open = openness_of(c, hn::BitCast(i, post), l);
  l.change = hn::Mul(hn::Mul(hold, hn::Set(f, c.weather.window)), open);
  l.zeal = zeal_of(c, files, at, l);
  l.own_seen = c.page.lag == 0 ? l.model : hn::Load(i, files.own_seen + at);
  l.per_peer = hn::Zero(f);
  if (!has_rows(c.law)) return l;
  l.row = hn::Load(i, files.row + at);
  find_peers(files, at, l);
  return l;
}

// What stands behind each model, from rows of which all fours were copied.
struct Behind {
  VI row[4 * Files::kFours];
  VI operator[](int k) const { return row[kBehind + k]; }
};

template <std::size_t kSize>
HWY_INLINE void load_behind(const Context& c, const std::int32_t (*sums)[kSize], std::size_t at,
                            Behind& behind) {
  const I32 i;
  VI* row = behind.row;
  for (std::size_t four = 0; four < fours_in_all(c); ++four, row += 4)
    load_fours(i, sums[four] + 4 * at, row[0], row[1], row[2], row[3]);
}

// What few runs ask for stands by itself: the way of the others is short, and stays in its cache.
inline HWY_NOINLINE VF power_of(VF share, float conformity) {
  const F32 f;
  const auto some = hn::Gt(share, hn::Zero(f));
  const VF safe = hn::IfThenElse(some, share, hn::Set(f, 1.0F));
  const VF power = faded(hn::Mul(hn::Set(f, conformity), hn::Log(f, safe)));
  return hn::IfThenElse(some, power, hn::Zero(f));
}

HWY_INLINE VF sharpened(VF share, float conformity) {
  return conformity == 1 ? share : power_of(share, conformity);
}

// The bare hazards of imitation toward model k, behind which the peers' sum is `behind`.
HWY_INLINE VF imitation(const Context& c, const Lanes& l, int k, VI behind) {
  const F32 f;
  const I32 i;
  const auto slot = static_cast<std::size_t>(k);
  const auto copies = hn::RebindMask(f, hn::Eq(l.superior, hn::Set(i, k)));
  VF h = hn::IfThenElseZero(copies, hn::Set(f, c.law.superior[slot]));
  if (has_rows(c.law) && c.law.peers[slot] > 0) {
    const auto own = hn::Eq(l.own_seen, hn::Set(i, k));
    const VI others = hn::Sub(behind, hn::IfThenElseZero(own, l.mass));
    const VF share = hn::Mul(hn::ConvertTo(f, others), l.per_peer);
    h = hn::MulAdd(hn::Set(f, c.law.peers[slot]), sharpened(share, c.law.conformity), h);
  }
  const VF founding = hn::Set(f, c.law.founding[slot]);
  return hn::IfThenElse(l.is_none, hn::Mul(h, founding), h);
}

// Λ: an order's shares add up to its strength, wherever they lie.
HWY_INLINE VF pressure_in_all(const Context& c, const Lanes& l, const Files& files,
                              std::size_t at) {
  const F32 f;
  const I32 i;
  VF bare = hn::Add(hn::Set(f, c.weather.pulls), l.zeal);
  if (c.law.peers_alike && has_rows(c.law)) {
    const auto own = hn::Ne(l.own_seen, hn::Set(i, kNone));
    const VI others = hn::Sub(l.with, hn::IfThenElseZero(own, l.mass));
    VF h = hn::Mul(hn::Mul(hn::ConvertTo(f, others), l.per_peer), hn::Set(f, c.law.peers[0]));
    const auto has = hn::Ne(l.superior, hn::Set(i, kNone));
    const VI above = hn::IfThenElseZero(has, l.superior);
    h = hn::Add(h, hn::IfThenElseZero(hn::RebindMask(f, has), entry(c.law.superior, above)));
    bare = hn::Add(bare, hn::IfThenElse(l.is_none, hn::Mul(h, hn::Set(f, c.law.founding[0])), h));
  } else {
    Behind behind;
    if (has_rows(c.law)) load_behind(c, files.sums, at, behind);
    for (int k = 0; k < c.slots.plan->models; ++k)
      bare = hn::Add(bare, imitation(c, l, k, has_rows(c.law) ? behind[k] : hn::Zero(i)));
  }
  const VF orders = hn::Add(hn::Set(f, c.weather.pressing), l.order);
  return hn::MulAdd(l.change, bare, hn::Mul(l.compliance, orders));
}

}  // namespace HWY_NAMESPACE
}  // namespace tizhi
HWY_AFTER_NAMESPACE();

#endif
