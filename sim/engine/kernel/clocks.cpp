#include "engine/kernel/clocks.hpp"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernel/clocks.cpp"
#include <hwy/foreach_target.h>

#include "engine/kernel/regions-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace tizhi {
namespace HWY_NAMESPACE {

HWY_INLINE Words draw(const Context& c, const Luck& luck, Purpose purpose, std::uint32_t step,
                      unsigned offset) {
  return philox_lanes(luck, use_of(purpose, step, offset), key_of(c.slots.plan->run->seed));
}

HWY_INLINE VU word_at(const Words& w, std::uint32_t j) {
  return j == 0 ? w.w0 : j == 1 ? w.w1 : j == 2 ? w.w2 : w.w3;
}

// -ln(1 - U) of the event's 40-bit uniform: what Λ·Δ must pass. Where U or 1 - U is too small to be
// told from 0 the lane is in doubt.
HWY_INLINE VF event_bar(const Context& c, const Luck& luck, MF& doubt) {
  const F32 f;
  const U32 d;
  const auto step = static_cast<std::uint32_t>(c.step);
  const Words sixteen = draw(c, luck, Purpose::event, step / kSpan, 0);
  const VU top = hn::And(
      hn::ShiftRightSame(word_at(sixteen, step % kSpan / 4), static_cast<int>(step % 4 * 8)),
      hn::Set(d, 0xFFU));
  const VU rest = draw(c, luck, Purpose::event, step, 1).w0;
  const VF high = hn::ConvertTo(f, hn::BitCast(I32(), top));
  const VF scale = hn::Set(f, 0x1p-8F);
  const VF below = hn::Mul(hn::Add(high, fraction(rest)), scale);
  const VF above =
      hn::Mul(hn::Add(hn::Sub(hn::Set(f, 255.0F), high), fraction(hn::Not(rest))), scale);
  doubt = hn::Lt(hn::Min(below, above), hn::Set(f, kFine));
  return minus_log(above, below);
}

template <class M>
HWY_INLINE std::size_t append(std::vector<Slot>& to, std::size_t used, VI index, M mask) {
  // Packing in the register and storing all of it is many times faster than a packed store.
  hn::StoreU(hn::Compress(index, hn::RebindMask(I32(), mask)), I32(), to.data() + used);
  return used + hn::CountTrue(F32(), mask);
}

void weigh_in_lanes(const Slots& slots, std::int32_t stratum, const Weather& weather,
                    std::int32_t step, std::span<const Slot> list, std::vector<Slot>& ringing,
                    std::vector<Slot>& doubtful) {
  const F32 f;
  const Level level = slots.plan->ground->strata.kinds[static_cast<std::size_t>(stratum)].level;
  const LevelLaw& law = slots.plan->levels[level];
  const Context c{slots, weather, law, slots.pages[static_cast<std::size_t>(law.page)],
                  level, step};
  const VF per_step = hn::Set(f, static_cast<float>(slots.plan->run->timeline.grid.step));
  HWY_ALIGN Slot scratch[kLanes];
  std::size_t rings = ringing.size(), doubts = doubtful.size();
  ringing.resize(rings + list.size() + kLanes);
  doubtful.resize(doubts + list.size() + kLanes);
  for (std::size_t at = 0; at < list.size(); at += kLanes) {
    std::size_t there = 0;
    const Slot* part = padded(list, at, scratch, there);
    const Lanes l = look(c, part);
    MF faint;
    const VF bar = event_bar(c, scattered_luck(slots, part), faint);
    const VF force = hn::Mul(pressure_in_all(c, l), per_step);
    const MF valid = hn::FirstN(f, there);
    const MF passes = hn::Gt(hn::Mul(force, hn::Set(f, 1 - kMargin)), bar);
    const MF fails = hn::Lt(hn::Mul(force, hn::Set(f, 1 + kMargin)), bar);
    const MF doubt =
        hn::And(valid, hn::Or(hn::Or(l.is_doubtful, faint), hn::Not(hn::Or(passes, fails))));
    rings = append(ringing, rings, l.index, hn::And(valid, hn::AndNot(doubt, passes)));
    doubts = append(doubtful, doubts, l.index, doubt);
  }
  ringing.resize(rings);
  doubtful.resize(doubts);
}

// ---- who rings first

struct Rows {
  HWY_ALIGN float h[kMaxModels][kPressingCauses][kLanes];
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

// h_c(i,k) of all models and causes.
HWY_INLINE void fill_rows(const Context& c, Lanes& l, Compulsion compulsion, Rows& rows) {
  const F32 f;
  const I32 i;
  const int models = c.slots.plan->models;
  const bool is_free = compulsion == Compulsion::free;
  VF open[kMaxModels], terms[kMaxModels];
  for (int k = 0; k < models; ++k) {
    const VF pull = hn::Set(f, c.weather.pull[static_cast<std::size_t>(k)]);
    const VF copy = imitation(c, l, k);
    const VF lead = leadership(l, k);
    open[k] = hn::Add(hn::Add(pull, copy), lead);
    terms[k] = hn::Zero(f);
    const VF change = is_free ? l.change : hn::Zero(f);
    hn::Store(hn::Mul(change, pull), f, rows.h[k][0]);
    hn::Store(hn::Mul(change, copy), f, rows.h[k][1]);
    hn::Store(hn::Mul(change, lead), f, rows.h[k][3]);
  }
  if (!c.weather.pushes.empty()) add_pushes(c, l, compulsion, models, open, terms);
  for (int k = 0; k < models; ++k) {
    if (is_free && !c.slots.order.empty())
      terms[k] =
          hn::Add(terms[k],
                  hn::IfThenElseZero(hn::RebindMask(f, hn::Eq(l.ordered, hn::Set(i, k))), l.order));
    hn::Store(is_free ? hn::Mul(terms[k], l.compliance) : terms[k], f, rows.h[k][2]);
  }
}

inline constexpr float kNever = 3e38F;
// A clock as slow as this cannot be first: uniforms of 32 bits stretch waiting times by less than
// 2^38, and what rang was fast enough to be told from nothing.
inline constexpr float kSilent = 1e-30F;

struct First {
  VF at, next;  // when the first clock rings, and the second
  VI model, cause;
  MF is_faint;               // a uniform lies too near 0 or 1
  VF mine[kPressingCauses];  // the hazards of the model that is first
};

// 1/h by an estimate and a step of Newton's method; nothing where h is 0.
HWY_INLINE VF inverse(VF h) {
  const F32 f;
  const VF rough = hn::ApproximateReciprocal(h);
  return hn::Mul(rough, hn::NegMulAdd(h, rough, hn::Set(f, 2.0F)));
}

HWY_INLINE void listen(const Context& c, const Luck& luck, const Rows& rows, int k, First& first) {
  const F32 f;
  const I32 i;
  VF h[kPressingCauses];
  VF sum = hn::Zero(f);
  for (int cause = 0; cause < kPressingCauses; ++cause) {
    h[cause] = hn::Load(f, rows.h[k][cause]);
    sum = hn::Add(sum, h[cause]);
  }
  if (hn::AllFalse(f, hn::Gt(sum, hn::Zero(f)))) return;
  const Words w =
      draw(c, luck, Purpose::pick, static_cast<std::uint32_t>(c.step), static_cast<unsigned>(k));
  MF won = no_lane(f);
  for (int cause = 0; cause < kPressingCauses; ++cause) {
    const MF has = hn::Gt(h[cause], hn::Set(f, kSilent));
    if (hn::AllFalse(f, has)) continue;
    const VU word = word_at(w, static_cast<std::uint32_t>(cause));
    const VF v = fraction(word);
    const VF rest = fraction(hn::Not(word));
    first.is_faint = hn::Or(first.is_faint, hn::Lt(hn::Min(v, rest), hn::Set(f, kFine)));
    const VF at =
        hn::IfThenElse(has, hn::Mul(minus_log(v, rest), inverse(h[cause])), hn::Set(f, kNever));
    const MF earlier = hn::Lt(at, first.at);
    first.next = hn::Min(first.next, hn::Max(at, first.at));
    first.at = hn::Min(first.at, at);
    const auto wins = hn::RebindMask(i, earlier);
    first.cause = hn::IfThenElse(wins, hn::Set(i, cause), first.cause);
    first.model = hn::IfThenElse(wins, hn::Set(i, k), first.model);
    won = hn::Or(won, earlier);
  }
  for (int cause = 0; cause < kPressingCauses; ++cause)
    first.mine[cause] = hn::IfThenElse(won, h[cause], first.mine[cause]);
}

// Shares of the causes in 1/255, by largest remainder; gives the lanes where rounding is doubtful.
HWY_INLINE MF ledgers(const First& first, VI* rounded) {
  const F32 f;
  const I32 i;
  constexpr float kNear = 255 * kMargin / 64;
  VF sum = hn::Zero(f);
  for (const VF& h : first.mine) sum = hn::Add(sum, h);
  const VF scale = hn::Div(hn::Set(f, 255.0F), sum);
  VF rest[kPressingCauses];
  VI left = hn::Set(i, 255);
  MF doubt = no_lane(f);
  MF is_alone = no_lane(f);
  for (int c = 0; c < kPressingCauses; ++c) {
    const VF share = hn::Mul(first.mine[c], scale);
    const MF alone = hn::Eq(first.mine[c], sum);
    is_alone = hn::Or(is_alone, alone);
    const VF floor = hn::Floor(share);
    rest[c] = hn::Sub(share, floor);
    rounded[c] = hn::ConvertTo(i, floor);
    const MF some = hn::Gt(first.mine[c], hn::Zero(f));
    const MF edge =
        hn::Or(hn::Lt(rest[c], hn::Set(f, kNear)), hn::Gt(rest[c], hn::Set(f, 1 - kNear)));
    doubt = hn::Or(doubt, hn::And(some, edge));
    rounded[c] = hn::IfThenElse(hn::RebindMask(i, alone), hn::Set(i, 255), rounded[c]);
    rest[c] = hn::IfThenElse(alone, hn::Zero(f), rest[c]);
    left = hn::Sub(left, rounded[c]);
  }
  for (int c = 0; c < kPressingCauses; ++c) {
    VI rank = hn::Zero(i);
    for (int o = 0; o < kPressingCauses; ++o) {
      if (o == c) continue;
      const MF before = o < c ? hn::Ge(rest[o], rest[c]) : hn::Gt(rest[o], rest[c]);
      rank = hn::Add(rank, hn::IfThenElse(hn::RebindMask(i, before), hn::Set(i, 1), hn::Zero(i)));
      const MF both = hn::And(hn::Gt(rest[c], hn::Zero(f)), hn::Gt(rest[o], hn::Zero(f)));
      const MF near = hn::Lt(hn::Abs(hn::Sub(rest[o], rest[c])), hn::Set(f, kNear));
      doubt = hn::Or(doubt, hn::And(both, near));
    }
    const auto lifted = hn::Lt(rank, left);
    rounded[c] = hn::Add(rounded[c], hn::IfThenElse(lifted, hn::Set(i, 1), hn::Zero(i)));
  }
  return hn::AndNot(is_alone, doubt);
}

void write_found(const VI* shares, const Lanes& l, const First& first, MF formed,
                 std::vector<Found>& found) {
  const I32 i;
  HWY_ALIGN std::int32_t slot[kLanes], model[kLanes], cause[kLanes];
  HWY_ALIGN std::int32_t ledger[kPressingCauses][kLanes];
  hn::Store(l.index, i, slot);
  hn::Store(first.model, i, model);
  hn::Store(first.cause, i, cause);
  for (int c = 0; c < kPressingCauses; ++c) hn::Store(shares[c], i, ledger[c]);
  std::uint8_t bytes[8] = {};
  hn::StoreMaskBits(F32(), formed, bytes);
  for (std::size_t at = 0; at < kLanes; ++at) {
    if ((bytes[at / 8] >> (at % 8) & 1) == 0) continue;
    Found f{slot[at], static_cast<Model>(model[at]), static_cast<Cause>(cause[at]), {}};
    for (std::size_t c = 0; c < kPressingCauses; ++c)
      f.ledger[c] = static_cast<std::uint8_t>(ledger[c][at]);
    found.push_back(f);
  }
}

void choose_in_lanes(const Slots& slots, std::int32_t stratum, const Weather& weather,
                     std::int32_t step, Compulsion compulsion, std::span<const Slot> ringing,
                     std::vector<Found>& found, std::vector<Slot>& doubtful) {
  const F32 f;
  const I32 i;
  const Level level = slots.plan->ground->strata.kinds[static_cast<std::size_t>(stratum)].level;
  const LevelLaw& law = slots.plan->levels[level];
  const Context c{slots, weather, law, slots.pages[static_cast<std::size_t>(law.page)],
                  level, step};
  HWY_ALIGN Slot scratch[kLanes];
  Rows rows;
  std::size_t doubts = doubtful.size();
  doubtful.resize(doubts + ringing.size() + kLanes);
  for (std::size_t at = 0; at < ringing.size(); at += kLanes) {
    std::size_t there = 0;
    const Slot* part = padded(ringing, at, scratch, there);
    Lanes l = look(c, part);
    fill_rows(c, l, compulsion, rows);
    const Luck luck = scattered_luck(slots, part);
    const VF never = hn::Set(f, kNever);
    First first{never, never, hn::Set(i, kNone), hn::Zero(i), no_lane(f), {}};
    for (VF& mine : first.mine) mine = hn::Zero(f);
    for (int k = 0; k < slots.plan->models; ++k) listen(c, luck, rows, k, first);
    const MF valid = hn::FirstN(f, there);
    const MF near = hn::Not(hn::Gt(first.next, hn::Mul(first.at, hn::Set(f, 1 + kMargin))));
    VI shares[kPressingCauses];
    const MF moves = hn::RebindMask(f, hn::Ne(first.model, l.model));
    const MF rough = hn::And(moves, ledgers(first, shares));
    // A ledger in doubt is left empty, to be filled in the plain way.
    for (VI& share : shares) share = hn::IfThenZeroElse(hn::RebindMask(i, rough), share);
    const MF doubt = hn::And(valid, hn::Or(hn::Or(l.is_doubtful, first.is_faint), near));
    doubts = append(doubtful, doubts, l.index, doubt);
    const MF formed = hn::And(hn::And(valid, moves), hn::Not(doubt));
    if (!hn::AllFalse(f, formed)) write_found(shares, l, first, formed, found);
  }
  doubtful.resize(doubts);
}

}  // namespace HWY_NAMESPACE
}  // namespace tizhi
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tizhi {

HWY_EXPORT(weigh_in_lanes);
HWY_EXPORT(choose_in_lanes);

void weigh(const Slots& slots, std::int32_t stratum, const Weather& weather, std::int32_t step,
           std::span<const Slot> list, std::vector<Slot>& ringing, std::vector<Slot>& doubtful) {
  if (!list.empty())
    HWY_DYNAMIC_DISPATCH(weigh_in_lanes)(slots, stratum, weather, step, list, ringing, doubtful);
}

void choose(const Slots& slots, std::int32_t stratum, const Weather& weather, std::int32_t step,
            Compulsion compulsion, std::span<const Slot> ringing, std::vector<Found>& found,
            std::vector<Slot>& doubtful) {
  if (!ringing.empty()) HWY_DYNAMIC_DISPATCH(choose_in_lanes)
  (slots, stratum, weather, step, compulsion, ringing, found, doubtful);
}

}  // namespace tizhi
#endif
