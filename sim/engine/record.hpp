// Record: what is kept of one replicate. Recorder: keeps it, step by step, and hands it on whole or
// in pieces, for a big world forms more than memory holds.
#pragma once

#include <span>
#include <vector>

#include "engine/census.hpp"
#include "engine/formations.hpp"
#include "engine/measures.hpp"
#include "engine/simulation.hpp"
#include "engine/study.hpp"

namespace tizhi {

// One run of a study.
struct Job {
  std::size_t number = 0;
  std::size_t variant = 0;
  std::uint32_t replicate = 0;
  std::size_t point = 0;  // of those that the study has
};

Job job_of(const Study& study, std::size_t number);

// What came of a run.
enum class Status : std::uint8_t { played, refused };

// Of a replicate or of a piece of it: what the pieces hold, one after the other, is the whole.
// Empty where the recording does not ask for it.
struct Record {
  std::vector<Model> initial;        // regions, in the first piece
  Formations formations;             // by step, script first, then region
  std::vector<std::int32_t> counts;  // recorded states × levels × models: regions that run a model
  std::vector<Arrival> arrivals;     // by step, scripted first, then region
  std::vector<IssuedOrder> orders;   // by step, then region
  std::vector<Model> trajectory;     // recorded states × regions
  std::vector<double> outcomes;      // one per outcome of the study, in the last piece
  bool is_last = true;               // false: the replicate goes on in another piece
  Status status = Status::played;    // refused: no value means anything

  std::size_t bytes() const;
};

// Of the states of a run, those at which something is kept; asked state by state.
class RecordedStates {
 public:
  RecordedStates(const Grid& grid, Frequency frequency) : all_{recorded_states(grid, frequency)} {}

  std::size_t size() const { return all_.size(); }
  bool take(std::int32_t n) {
    if (next_ == all_.size() || all_[next_] != n) return false;
    ++next_;
    return true;
  }

 private:
  std::vector<std::int32_t> all_;
  std::size_t next_ = 0;
};

class Recorder {
 public:
  // `initial`: the models of all regions at the start. What it is given here must outlive it.
  Recorder(const Run& run, const std::vector<Outcome>& outcomes, const Recording& recording,
           std::span<const Model> initial);

  // About so many formations will be held: memory is asked for once.
  void expect(std::size_t formations);

  // The next step, and the models of all regions after it.
  void note(const Happenings& now, std::span<const Model> models);

  // What it holds, in bytes.
  std::size_t bytes() const { return held_.bytes(); }

  // Everything since the last time; with the outcomes, and marked as the last, once all steps are
  // noted.
  Record take();

 private:
  void keep_state(std::int32_t n, std::span<const Model> models);

  const Run* run_;
  const Recording* recording_;
  Census census_;
  Measures measures_;
  RecordedStates shares_, snapshots_;
  std::int32_t state_ = 0;  // noted last
  Record held_;
};

// In place of a run that was refused: whatever is kept of a run, without a value.
Record refused_record(const Study& study);

// Plays one replicate in the plain way and keeps everything that the recording asks for.
Record record(const Run& run, const Groundwork& ground, std::uint32_t replicate,
              const std::vector<Outcome>& outcomes, const Recording& recording);

}  // namespace tizhi
