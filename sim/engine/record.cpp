#include "engine/record.hpp"

#include <limits>
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

Job job_of(const Study& study, std::size_t number) {
  const std::size_t row = number / study.replicates;  // of variants, point by point
  return {number, row % study.variants.size(),
          static_cast<std::uint32_t>(number % study.replicates), row / study.variants.size()};
}

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

Record refused_record(const Study& study) {
  const Run& run = study.variants.front().run;
  const auto kept = [&](Frequency frequency) {
    return recorded_states(run.timeline.grid, frequency).size();
  };
  const auto regions = static_cast<std::size_t>(run.world->size());
  Record none;
  none.status = Status::refused;
  if (study.recording.formations) none.initial.assign(regions, kNone);
  none.counts.assign(
      kept(study.recording.shares) * static_cast<std::size_t>(run.world->levels() * run.models()),
      0);
  none.trajectory.assign(kept(study.recording.trajectory) * regions, kNone);
  none.outcomes.assign(study.outcomes.size(), std::numeric_limits<double>::quiet_NaN());
  return none;
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
