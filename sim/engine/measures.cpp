#include "engine/measures.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "random/elementary.hpp"

namespace tizhi {
namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

// One outcome in one state, and what it is read from. `focus` is null where the census tells all.
struct Reading {
  const Outcome& outcome;
  const Run& run;
  const Census& census;
  std::span<const Model> models;
  const Focus* focus;
};

bool is_about(const Outcome& outcome, Level level) {
  return outcome.level == kAllLevels || outcome.level == level;
}

// The sum over the levels that the outcome is about.
template <class Of>
std::int64_t over_levels(const Reading& reading, Of of) {
  std::int64_t sum = 0;
  for (int l = 0; l < reading.census.levels(); ++l)
    if (is_about(reading.outcome, static_cast<Level>(l))) sum += of(static_cast<Level>(l));
  return sum;
}

double regions(const Reading& reading) {
  const World& world = *reading.run.world;
  if (reading.focus != nullptr) return static_cast<double>(reading.focus->regions().size());
  if (reading.outcome.level == kAllLevels) return world.size();
  return static_cast<double>(world.level_count[reading.outcome.level]);
}

// Regions that run each model.
PerModel<std::int32_t> counts(const Reading& reading) {
  if (reading.focus != nullptr) return reading.focus->counts(reading.models);
  PerModel<std::int32_t> counts{};
  for (int k = 0; k < reading.census.models(); ++k)
    counts[static_cast<std::size_t>(k)] =
        static_cast<std::int32_t>(over_levels(reading, [&](Level level) {
          return reading.census.regions(level, static_cast<Model>(k));
        }));
  return counts;
}

double share(const Reading& reading) {
  const PerModel<std::int32_t> all = counts(reading);
  std::int64_t with = 0;
  for (std::size_t k = 0; k < all.size(); ++k)
    if ((reading.outcome.models >> k & 1U) != 0) with += all[k];
  return static_cast<double>(with) / regions(reading);
}

double diversity(const Reading& reading) {
  const PerModel<std::int32_t> all = counts(reading);
  return effective_number(all.data(), reading.census.models());
}

struct Pairs {
  std::int64_t all = 0, aligned = 0;
};

void compare(const Reading& reading, Region i, Pairs& pairs) {
  const World& world = *reading.run.world;
  const Region above = world.parent[static_cast<std::size_t>(i)];
  if (above == kNoRegion) return;
  const Model own = reading.models[static_cast<std::size_t>(i)];
  const Model superior = reading.models[static_cast<std::size_t>(above)];
  if (own == kNone || superior == kNone) return;
  ++pairs.all;
  pairs.aligned += own == superior;
}

double alignment(const Reading& reading) {
  const World& world = *reading.run.world;
  Pairs pairs;
  if (reading.focus != nullptr)
    for (const Region i : reading.focus->regions()) compare(reading, i, pairs);
  else
    for (Region i = 0; i < world.size(); ++i)
      if (is_about(reading.outcome, world.level[static_cast<std::size_t>(i)]))
        compare(reading, i, pairs);
  if (pairs.all == 0) return kUndefined;
  return static_cast<double>(pairs.aligned) / static_cast<double>(pairs.all);
}

// Formations that count, of one cause or of all but script.
std::int64_t formed(const Reading& reading) {
  if (reading.focus != nullptr) return reading.focus->formed();
  const Census& census = reading.census;
  return over_levels(reading, [&](Level level) {
    if (reading.outcome.measure == Measure::by_cause)
      return census.formations(level, reading.outcome.cause);
    std::int64_t sum = 0;
    for (int c = 0; c < kPressingCauses; ++c)
      sum += census.formations(level, static_cast<Cause>(c));
    return sum;
  });
}

// Formations per region and year between the outcome's dates.
double churn(const Reading& reading) {
  const Grid& grid = reading.run.timeline.grid;
  const double years = grid.date(reading.outcome.at) - grid.date(reading.outcome.from);
  if (years <= 0) return kUndefined;
  return static_cast<double>(formed(reading)) / (regions(reading) * years);
}

double value(const Reading& reading) {
  switch (reading.outcome.measure) {
    case Measure::share:
    case Measure::time_to:
      return share(reading);
    case Measure::diversity:
      return diversity(reading);
    case Measure::alignment:
      return alignment(reading);
    case Measure::churn:
    case Measure::by_cause:
      return churn(reading);
    case Measure::kept:
      return static_cast<double>(reading.focus->kept()) / regions(reading);
    case Measure::forms:
      return static_cast<double>(reading.focus->varied()) / regions(reading);
  }
  return kUndefined;
}

}  // namespace

Measures::Measures(const Run& run, const std::vector<Outcome>& outcomes)
    : run_{&run}, outcomes_{&outcomes}, values_(outcomes.size(), kUndefined) {
  for (std::size_t o = 0; o < outcomes.size(); ++o) {
    if (outcomes[o].measure == Measure::time_to) awaited_.push_back(o);
    if (Focus::is_needed(outcomes[o])) focuses_.emplace_back(o, Focus(outcomes[o], *run.world));
  }
  find_next_date(-1);
}

const Focus* Measures::focus(std::size_t outcome) const {
  for (const auto& [o, focus] : focuses_)
    if (o == outcome) return &focus;
  return nullptr;
}

void Measures::find_next_date(std::int32_t after) {
  next_date_ = -1;
  for (const Outcome& outcome : *outcomes_)
    if (outcome.measure != Measure::time_to && outcome.at > after &&
        (next_date_ < 0 || outcome.at < next_date_))
      next_date_ = outcome.at;
}

void Measures::measure(std::int32_t n, const Census& census, std::span<const Model> models) {
  const auto read = [&](std::size_t o) {
    return value({(*outcomes_)[o], *run_, census, models, focus(o)});
  };
  std::erase_if(awaited_, [&](std::size_t o) {
    if (!(read(o) >= (*outcomes_)[o].share)) return false;
    values_[o] = run_->timeline.grid.date(n);
    return true;
  });
  if (n != next_date_) return;
  for (std::size_t o = 0; o < outcomes_->size(); ++o) {
    const Outcome& outcome = (*outcomes_)[o];
    if (outcome.measure != Measure::time_to && outcome.at == n) values_[o] = read(o);
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
