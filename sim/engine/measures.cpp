#include "engine/measures.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <numeric>

#include "random/elementary.hpp"

namespace tizhi {
namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

using Counts = Eigen::Array<std::int32_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// Regions of the outcome's level, or of all levels, per model in state n.
Eigen::ArrayXi counts_at(const Outcome& outcome, const Run& run, const Record& record,
                         std::int32_t n) {
  const Eigen::Index levels = run.world->levels();
  const Eigen::Index models = run.models();
  const Eigen::Map<const Counts> state(record.counts.data() + n * levels * models, levels, models);
  if (outcome.level == kAllLevels) return state.colwise().sum().transpose();
  return state.row(outcome.level).transpose();
}

bool counts_for(const Outcome& outcome, const World& world, Region i) {
  return outcome.level == kAllLevels || world.level[static_cast<std::size_t>(i)] == outcome.level;
}

double regions(const Outcome& outcome, const World& world) {
  if (outcome.level == kAllLevels) return world.size();
  return static_cast<double>(world.level_count[outcome.level]);
}

double share(const Outcome& outcome, const Run& run, const Record& record, std::int32_t n) {
  const Eigen::ArrayXi counts = counts_at(outcome, run, record, n);
  std::int64_t with = 0;
  for (int k = 0; k < run.models(); ++k)
    if ((outcome.models >> k & 1U) != 0) with += counts[k];
  return static_cast<double>(with) / regions(outcome, *run.world);
}

double diversity(const Outcome& outcome, const Run& run, const Record& record) {
  const Eigen::ArrayXi counts = counts_at(outcome, run, record, outcome.at);
  return effective_number(counts.data(), run.models());
}

// The models in the outcome's state: what was there at first, and what formed since.
std::vector<Model> models_at(const Record& record, std::int32_t n) {
  std::vector<Model> model = record.initial;
  for (const Formation& f : record.formations) {
    if (f.step >= n) break;
    model[static_cast<std::size_t>(f.region)] = f.to;
  }
  return model;
}

double alignment(const Outcome& outcome, const Run& run, const Record& record) {
  const World& world = *run.world;
  const std::vector<Model> model = models_at(record, outcome.at);
  std::int64_t pairs = 0, aligned = 0;
  for (Region i = 0; i < world.size(); ++i) {
    const Region above = world.parent[static_cast<std::size_t>(i)];
    if (above == kNoRegion || !counts_for(outcome, world, i)) continue;
    const Model own = model[static_cast<std::size_t>(i)];
    const Model superior = model[static_cast<std::size_t>(above)];
    if (own == kNone || superior == kNone) continue;
    ++pairs;
    aligned += own == superior;
  }
  return pairs == 0 ? kUndefined : static_cast<double>(aligned) / static_cast<double>(pairs);
}

// Formations per region and year from the start to the date, of one cause or of all but script.
double churn(const Outcome& outcome, const Run& run, const Record& record) {
  const double years = run.timeline.grid.date(outcome.at);
  if (years <= 0) return kUndefined;
  const auto counted = [&](const Formation& f) {
    const bool is_meant =
        outcome.measure == Measure::by_cause ? f.cause == outcome.cause : f.cause != Cause::script;
    return f.step < outcome.at && is_meant && counts_for(outcome, *run.world, f.region);
  };
  const auto formations =
      std::count_if(record.formations.begin(), record.formations.end(), counted);
  return static_cast<double>(formations) / (regions(outcome, *run.world) * years);
}

double time_to(const Outcome& outcome, const Run& run, const Record& record) {
  for (std::int32_t n = 0; n <= run.timeline.grid.steps; ++n)
    if (share(outcome, run, record, n) >= outcome.share) return run.timeline.grid.date(n);
  return kUndefined;
}

}  // namespace

double effective_number(const std::int32_t* counts, int models) {
  const double total = std::accumulate(counts, counts + models, 0.0);
  if (total == 0) return 0;
  double entropy = 0;
  for (int k = 0; k < models; ++k) {
    const double part = counts[k] / total;
    if (part > 0) entropy -= part * log(part);
  }
  return exp(entropy);
}

double measure(const Outcome& outcome, const Run& run, const Record& record) {
  switch (outcome.measure) {
    case Measure::share:
      return share(outcome, run, record, outcome.at);
    case Measure::diversity:
      return diversity(outcome, run, record);
    case Measure::alignment:
      return alignment(outcome, run, record);
    case Measure::churn:
    case Measure::by_cause:
      return churn(outcome, run, record);
    case Measure::time_to:
      return time_to(outcome, run, record);
  }
  return kUndefined;
}

}  // namespace tizhi
