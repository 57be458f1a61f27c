#include "engine/record.hpp"

#include <utility>

namespace tizhi {
namespace {

template <class T>
void append(std::vector<T>& to, std::span<const T> from) {
  to.insert(to.end(), from.begin(), from.end());
}

template <class T>
std::size_t bytes_in(const std::vector<T>& values) {
  return values.size() * sizeof(T);
}

}  // namespace

std::size_t Record::bytes() const {
  return bytes_in(initial) + formations.size() * Formations::kBytes + bytes_in(counts) +
         bytes_in(arrivals) + bytes_in(orders) + bytes_in(trajectory) + bytes_in(outcomes);
}

Recorder::Recorder(const Run& run, const std::vector<Outcome>& outcomes, const Recording& recording,
                   std::span<const Model> initial)
    : run_{&run},
      recording_{&recording},
      census_{run, initial},
      measures_{run, outcomes},
      shares_{run.timeline.grid, recording.shares},
      snapshots_{run.timeline.grid, recording.trajectory} {
  if (recording.formations) append(held_.initial, initial);
  held_.counts.reserve(shares_.size() *
                       static_cast<std::size_t>(run.world->levels() * run.models()));
  keep_state(0, initial);
}

void Recorder::expect(std::size_t formations) {
  if (recording_->formations) held_.formations.reserve(formations);
}

void Recorder::note(const Happenings& now, std::span<const Model> models) {
  census_.note(now.formations);
  measures_.note(now.step, now.formations);
  if (recording_->formations) held_.formations.append(now.formations);
  if (recording_->leaders) append(held_.arrivals, now.arrivals);
  if (recording_->orders) append(held_.orders, now.orders);
  keep_state(now.step + 1, models);
}

void Recorder::keep_state(std::int32_t n, std::span<const Model> models) {
  state_ = n;
  if (shares_.take(n)) census_.append_to(held_.counts);
  if (snapshots_.take(n)) append(held_.trajectory, models);
  measures_.look(n, census_, models);
}

Record Recorder::take() {
  Record taken = std::exchange(held_, {});
  taken.is_last = state_ == run_->timeline.grid.steps;
  if (taken.is_last)
    taken.outcomes = measures_.values();
  else
    expect(taken.formations.size());  // the next piece will be about as large
  return taken;
}

Record record(const Run& run, const Groundwork& ground, std::uint32_t replicate,
              const std::vector<Outcome>& outcomes, const Recording& recording) {
  Simulation simulation(run, ground, replicate);
  Recorder recorder(run, outcomes, recording, simulation.state().model);
  while (!simulation.is_over()) {
    const Happenings now = simulation.advance();
    recorder.note(now, simulation.state().model);
  }
  return recorder.take();
}

}  // namespace tizhi
