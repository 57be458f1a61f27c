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

HWY_INLINE VU word_at(const Words& w, std::uint32_t j) {
  return j == 0 ? w.w0 : j == 1 ? w.w1 : j == 2 ? w.w2 : w.w3;
}

// Vectors of those that ring that are played together.
inline constexpr std::size_t kTogether = 4;

// Those whose clock rings, packed: with what was found out about them.
struct Ringing {
  static constexpr std::size_t kMost = Files::kMost + (2 + kTogether) * kLanes;
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
// the superior's own order; what the timeline's orders add is `pushed`. With it, what else the
// choice asks of the regions: the fewer bytes, the more of them stay at hand.
struct Rows {
  VF copied[kMaxModels];
  VF pushed[kMaxModels];
  VF led, ordered;
  VI index, own, leader, order;  // the slot, and models
  VF change;
  MF rings, is_doubtful;
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

inline HWY_NOINLINE void fill_pushed(const Context& c, Lanes& l, Compulsion compulsion,
                                     Rows& rows) {
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
  Behind behind;
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
  rows.index = l.index;
  rows.own = l.model;
  rows.leader = l.leader;
  rows.order = l.ordered;
  rows.change = l.change;
  rows.is_doubtful = l.is_doubtful;
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
};

// 1/h as well as the margin asks: AVX-512's estimate errs by a quarter of it, others' by more.
HWY_INLINE VF nearly_inverse(VF h) {
#if HWY_TARGET <= HWY_AVX3
  return hn::ApproximateReciprocal(h);
#else
  return inverse(h);
#endif
}

HWY_INLINE VF key_of(VU word, VF h, VI whose) {
  const F32 f;
  const I32 i;
  const VF at = hn::Mul(minus_log(centred(word)), nearly_inverse(hn::Max(h, hn::Set(f, kSilent))));
  return hn::BitCast(f, hn::Or(hn::AndNot(hn::Set(i, kWhose), hn::BitCast(i, at)), whose));
}

HWY_INLINE void listen(VF key, First& first) {
  first.next = hn::Min(first.next, hn::Max(key, first.at));
  first.at = hn::Min(first.at, key);
}

struct Company {
  std::size_t there = 0;  // vectors
  Rows rows[kTogether];
  MF wanted[kTogether][kMaxModels];  // who is pressed toward a model
};

// Regions and models toward which anything presses them, packed: of the pairs there could be these
// are seldom more than a third, and drawing their blocks is what costs most.
struct Wanted {
  static constexpr std::size_t kMost = (kTogether * kMaxModels + 2) * kLanes;
  HWY_ALIGN std::int32_t pair[kMost];  // place among the company, model << 8
  HWY_ALIGN float pace[kMost];         // of the clock of copying
  HWY_ALIGN float key[kMost];          // what it shows
  HWY_ALIGN std::uint32_t pulled[kMost], pushed[kMost], led[kMost];  // the others' words
  std::size_t there = 0;
};

HWY_INLINE MF is_model(VI model, int k) {
  return hn::RebindMask(F32(), hn::Eq(model, hn::Set(I32(), k)));
}

HWY_INLINE bool pulls(const Context& c, int k) {
  return c.weather.pull[static_cast<std::size_t>(k)] > 0;
}

// Toward which models anything presses regions of one vector; returns how many pairs there are.
HWY_INLINE std::size_t find_wanted(const Context& c, Company& company, std::size_t v) {
  const F32 f;
  const Rows& rows = company.rows[v];
  const VF nothing = hn::Zero(f);
  const MF goes = hn::Gt(rows.change, nothing), leads = hn::Gt(rows.led, nothing);
  std::size_t pairs = 0;
#pragma GCC unroll 1
  for (int k = 0; k < c.slots.plan->models; ++k) {
    MF any = hn::Or(hn::Gt(rows.copied[k], nothing), hn::And(leads, is_model(rows.leader, k)));
    if (pulls(c, k)) any = goes;
    if (rows.has_pushes) any = hn::Or(any, hn::Gt(rows.pushed[k], nothing));
    if (rows.has_orders) any = hn::Or(any, is_model(rows.order, k));
    company.wanted[v][k] = hn::And(any, rows.rings);
    pairs += hn::CountTrue(f, company.wanted[v][k]);
  }
  return pairs;
}

HWY_INLINE void pack_wanted(const Context& c, const Company& company, std::size_t v,
                            Wanted& wanted) {
  const F32 f;
  const I32 i;
  const VI place = hn::Iota(i, static_cast<std::int32_t>(v * kLanes));
#pragma GCC unroll 1
  for (int k = 0; k < c.slots.plan->models; ++k) {
    const MF here = company.wanted[v][k];
    pack(i, hn::Add(place, hn::Set(i, k << 8)), here, wanted.pair + wanted.there);
    pack(f, company.rows[v].copied[k], here, wanted.pace + wanted.there);
    wanted.there += hn::CountTrue(f, here);
  }
}

// What stands in a column at the company's places.
HWY_INLINE VU among(const std::uint32_t* column, VI place) {
  const U32 d;
#if HWY_TARGET <= HWY_AVX3
  static_assert(kTogether == 4);
  const auto two = [&](const std::uint32_t* from) {
    return _mm512_permutex2var_epi32(hn::LoadU(d, from).raw, place.raw,
                                     hn::LoadU(d, from + kLanes).raw);
  };
  const auto is_later = hn::TestBit(place, hn::Set(I32(), 2 * kLanes));
  return hn::IfThenElse(hn::RebindMask(d, is_later), VU{two(column + 2 * kLanes)}, VU{two(column)});
#else
  return hn::GatherIndex(d, column, place);
#endif
}

// The pairs of two vectors: whose blocks to draw, and for which models.
struct Draft {
  Pairs luck[2];
  VU use[2];
  VI model[2];
};

HWY_INLINE Draft draft(const Context& c, const Ringing& ringing, std::size_t begin,
                       const Wanted& wanted, std::size_t at) {
  const I32 i;
  const std::uint32_t use = use_of(Purpose::pick, static_cast<std::uint32_t>(c.step));
  Draft two;
  for (std::size_t v = 0; v < 2; ++v) {
    const VI pair = hn::Load(i, wanted.pair + at + v * kLanes);
    const VI place = hn::And(pair, hn::Set(i, kTogether * kLanes - 1));
    two.luck[v] = paired_luck(among(ringing.who + begin, place), among(ringing.low + begin, place),
                              among(ringing.high + begin, place), c.slots.plan->keys);
    two.model[v] = hn::ShiftRight<8>(pair);
    two.use[v] = hn::Add(hn::BitCast(U32(), hn::ShiftLeft<24>(two.model[v])), hn::Set(U32(), use));
  }
  return two;
}

// Keeps the words of a vector of pairs, and hears the clocks of copying.
HWY_INLINE void hear(const Words& w, VF copied, VI model, std::size_t to, Wanted& wanted) {
  const F32 f;
  const U32 d;
  const VI whose = hn::Add(hn::ShiftLeft<2>(model), hn::Set(I32(), 1));
  hn::Store(key_of(w.w1, copied, whose), f, wanted.key + to);
  hn::Store(w.w0, d, wanted.pulled + to);
  hn::Store(w.w2, d, wanted.pushed + to);
  hn::Store(w.w3, d, wanted.led + to);
}

// Two vectors in turn: see philox_even.
inline HWY_NOINLINE void draw_wanted(const Context& c, const Ringing& ringing, std::size_t begin,
                                     Wanted& wanted) {
  for (std::size_t at = 0; at < wanted.there; at += 2 * kLanes) {
    const Draft two = draft(c, ringing, begin, wanted, at);
    Words words[2];
    philox_two(two.luck, two.use, c.slots.plan->keys, words);
    for (std::size_t v = 0; v < 2; ++v) {
      const std::size_t to = at + v * kLanes;
      hear(words[v], hn::Load(F32(), wanted.pace + to), two.model[v], to, wanted);
    }
  }
}

// Where most pairs are wanted packing does not pay.
inline HWY_NOINLINE void draw_all(const Context& c, const Ringing& ringing, std::size_t begin,
                                  Company& company, Wanted& wanted) {
  const int models = c.slots.plan->models;
  for (std::size_t v = 0; v < company.there; ++v) {
    const auto column = [&](const std::uint32_t* all) {
      return hn::LoadU(U32(), all + begin + v * kLanes);
    };
    const Pairs luck = paired_luck(column(ringing.who), column(ringing.low), column(ringing.high),
                                   c.slots.plan->keys);
    for (int k = 0; k < models; k += 2, wanted.there += 2 * kLanes) {
      const auto step = static_cast<std::uint32_t>(c.step);
      const std::uint32_t use = use_of(Purpose::pick, step, static_cast<unsigned>(k));
      Words words[2];
      philox_both(luck, use, use + (1U << 24), c.slots.plan->keys, words);
      for (int j = 0; j < 2; ++j)
        hear(words[j], company.rows[v].copied[k + j], hn::Set(I32(), k + j),
             wanted.there + static_cast<std::size_t>(j) * kLanes, wanted);
    }
    if (models % 2 != 0) wanted.there -= kLanes;
    std::fill_n(company.wanted[v], models, hn::FirstN(F32(), kLanes));
  }
}

// The clocks of a vector's regions, whose wanted blocks begin at `from`, where the next vector's
// begin in the end.
HWY_INLINE First first_of(const Context& c, const Company& company, std::size_t v,
                          const Wanted& wanted, std::size_t& from) {
  const F32 f;
  const I32 i;
  const U32 d;
  const Rows& rows = company.rows[v];
  const VF never = hn::Set(f, 3e38F);
  const VU any = hn::Set(d, 1U << 30);
  First first{never, never};
  // Words of the clocks of which there is one a region; where it does not go, any.
  VU led = any, ordered = any;
#pragma GCC unroll 1
  for (int k = 0; k < c.slots.plan->models; ++k) {
    const MF here = company.wanted[v][k];
    listen(spread(f, never, here, wanted.key + from), first);
    const VI whose = hn::Set(i, 4 * k);
    if (pulls(c, k)) {
      const VF h = hn::Mul(rows.change, hn::Set(f, c.weather.pull[static_cast<std::size_t>(k)]));
      listen(key_of(spread(d, any, here, wanted.pulled + from), h, whose), first);
    }
    if (rows.has_pushes || rows.has_orders) {
      const VU word = spread(d, any, here, wanted.pushed + from);
      if (rows.has_pushes)
        listen(key_of(word, rows.pushed[k], hn::Or(whose, hn::Set(i, 2))), first);
      ordered = hn::IfThenElse(hn::RebindMask(d, is_model(rows.order, k)), word, ordered);
    }
    led = hn::IfThenElse(hn::RebindMask(d, is_model(rows.leader, k)),
                         spread(d, any, here, wanted.led + from), led);
    from += hn::CountTrue(f, here);
  }
  const auto of = [&](VI model, int cause) {  // where there is none, the clock does not go
    return hn::Or(hn::And(hn::ShiftLeft<2>(model), hn::Set(i, kWhose)), hn::Set(i, cause));
  };
  if (rows.has_orders) listen(key_of(ordered, rows.ordered, of(rows.order, 2)), first);
  listen(key_of(led, rows.led, of(rows.leader, 3)), first);
  return first;
}

// The hazards of the four causes toward the model that is first.
HWY_INLINE void hazards_toward(const Context& c, const Rows& rows, VI model, VF* mine) {
  const F32 f;
  const I32 i;
  const auto is = [&](VI other) { return hn::RebindMask(f, hn::Eq(model, other)); };
  mine[0] = hn::Mul(rows.change, entry(c.weather.pull, model));
  mine[1] = hn::Zero(f);
  mine[2] = rows.has_orders ? hn::IfThenElseZero(is(rows.order), rows.ordered) : hn::Zero(f);
  mine[3] = hn::IfThenElseZero(is(rows.leader), rows.led);
#pragma GCC unroll 1
  for (int k = 0; k < c.slots.plan->models; ++k) {
    const MF here = is(hn::Set(i, k));
    mine[1] = hn::IfThenElse(here, rows.copied[k], mine[1]);
    if (rows.has_pushes) mine[2] = hn::IfThenElse(here, rows.pushed[k], mine[2]);
  }
}

inline constexpr auto kRounderBits = std::bit_cast<std::int32_t>(kRounder);

// The largest of four first.
HWY_INLINE void put_in_order(VF* v) {
  const auto order = [&](int a, int b) {
    const VF larger = hn::Max(v[a], v[b]);
    v[b] = hn::Min(v[a], v[b]);
    v[a] = larger;
  };
  order(0, 1);
  order(2, 3);
  order(0, 2);
  order(1, 3);
  order(1, 2);
}

// Shares of the causes in 1/255, by largest remainder, in a word; 0 where rounding is doubtful: one
// who is lifted lies hardly before one who is not. Near a whole number nothing is in doubt, for
// whoever falls short of it would be lifted first: it counts as reached, so that no more than three
// are left to lift.
HWY_INLINE VU ledgers(const VF* mine) {
  const F32 f;
  const I32 i;
  constexpr float kNear = 255 * kMargin / 64;
  static_assert(kPressingCauses == 4);
  const VF sum = hn::Add(hn::Add(mine[0], mine[1]), hn::Add(mine[2], mine[3]));
  const VF scale = hn::Mul(hn::Set(f, 255.0F), inverse(sum));
  VF rest[kPressingCauses], in_order[kPressingCauses];
  VI number[kPressingCauses];
  for (int c = 0; c < kPressingCauses; ++c) {
    const VF share = hn::MulAdd(mine[c], scale, hn::Set(f, kNear - 0.5F));
    const VF whole = hn::Add(share, hn::Set(f, kRounder));
    in_order[c] = rest[c] = hn::Sub(share, hn::Sub(whole, hn::Set(f, kRounder)));
    number[c] = hn::Sub(hn::BitCast(i, whole), hn::Set(i, kRounderBits));
  }
  const VI all = hn::Add(hn::Add(number[0], number[1]), hn::Add(number[2], number[3]));
  const VI left = hn::Sub(hn::Set(i, 255), all);
  put_in_order(in_order);
  VF last = hn::Set(f, 2.0F), next = in_order[0];  // of those lifted, of those not
  for (int n = 1; n < kPressingCauses; ++n) {
    const MF more = hn::RebindMask(f, hn::Gt(left, hn::Set(i, n - 1)));
    last = hn::IfThenElse(more, in_order[n - 1], last);
    next = hn::IfThenElse(more, in_order[n], next);
  }
  VI word = hn::Zero(i);
  for (int c = kPressingCauses; c-- > 0;) {
    const auto lifted = hn::RebindMask(i, hn::Ge(rest[c], last));
    const VI share = hn::Sub(number[c], hn::VecFromMask(i, lifted));
    word = hn::Or(hn::ShiftLeft<8>(word), share);
  }
  const MF doubt = hn::Lt(hn::Sub(last, next), hn::Set(f, kNear));
  return hn::IfThenZeroElse(hn::RebindMask(U32(), doubt), hn::BitCast(U32(), word));
}

struct Outcome {
  MF formed, doubt;
  VI whose;
  VU ledger;
};

HWY_INLINE Outcome outcome_of(const Context& c, const Rows& rows, const First& first) {
  const F32 f;
  const VI whose = hn::And(hn::BitCast(I32(), first.at), hn::Set(I32(), kWhose));
  const VI model = hn::ShiftRight<2>(whose);
  const MF near = hn::Not(hn::Gt(first.next, hn::Mul(first.at, hn::Set(f, 1 + kMargin))));
  const MF doubt = hn::And(rows.rings, hn::Or(rows.is_doubtful, near));
  const MF moves = hn::RebindMask(f, hn::Ne(model, rows.own));
  Outcome outcome{hn::And(rows.rings, hn::AndNot(doubt, moves)), doubt, whose, hn::Zero(U32())};
  VF mine[kPressingCauses];
  hazards_toward(c, rows, model, mine);
  outcome.ledger = ledgers(mine);
  return outcome;
}

}  // namespace HWY_NAMESPACE
}  // namespace tizhi
HWY_AFTER_NAMESPACE();

#endif
