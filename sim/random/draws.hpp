// Randomness by address: a draw depends on (seed, replicate, purpose, step, region) and on nothing
// that was drawn before, so neither threads nor the order of work nor a removed cause can move it.
//
// Address layout, fixed for good (a faster kernel and other programs rely on it):
//   key     = seed, low and high word
//   counter = { replicate, purpose << 24 | step, luck low, luck high }    luck = hash of the code
// A chance has a 40-bit uniform U: its top byte is byte (step mod 16) of the block at step / 16
// under the chance's own purpose, its other 32 bits are word 0 of the block at the step under the
// next purpose. One byte thus rejects nearly all, and one block serves sixteen steps of a region.
#pragma once

#include <cstdint>
#include <string_view>

#include "random/elementary.hpp"
#include "random/philox.hpp"

namespace tizhi {

// Every use of randomness there is. Numbers are part of the address: append, never renumber.
enum class Purpose : std::uint8_t {
  event = 0,           // does any clock ring; the rest of the uniform is at 1
  turnover = 2,        // does the leader leave; rest at 3
  issue = 4,           // does the region issue an order; rest at 5
  arrival = 6,         // is the new leader an outsider, and from where
  taste = 7,           // has the new leader a favourite, and which
  initial_model = 8,   // the model at the start, where weights are given
  initial_tenure = 9,  // how long the first leader has been there
  initial_arrival = 10,
  initial_taste = 11,
  shift = 12,     // of a Sobol design: the digits of a parameter are turned by it
  strata = 13,    // of a Latin hypercube: the order of a parameter's strata
  jitter = 14,    // where in its stratum a point lies
  estimate = 15,  // what else a number may be that was learnt from a history
  pick = 16,      // + k: the four clocks (one word a cause) toward model k
};

inline constexpr std::uint32_t kMaxSteps = 1U << 24;  // a step has 24 bits in the address

// A region's luck stays with its code: FNV-1a in 64 bits, which can be carried on from a prefix.
constexpr std::uint64_t luck(std::string_view code, std::uint64_t prefix = 0xCBF29CE484222325ULL) {
  for (const char letter : code)
    prefix = (prefix ^ static_cast<unsigned char>(letter)) * 0x100000001B3ULL;
  return prefix;
}

class Draws {
 public:
  constexpr Draws(std::uint64_t seed, std::uint32_t replicate)
      : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
        replicate_{replicate} {}

  constexpr Block block(Purpose purpose, std::uint32_t step, std::uint64_t luck,
                        unsigned offset = 0) const {
    const std::uint32_t use = (static_cast<std::uint32_t>(purpose) + offset) << 24 | step;
    return philox(
        {replicate_, use, static_cast<std::uint32_t>(luck), static_cast<std::uint32_t>(luck >> 32)},
        key_);
  }

  // The top byte of the chance's 40-bit uniform.
  constexpr std::uint32_t top_byte(Purpose chance, std::uint32_t step, std::uint64_t luck) const {
    const Block sixteen = block(chance, step / 16, luck);
    return sixteen[step % 16 / 4] >> (step % 4 * 8) & 0xFFU;
  }

  // Could it happen at all, with a probability up to that one? False for nearly all rare chances,
  // from one byte.
  constexpr bool may_happen(Purpose chance, std::uint32_t step, std::uint64_t luck,
                            double at_most) const {
    return top_byte(chance, step, luck) * 0x1p32 < at_most * 0x1p40;
  }

  // U < probability, with U = k / 2^40; the lower bits are drawn only where the byte leaves it
  // open.
  constexpr bool happens(Purpose chance, std::uint32_t step, std::uint64_t luck,
                         double probability) const {
    return happens(chance, step, luck, probability, top_byte(chance, step, luck));
  }

  // The same where the byte is known.
  constexpr bool happens(Purpose chance, std::uint32_t step, std::uint64_t luck, double probability,
                         std::uint32_t top_byte) const {
    const double threshold = probability * 0x1p40;
    const double top = top_byte * 0x1p32;
    return top < threshold && top + block(chance, step, luck, 1)[0] < threshold;
  }

 private:
  PhiloxKey key_;
  std::uint32_t replicate_;
};

// The two uniforms of a block, in 64 bits each.
constexpr std::uint64_t first_half(const Block& b) { return std::uint64_t{b[1]} << 32 | b[0]; }
constexpr std::uint64_t second_half(const Block& b) { return std::uint64_t{b[3]} << 32 | b[2]; }

// A uniform in [0, 1) of 53 bits.
constexpr double unit(std::uint64_t bits) { return static_cast<double>(bits >> 11) * 0x1p-53; }

// A uniform number in 0 … n-1: the high word of bits * n, bias below n / 2^64.
constexpr std::uint32_t below(std::uint64_t bits, std::uint32_t n) {
  const std::uint64_t low = (bits & 0xFFFFFFFFU) * n;
  return static_cast<std::uint32_t>(((bits >> 32) * n + (low >> 32)) >> 32);
}

// -ln V of a uniform V = (word + 1/2) / 2^32: the waiting time of a clock of rate 1.
constexpr double waiting_time(std::uint32_t word) { return -log((word + 0.5) * 0x1p-32); }

}  // namespace tizhi
