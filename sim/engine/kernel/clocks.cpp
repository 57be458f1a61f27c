#include "engine/kernel/clocks.hpp"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernel/clocks.cpp"
#include <hwy/foreach_target.h>

#include "engine/kernel/firsts-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace tizhi {
namespace HWY_NAMESPACE {

// -ln(1 - U) of the event's 40-bit uniform, by a word of which the top byte is one, and a word for
// the rest. Where U or 1 - U is too small to be told from 0 it is not a number.
HWY_INLINE VF event_bar(const Context& c, VU four, VU rest) {
  const F32 f;
  const VU top = hn::ShiftRightSame(four, c.step % 4 * 8);
  // 1 - U by its first 32 bits: what is left out is little where U is not in doubt.
  const VU high = hn::Or(hn::ShiftLeft<24>(top), hn::ShiftRight<8>(rest));
  const VF left = centred(hn::Not(high));
  const MF doubt = hn::Lt(hn::Abs(left), hn::Set(f, 4 * kFine));
  return hn::IfThenElse(doubt, hn::NaN(f), minus_log(left));
}

HWY_NOINLINE void draw_tops(const Context& c, const Luck (&luck)[2], const std::size_t (&of)[2],
                            Files& files) {
  const auto step = static_cast<std::uint32_t>(c.step);
  Words four[2];
  philox_two(luck, use_of(Purpose::event, step / kSpan), c.slots.plan->keys, four);
  for (std::size_t v = 0; v < 2; ++v)
    hn::Store(word_at(four[v], step % kSpan / 4), U32(), files.top + of[v]);
}

// What Λ·Δ of the files must pass: in a pass by itself, of two vectors in turn, for blocks and
// logarithms are long chains of operations.
HWY_NOINLINE void raise_bars(const Context& c, Files& files) {
  const U32 d;
  const Keys& keys = c.slots.plan->keys;
  const auto step = static_cast<std::uint32_t>(c.step);
  for (std::size_t at = 0; at < files.there; at += 2 * kLanes) {
    const std::size_t of[2] = {at, at + kLanes < files.there ? at + kLanes : at};
    const Luck luck[2] = {listed_luck(files.luck + of[0], files.who + of[0], keys),
                          listed_luck(files.luck + of[1], files.who + of[1], keys)};
    Words rest[2];
    philox_two(luck, use_of(Purpose::event, step, 1), keys, rest);
    if (c.slots.tops.empty()) draw_tops(c, luck, of, files);
    for (std::size_t v = 0; v < 2; ++v)
      hn::Store(event_bar(c, hn::Load(d, files.top + of[v]), rest[v].w0), F32(), files.bar + of[v]);
  }
}

// Who rings; `doubt` tells of whom single precision cannot say.
HWY_INLINE MF rings_at_all(const Context& c, const Lanes& l, const Files& files, std::size_t at,
                           MF valid, MF& doubt) {
  const F32 f;
  const VF per_step = hn::Set(f, static_cast<float>(c.slots.plan->run->timeline.grid.step));
  const VF bar = hn::Load(f, files.bar + at);
  const VF force = hn::Mul(pressure_in_all(c, l, files, at), per_step);
  const MF passes = hn::Gt(hn::Mul(force, hn::Set(f, 1 - kMargin)), bar);
  const MF fails = hn::Lt(hn::Mul(force, hn::Set(f, 1 + kMargin)), bar);
  doubt = hn::And(valid, hn::Or(l.is_doubtful, hn::Not(hn::Or(passes, fails))));
  return hn::And(valid, hn::AndNot(doubt, passes));
}

HWY_NOINLINE void add_doubtful(VI index, MF doubt, std::vector<Slot>& doubtful) {
  const std::size_t end = doubtful.size();
  doubtful.resize(end + kLanes);
  pack(I32(), index, doubt, doubtful.data() + end);
  doubtful.resize(end + hn::CountTrue(F32(), doubt));
}

HWY_INLINE void put_in_doubt(VI index, MF doubt, std::vector<Slot>& doubtful) {
  if (!hn::AllFalse(F32(), doubt)) add_doubtful(index, doubt, doubtful);
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
    put_in_doubt(l.index, doubt, doubtful);
    if (!hn::AllFalse(f, rings)) keep(c, l, rings, ringing);
  }
}

HWY_INLINE void write_down(VI index, const Outcome& outcome, Finds& found,
                           std::vector<Slot>& doubtful) {
  const I32 i;
  const U32 d;
  const VU whose = hn::BitCast(d, outcome.whose);
  const VU what =
      hn::Or(hn::ShiftRight<2>(whose), hn::ShiftLeft<8>(hn::And(whose, hn::Set(d, 3U))));
  pack(i, index, outcome.formed, found.slot.data() + found.there);
  pack(d, what, outcome.formed, found.what.data() + found.there);
  pack(d, outcome.ledger, outcome.formed, found.share.data() + found.there);
  found.there += hn::CountTrue(F32(), outcome.formed);
  put_in_doubt(index, outcome.doubt, doubtful);
}

// What comes of the regions that ring, from `at` on: in passes over some vectors, for the chains of
// operations are long, and one vector waits where several do not.
HWY_NOINLINE void choose_from(const Context& c, Ringing& ringing, std::size_t at,
                              std::size_t vectors, Compulsion compulsion, Finds& found,
                              std::vector<Slot>& doubtful) {
  Company company;
  Wanted wanted;
  company.there = vectors;
  std::size_t pairs = 0;
  for (std::size_t v = 0; v < vectors; ++v) {
    const std::size_t from = at + v * kLanes;
    company.rows[v].rings = hn::FirstN(F32(), ringing.there - from);
    Lanes l = kept(c, ringing, from);
    fill_rows(c, l, ringing, from, compulsion, company.rows[v]);
    pairs += find_wanted(c, company, v);
  }
  const auto models = static_cast<std::size_t>(c.slots.plan->models);
  if (2 * pairs > vectors * models * kLanes) {
    draw_all(c, ringing, at, company, wanted);
  } else {
    for (std::size_t v = 0; v < vectors; ++v) pack_wanted(c, company, v, wanted);
    draw_wanted(c, ringing, at, wanted);
  }
  std::size_t from = 0;
  for (std::size_t v = 0; v < vectors; ++v) {
    const First first = first_of(c, company, v, wanted, from);
    write_down(company.rows[v].index, outcome_of(c, company.rows[v], first), found, doubtful);
  }
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
    if (compulsion == Compulsion::free) raise_bars(c, files);
    weigh(c, files, compulsion, ringing, doubtful);
    if (has_rows(law)) copy_rows(c, ringing.row, 0, ringing.there, ringing.sums);
    const bool is_last = begin + Files::kMost >= list.size();
    const std::size_t vectors = (ringing.there + (is_last ? kLanes - 1 : 0)) / kLanes;
    for (std::size_t v = 0; v < vectors; v += kTogether)
      choose_from(c, ringing, v * kLanes, std::min(vectors - v, kTogether), compulsion, found,
                  doubtful);
    if (!is_last) carry(c, ringing, vectors * kLanes);
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
