// Which clock of a region rings first, and what the causes' shares in it are, for those who ring.
#if defined(TIZHI_FIRSTS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef TIZHI_FIRSTS_INL
#undef TIZHI_FIRSTS_INL
#else
#define TIZHI_FIRSTS_INL
#endif

#include "engine/kernel/clocks.hpp"
#include "engine/kernel/regions-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace tizhi {
namespace HWY_NAMESPACE {

HWY_INLINE Words draw(const Context& c, const Pairs& luck, Purpose purpose, std::uint32_t step,
                      unsigned offset) {
  return philox_lanes(luck, use_of(purpose, step, offset), c.slots.plan->keys);
}

HWY_INLINE VU word_at(const Words& w, std::uint32_t j) {
  return j == 0 ? w.w0 : j == 1 ? w.w1 : j == 2 ? w.w2 : w.w3;
}

// Those whose clock rings, packed: with what was found out about them.
struct Ringing {
  static constexpr std::size_t kMost = Files::kMost + 2 * kLanes;
  HWY_ALIGN Slot slot[kMost];
  HWY_ALIGN std::uint32_t post[kMost], who[kMost], low[kMost], high[kMost];
  HWY_ALIGN std::int32_t superior[kMost], own_seen[kMost], mass[kMost], row[kMost];
  HWY_ALIGN float change[kMost], compliance[kMost], zeal[kMost], order[kMost], per_peer[kMost];
  // The peers' sums are read for these only: half of the candidates do not ring.
  HWY_ALIGN std::int32_t sums[Files::kFours][4 * kMost];
  std::size_t there = 0;
};

// Calls action(column, lanes) for all that is kept of a vector's regions: what is the same for all
// of them need not be.
template <class Action>
HWY_INLINE void for_columns(const Context& c, Ringing& r, Lanes& l, const Action& action) {
  action(I32(), r.slot, l.index);
  action(U32(), r.post, l.post);
  action(U32(), r.who, l.who);
  action(U32(), r.low, l.low);
  action(U32(), r.high, l.high);
  action(I32(), r.superior, l.superior);
  action(F32(), r.change, l.change);
  action(F32(), r.zeal, l.zeal);
  if (c.page.lag != 0) action(I32(), r.own_seen, l.own_seen);
  if (!c.slots.plan->weight.empty()) action(I32(), r.mass, l.mass);
  if (c.law.resistance > 0) action(F32(), r.compliance, l.compliance);
  if (c.slots.has_orders) action(F32(), r.order, l.order);
  if (!has_rows(c.law)) return;
  action(I32(), r.row, l.row);
  action(F32(), r.per_peer, l.per_peer);
}

HWY_INLINE void keep(const Context& c, Lanes& l, MF rings, Ringing& ringing) {
  const std::size_t end = ringing.there;
  for_columns(c, ringing, l, [&](auto d, auto* column, const auto& lanes) {
    pack(d, lanes, rings, column + end);
  });
  ringing.there += hn::CountTrue(F32(), rings);
}

HWY_INLINE Lanes kept(const Context& c, Ringing& ringing, std::size_t at) {
  Lanes l;
  l.mass = hn::Set(I32(), 1);
  l.compliance = hn::Set(F32(), c.law.compliance);
  l.order = l.per_peer = hn::Zero(F32());
  for_columns(c, ringing, l,
              [&](auto d, auto* column, auto& lanes) { lanes = hn::LoadU(d, column + at); });
  read_post(l.post, l);
  if (c.page.lag == 0) l.own_seen = l.model;
  return l;
}

// h_c(i,k), as far as each cause presses at all. Leadership has but one model a region, and so has
// the superior's own order; what the timeline's orders add is `pushed`.
struct Rows {
  VF copied[kMaxModels];
  VF pushed[kMaxModels];
  VF led, ordered;
  bool has_pushes = false, has_orders = false;
};

// Adds what the orders of one kind press toward each model, per unit of compliance.
HWY_INLINE void add_pushes(const Context& c, Lanes& l, Compulsion compulsion, int models,
                           const VF* open, VF* terms) {
  const F32 f;
  const I32 i;
  for (const Push& e : c.weather.pushes) {
    if ((e.phase == Phase::pressing) != (compulsion == Compulsion::free)) continue;
    const VF strength = hn::Set(f, e.strength);
    VF wanted = hn::Zero(f);
    auto met = no_lane(i);
    for (int k = 0; k < models; ++k) {
      if ((e.targets >> k & 1U) == 0) continue;
      wanted = hn::Add(wanted, open[k]);
      met = hn::Or(met, hn::Eq(l.model, hn::Set(i, k)));
    }
    const MF is_met = hn::RebindMask(f, met);
    const MF is_open = e.is_weighted ? no_lane(f) : hn::Gt(wanted, hn::Zero(f));
    const MF faint = hn::And(is_open, hn::Lt(wanted, hn::Set(f, c.law.faint)));
    l.is_doubtful = hn::Or(l.is_doubtful, hn::AndNot(is_met, faint));
    const VF scale = hn::Div(strength, hn::IfThenElse(is_open, wanted, hn::Set(f, 1.0F)));
    for (int k = 0; k < models; ++k) {
      if ((e.targets >> k & 1U) == 0) continue;
      const VF even = hn::Mul(strength, hn::Set(f, e.share[static_cast<std::size_t>(k)]));
      const VF share = hn::IfThenElse(is_open, hn::Mul(scale, open[k]), even);
      const auto own = hn::RebindMask(f, hn::Eq(l.model, hn::Set(i, k)));
      terms[k] =
          hn::Add(terms[k], hn::IfThenElse(is_met, hn::IfThenElseZero(own, strength), share));
    }
  }
}

HWY_INLINE bool pushes(const Weather& weather, Compulsion compulsion) {
  return std::any_of(weather.pushes.begin(), weather.pushes.end(), [&](const Push& e) {
    return (e.phase == Phase::pressing) == (compulsion == Compulsion::free);
  });
}

HWY_INLINE void fill_pushed(const Context& c, Lanes& l, Compulsion compulsion, Rows& rows) {
  const F32 f;
  const I32 i;
  const int models = c.slots.plan->models;
  VF open[kMaxModels];
  for (int k = 0; k < models; ++k) {
    const auto favours = hn::RebindMask(f, hn::Eq(l.leader, hn::Set(i, k)));
    const VF pull = hn::Set(f, c.weather.pull[static_cast<std::size_t>(k)]);
    open[k] = hn::Add(hn::Add(pull, rows.copied[k]), hn::IfThenElseZero(favours, l.zeal));
    rows.pushed[k] = hn::Zero(f);
  }
  add_pushes(c, l, compulsion, models, open, rows.pushed);
  if (compulsion == Compulsion::due) return;
  for (int k = 0; k < models; ++k) {
    const auto orders = hn::RebindMask(f, hn::Eq(l.ordered, hn::Set(i, k)));
    if (rows.has_orders)
      rows.pushed[k] = hn::Add(rows.pushed[k], hn::IfThenElseZero(orders, l.order));
    rows.pushed[k] = hn::Mul(rows.pushed[k], l.compliance);
  }
  rows.has_orders = false;
}

HWY_INLINE void fill_rows(const Context& c, Lanes& l, const Ringing& ringing, std::size_t at,
                          Compulsion compulsion, Rows& rows) {
  const int models = c.slots.plan->models;
  const bool is_free = compulsion == Compulsion::free;
  VI behind[kMaxModels];
  if (has_rows(c.law)) load_behind(c, ringing.sums, at, behind);
  for (int k = 0; k < models; ++k)
    rows.copied[k] = imitation(c, l, k, has_rows(c.law) ? behind[k] : hn::Zero(I32()));
  rows.has_pushes = pushes(c.weather, compulsion);
  rows.has_orders = is_free && c.slots.has_orders;
  if (rows.has_pushes) fill_pushed(c, l, compulsion, rows);
  if (rows.has_orders) rows.ordered = hn::Mul(l.order, l.compliance);
  if (!is_free) l.change = hn::Zero(F32());
  for (int k = 0; k < models; ++k) rows.copied[k] = hn::Mul(rows.copied[k], l.change);
  rows.led = hn::Mul(l.zeal, l.change);
}

// A clock as slow as this cannot be first: uniforms of 32 bits stretch waiting times by less than
// 2^38, and what rang was fast enough to be told from nothing. Slower ones, and those that do not
// go at all, count as that slow.
inline constexpr float kSilent = 1e-30F;

// When clocks ring, and in the lowest six bits of that, whose they are: 4 · model + cause. So the
// first two of them are kept up by three comparisons and no blend, and what a time loses is a tenth
// of the margin.
inline constexpr std::int32_t kWhose = 4 * kMaxModels - 1;
static_assert(kWhose < kMargin / 8 * (1 << 23));

struct First {
  VF at, next;  // the first clock, and the second
  VF nearest;   // of the uniforms to 0 or 1
};

// 1/h as well as the margin asks: AVX-512's estimate errs by a quarter of it, others' by more.
HWY_INLINE VF nearly_inverse(VF h) {
#if HWY_TARGET == HWY_AVX3
  return hn::ApproximateReciprocal(h);
#else
  return inverse(h);
#endif
}

HWY_INLINE void listen(VU word, VF h, VI whose, First& first) {
  const F32 f;
  const I32 i;
  const VF v = centred(word);
  first.nearest = hn::Min(first.nearest, hn::Abs(v));
  const VF at = hn::Mul(minus_log(v), nearly_inverse(hn::Max(h, hn::Set(f, kSilent))));
  const VI time = hn::AndNot(hn::Set(i, kWhose), hn::BitCast(i, at));
  const VF key = hn::BitCast(f, hn::Or(time, whose));
  first.next = hn::Min(first.next, hn::Max(key, first.at));
  first.at = hn::Min(first.at, key);
}

inline HWY_NOINLINE First first_of(const Context& c, const Lanes& l, const Rows& rows) {
  const F32 f;
  const I32 i;
  const Pairs luck = luck_of(c, l);
  const VF never = hn::Set(f, 3e38F), nothing = hn::Zero(f);
  First first{never, never, hn::Set(f, 1.0F)};
  // Words of the clocks of which there is one a region; where it does not go, any but a faint one.
  VU led = hn::Set(U32(), 1U << 30), ordered = led;
  const auto step = static_cast<std::uint32_t>(c.step);
  for (int k = 0; k < c.slots.plan->models; ++k) {
    const VI model = hn::Set(i, k);
    const VF pulled = hn::Mul(l.change, hn::Set(f, c.weather.pull[static_cast<std::size_t>(k)]));
    const VI whose = hn::ShiftLeft<2>(model);
    VF any = hn::Max(pulled, rows.copied[k]);
    if (rows.has_pushes) any = hn::Max(any, rows.pushed[k]);
    const auto leads = hn::Eq(l.leader, model), orders = hn::Eq(l.ordered, model);
    any = hn::Max(any, hn::IfThenElseZero(hn::RebindMask(f, leads), rows.led));
    if (rows.has_orders)
      any = hn::Max(any, hn::IfThenElseZero(hn::RebindMask(f, orders), rows.ordered));
    if (hn::AllFalse(f, hn::Gt(any, nothing))) continue;
    const Words w = draw(c, luck, Purpose::pick, step, static_cast<unsigned>(k));
    if (c.weather.pull[static_cast<std::size_t>(k)] > 0) listen(w.w0, pulled, whose, first);
    listen(w.w1, rows.copied[k], hn::Add(whose, hn::Set(i, 1)), first);
    if (rows.has_pushes && !hn::AllFalse(f, hn::Gt(rows.pushed[k], nothing)))
      listen(w.w2, rows.pushed[k], hn::Add(whose, hn::Set(i, 2)), first);
    ordered = hn::IfThenElse(hn::RebindMask(U32(), orders), w.w2, ordered);
    led = hn::IfThenElse(hn::RebindMask(U32(), leads), w.w3, led);
  }
  const auto of = [&](VI model, int cause) {  // where there is none, the clock does not go
    return hn::Or(hn::And(hn::ShiftLeft<2>(model), hn::Set(i, kWhose)), hn::Set(i, cause));
  };
  if (rows.has_orders) listen(ordered, rows.ordered, of(l.ordered, 2), first);
  listen(led, rows.led, of(l.leader, 3), first);
  return first;
}

// The hazards of the four causes toward the model that is first.
HWY_INLINE void hazards_toward(const Context& c, const Lanes& l, const Rows& rows, VI model,
                               VF* mine) {
  const F32 f;
  const I32 i;
  const auto is = [&](VI other) { return hn::RebindMask(f, hn::Eq(model, other)); };
  mine[0] = hn::Mul(l.change, entry(c.weather.pull, model));
  mine[1] = hn::Zero(f);
  mine[2] = rows.has_orders ? hn::IfThenElseZero(is(l.ordered), rows.ordered) : hn::Zero(f);
  mine[3] = hn::IfThenElseZero(is(l.leader), rows.led);
  for (int k = 0; k < c.slots.plan->models; ++k) {
    const MF here = is(hn::Set(i, k));
    mine[1] = hn::IfThenElse(here, rows.copied[k], mine[1]);
    if (rows.has_pushes) mine[2] = hn::IfThenElse(here, rows.pushed[k], mine[2]);
  }
}

// Shares of the causes in 1/255, by largest remainder, in a word; 0 where rounding is doubtful: one
// who is lifted lies hardly before one who is not. Near a whole number nothing is in doubt, for
// whoever falls short of it is lifted first.
HWY_INLINE VU ledgers(const VF* mine) {
  const F32 f;
  const I32 i;
  constexpr float kNear = 255 * kMargin / 64;
  VF sum = hn::Zero(f);
  for (int c = 0; c < kPressingCauses; ++c) sum = hn::Add(sum, mine[c]);
  const VF scale = hn::Div(hn::Set(f, 255.0F), sum);
  VF rest[kPressingCauses];
  VI rounded[kPressingCauses];
  VI left = hn::Set(i, 255);
  for (int c = 0; c < kPressingCauses; ++c) {
    const VF share = hn::Mul(mine[c], scale);
    const auto alone = hn::Eq(mine[c], sum);
    const VF floor = hn::IfThenElse(alone, hn::Set(f, 255.0F), hn::Floor(share));
    rest[c] = hn::IfThenZeroElse(alone, hn::Sub(share, floor));
    rounded[c] = hn::ConvertTo(i, floor);
    left = hn::Sub(left, rounded[c]);
  }
  VF last = hn::Set(f, 2.0F), next = hn::Set(f, -1.0F);  // of those lifted, of those not
  VU word = hn::Zero(U32());
  for (int c = 0; c < kPressingCauses; ++c) {
    VI rank = hn::Zero(i);
    for (int o = 0; o < kPressingCauses; ++o) {
      if (o == c) continue;
      const MF before = o < c ? hn::Ge(rest[o], rest[c]) : hn::Gt(rest[o], rest[c]);
      rank = hn::Sub(rank, hn::VecFromMask(i, hn::RebindMask(i, before)));
    }
    const auto is_lifted = hn::Lt(rank, left);
    const MF lifted = hn::RebindMask(f, is_lifted);
    last = hn::IfThenElse(lifted, hn::Min(last, rest[c]), last);
    next = hn::IfThenElse(lifted, next, hn::Max(next, rest[c]));
    const VI share = hn::Sub(rounded[c], hn::VecFromMask(i, is_lifted));
    word = hn::Or(word, hn::ShiftLeftSame(hn::BitCast(U32(), share), 8 * c));
  }
  const MF doubt = hn::Lt(hn::Sub(last, next), hn::Set(f, kNear));
  return hn::IfThenZeroElse(hn::RebindMask(U32(), doubt), word);
}

struct Outcome {
  MF formed, doubt;
  VI whose;
  VU ledger;
};

HWY_INLINE Outcome choose(const Context& c, Lanes& l, const Ringing& ringing, std::size_t at,
                          Compulsion compulsion, MF rings) {
  const F32 f;
  const U32 d;
  Rows rows;
  fill_rows(c, l, ringing, at, compulsion, rows);
  const First first = first_of(c, l, rows);
  const VI whose = hn::And(hn::BitCast(I32(), first.at), hn::Set(I32(), kWhose));
  const VI model = hn::ShiftRight<2>(whose);
  const MF is_faint = hn::Lt(first.nearest, hn::Set(f, kFine));
  const MF near = hn::Not(hn::Gt(first.next, hn::Mul(first.at, hn::Set(f, 1 + kMargin))));
  const MF doubt = hn::And(rings, hn::Or(hn::Or(l.is_doubtful, is_faint), near));
  const MF moves = hn::RebindMask(f, hn::Ne(model, l.model));
  Outcome outcome{hn::And(rings, hn::AndNot(doubt, moves)), doubt, whose, hn::Zero(d)};
  if (hn::AllFalse(f, outcome.formed)) return outcome;
  VF mine[kPressingCauses];
  hazards_toward(c, l, rows, model, mine);
  outcome.ledger = ledgers(mine);
  return outcome;
}

}  // namespace HWY_NAMESPACE
}  // namespace tizhi
HWY_AFTER_NAMESPACE();

#endif
