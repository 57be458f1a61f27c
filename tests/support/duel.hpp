// The plain kernel against another player of the same replicates, formation by formation.
#pragma once

#include <string>

#include "engine/simulation.hpp"
#include "support/random_run.hpp"

namespace tizhi::test {

// What happened in all duels so far: a duel over empty runs would show nothing.
struct Tally {
  std::int64_t runs = 0, region_steps = 0, arrivals = 0, orders = 0;
  std::array<std::int64_t, 5> formations{};  // by cause
  void add(const Happenings& now);
  std::string text() const;
};

// The replicates first, first + 1 … of a run, to be played together.
struct Batch {
  std::uint64_t seed = 0;  // that the run was made from
  Run run;
  std::uint32_t first = 0;
  int replicates = 1;
  int parts = 1;  // blocks of regions, for threads
};

Batch random_batch(std::uint64_t seed, const Size& size = {});

// The first happening or model that is not the same, in words; empty where all are.
std::string difference(const Happenings& plain, const Happenings& other);
std::string difference(std::span<const Model> plain, std::span<const Model> other);

// What the batch is about, on a line.
std::string summary(const Batch& batch);

// The plain kernel in the manner of a batch.
class PlainBatch {
 public:
  PlainBatch(const Batch& batch, const Groundwork& ground);
  void advance();
  bool is_over() const { return played_.front().is_over(); }
  Happenings happenings(int r) const { return now_[static_cast<std::size_t>(r)]; }
  std::span<const Model> models(int r) const {
    return played_[static_cast<std::size_t>(r)].state().model;
  }

 private:
  std::vector<Simulation> played_;
  std::vector<Happenings> now_;
};

// Plays the batch with the plain kernel and with `other`, which has advance(), is_over(),
// happenings(r) and models(r): the first difference, empty where there is none.
template <class Player>
std::string duel(const Batch& batch, const Groundwork& ground, Player& other, Tally& tally) {
  PlainBatch plain(batch, ground);
  ++tally.runs;
  while (!plain.is_over()) {
    if (other.is_over()) return "the other is over before the plain kernel is";
    plain.advance();
    other.advance();
    for (int r = 0; r < batch.replicates; ++r) {
      const Happenings now = plain.happenings(r);
      tally.add(now);
      tally.region_steps += batch.run.world->size();
      std::string found = difference(now, other.happenings(r));
      if (found.empty()) found = difference(plain.models(r), other.models(r));
      if (found.empty()) continue;
      return "replicate " + std::to_string(r) + " of " + std::to_string(batch.replicates) +
             ", step " + std::to_string(now.step) + " of " +
             std::to_string(batch.run.timeline.grid.steps) + ", " + found;
    }
  }
  return other.is_over() ? "" : "the other goes on where the plain kernel is over";
}

}  // namespace tizhi::test
