#include "engine/measures.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "random/elementary.hpp"

namespace tizhi {
namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

bool is_about(const Outcome& outcome, Level level) {
  return outcome.level == kAllLevels || outcome.level == level;
}

// The sum over the levels that the outcome is about.
template <class Of>
std::int64_t over_levels(const Outcome& outcome, const Census& census, Of of) {
  std::int64_t sum = 0;
  for (int l = 0; l < census.levels(); ++l)
    if (is_about(outcome, static_cast<Level>(l))) sum += of(static_cast<Level>(l));
  return sum;
}

double regions(const Outcome& outcome, const World& world) {
  if (outcome.level == kAllLevels) return world.size();
  return static_cast<double>(world.level_count[outcome.level]);
}

double share(const Outcome& outcome, const Run& run, const Census& census) {
  const auto with = over_levels(outcome, census, [&](Level level) {
    std::int64_t sum = 0;
    for (int k = 0; k < run.models(); ++k)
      if ((outcome.models >> k & 1U) != 0) sum += census.regions(level, static_cast<Model>(k));
    return sum;
  });
  return static_cast<double>(with) / regions(outcome, *run.world);
}

double diversity(const Outcome& outcome, const Census& census) {
  PerModel<std::int32_t> counts{};
  for (int k = 0; k < census.models(); ++k)
    counts[static_cast<std::size_t>(k)] =
        static_cast<std::int32_t>(over_levels(outcome, census, [&](Level level) {
          return census.regions(level, static_cast<Model>(k));
        }));
  return effective_number(counts.data(), census.models());
}

double alignment(const Outcome& outcome, const World& world, std::span<const Model> models) {
  std::int64_t pairs = 0, aligned = 0;
  for (std::size_t i = 0; i < models.size(); ++i) {
    const Region above = world.parent[i];
    if (above == kNoRegion || !is_about(outcome, world.level[i])) continue;
    const Model superior = models[static_cast<std::size_t>(above)];
    if (models[i] == kNone || superior == kNone) continue;
    ++pairs;
    aligned += models[i] == superior;
  }
  return pairs == 0 ? kUndefined : static_cast<double>(aligned) / static_cast<double>(pairs);
}

// Formations per region and year from the start to the date, of one cause or of all but script.
double churn(const Outcome& outcome, const Run& run, const Census& census) {
  const double years = run.timeline.grid.date(outcome.at);
  if (years <= 0) return kUndefined;
  const auto formed = over_levels(outcome, census, [&](Level level) {
    if (outcome.measure == Measure::by_cause) return census.formations(level, outcome.cause);
    std::int64_t sum = 0;
    for (int c = 0; c < kPressingCauses; ++c)
      sum += census.formations(level, static_cast<Cause>(c));
    return sum;
  });
  return static_cast<double>(formed) / (regions(outcome, *run.world) * years);
}

double value(const Outcome& outcome, const Run& run, const Census& census,
             std::span<const Model> models) {
  switch (outcome.measure) {
    case Measure::share:
      return share(outcome, run, census);
    case Measure::diversity:
      return diversity(outcome, census);
    case Measure::alignment:
      return alignment(outcome, *run.world, models);
    case Measure::churn:
    case Measure::by_cause:
      return churn(outcome, run, census);
    case Measure::time_to:
      break;  // not read at a date
  }
  return kUndefined;
}

}  // namespace

Measures::Measures(const Run& run, const std::vector<Outcome>& outcomes)
    : run_{&run}, outcomes_{&outcomes}, values_(outcomes.size(), kUndefined) {
  for (std::size_t o = 0; o < outcomes.size(); ++o)
    if (outcomes[o].measure == Measure::time_to) awaited_.push_back(o);
  find_next_date(-1);
}

void Measures::find_next_date(std::int32_t after) {
  next_date_ = -1;
  for (const Outcome& outcome : *outcomes_)
    if (outcome.measure != Measure::time_to && outcome.at > after &&
        (next_date_ < 0 || outcome.at < next_date_))
      next_date_ = outcome.at;
}

void Measures::measure(std::int32_t n, const Census& census, std::span<const Model> models) {
  std::erase_if(awaited_, [&](std::size_t o) {
    const Outcome& outcome = (*outcomes_)[o];
    if (!(share(outcome, *run_, census) >= outcome.share)) return false;
    values_[o] = run_->timeline.grid.date(n);
    return true;
  });
  if (n != next_date_) return;
  for (std::size_t o = 0; o < outcomes_->size(); ++o) {
    const Outcome& outcome = (*outcomes_)[o];
    if (outcome.measure != Measure::time_to && outcome.at == n)
      values_[o] = value(outcome, *run_, census, models);
  }
  find_next_date(n);
}

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

}  // namespace tizhi
