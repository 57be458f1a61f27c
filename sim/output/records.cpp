#include "output/records.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace tizhi {
namespace {

constexpr std::uint64_t kBlockBytes = 1 << 22;
constexpr std::uint64_t kMostRows = 1 << 16;
constexpr std::uint64_t kMostRuns = 1 << 13;

// The rows of a variable that has one a run, one after the other; a block of them is held.
template <class T>
class RunRows {
 public:
  RunRows(const TrajectoryFile& file, const std::string& name)
      : file_(&file), name_(name), shape_(file.shape(name)) {
    for (std::size_t d = 3; d < shape_.size(); ++d) width_ *= shape_[d];
    most_ = std::clamp<std::uint64_t>(kBlockBytes / std::max<std::uint64_t>(width_ * sizeof(T), 1),
                                      1, kMostRuns);
  }

  std::span<const T> next() {
    if (taken_ == rows_) read();
    return std::span(values_).subspan(taken_++ * width_, width_);
  }

 private:
  // Whole points where they fit, else replicates of one variant.
  void read() {
    const std::uint64_t variants = shape_[1], replicates = shape_[2];
    const std::uint64_t runs = variants * replicates, point = at_ / runs, rest = at_ % runs;
    Extent from{point, rest / replicates, rest % replicates}, extent{1, 1, 1};
    if (runs <= most_)
      extent = {std::min(most_ / runs, shape_[0] - point), variants, replicates};
    else
      extent[2] = std::min(most_, replicates - from[2]);
    rows_ = extent[0] * extent[1] * extent[2];
    from.resize(shape_.size(), 0);
    extent.insert(extent.end(), shape_.begin() + 3, shape_.end());
    values_ = file_->numbers<T>(name_, from, extent);
    at_ += rows_;
    taken_ = 0;
  }

  const TrajectoryFile* file_;
  std::string name_;
  Extent shape_;
  std::uint64_t width_ = 1, most_ = 1, at_ = 0, rows_ = 0, taken_ = 0;
  std::vector<T> values_;
};

// The values of a variable that has one a formation, arrival or order, or a row of them.
template <class T>
class EventRows {
 public:
  EventRows(const TrajectoryFile& file, const std::string& name)
      : file_(&file), name_(name), shape_(file.shape(name)) {
    for (std::size_t d = 1; d < shape_.size(); ++d) width_ *= shape_[d];
  }

  void take(std::span<T> to) {
    while (!to.empty()) {
      if (taken_ == values_.size()) read();
      const std::size_t now = std::min(to.size(), values_.size() - taken_);
      std::copy_n(values_.begin() + static_cast<std::ptrdiff_t>(taken_), now, to.begin());
      taken_ += now;
      to = to.subspan(now);
    }
  }

 private:
  void read() {
    Extent from{at_}, extent{std::min(kMostRows, shape_[0] - at_)};
    from.resize(shape_.size(), 0);
    extent.insert(extent.end(), shape_.begin() + 1, shape_.end());
    values_ = file_->numbers<T>(name_, from, extent);
    at_ += extent[0];
    taken_ = 0;
  }

  const TrajectoryFile* file_;
  std::string name_;
  Extent shape_;
  std::uint64_t width_ = 1, at_ = 0;
  std::size_t taken_ = 0;
  std::vector<T> values_;
};

// How many rows of each kind a piece has.
struct Cut {
  std::int64_t formations = 0, states = 0, arrivals = 0, orders = 0, snapshots = 0;
};

class RecordReader {
 public:
  RecordReader(const TrajectoryFile& file, const Study& study);
  void visit_run(std::int64_t run, const std::function<void(const Record&)>& visit);

 private:
  template <class Rows>
  void open(std::optional<Rows>& rows, const std::string& name) {
    if (file_->has(name)) rows.emplace(*file_, name);
  }
  std::int64_t rows_of_run(const char* offsets);
  Record piece(const Cut& cut);
  void take_formations(Record& piece, std::int64_t count);
  void take_arrivals(Record& piece, std::int64_t count);
  void take_orders(Record& piece, std::int64_t count);
  void take_states(Record& piece, std::int64_t count);

  const TrajectoryFile* file_;
  std::size_t state_ = 1, regions_ = 1;
  std::vector<double> level_counts_;  // of a state, cell by cell
  std::multimap<std::int64_t, Cut> cuts_;
  std::optional<RunRows<float>> share_;
  std::vector<RunRows<double>> outcomes_;
  std::optional<RunRows<std::uint8_t>> status_, initial_, trajectory_;
  std::optional<EventRows<std::int32_t>> step_, region_, arrival_step_, arrival_region_, origin_,
      order_step_, order_region_;
  std::optional<EventRows<std::uint8_t>> from_, to_, cause_, ledger_, arrival_model_, order_model_;
  std::map<std::string, EventRows<std::int64_t>> offsets_;
  std::map<std::string, std::int64_t> begins_;
  std::span<const float> shares_;  // of the run, what is left of them
  std::span<const std::uint8_t> snapshots_;
};

RecordReader::RecordReader(const TrajectoryFile& file, const Study& study) : file_(&file) {
  const Run& run = study.variants.front().run;
  state_ = run.world->level_count.size() * static_cast<std::size_t>(run.models());
  regions_ = static_cast<std::size_t>(run.world->size());
  for (const std::int64_t count : run.world->level_count)
    level_counts_.insert(level_counts_.end(), static_cast<std::size_t>(run.models()),
                         static_cast<double>(count));
  open(share_, "share");
  for (const Outcome& outcome : study.outcomes)
    outcomes_.emplace_back(file, "outcome_" + outcome.id);
  open(status_, "status");
  open(initial_, "initial_state");
  open(trajectory_, "trajectory");
  open(step_, "formation_step"), open(region_, "formation_region");
  open(from_, "formation_from"), open(to_, "formation_to");
  open(cause_, "formation_cause"), open(ledger_, "formation_ledger");
  open(arrival_step_, "arrival_step"), open(arrival_region_, "arrival_region");
  open(arrival_model_, "arrival_model"), open(origin_, "arrival_origin");
  open(order_step_, "order_step"), open(order_region_, "order_region");
  open(order_model_, "order_model");
  for (const char* name : {"formation_offset", "arrival_offset", "order_offset"})
    if (file.has(name)) {
      offsets_.emplace(name, EventRows<std::int64_t>(file, name));
      offsets_.at(name).take({&begins_[name], 1});
    }
  if (!file.has("cut_rows")) return;
  const auto cuts = file.numbers<std::int64_t>("cut_rows");
  for (std::size_t i = 0; i + 5 < cuts.size(); i += 6)
    cuts_.insert({cuts[i], {cuts[i + 1], cuts[i + 2], cuts[i + 3], cuts[i + 4], cuts[i + 5]}});
}

std::int64_t RecordReader::rows_of_run(const char* offsets) {
  const auto found = offsets_.find(offsets);
  if (found == offsets_.end()) return 0;
  std::int64_t end = 0;
  found->second.take({&end, 1});
  return end - std::exchange(begins_[offsets], end);
}

void RecordReader::take_formations(Record& piece, std::int64_t count) {
  if (!step_) return;
  Formations& all = piece.formations;
  all.resize(static_cast<std::size_t>(count));
  step_->take(all.steps());
  region_->take(all.regions());
  from_->take(all.from());
  to_->take(all.to());
  std::vector<std::uint8_t> codes(all.size());
  cause_->take(codes);
  for (std::size_t i = 0; i < codes.size(); ++i) all.causes()[i] = static_cast<Cause>(codes[i]);
  if (ledger_ && !all.empty())
    ledger_->take({all.ledgers().front().data(), all.size() * kPressingCauses});
}

void RecordReader::take_arrivals(Record& piece, std::int64_t count) {
  if (!arrival_step_) return;
  piece.arrivals.resize(static_cast<std::size_t>(count));
  for (Arrival& one : piece.arrivals) {
    arrival_step_->take({&one.step, 1});
    arrival_region_->take({&one.region, 1});
    arrival_model_->take({&one.favours, 1});
    origin_->take({&one.origin, 1});
  }
}

void RecordReader::take_orders(Record& piece, std::int64_t count) {
  if (!order_step_) return;
  piece.orders.resize(static_cast<std::size_t>(count));
  for (IssuedOrder& one : piece.orders) {
    order_step_->take({&one.step, 1});
    order_region_->take({&one.issuer, 1});
    order_model_->take({&one.model, 1});
  }
}

// The count whose share is the nearest has that very share as it is stored.
void RecordReader::take_states(Record& piece, std::int64_t count) {
  const auto cells = static_cast<std::size_t>(count) * state_;
  for (std::size_t i = 0; i < cells; ++i) {
    const double regions = shares_[i] * level_counts_[i % state_];
    piece.counts.push_back(std::isnan(regions) ? 0 : static_cast<std::int32_t>(regions + 0.5));
  }
  shares_ = shares_.subspan(cells);
}

Record RecordReader::piece(const Cut& cut) {
  Record piece;
  take_formations(piece, cut.formations);
  take_arrivals(piece, cut.arrivals);
  take_orders(piece, cut.orders);
  take_states(piece, cut.states);
  const std::size_t models = static_cast<std::size_t>(cut.snapshots) * regions_;
  piece.trajectory.assign(snapshots_.begin(),
                          snapshots_.begin() + static_cast<std::ptrdiff_t>(models));
  snapshots_ = snapshots_.subspan(models);
  return piece;
}

void RecordReader::visit_run(std::int64_t run, const std::function<void(const Record&)>& visit) {
  Cut rest{rows_of_run("formation_offset"), 0, rows_of_run("arrival_offset"),
           rows_of_run("order_offset"), 0};
  shares_ = share_ ? share_->next() : std::span<const float>();
  snapshots_ = trajectory_ ? trajectory_->next() : std::span<const std::uint8_t>();
  const auto initial = initial_ ? initial_->next() : std::span<const std::uint8_t>();
  const auto status = status_ ? static_cast<Status>(status_->next().front()) : Status::played;
  bool is_first = true;
  const auto begin = [&](Record& piece) {
    if (std::exchange(is_first, false)) piece.initial.assign(initial.begin(), initial.end());
    piece.status = status;
  };
  const auto [cut, last_cut] = cuts_.equal_range(run);
  for (auto one = cut; one != last_cut; ++one) {
    Record next = piece(one->second);
    next.is_last = false;
    begin(next);
    visit(next);
    rest.formations -= one->second.formations;
    rest.arrivals -= one->second.arrivals;
    rest.orders -= one->second.orders;
  }
  rest.states = static_cast<std::int64_t>(shares_.size() / state_);
  rest.snapshots = static_cast<std::int64_t>(snapshots_.size() / regions_);
  Record last = piece(rest);
  begin(last);
  for (RunRows<double>& outcome : outcomes_) last.outcomes.push_back(outcome.next().front());
  visit(last);
}

}  // namespace

void visit_records(const TrajectoryFile& file, const Study& study,
                   const std::function<void(const Record&)>& visit) {
  RecordReader reader(file, study);
  const Extent runs{file.length("point"), file.length("variant"), file.length("replicate")};
  const auto count = static_cast<std::int64_t>(runs[0] * runs[1] * runs[2]);
  for (std::int64_t run = 0; run < count; ++run) reader.visit_run(run, visit);
}

}  // namespace tizhi
