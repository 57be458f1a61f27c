// Random blocks and logarithms for many regions at once, in the vectors of each instruction set.
// Google Highway compiles the including file once a set and chooses at run time. Why Highway: the
// compilers' function clones cannot turn a comparison into a bitmap nor pack the lanes that pass,
// and both are what a sieve consists of; tests/bench/bare.cpp compares the two.
#if defined(TIZHI_LANES_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef TIZHI_LANES_INL
#undef TIZHI_LANES_INL
#else
#define TIZHI_LANES_INL
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <bit>
#include <span>

#include "engine/kernel/slots.hpp"

HWY_BEFORE_NAMESPACE();
namespace tizhi {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using U32 = hn::ScalableTag<std::uint32_t>;
using I32 = hn::ScalableTag<std::int32_t>;
using F32 = hn::ScalableTag<float>;
using U64 = hn::Repartition<std::uint64_t, U32>;
using I64 = hn::Repartition<std::int64_t, U32>;
using VU = hn::Vec<U32>;
using VI = hn::Vec<I32>;
using VF = hn::Vec<F32>;
using VL = hn::Vec<U64>;
using MF = hn::Mask<F32>;
using MU = hn::Mask<U32>;

inline constexpr std::size_t kLanes = HWY_LANES(std::uint32_t);

// The next slots of a list, `there` of them, and the last one again where it ends sooner.
HWY_INLINE const Slot* padded(std::span<const Slot> list, std::size_t at, Slot* scratch,
                              std::size_t& there) {
  there = std::min(kLanes, list.size() - at);
  if (there == kLanes) return list.data() + at;
  for (std::size_t l = 0; l < kLanes; ++l) scratch[l] = list[std::min(at + l, list.size() - 1)];
  return scratch;
}

HWY_INLINE const Slot* padded(std::span<const Slot> list, std::size_t at, Slot* scratch) {
  std::size_t there = 0;
  return padded(list, at, scratch, there);
}

struct Words {
  VU w0, w1, w2, w3;
};

template <class D>
HWY_INLINE hn::Mask<D> no_lane(D d) {
  return hn::Lt(hn::Zero(d), hn::Zero(d));
}

HWY_INLINE VI replicates_of(const Slots& slots, VI slot) {
  const F32 f;
  const I32 i;
  if (slots.replicates == 1) return hn::Zero(i);
  // Exact: several replicates are played at once in small worlds only.
  const VF middle = hn::Add(hn::ConvertTo(f, slot), hn::Set(f, 0.5F));
  return hn::ConvertTo(i, hn::Mul(middle, hn::Set(f, 1 / static_cast<float>(slots.plan->stride))));
}

// The lanes' bits, in the one or two bytes that they take.
HWY_INLINE std::uint64_t bits_of(MU mask) {
  if constexpr (kLanes == 16 && std::endian::native == std::endian::little) {
    std::uint16_t two = 0;
    hn::StoreMaskBits(U32(), mask, reinterpret_cast<std::uint8_t*>(&two));
    return two;
  }
  std::uint8_t bytes[8] = {};
  hn::StoreMaskBits(U32(), mask, bytes);
  return kLanes > 8 ? bytes[0] | std::uint64_t{bytes[1]} << 8 : bytes[0];
}

// Puts the lanes' bits at their place in a word that has none there yet.
HWY_INLINE void put_bits(MU mask, std::size_t at, std::uint64_t& word) {
  if constexpr (kLanes >= 8 && std::endian::native == std::endian::little)
    hn::StoreMaskBits(U32(), mask, reinterpret_cast<std::uint8_t*>(&word) + at / 8);
  else
    word |= bits_of(mask) << at;
}

#if HWY_TARGET == HWY_AVX2
// By the bits of a mask: the lanes that are set, first of all.
inline constexpr auto kPacked = [] {
  std::array<std::array<std::uint8_t, 8>, 256> all{};
  for (unsigned bits = 0; bits < 256; ++bits)
    for (std::uint8_t lane = 0, at = 0; lane < 8; ++lane)
      if ((bits >> lane & 1) != 0) all[bits][at++] = lane;
  return all;
}();
#endif

// Writes the lanes of the mask side by side; what stands behind them is written over. Packing in
// the register and storing all of it is many times faster than a packed store, and with AVX2, for
// which Highway's table is copied at each call, by a table of our own.
template <class D, class M, class T>
HWY_INLINE void pack(D d, hn::Vec<D> v, M mask, T* to) {
#if HWY_TARGET == HWY_AVX2
  const hn::Rebind<std::uint8_t, I32> bytes;
  const auto order = hn::LoadU(bytes, kPacked[bits_of(hn::RebindMask(U32(), mask))].data());
  const auto lanes = hn::IndicesFromVec(d, hn::PromoteTo(I32(), order));
  hn::StoreU(hn::TableLookupLanes(v, lanes), d, to);
#else
  hn::StoreU(hn::Compress(v, hn::RebindMask(d, mask)), d, to);
#endif
}

#if HWY_TARGET == HWY_SCALAR

// Whose blocks to draw.
struct Luck {
  std::uint64_t luck;
  std::uint32_t who;
};

HWY_INLINE Luck neighbours_luck(const std::uint64_t* luck, std::uint32_t replicate) {
  return {*luck, replicate};
}

HWY_INLINE Luck scattered_luck(const Slots& slots, VI slot) {
  const Slot one = hn::GetLane(slot);
  return {slots.luck_of(one), slots.first + static_cast<std::uint32_t>(slots.replicate_of(one))};
}

HWY_INLINE Words philox_lanes(const Luck& l, std::uint32_t use, const Keys& keys) {
  const U32 d;
  const Block b = philox(
      {l.who, use, static_cast<std::uint32_t>(l.luck), static_cast<std::uint32_t>(l.luck >> 32)},
      keys.first());
  return {hn::Set(d, b[0]), hn::Set(d, b[1]), hn::Set(d, b[2]), hn::Set(d, b[3])};
}

using Pairs = Luck;

HWY_INLINE Pairs paired_luck(VU who, VU low, VU high) {
  return {std::uint64_t{hn::GetLane(high)} << 32 | hn::GetLane(low), hn::GetLane(who)};
}

HWY_INLINE Words philox_each(const Luck& l, const std::uint64_t* use, const Keys& keys) {
  return philox_lanes(l, static_cast<std::uint32_t>(*use), keys);
}

#else

static_assert(kLanes >= 4 && kLanes <= 2 * Keys::kWide && 64 % kLanes == 0);

// Whose blocks to draw: the lower half of the lanes, and the upper.
struct Luck {
  VL lower, upper, who_lower, who_upper;
};

HWY_INLINE Luck neighbours_luck(const std::uint64_t* luck, std::uint32_t replicate) {
  const U64 d;
  const VL who = hn::Set(d, replicate);
  return {hn::LoadU(d, luck), hn::LoadU(d, luck + kLanes / 2), who, who};
}

HWY_INLINE Luck scattered_luck(const Slots& slots, VI slot) {
  const U64 d;
  const I64 i64;
  const I32 i;
  const VI whose = replicates_of(slots, slot);
  const VI place = hn::ShiftLeft<1>(  // of 8 bytes
      hn::Sub(slot, hn::Mul(whose, hn::Set(i, slots.plan->stride))));
  const std::uint64_t* luck = &slots.plan->bonds[0].luck;
  const VL first = hn::Set(d, slots.first);
  const auto whole = [&](auto half) { return hn::PromoteTo(i64, half); };
  const auto who = [&](auto half) { return hn::Add(first, hn::BitCast(d, whole(half))); };
  return {hn::GatherIndex(d, luck, whole(hn::LowerHalf(place))),
          hn::GatherIndex(d, luck, whole(hn::UpperHalf(hn::Half<I32>(), place))),
          who(hn::LowerHalf(whose)), who(hn::UpperHalf(hn::Half<I32>(), whose))};
}

// The upper halves of 64-bit lanes in their lower halves; what comes into the upper is not asked.
HWY_INLINE VL high_in_low(VL v) {
  return hn::BitCast(U64(), hn::Shuffle2301(hn::BitCast(U32(), v)));
}

// Philox of the lanes' even halves: a 64-bit lane multiplies 32 bits to 64 in one instruction.
HWY_INLINE Words philox_even(VL c0, VL c1, VL c2, VL c3, const Keys& keys) {
  const U64 d;
  const U32 d32;
  const VL m0 = hn::Set(d, 0xD2511F53ULL);
  const VL m1 = hn::Set(d, 0xCD9E8D57ULL);
  for (int round = 0; round < kPhiloxRounds; ++round) {
    const VL even = hn::MulEven(hn::BitCast(d32, c0), hn::BitCast(d32, m0));
    const VL odd = hn::MulEven(hn::BitCast(d32, c2), hn::BitCast(d32, m1));
    c0 = hn::Xor3(high_in_low(odd), c1, hn::Load(d, keys.low[round]));
    c2 = hn::Xor3(high_in_low(even), c3, hn::Load(d, keys.high[round]));
    c1 = odd;
    c3 = even;
  }
  return {hn::BitCast(d32, c0), hn::BitCast(d32, c1), hn::BitCast(d32, c2), hn::BitCast(d32, c3)};
}

HWY_INLINE Words philox_lanes(const Luck& l, VL use_lower, VL use_upper, const Keys& keys) {
  const U32 d32;
  const Words a = philox_even(l.who_lower, use_lower, l.lower, hn::ShiftRight<32>(l.lower), keys);
  const Words b = philox_even(l.who_upper, use_upper, l.upper, hn::ShiftRight<32>(l.upper), keys);
  return {hn::ConcatEven(d32, b.w0, a.w0), hn::ConcatEven(d32, b.w1, a.w1),
          hn::ConcatEven(d32, b.w2, a.w2), hn::ConcatEven(d32, b.w3, a.w3)};
}

HWY_INLINE Words philox_lanes(const Luck& l, std::uint32_t use, const Keys& keys) {
  const VL all = hn::Set(U64(), use);
  return philox_lanes(l, all, all, keys);
}

// Whose blocks to draw, by halves of their luck: the even lanes, and the odd.
struct Pairs {
  VL who, low, high, who_odd, low_odd, high_odd;
};

HWY_INLINE Pairs paired_luck(VU who, VU low, VU high) {
  const U64 d;
  const auto odd = [&](VU v) { return hn::ShiftRight<32>(hn::BitCast(d, v)); };
  return {hn::BitCast(d, who),
          hn::BitCast(d, low),
          hn::BitCast(d, high),
          odd(who),
          odd(low),
          odd(high)};
}

HWY_INLINE Words philox_lanes(const Pairs& p, std::uint32_t use, const Keys& keys) {
  const VL all = hn::Set(U64(), use);
  const Words a = philox_even(p.who, all, p.low, p.high, keys);
  const Words b = philox_even(p.who_odd, all, p.low_odd, p.high_odd, keys);
  const auto both = [](VU odd, VU even) {
    return hn::OddEven(hn::BitCast(U32(), hn::ShiftLeft<32>(hn::BitCast(U64(), odd))), even);
  };
  return {both(b.w0, a.w0), both(b.w1, a.w1), both(b.w2, a.w2), both(b.w3, a.w3)};
}

// The same, each lane with a use of its own.
HWY_INLINE Words philox_each(const Luck& l, const std::uint64_t* use, const Keys& keys) {
  const U64 d;
  return philox_lanes(l, hn::LoadU(d, use), hn::LoadU(d, use + kLanes / 2), keys);
}

#endif

HWY_INLINE Luck scattered_luck(const Slots& slots, const Slot* list) {
  return scattered_luck(slots, hn::LoadU(I32(), list));
}

inline std::uint32_t use_of(Purpose purpose, std::uint32_t step, unsigned offset = 0) {
  return (static_cast<std::uint32_t>(purpose) + offset) << 24 | step;
}

// What is nearer than this to 0 or 1 may be less precise than the margin allows.
inline constexpr float kFine = 0x1p-20F;

// V of a word, (word + 1/2) / 2^32; less 1 where it is above a half, and so just as precise there.
HWY_INLINE VF centred(VU word) {
  const F32 f;
  return hn::MulAdd(hn::ConvertTo(f, hn::BitCast(I32(), word)), hn::Set(f, 0x1p-32F),
                    hn::Set(f, 0x1p-33F));
}

// -ln v for v in (0, 1), given as v, or as v - 1 where it is above a half; errs by less than 2e-6
// of itself. The polynomial is ln(1 + r) / r, fitted at Chebyshev's points of
// [1/sqrt 2 - 1, sqrt 2 - 1].
HWY_INLINE VF minus_log(VF centred) {
  const F32 f;
  const I32 i;
  const MF is_above = hn::Lt(centred, hn::Zero(f));
  const VF v = hn::IfThenElse(is_above, hn::Add(centred, hn::Set(f, 1.0F)), centred);
  const VI bits = hn::BitCast(i, v);
  // The mantissa in [1/sqrt 2, sqrt 2), and its exponent.
  const VI exponent = hn::ShiftRight<23>(hn::Sub(bits, hn::Set(i, 0x3F3504F3)));
  const VF mantissa = hn::BitCast(f, hn::Sub(bits, hn::ShiftLeft<23>(exponent)));
  const VF r =
      hn::IfThenElse(hn::Gt(v, hn::Set(f, 0.7072F)), centred, hn::Sub(mantissa, hn::Set(f, 1.0F)));
  VF sum = hn::MulAdd(r, hn::Set(f, 0.119323297F), hn::Set(f, -0.18682509F));
  sum = hn::MulAdd(r, sum, hn::Set(f, 0.20492023F));
  sum = hn::MulAdd(r, sum, hn::Set(f, -0.249081324F));
  sum = hn::MulAdd(r, sum, hn::Set(f, 0.333146506F));
  sum = hn::MulAdd(r, sum, hn::Set(f, -0.500011479F));
  sum = hn::MulAdd(r, sum, hn::Set(f, 1.00000097F));
  return hn::NegMulSub(hn::ConvertTo(f, exponent), hn::Set(f, 0.693147180559945F), hn::Mul(r, sum));
}

// e^x for x <= 0, cut off where single precision ends; errs by less than 3e-7 of itself
// where products are added unrounded. The polynomial is 2^r, fitted at Chebyshev's points of [-1/2,
// 1/2].
HWY_INLINE VF faded(VF x) {
  const F32 f;
  const VF least = hn::Max(x, hn::Set(f, kLeastExponent));
  const VF high = hn::Set(f, 1.44269504F), low = hn::Set(f, 1.92596299e-8F);  // log2 e
  const VF whole = hn::Round(hn::Mul(least, high));
  const VF r = hn::MulAdd(least, low, hn::MulSub(least, high, whole));
  VF sum = hn::MulAdd(r, hn::Set(f, 0.00133908634F), hn::Set(f, 0.00967603192F));
  sum = hn::MulAdd(r, sum, hn::Set(f, 0.0555035711F));
  sum = hn::MulAdd(r, sum, hn::Set(f, 0.240221075F));
  sum = hn::MulAdd(r, sum, hn::Set(f, 0.693147188F));
  sum = hn::MulAdd(r, sum, hn::Set(f, 1.00000008F));
  const VI exponent = hn::ShiftLeft<23>(hn::ConvertTo(I32(), whole));
  return hn::BitCast(f, hn::Add(hn::BitCast(I32(), sum), exponent));
}

// An entry of a table of all models, by 0 <= index < kMaxModels.
HWY_INLINE VF entry(const PerModel<float>& table, VI index) {
  const F32 f;
#if HWY_TARGET == HWY_AVX3
  static_assert(kLanes == kMaxModels);
  return hn::TableLookupLanes(hn::LoadU(f, table.data()), hn::IndicesFromVec(f, index));
#else
  return hn::GatherIndex(f, table.data(), index);
#endif
}

}  // namespace HWY_NAMESPACE
}  // namespace tizhi
HWY_AFTER_NAMESPACE();

#endif
