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

// HWY_TARGET <= HWY_AVX3: AVX-512 of any kind, for Highway numbers the better sets lower. Newer
// Highways know several.

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

HWY_INLINE Luck neighbours_luck(const std::uint64_t* luck, std::uint32_t replicate, const Keys&) {
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

HWY_INLINE void philox_neighbours(const std::uint64_t* luck, std::uint32_t replicate,
                                  std::uint32_t use, const Keys& keys, Words (&words)[2]) {
  words[0] = philox_lanes(neighbours_luck(luck, replicate, keys), use, keys);
  words[1] = philox_lanes(neighbours_luck(luck + 1, replicate, keys), use, keys);
}

HWY_INLINE Pairs paired_luck(VU who, VU low, VU high, const Keys&) {
  return {std::uint64_t{hn::GetLane(high)} << 32 | hn::GetLane(low), hn::GetLane(who)};
}

HWY_INLINE Words philox_each(const Luck& l, const std::uint64_t* use, const Keys& keys) {
  return philox_lanes(l, static_cast<std::uint32_t>(*use), keys);
}

HWY_INLINE void philox_both(const Pairs& p, std::uint32_t use, std::uint32_t other,
                            const Keys& keys, Words (&words)[2]) {
  words[0] = philox_lanes(p, use, keys);
  words[1] = philox_lanes(p, other, keys);
}

#else

static_assert(kLanes >= 4 && kLanes <= 2 * Keys::kWide && 64 % kLanes == 0);

// The upper halves of 64-bit lanes in their lower halves; what comes into the upper is not asked.
HWY_INLINE VL high_in_low(VL v) {
  return hn::BitCast(U64(), hn::Shuffle2301(hn::BitCast(U32(), v)));
}

// A 64-bit lane multiplies its lower 32 bits to 64 in one instruction.
HWY_INLINE VL product(VL words, std::uint32_t factor) {
  return hn::MulEven(hn::BitCast(U32(), words), hn::BitCast(U32(), hn::Set(U64(), factor)));
}

inline constexpr std::uint32_t kEvenFactor = 0xD2511F53U, kOddFactor = 0xCD9E8D57U;

// What Philox makes of replicate and region alone, whatever the use: all of its first round but an
// addition, half of the second and of the third. Whoever draws several blocks asks it once.
struct Front {
  VL c0, c3_1, c1_2, c2_3, c3_3;  // a word, and the round after which it is wanted
};

HWY_INLINE Front front_of(VL who, VL low, VL high, const Keys& keys) {
  const U64 d;
  const VL even_1 = product(who, kEvenFactor), odd_1 = product(low, kOddFactor);
  const VL odd_2 =
      product(hn::Xor3(high_in_low(even_1), high, hn::Load(d, keys.high[0])), kOddFactor);
  const VL even_3 =
      product(hn::Xor3(high_in_low(odd_2), odd_1, hn::Load(d, keys.low[1])), kEvenFactor);
  return {hn::Xor(high_in_low(odd_1), hn::Load(d, keys.low[0])),
          hn::Xor(even_1, hn::Load(d, keys.high[1])), hn::Xor(odd_2, hn::Load(d, keys.low[2])),
          hn::Xor(high_in_low(even_3), hn::Load(d, keys.high[2])), even_3};
}

// Philox of the lanes' even halves, of several vectors in turn: in one alone each round waits for
// the multiplications of the last, and a processor looks no further ahead than about one block.
template <std::size_t kTogether>
HWY_INLINE void philox_even(const Front* const (&front)[kTogether], const VL (&use)[kTogether],
                            const Keys& keys, Words (&words)[kTogether]) {
  const U64 d;
  const U32 d32;
  VL c0[kTogether], c1[kTogether], c2[kTogether], c3[kTogether];
#pragma GCC unroll 4
  for (std::size_t v = 0; v < kTogether; ++v)
    c2[v] = product(hn::Xor(front[v]->c0, use[v]), kEvenFactor);
#pragma GCC unroll 4
  for (std::size_t v = 0; v < kTogether; ++v) {
    c1[v] = product(hn::Xor(high_in_low(c2[v]), front[v]->c3_1), kOddFactor);
    c2[v] = hn::Xor(front[v]->c2_3, c2[v]);
    c3[v] = front[v]->c3_3;
  }
#pragma GCC unroll 4
  for (std::size_t v = 0; v < kTogether; ++v) c0[v] = hn::Xor(high_in_low(c1[v]), front[v]->c1_2);
#pragma GCC unroll 7
  for (int round = 3; round < kPhiloxRounds; ++round)
#pragma GCC unroll 4
    for (std::size_t v = 0; v < kTogether; ++v) {
      const VL even = product(c0[v], kEvenFactor), odd = product(c2[v], kOddFactor);
      c0[v] = hn::Xor3(high_in_low(odd), c1[v], hn::Load(d, keys.low[round]));
      c2[v] = hn::Xor3(high_in_low(even), c3[v], hn::Load(d, keys.high[round]));
      c1[v] = odd;
      c3[v] = even;
    }
#pragma GCC unroll 4
  for (std::size_t v = 0; v < kTogether; ++v)
    words[v] = {hn::BitCast(d32, c0[v]), hn::BitCast(d32, c1[v]), hn::BitCast(d32, c2[v]),
                hn::BitCast(d32, c3[v])};
}

// Whose blocks to draw: the lower half of the lanes, and the upper.
struct Luck {
  Front lower, upper;
};

HWY_INLINE Luck neighbours_luck(const std::uint64_t* luck, std::uint32_t replicate,
                                const Keys& keys) {
  const U64 d;
  const VL who = hn::Set(d, replicate);
  const auto half = [&](const std::uint64_t* from) {
    const VL words = hn::LoadU(d, from);
    return front_of(who, words, hn::ShiftRight<32>(words), keys);
  };
  return {half(luck), half(luck + kLanes / 2)};
}

HWY_INLINE Luck scattered_luck(const Slots& slots, VI slot) {
  const U64 d;
  const I64 i64;
  const I32 i;
  const VI whose = replicates_of(slots, slot);
  const VI place = hn::ShiftLeft<1>(  // of 8 bytes
      hn::Sub(slot, hn::Mul(whose, hn::Set(i, slots.plan->stride))));
  const auto half = [&](auto who, auto where) {
    const VL words = hn::GatherIndex(d, &slots.plan->bonds[0].luck, hn::PromoteTo(i64, where));
    const VL whole = hn::BitCast(d, hn::PromoteTo(i64, who));
    return front_of(hn::Add(hn::Set(d, slots.first), whole), words, hn::ShiftRight<32>(words),
                    slots.plan->keys);
  };
  const hn::Half<I32> upper;
  return {half(hn::LowerHalf(whose), hn::LowerHalf(place)),
          half(hn::UpperHalf(upper, whose), hn::UpperHalf(upper, place))};
}

HWY_INLINE Words joined(const Words& lower, const Words& upper) {
  const U32 d;
  return {hn::ConcatEven(d, upper.w0, lower.w0), hn::ConcatEven(d, upper.w1, lower.w1),
          hn::ConcatEven(d, upper.w2, lower.w2), hn::ConcatEven(d, upper.w3, lower.w3)};
}

HWY_INLINE Words philox_lanes(const Luck& l, VL use_lower, VL use_upper, const Keys& keys) {
  Words halves[2];
  philox_even<2>({&l.lower, &l.upper}, {use_lower, use_upper}, keys, halves);
  return joined(halves[0], halves[1]);
}

HWY_INLINE Words philox_lanes(const Luck& l, std::uint32_t use, const Keys& keys) {
  const VL all = hn::Set(U64(), use);
  return philox_lanes(l, all, all, keys);
}

// The blocks of two vectors of neighbours. With AVX2's sixteen registers no more than two halves
// can take turns.
HWY_INLINE void philox_neighbours(const std::uint64_t* luck, std::uint32_t replicate,
                                  std::uint32_t use, const Keys& keys, Words (&words)[2]) {
  const Luck one = neighbours_luck(luck, replicate, keys);
  const Luck other = neighbours_luck(luck + kLanes, replicate, keys);
#if HWY_TARGET <= HWY_AVX3
  const VL all = hn::Set(U64(), use);
  Words halves[4];
  philox_even<4>({&one.lower, &one.upper, &other.lower, &other.upper}, {all, all, all, all}, keys,
                 halves);
  words[0] = joined(halves[0], halves[1]);
  words[1] = joined(halves[2], halves[3]);
#else
  words[0] = philox_lanes(one, use, keys);
  words[1] = philox_lanes(other, use, keys);
#endif
}

// Whose blocks to draw, where the halves of their luck stand apart: the even lanes, and the odd.
struct Pairs {
  Front even, odd;
};

HWY_INLINE Pairs paired_luck(VU who, VU low, VU high, const Keys& keys) {
  const U64 d;
  const auto even = [&](VU v) { return hn::BitCast(d, v); };
  const auto odd = [&](VU v) { return hn::ShiftRight<32>(hn::BitCast(d, v)); };
  return {front_of(even(who), even(low), even(high), keys),
          front_of(odd(who), odd(low), odd(high), keys)};
}

HWY_INLINE Words woven(const Words& even, const Words& odd) {
  const auto both = [](VU odds, VU evens) {
    return hn::OddEven(hn::BitCast(U32(), hn::ShiftLeft<32>(hn::BitCast(U64(), odds))), evens);
  };
  return {both(odd.w0, even.w0), both(odd.w1, even.w1), both(odd.w2, even.w2),
          both(odd.w3, even.w3)};
}

HWY_INLINE Words philox_lanes(const Pairs& p, std::uint32_t use, const Keys& keys) {
  const VL all = hn::Set(U64(), use);
  Words halves[2];
  philox_even<2>({&p.even, &p.odd}, {all, all}, keys, halves);
  return woven(halves[0], halves[1]);
}

// Two blocks of each.
HWY_INLINE void philox_both(const Pairs& p, std::uint32_t use, std::uint32_t other,
                            const Keys& keys, Words (&words)[2]) {
#if HWY_TARGET <= HWY_AVX3
  const VL first = hn::Set(U64(), use), second = hn::Set(U64(), other);
  Words halves[4];
  philox_even<4>({&p.even, &p.odd, &p.even, &p.odd}, {first, first, second, second}, keys, halves);
  words[0] = woven(halves[0], halves[1]);
  words[1] = woven(halves[2], halves[3]);
#else
  words[0] = philox_lanes(p, use, keys);
  words[1] = philox_lanes(p, other, keys);
#endif
}

// One block of each, each lane with a use of its own.
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

// A float of 2^23 to 2^24 has no room for parts of one: added to this, a small number is rounded,
// and what follows the exponent is the whole number.
inline constexpr float kRounder = 0x1.8p23F;

// e^x for x <= 0, cut off where single precision ends; errs by less than 3e-7 of itself
// where products are added unrounded. The polynomial is 2^r, fitted at Chebyshev's points of [-1/2,
// 1/2].
HWY_INLINE VF faded(VF x) {
  const F32 f;
  const VF least = hn::Max(x, hn::Set(f, kLeastExponent));
  const VF high = hn::Set(f, 1.44269504F), low = hn::Set(f, 1.92596299e-8F);  // log2 e
  const VF rounded = hn::MulAdd(least, high, hn::Set(f, kRounder));
  const VF whole = hn::Sub(rounded, hn::Set(f, kRounder));
  const VF r = hn::MulAdd(least, low, hn::MulSub(least, high, whole));
  VF sum = hn::MulAdd(r, hn::Set(f, 0.00133908634F), hn::Set(f, 0.00967603192F));
  sum = hn::MulAdd(r, sum, hn::Set(f, 0.0555035711F));
  sum = hn::MulAdd(r, sum, hn::Set(f, 0.240221075F));
  sum = hn::MulAdd(r, sum, hn::Set(f, 0.693147188F));
  sum = hn::MulAdd(r, sum, hn::Set(f, 1.00000008F));
  const VI exponent = hn::ShiftLeft<23>(hn::BitCast(I32(), rounded));
  return hn::BitCast(f, hn::Add(hn::BitCast(I32(), sum), exponent));
}

// An entry of a table of all models, by 0 <= index < kMaxModels.
HWY_INLINE VF entry(const PerModel<float>& table, VI index) {
  const F32 f;
#if HWY_TARGET <= HWY_AVX3
  static_assert(kLanes == kMaxModels);
  return hn::TableLookupLanes(hn::LoadU(f, table.data()), hn::IndicesFromVec(f, index));
#else
  return hn::GatherIndex(f, table.data(), index);
#endif
}

// Fours of numbers, by the place of each in its four: as hn::LoadInterleaved4, which takes twice
// the shuffles.
template <class D, class V = hn::Vec<D>, class T>
HWY_INLINE void load_fours(D d, const T* from, V& v0, V& v1, V& v2, V& v3) {
#if HWY_TARGET <= HWY_AVX3
  const __m512i first = _mm512_setr_epi32(0, 4, 8, 12, 16, 20, 24, 28, 1, 5, 9, 13, 17, 21, 25, 29);
  const __m512i last = _mm512_add_epi32(first, _mm512_set1_epi32(2));
  const auto load = [&](std::size_t at) { return _mm512_load_si512(from + at * kLanes); };
  const __m512i a = load(0), b = load(1), c = load(2), e = load(3);
  const __m512i low = _mm512_permutex2var_epi32(a, first, b);
  const __m512i high = _mm512_permutex2var_epi32(c, first, e);
  const __m512i other_low = _mm512_permutex2var_epi32(a, last, b);
  const __m512i other_high = _mm512_permutex2var_epi32(c, last, e);
  v0 = hn::BitCast(d, VI{_mm512_shuffle_i64x2(low, high, 0x44)});
  v1 = hn::BitCast(d, VI{_mm512_shuffle_i64x2(low, high, 0xEE)});
  v2 = hn::BitCast(d, VI{_mm512_shuffle_i64x2(other_low, other_high, 0x44)});
  v3 = hn::BitCast(d, VI{_mm512_shuffle_i64x2(other_low, other_high, 0xEE)});
#else
  hn::LoadInterleaved4(d, from, v0, v1, v2, v3);
#endif
}

#if HWY_TARGET == HWY_AVX2
// By the bits of a mask: which of those that were packed a lane has.
inline constexpr auto kSpread = [] {
  std::array<std::array<std::uint8_t, 8>, 256> all{};
  for (unsigned bits = 0; bits < 256; ++bits)
    for (std::uint8_t lane = 0, at = 0; lane < 8; ++lane)
      all[bits][lane] = (bits >> lane & 1) != 0 ? at++ : at;
  return all;
}();
#endif

// Brings back to their lanes what pack() wrote side by side; others keep what they have.
template <class D, class M, class T>
HWY_INLINE hn::Vec<D> spread(D d, hn::Vec<D> others, M mask, const T* from) {
#if HWY_TARGET <= HWY_AVX3
  const auto lanes = _mm512_mask_expandloadu_epi32(hn::BitCast(I32(), others).raw,
                                                   hn::RebindMask(I32(), mask).raw, from);
  return hn::BitCast(d, VI{lanes});
#elif HWY_TARGET == HWY_AVX2
  const hn::Rebind<std::uint8_t, I32> bytes;
  const auto order = hn::LoadU(bytes, kSpread[bits_of(hn::RebindMask(U32(), mask))].data());
  const auto lanes = hn::IndicesFromVec(d, hn::PromoteTo(I32(), order));
  return hn::IfThenElse(hn::RebindMask(d, mask), hn::TableLookupLanes(hn::LoadU(d, from), lanes),
                        others);
#else
  HWY_ALIGN T lanes[kLanes];
  const std::uint64_t bits = bits_of(hn::RebindMask(U32(), mask));
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    lanes[lane] = *from;
    from += bits >> lane & 1U;
  }
  return hn::IfThenElse(hn::RebindMask(d, mask), hn::Load(d, lanes), others);
#endif
}

#if HWY_TARGET == HWY_SCALAR

HWY_INLINE Luck listed_luck(const std::uint64_t* luck, const std::uint32_t* who, const Keys&) {
  return {*luck, *who};
}

HWY_INLINE void philox_two(const Luck (&l)[2], std::uint32_t use, const Keys& keys,
                           Words (&words)[2]) {
  for (std::size_t v = 0; v < 2; ++v) words[v] = philox_lanes(l[v], use, keys);
}

HWY_INLINE void philox_two(const Pairs (&p)[2], const VU (&use)[2], const Keys& keys,
                           Words (&words)[2]) {
  for (std::size_t v = 0; v < 2; ++v) words[v] = philox_lanes(p[v], hn::GetLane(use[v]), keys);
}

#else

HWY_INLINE Luck listed_luck(const std::uint64_t* luck, const std::uint32_t* who, const Keys& keys) {
  const U64 d;
  const auto half = [&](std::size_t at) {
    const VL words = hn::Load(d, luck + at);
    const VL whose = hn::PromoteTo(d, hn::Load(hn::Rebind<std::uint32_t, U64>(), who + at));
    return front_of(whose, words, hn::ShiftRight<32>(words), keys);
  };
  return {half(0), half(kLanes / 2)};
}

// The blocks of two vectors.
HWY_INLINE void philox_two(const Luck (&l)[2], std::uint32_t use, const Keys& keys,
                           Words (&words)[2]) {
#if HWY_TARGET <= HWY_AVX3
  const VL all = hn::Set(U64(), use);
  Words halves[4];
  philox_even<4>({&l[0].lower, &l[0].upper, &l[1].lower, &l[1].upper}, {all, all, all, all}, keys,
                 halves);
  words[0] = joined(halves[0], halves[1]);
  words[1] = joined(halves[2], halves[3]);
#else
  for (std::size_t v = 0; v < 2; ++v) words[v] = philox_lanes(l[v], use, keys);
#endif
}

// A block of each of two vectors, each lane with a use of its own.
HWY_INLINE void philox_two(const Pairs (&p)[2], const VU (&use)[2], const Keys& keys,
                           Words (&words)[2]) {
  const auto even = [&](std::size_t v) { return hn::BitCast(U64(), use[v]); };
  const auto odd = [&](std::size_t v) { return hn::ShiftRight<32>(even(v)); };
#if HWY_TARGET <= HWY_AVX3
  Words halves[4];
  philox_even<4>({&p[0].even, &p[0].odd, &p[1].even, &p[1].odd}, {even(0), odd(0), even(1), odd(1)},
                 keys, halves);
  words[0] = woven(halves[0], halves[1]);
  words[1] = woven(halves[2], halves[3]);
#else
  for (std::size_t v = 0; v < 2; ++v) {
    Words both[2];
    philox_even<2>({&p[v].even, &p[v].odd}, {even(v), odd(v)}, keys, both);
    words[v] = woven(both[0], both[1]);
  }
#endif
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace tizhi
HWY_AFTER_NAMESPACE();

#endif
