#include "engine/record.hpp"

#include <algorithm>

#include "engine/measures.hpp"

namespace tizhi {
namespace {

// Regions that run each model, level by level; only formations change them.
class Census {
 public:
  Census(const Run& run, const State& state)
      : world_{run.world.get()},
        models_{static_cast<std::size_t>(run.models())},
        counts_(world_->level_names.size() * models_, 0) {
    for (std::size_t i = 0; i < state.model.size(); ++i) add(i, state.model[i], 1);
  }

  void note(const Formation& f) {
    const auto slot = static_cast<std::size_t>(f.region);
    add(slot, f.from, -1);
    add(slot, f.to, 1);
  }

  const std::vector<std::int32_t>& counts() const { return counts_; }

 private:
  void add(std::size_t i, Model model, std::int32_t change) {
    if (model != kNone) counts_[world_->level[i] * models_ + model] += change;
  }

  const World* world_;
  std::size_t models_;
  std::vector<std::int32_t> counts_;
};

template <class T>
void append(std::vector<T>& to, std::span<const T> from) {
  to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

Record record(const Run& run, const Groundwork& ground, std::uint32_t replicate,
              const std::vector<Outcome>& outcomes, const Recording& recording) {
  Record kept;
  const std::vector<std::int32_t> snapshots =
      recorded_states(run.timeline.grid, recording.trajectory);
  std::size_t next_snapshot = 0;
  const auto take_snapshot = [&](std::int32_t n, const State& state) {
    if (next_snapshot == snapshots.size() || snapshots[next_snapshot] != n) return;
    append(kept.trajectory, std::span<const Model>(state.model));
    ++next_snapshot;
  };
  Simulation simulation(run, ground, replicate);
  Census census(run, simulation.state());
  kept.initial = simulation.state().model;
  append(kept.counts, std::span(census.counts()));
  take_snapshot(0, simulation.state());
  while (!simulation.is_over()) {
    const Happenings now = simulation.advance();
    for (const Formation& f : now.formations) census.note(f);
    append(kept.formations, now.formations);
    append(kept.counts, std::span(census.counts()));
    if (recording.leaders) append(kept.arrivals, now.arrivals);
    if (recording.orders) append(kept.orders, now.orders);
    take_snapshot(now.step + 1, simulation.state());
  }
  for (const Outcome& outcome : outcomes) kept.outcomes.push_back(measure(outcome, run, kept));
  return kept;
}

}  // namespace tizhi
