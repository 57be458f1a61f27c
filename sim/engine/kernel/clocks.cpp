#include "engine/kernel/clocks.hpp"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernel/clocks.cpp"
#include <hwy/foreach_target.h>

#include "engine/kernel/firsts-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace tizhi {
namespace HWY_NAMESPACE {

HWY_INLINE VU top_bytes(const Context& c, const Files& files, std::size_t at, const Pairs& luck) {
  const U32 d;
  const auto step = static_cast<std::uint32_t>(c.step);
  const VU four = c.slots.tops.empty()
                      ? word_at(draw(c, luck, Purpose::event, step / kSpan, 0), step % kSpan / 4)
                      : hn::Load(d, files.top + at);
  return hn::And(hn::ShiftRightSame(four, static_cast<int>(step % 4 * 8)), hn::Set(d, 0xFFU));
}

// -ln(1 - U) of the event's 40-bit uniform: what Λ·Δ must pass. Where U or 1 - U is too small to be
// told from 0 the lane is in doubt.
HWY_INLINE VF event_bar(const Context& c, VU top, const Pairs& luck, MF& doubt) {
  const F32 f;
  const VU rest = draw(c, luck, Purpose::event, static_cast<std::uint32_t>(c.step), 1).w0;
  // 1 - U by its first 32 bits: what is left out is little where U is not in doubt.
  const VU high = hn::Or(hn::ShiftLeft<24>(top), hn::ShiftRight<8>(rest));
  const VF left = centred(hn::Not(high));
  doubt = hn::Lt(hn::Abs(left), hn::Set(f, 4 * kFine));
  return minus_log(left);
}

// Who rings; `doubt` tells of whom single precision cannot say.
HWY_INLINE MF rings_at_all(const Context& c, const Lanes& l, const Files& files, std::size_t at,
                           MF valid, MF& doubt) {
  const F32 f;
  const VF per_step = hn::Set(f, static_cast<float>(c.slots.plan->run->timeline.grid.step));
  MF faint;
  const Pairs luck = luck_of(c, l);
  const VF bar = event_bar(c, top_bytes(c, files, at, luck), luck, faint);
  const VF force = hn::Mul(pressure_in_all(c, l, files, at), per_step);
  const MF passes = hn::Gt(hn::Mul(force, hn::Set(f, 1 - kMargin)), bar);
  const MF fails = hn::Lt(hn::Mul(force, hn::Set(f, 1 + kMargin)), bar);
  doubt = hn::And(valid, hn::Or(hn::Or(l.is_doubtful, faint), hn::Not(hn::Or(passes, fails))));
  return hn::And(valid, hn::AndNot(doubt, passes));
}

HWY_INLINE void put_in_doubt(const Lanes& l, MF doubt, std::vector<Slot>& doubtful) {
  if (hn::AllFalse(F32(), doubt)) return;
  const std::size_t end = doubtful.size();
  doubtful.resize(end + kLanes);
  pack(I32(), l.index, doubt, doubtful.data() + end);
  doubtful.resize(end + hn::CountTrue(F32(), doubt));
}

// Those of the files whose clock rings.
HWY_NOINLINE void weigh(const Context& c, const Files& files, Compulsion compulsion,
                        Ringing& ringing, std::vector<Slot>& doubtful) {
  const F32 f;
  for (std::size_t at = 0; at < files.there; at += kLanes) {
    const MF valid = hn::FirstN(f, files.there - at);
    Lanes l = look(c, files, at);
    MF doubt = hn::And(valid, l.is_doubtful), rings = hn::AndNot(l.is_doubtful, valid);
    if (compulsion == Compulsion::free) rings = rings_at_all(c, l, files, at, valid, doubt);
    put_in_doubt(l, doubt, doubtful);
    if (!hn::AllFalse(f, rings)) keep(c, l, rings, ringing);
  }
}

HWY_NOINLINE void choose_from(const Context& c, Ringing& ringing, std::size_t at,
                              Compulsion compulsion, Finds& found, std::vector<Slot>& doubtful) {
  const I32 i;
  const U32 d;
  Lanes l = kept(c, ringing, at);
  const MF rings = hn::FirstN(F32(), ringing.there - at);
  const Outcome outcome = choose(c, l, ringing, at, compulsion, rings);
  const VU whose = hn::BitCast(d, outcome.whose);
  const VU what =
      hn::Or(hn::ShiftRight<2>(whose), hn::ShiftLeft<8>(hn::And(whose, hn::Set(d, 3U))));
  pack(i, l.index, outcome.formed, found.slot.data() + found.there);
  pack(d, what, outcome.formed, found.what.data() + found.there);
  pack(d, outcome.ledger, outcome.formed, found.share.data() + found.there);
  found.there += hn::CountTrue(F32(), outcome.formed);
  put_in_doubt(l, outcome.doubt, doubtful);
}

// Moves what did not fill a vector to the front.
HWY_INLINE void carry(const Context& c, Ringing& ringing, std::size_t at) {
  Lanes l;
  for_columns(c, ringing, l, [&](auto d, auto* column, auto& lanes) {
    lanes = hn::LoadU(d, column + at);
    hn::StoreU(lanes, d, column);
  });
  ringing.there -= at;
}

void ring_in_lanes(const Slots& slots, std::int32_t stratum, const Weather& weather,
                   std::int32_t step, Compulsion compulsion, std::span<const Slot> list,
                   Finds& found, std::vector<Slot>& doubtful) {
  const Level level = slots.plan->ground->strata.kinds[static_cast<std::size_t>(stratum)].level;
  const LevelLaw& law = slots.plan->levels[level];
  const Context c{slots, weather, law, slots.pages[static_cast<std::size_t>(law.page)],
                  level, step};
  found.make_room(list.size() + kLanes);
  Files files;
  Ringing ringing;
  for (std::size_t begin = 0; begin < list.size(); begin += Files::kMost) {
    fetch(c, list.subspan(begin, std::min(Files::kMost, list.size() - begin)), files);
    weigh(c, files, compulsion, ringing, doubtful);
    if (has_rows(law)) copy_rows(c, ringing.row, 0, ringing.there, fours_in_all(c), ringing.sums);
    const bool is_last = begin + Files::kMost >= list.size();
    std::size_t at = 0;
    for (; at + (is_last ? 1 : kLanes) <= ringing.there; at += kLanes)
      choose_from(c, ringing, at, compulsion, found, doubtful);
    if (!is_last) carry(c, ringing, at);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace tizhi
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tizhi {

HWY_EXPORT(ring_in_lanes);

void ring(const Slots& slots, std::int32_t stratum, const Weather& weather, std::int32_t step,
          Compulsion compulsion, std::span<const Slot> list, Finds& found,
          std::vector<Slot>& doubtful) {
  if (!list.empty()) HWY_DYNAMIC_DISPATCH(ring_in_lanes)
  (slots, stratum, weather, step, compulsion, list, found, doubtful);
}

void Finds::make_room(std::size_t more) {
  if (slot.size() >= there + more) return;
  const std::size_t size = there + more;
  slot.resize(size);
  what.resize(size);
  share.resize(size);
}

void Finds::add(std::size_t begin, Slot who, Model to, Cause cause, const Ledger& ledger) {
  const auto first = slot.begin() + static_cast<std::ptrdiff_t>(begin);
  const auto end = slot.begin() + static_cast<std::ptrdiff_t>(there);
  const auto at = std::upper_bound(first, end, who) - slot.begin();
  slot.insert(slot.begin() + at, who);
  what.insert(what.begin() + at, to | static_cast<std::uint32_t>(cause) << 8);
  share.insert(share.begin() + at, packed(ledger));
  ++there;
}

}  // namespace tizhi
#endif
