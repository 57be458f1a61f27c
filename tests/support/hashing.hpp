// One number for all that happens: equal numbers, equal histories.
#pragma once

#include <cstdint>

#include "engine/run.hpp"

namespace tizhi::test {

class Hash {
 public:
  void add(const Happenings& now) {
    add(now.step);
    for (const Formation& f : now.formations) {
      add(f.step), add(f.region), add(f.from), add(f.to), add(static_cast<std::uint64_t>(f.cause));
      for (const std::uint8_t share : f.ledger) add(share);
    }
    for (const Arrival& a : now.arrivals) add(a.step), add(a.region), add(a.favours), add(a.origin);
    for (const IssuedOrder& o : now.orders) add(o.step), add(o.issuer), add(o.model);
  }

  void add(std::uint64_t word) {
    state_ = (state_ ^ word) * 0x9E3779B97F4A7C15ULL;
    state_ ^= state_ >> 29;
  }
  void add(std::int32_t word) { add(static_cast<std::uint64_t>(word)); }
  void add(std::uint8_t word) { add(std::uint64_t{word}); }

  std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 0;
};

}  // namespace tizhi::test
