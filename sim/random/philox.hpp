// Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011): four random words from a counter and a key.
#pragma once

#include <array>
#include <cstdint>

namespace tizhi {

using Block = std::array<std::uint32_t, 4>;

struct PhiloxKey {
  std::uint32_t low;
  std::uint32_t high;
};

inline constexpr int kPhiloxRounds = 10;

constexpr Block philox_round(Block counter, PhiloxKey key) {
  const std::uint64_t even = 0xD2511F53ULL * counter[0];
  const std::uint64_t odd = 0xCD9E8D57ULL * counter[2];
  return {static_cast<std::uint32_t>(odd >> 32) ^ counter[1] ^ key.low,
          static_cast<std::uint32_t>(odd),
          static_cast<std::uint32_t>(even >> 32) ^ counter[3] ^ key.high,
          static_cast<std::uint32_t>(even)};
}

// The key moves on by the golden ratio and by sqrt(3) - 1, in 32 bits.
constexpr PhiloxKey next_key(PhiloxKey key) {
  return {key.low + 0x9E3779B9U, key.high + 0xBB67AE85U};
}

constexpr Block philox(Block counter, PhiloxKey key) {
  for (int round = 0; round < kPhiloxRounds; ++round) {
    counter = philox_round(counter, key);
    key = next_key(key);
  }
  return counter;
}

}  // namespace tizhi
