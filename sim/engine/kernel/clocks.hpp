// The clocks of the regions that passed the sieve: does one ring, and which rings first. Weighed in
// single precision; what comes within the margin of a boundary is handed back as `doubtful`.
#pragma once

#include <span>
#include <vector>

#include "engine/kernel/leaders.hpp"

namespace tizhi {

// Formations as the clocks find them, a column a quantity. The columns are longer than there are
// finds, and never cut: what a vector writes beyond them need not be cleared first.
struct Finds {
  std::vector<Slot> slot;
  std::vector<std::uint32_t> what;   // model | cause << 8
  std::vector<std::uint32_t> share;  // the ledger, first cause lowest; 0: to be filled in full

  std::size_t there = 0;

  void make_room(std::size_t more);
  // At its place by slots among those from `begin` on, which are in order.
  void add(std::size_t begin, Slot who, Model to, Cause cause, const Ledger& ledger);
};

// Working memory of one thread.
struct Desk {
  std::vector<std::vector<Slot>> candidates;  // one list a stratum
  std::vector<std::vector<Slot>> forced;
  std::vector<Slot> doubtful;
  Finds found;
  std::vector<std::size_t> found_until;  // by stratum, one after the other
  std::vector<Slot> list;
  Arriving arriving[kSpan];
};

enum class Compulsion : std::uint8_t { free, due };

// The formations of those regions of `list`, all of one stratum, whose clock rings in the step, or
// who must all comply with what is due.
void ring(const Slots& slots, std::int32_t stratum, const Weather& weather, std::int32_t step,
          Compulsion compulsion, std::span<const Slot> list, Finds& found,
          std::vector<Slot>& doubtful);

inline std::uint32_t packed(const Ledger& ledger) {
  std::uint32_t shares = 0;
  for (std::size_t c = ledger.size(); c-- > 0;) shares = shares << 8 | ledger[c];
  return shares;
}

inline Ledger unpacked(std::uint32_t shares) {
  Ledger ledger{};
  for (std::uint8_t& share : ledger) {
    share = static_cast<std::uint8_t>(shares);
    shares >>= 8;
  }
  return ledger;
}

}  // namespace tizhi
