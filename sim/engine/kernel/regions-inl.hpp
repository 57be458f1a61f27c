// What many regions of one stratum find themselves in, and what presses them: the four causes in
// single precision. The words are those of causes/*.hpp, which say it plainly.
#if defined(TIZHI_REGIONS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef TIZHI_REGIONS_INL
#undef TIZHI_REGIONS_INL
#else
#define TIZHI_REGIONS_INL
#endif

#include <hwy/contrib/math/math-inl.h>

#include "engine/kernel/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace tizhi {
namespace HWY_NAMESPACE {

// What kLanes regions of one stratum find themselves in.
struct Lanes {
  VI index, field;  // of the slot; of its office's first field
  VI model, leader, superior, ordered;
  MF is_none, is_doubtful;
  VF change;      // W · D · B
  VF compliance;  // D^resistance · compliance
  VF zeal;        // leadership's hazard toward what the leader favours, bare
  VF order;       // strength of the superior's order, · compliance left out
  VI row;         // of the peers' sums
  VF per_peer;    // 1 / the peers' prestige in all, 0 where there is none
  VI own_seen;    // own model in the picture that is subtracted from the sums
  VI mass;
};

struct Context {
  const Slots& slots;
  const Weather& weather;
  const LevelLaw& law;
  const Page& page;
  Level level;
  std::int32_t step;
};

HWY_INLINE VI byte(VI word, int shift) {
  return hn::And(hn::ShiftRightSame(word, shift), hn::Set(I32(), 0xFF));
}

HWY_INLINE VI gather(const std::int32_t* base, VI index) {
  return hn::GatherIndex(I32(), base, index);
}
HWY_INLINE VI gather(const std::uint32_t* base, VI index) {
  return hn::BitCast(I32(), hn::GatherIndex(U32(), base, index));
}
HWY_INLINE VF gather(const float* base, VI index) { return hn::GatherIndex(F32(), base, index); }

// The peers' sums of a lane, by a row of the page; -1: no peers.
HWY_INLINE void find_peers(const Context& c, Lanes& l) {
  const I32 i;
  const F32 f;
  const Slots& slots = c.slots;
  if (c.law.peer_set == PeerSet::siblings) {
    l.row = gather(&slots.office[0].family, l.field);
  } else {
    VI replicate = hn::Zero(i);
    if (slots.replicates > 1) replicate = gather(slots.whose.data(), l.index);
    l.row = hn::Add(hn::Set(i, slots.level_row(0, c.level)),
                    hn::Mul(replicate, hn::Set(i, static_cast<int>(slots.plan->levels.size()))));
  }
  const auto alone = hn::Lt(l.row, hn::Zero(i));
  l.row = hn::Mul(hn::IfThenElse(alone, hn::Zero(i), l.row), hn::Set(i, slots.row_width()));
  l.mass = slots.plan->weight.empty() ? hn::Set(i, 1) : gather(&slots.office[0].mass, l.field);
  const VI all = gather(c.page.sums.data(), hn::Add(l.row, hn::Set(i, slots.plan->models + 1)));
  const VI others = hn::Sub(all, l.mass);
  const auto has = hn::And(hn::Gt(others, hn::Zero(i)), hn::Not(alone));
  const VF total = hn::ConvertTo(f, hn::IfThenElse(has, others, hn::Set(i, 1)));
  l.per_peer =
      hn::IfThenElse(hn::RebindMask(f, has), hn::Div(hn::Set(f, 1.0F), total), hn::Zero(f));
}

HWY_INLINE bool has_rows(const LevelLaw& law) {
  return law.peer_set == PeerSet::siblings || law.peer_set == PeerSet::level;
}

// The superior's model, as the regions see it.
HWY_INLINE VI superior_of(const Context& c, VI field) {
  const I32 i;
  const Office* office = c.slots.office.data();
  const VI boss = gather(&office->boss, field);
  const auto root = hn::Lt(boss, hn::Zero(i));
  const VI at = hn::IfThenElse(root, hn::Zero(i), boss);
  const VI above = c.page.lag == 0 ? gather(&office->post, hn::ShiftLeft<3>(at))
                                   : gather(c.page.seen.data(), at);
  return hn::IfThenElse(root, hn::Set(i, kNone), byte(above, 0));
}

// e^x, cut off where single precision ends.
HWY_INLINE VF faded(VF x) {
  const F32 f;
  return hn::Exp(f, hn::Max(x, hn::Set(f, kLeastExponent)));
}

// D, and with it D^resistance · compliance.
HWY_INLINE VF hold_of(const Context& c, Lanes& l) {
  const F32 f;
  const I32 i;
  l.compliance = hn::Set(f, c.law.compliance);
  if (!c.law.holds) return hn::Set(f, 1.0F);
  const auto none = hn::RebindMask(i, l.is_none);
  const VF age =
      hn::Sub(hn::Set(f, static_cast<float>(c.step)), gather(&c.slots.office[0].since, l.field));
  const VF drag = gather(c.law.drag.data(), hn::IfThenElse(none, hn::Zero(i), l.model));
  const VF settled = hn::Mul(age, hn::Set(f, -c.law.settling));
  const VF grown = hn::Expm1(f, hn::Max(settled, hn::Set(f, kLeastExponent)));
  const VF bend = hn::IfThenElse(l.is_none, hn::Zero(f), hn::Mul(drag, grown));
  if (c.law.resistance > 0)
    l.compliance = hn::Mul(l.compliance, hn::Exp(f, hn::Mul(bend, hn::Set(f, c.law.resistance))));
  return hn::Exp(f, bend);
}

// B, and with it the superior's own order.
HWY_INLINE VF openness_of(const Context& c, VI post, Lanes& l) {
  const F32 f;
  const I32 i;
  const VF alone = hn::Set(f, c.weather.open_alone);
  l.order = hn::Zero(f);
  if (c.slots.order.empty()) return alone;
  l.order = gather(c.slots.order.data(), l.index);
  const VI partial = hn::And(post, hn::Set(i, 1 << Post::partial));
  l.is_doubtful = hn::RebindMask(f, hn::Ne(partial, hn::Zero(i)));
  return hn::IfThenElse(hn::Gt(l.order, hn::Zero(f)), hn::Set(f, c.weather.open_ordered), alone);
}

// Leadership's hazard toward what the leader favours, bare.
HWY_INLINE VF zeal_of(const Context& c, Lanes& l) {
  const F32 f;
  if (c.law.preference <= 0 || !c.slots.has_leaders) return hn::Zero(f);
  VF zeal = hn::Set(f, c.law.preference);
  if (c.law.honeymoon > 0) {
    const VF since = gather(&c.slots.office[0].leader_since, l.field);
    const VF tenure = hn::Sub(hn::Set(f, static_cast<float>(c.step)), since);
    if (c.law.are_first_in_doubt) l.is_doubtful = hn::Or(l.is_doubtful, hn::Lt(since, hn::Zero(f)));
    zeal = hn::Mul(zeal, faded(hn::Mul(tenure, hn::Set(f, -c.law.honeymoon))));
  }
  if (!c.slots.law.empty()) zeal = hn::Mul(zeal, gather(c.slots.law.data(), l.index));
  const auto has_favour = hn::RebindMask(f, hn::Ne(l.leader, hn::Set(I32(), kNone)));
  return hn::IfThenElseZero(has_favour, zeal);
}

HWY_INLINE Lanes look(const Context& c, const Slot* list) {
  const I32 i;
  const F32 f;
  Lanes l;
  l.index = hn::LoadU(i, list);
  l.field = hn::ShiftLeft<3>(l.index);
  const VI post = gather(&c.slots.office[0].post, l.field);
  l.model = byte(post, 0);
  l.leader = byte(post, Post::favour);
  l.ordered = byte(post, Post::order);
  l.is_none = hn::RebindMask(f, hn::Eq(l.model, hn::Set(i, kNone)));
  l.is_doubtful = no_lane(f);
  l.superior = superior_of(c, l.field);
  const VF hold = hold_of(c, l);
  const VF open = openness_of(c, post, l);
  l.change = hn::Mul(hn::Mul(hold, hn::Set(f, c.weather.window)), open);
  l.zeal = zeal_of(c, l);
  if (!has_rows(c.law)) return l;
  find_peers(c, l);
  l.own_seen = c.page.lag == 0 ? l.model : byte(gather(c.page.seen.data(), l.index), 0);
  return l;
}

// s(k)
HWY_INLINE VF peer_share(const Context& c, const Lanes& l, int k) {
  const I32 i;
  const VI behind = gather(c.page.sums.data(), hn::Add(l.row, hn::Set(i, k)));
  const auto own = hn::Eq(l.own_seen, hn::Set(i, k));
  const VI others = hn::Sub(behind, hn::IfThenElse(own, l.mass, hn::Zero(i)));
  return hn::Mul(hn::ConvertTo(F32(), others), l.per_peer);
}

HWY_INLINE VF sharpened(VF share, float conformity) {
  const F32 f;
  if (conformity == 1) return share;
  const auto some = hn::Gt(share, hn::Zero(f));
  const VF safe = hn::IfThenElse(some, share, hn::Set(f, 1.0F));
  const VF power = faded(hn::Mul(hn::Set(f, conformity), hn::Log(f, safe)));
  return hn::IfThenElse(some, power, hn::Zero(f));
}

// The bare hazards of imitation toward model k.
HWY_INLINE VF imitation(const Context& c, const Lanes& l, int k) {
  const F32 f;
  const I32 i;
  const auto slot = static_cast<std::size_t>(k);
  const auto copies = hn::RebindMask(f, hn::Eq(l.superior, hn::Set(i, k)));
  VF h = hn::IfThenElseZero(copies, hn::Set(f, c.law.superior[slot]));
  if (has_rows(c.law) && c.law.peers[slot] > 0)
    h = hn::MulAdd(hn::Set(f, c.law.peers[slot]), sharpened(peer_share(c, l, k), c.law.conformity),
                   h);
  const VF founding = hn::Set(f, c.law.founding[slot]);
  return hn::IfThenElse(l.is_none, hn::Mul(h, founding), h);
}

HWY_INLINE VF leadership(const Lanes& l, int k) {
  const F32 f;
  return hn::IfThenElseZero(hn::RebindMask(f, hn::Eq(l.leader, hn::Set(I32(), k))), l.zeal);
}

// Λ: an order's shares add up to its strength, wherever they lie.
HWY_INLINE VF pressure_in_all(const Context& c, const Lanes& l) {
  const F32 f;
  VF bare = hn::Add(hn::Set(f, c.weather.pulls), l.zeal);
  if (c.law.peers_alike && has_rows(c.law)) {
    const I32 i;
    const VI with = gather(c.page.sums.data(), hn::Add(l.row, hn::Set(i, c.slots.plan->models)));
    const auto own = hn::Ne(l.own_seen, hn::Set(i, kNone));
    const VI others = hn::Sub(with, hn::IfThenElse(own, l.mass, hn::Zero(i)));
    VF h = hn::Mul(hn::Mul(hn::ConvertTo(f, others), l.per_peer), hn::Set(f, c.law.peers[0]));
    const auto has = hn::Ne(l.superior, hn::Set(i, kNone));
    const VI at = hn::IfThenElse(has, l.superior, hn::Zero(i));
    h = hn::Add(h, hn::IfThenElseZero(hn::RebindMask(f, has), gather(c.law.superior.data(), at)));
    bare = hn::Add(bare, hn::IfThenElse(l.is_none, hn::Mul(h, hn::Set(f, c.law.founding[0])), h));
  } else {
    for (int k = 0; k < c.slots.plan->models; ++k) bare = hn::Add(bare, imitation(c, l, k));
  }
  const VF orders = hn::Add(hn::Set(f, c.weather.pressing), l.order);
  return hn::MulAdd(l.change, bare, hn::Mul(l.compliance, orders));
}

}  // namespace HWY_NAMESPACE
}  // namespace tizhi
HWY_AFTER_NAMESPACE();

#endif
