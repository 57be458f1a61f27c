// Numbers to make random cases from: the same for every compiler, because they are whole numbers
// and quotients of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

namespace tizhi::test {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_{seed} {}

  // SplitMix64 (Steele, Lea, Flood 2014).
  std::uint64_t word() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15ULL;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ z >> 27) * 0x94D049BB133111EBULL;
    return z ^ z >> 31;
  }

  // 0 … n-1
  int below(int n) { return static_cast<int>(word() % static_cast<std::uint64_t>(n)); }
  int from(int low, int high) { return low + below(high - low + 1); }
  bool chance(int percent) { return below(100) < percent; }

  // A number of three decimals or so.
  double number(double low, double high) { return low + (high - low) * (below(1001) / 1000.0); }

  template <class T>
  T one_of(std::initializer_list<T> all) {
    return *(all.begin() + below(static_cast<int>(all.size())));
  }

  template <class T>
  void shuffle(std::vector<T>& all) {
    for (std::size_t left = all.size(); left > 1; --left)
      std::swap(all[left - 1], all[static_cast<std::size_t>(below(static_cast<int>(left)))]);
  }

 private:
  std::uint64_t state_;
};

}  // namespace tizhi::test
