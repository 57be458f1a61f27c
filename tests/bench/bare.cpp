// One 32-bit word a region-step: four steps of a region share a Philox block, and all four words
// are used. The regions' luck stays in the first cache; replicate and step are the same for all.
//
// Words are held in 64-bit lanes, where the multiplier leaves them and wants them; what stands in
// the upper halves is ignored. The last round shifts the other way, so that two words share a lane
// and are compared at once. Several vectors are interleaved to hide the multiplier's latency.
#include "bench/bare.hpp"

#include <algorithm>
#include <array>

#include "random/philox.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "bench/bare.cpp"
#include <hwy/foreach_target.h>  // compiles this file once for each instruction set

#include <hwy/highway.h>

#ifndef TIZHI_BENCH_BARE_LOOP
#define TIZHI_BENCH_BARE_LOOP
namespace tizhi {
struct BareLoop {
  const std::uint64_t* luck;
  std::size_t regions;
  std::uint32_t replicate, first_step, steps;
  std::uint64_t seed;
  std::uint32_t threshold;
};
}  // namespace tizhi
#endif

HWY_BEFORE_NAMESPACE();
namespace tizhi {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR

template <int kTogether>
std::uint64_t hits(const BareLoop& loop) {
  std::uint64_t count = 0;
  const PhiloxKey key{static_cast<std::uint32_t>(loop.seed),
                      static_cast<std::uint32_t>(loop.seed >> 32)};
  for (std::uint32_t step = 0; step < loop.steps; step += 4)
    for (std::size_t i = 0; i < loop.regions; ++i) {
      const Block words = philox(
          {loop.replicate, (loop.first_step + step) / 4, static_cast<std::uint32_t>(loop.luck[i]),
           static_cast<std::uint32_t>(loop.luck[i] >> 32)},
          key);
      for (const std::uint32_t word : words) count += word < loop.threshold;
    }
  return count;
}

#else

using Wide = hn::ScalableTag<std::uint64_t>;
using Signed = hn::ScalableTag<std::int32_t>;
using V = hn::Vec<Wide>;

HWY_INLINE V product(V words, V factor) {
  const hn::Repartition<std::uint32_t, Wide> d;
  return hn::MulEven(hn::BitCast(d, words), hn::BitCast(d, factor));
}

// The ten keys of each half; the last ones are shifted up, and turned by the sign bit because
// vectors compare signed numbers.
struct Keys {
  V low[kPhiloxRounds], high[kPhiloxRounds];

  explicit Keys(std::uint64_t seed) {
    const Wide d;
    constexpr std::uint64_t turn = 0x8000000080000000ULL;
    PhiloxKey key{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
    for (int round = 0; round < kPhiloxRounds; ++round, key = next_key(key)) {
      const bool last = round == kPhiloxRounds - 1;
      low[round] = hn::Set(d, last ? std::uint64_t{key.low} << 32 ^ turn : key.low);
      high[round] = hn::Set(d, last ? std::uint64_t{key.high} << 32 ^ turn : key.high);
    }
  }
};

template <int kTogether>
std::uint64_t hits(const BareLoop& loop) {
  const Wide d;
  const Signed compared;
  const std::size_t lanes = hn::Lanes(d);
  const V even_factor = hn::Set(d, 0xD2511F53U), odd_factor = hn::Set(d, 0xCD9E8D57U);
  const Keys keys(loop.seed);
  const auto limit = hn::Set(compared, static_cast<std::int32_t>(loop.threshold ^ 0x80000000U));
  auto count = hn::Zero(compared);
  for (std::uint32_t step = 0; step < loop.steps; step += 4) {
    const V replicate = hn::Set(d, loop.replicate);
    const V use = hn::Set(d, (loop.first_step + step) / 4);
    for (std::size_t i = 0; i < loop.regions; i += kTogether * lanes) {
      V x0[kTogether], x1[kTogether], x2[kTogether], x3[kTogether];
      for (int v = 0; v < kTogether; ++v) {
        const V luck = hn::LoadU(d, loop.luck + i + static_cast<std::size_t>(v) * lanes);
        x0[v] = replicate;
        x1[v] = use;
        x2[v] = luck;
        x3[v] = hn::ShiftRight<32>(luck);
      }
#pragma GCC unroll 9
      for (int round = 0; round < kPhiloxRounds - 1; ++round)
#pragma GCC unroll 8
        for (int v = 0; v < kTogether; ++v) {
          const V even = product(x0[v], even_factor), odd = product(x2[v], odd_factor);
          x0[v] = hn::Xor3(hn::ShiftRight<32>(odd), x1[v], keys.low[round]);
          x1[v] = odd;
          x2[v] = hn::Xor3(hn::ShiftRight<32>(even), x3[v], keys.high[round]);
          x3[v] = even;
        }
#pragma GCC unroll 8
      for (int v = 0; v < kTogether; ++v) {
        const V even = product(x0[v], even_factor), odd = product(x2[v], odd_factor);
        const V a = hn::Xor3(odd, hn::ShiftLeft<32>(x1[v]), keys.low[kPhiloxRounds - 1]);
        const V b = hn::Xor3(even, hn::ShiftLeft<32>(x3[v]), keys.high[kPhiloxRounds - 1]);
        for (const V& words : {a, b})
          count = hn::Sub(count,
                          hn::VecFromMask(compared, hn::Lt(hn::BitCast(compared, words), limit)));
      }
    }
  }
  HWY_ALIGN std::array<std::int32_t, 64> counts{};
  hn::Store(count, compared, counts.data());
  std::uint64_t sum = 0;
  for (const std::int32_t n : counts) sum += static_cast<std::uint64_t>(n);
  return sum;
}

#endif

std::uint64_t hits_by_three(const BareLoop& loop) { return hits<3>(loop); }
std::uint64_t hits_by_six(const BareLoop& loop) { return hits<6>(loop); }

}  // namespace HWY_NAMESPACE
}  // namespace tizhi
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tizhi {
namespace {

HWY_EXPORT(hits_by_three);
HWY_EXPORT(hits_by_six);

constexpr std::size_t kRegions = 2304;  // 18 kB of luck; a multiple of six vectors of eight lanes

std::vector<std::uint64_t> some_luck() {
  std::vector<std::uint64_t> luck;
  for (std::uint64_t n = 1; n <= kRegions; ++n) luck.push_back(n * 0x9E3779B97F4A7C15ULL);
  return luck;
}

#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && \
    !defined(__SANITIZE_THREAD__) && !defined(__SANITIZE_ADDRESS__)
__attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#endif
std::uint64_t
plain_loop(const BareLoop& loop) {
  std::uint64_t count = 0;
  for (std::uint32_t step = 0; step < loop.steps; step += 4)
    for (std::size_t i = 0; i < loop.regions; ++i) {
      std::uint32_t x0 = loop.replicate, x1 = (loop.first_step + step) / 4;
      auto x2 = static_cast<std::uint32_t>(loop.luck[i]);
      auto x3 = static_cast<std::uint32_t>(loop.luck[i] >> 32);
      auto low = static_cast<std::uint32_t>(loop.seed);
      auto high = static_cast<std::uint32_t>(loop.seed >> 32);
      for (int round = 0; round < kPhiloxRounds; ++round) {
        const std::uint64_t even = 0xD2511F53ULL * x0, odd = 0xCD9E8D57ULL * x2;
        x0 = static_cast<std::uint32_t>(odd >> 32) ^ x1 ^ low;
        x1 = static_cast<std::uint32_t>(odd);
        x2 = static_cast<std::uint32_t>(even >> 32) ^ x3 ^ high;
        x3 = static_cast<std::uint32_t>(even);
        low += 0x9E3779B9U;
        high += 0xBB67AE85U;
      }
      count += (x0 < loop.threshold) + (x1 < loop.threshold) + (x2 < loop.threshold) +
               (x3 < loop.threshold);
    }
  return count;
}

template <class Hits>
Bare play(std::uint64_t region_steps, Hits&& hits) {
  static const std::vector<std::uint64_t> luck = some_luck();
  const auto steps = static_cast<std::uint32_t>(region_steps / kRegions / 4 * 4 + 4);
  const BareLoop loop{luck.data(), kRegions, 3, 1000, steps, 0x1234567890ULL, 1U << 25};
  return {steps * kRegions, hits(loop)};
}

}  // namespace

std::vector<std::string> instruction_sets() {
  hwy::SetSupportedTargetsForTest(0);
  std::vector<std::string> names;
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets())
    names.emplace_back(hwy::TargetName(target));
  return names;
}

bool use_instruction_set(const std::string& name) {
  hwy::SetSupportedTargetsForTest(0);
  bool is_there = name.empty();
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    if (hwy::TargetName(target) != name) continue;
    hwy::SetSupportedTargetsForTest(target);
    is_there = true;
  }
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  return is_there;
}

Bare bare(std::uint64_t region_steps) {
  return play(region_steps,
              [](const BareLoop& loop) { return HWY_DYNAMIC_DISPATCH(hits_by_six)(loop); });
}

Bare bare_by_three(std::uint64_t region_steps) {
  return play(region_steps,
              [](const BareLoop& loop) { return HWY_DYNAMIC_DISPATCH(hits_by_three)(loop); });
}

Bare bare_clones(std::uint64_t region_steps) { return play(region_steps, plain_loop); }

}  // namespace tizhi
#endif
