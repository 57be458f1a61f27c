#include "engine/decompose.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tizhi {
namespace {

constexpr int kShapleyDivisor = 12;  // the weights are 1/4, 1/12, 1/12, 1/4

bool any(const PerModel<double>& values) {
  return std::any_of(values.begin(), values.end(), [](double v) { return v > 0; });
}

bool can_act(const Causes& c, Cause cause) {
  if (!c.acts(cause)) return false;
  switch (cause) {
    case Cause::inertia:
      return any(c.inertia.pull) || any(c.inertia.drag);
    case Cause::imitation:
      return any(c.imitation.superior) || any(c.imitation.peers);
    case Cause::mandate:
      return c.mandate.compliance > 0 || c.mandate.crowding > 0;
    case Cause::leadership:
      return c.leadership.preference > 0;
    case Cause::script:
      break;
  }
  return false;
}

int size_of(unsigned coalition) { return __builtin_popcount(coalition); }

// Of a cause that joins the coalition, in twelfths.
int weight_beside(unsigned coalition) {
  constexpr std::array<int, kPressingCauses> weight{3, 1, 1, 3};
  return weight[static_cast<std::size_t>(size_of(coalition))];
}

// With which a coalition's value stands in the cause's Shapley value, in twelfths.
int factor_of(unsigned coalition, int cause) {
  const unsigned bit = 1U << cause;
  return (coalition & bit) != 0 ? weight_beside(coalition & ~bit) : -weight_beside(coalition);
}

Run with_only(Run run, Coalition coalition) {
  for (Causes& c : run.causes)
    for (std::size_t cause = 0; cause < kPressingCauses; ++cause)
      c.on[cause] = c.on[cause] && (coalition >> cause & 1U) != 0;
  return run;
}

MeanEstimate estimate(const std::vector<double>& values) {
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  const auto n = static_cast<double>(values.size());
  if (values.empty()) return {unknown, unknown};
  double sum = 0, squares = 0;
  for (const double value : values) sum += value;
  const double mean = sum / n;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return {mean, values.size() > 1 ? std::sqrt(squares / (n - 1) / n) : unknown};
}

double sum_of(const std::array<MeanEstimate, kPressingCauses>& parts) {
  double sum = 0;
  for (const MeanEstimate& part : parts) sum += part.mean;
  return sum;
}

MeanEstimate& largest_of(std::array<MeanEstimate, kPressingCauses>& parts) {
  return *std::max_element(parts.begin(), parts.end(),
                           [](const MeanEstimate& a, const MeanEstimate& b) {
                             return std::abs(a.mean) < std::abs(b.mean);
                           });
}

// Rounds the ends and the parts to whole numbers of a unit of which all their sums are exact.
void share_unit(Contributions& all) {
  double most = std::max(std::abs(all.with.mean), std::abs(all.without.mean));
  most = std::max(most, std::abs(largest_of(all.shapley).mean));
  constexpr int sums = 2;  // of four parts: as many bits more
  const int unit = std::ilogb(most) + sums - std::numeric_limits<double>::digits + 1;
  const auto round_to_unit = [unit](double& mean) {
    mean = std::scalbn(std::nearbyint(std::scalbn(mean, -unit)), unit);
  };
  round_to_unit(all.with.mean);
  round_to_unit(all.without.mean);
  for (MeanEstimate& part : all.shapley) round_to_unit(part.mean);
}

// Rounding leaves the sum of the parts a few units of the last place off: the largest takes them.
// Where no number that it can be makes the sum exact, all are rounded a little first.
void add_up(Contributions& all) {
  constexpr int turns = 8;
  for (int turn = 0; turn < turns; ++turn) {
    if (turn == turns / 2) share_unit(all);
    const double off = (all.with.mean - all.without.mean) - sum_of(all.shapley);
    if (!(off != 0)) return;  // NaN has nothing to add up
    largest_of(all.shapley).mean += off;
  }
}

// The coalitions in the order of the variants: all causes, then ever fewer.
std::vector<Coalition> coalitions_of(Coalition acting) {
  std::vector<Coalition> all;
  for (unsigned s = 0; s < kCoalitions; ++s)
    if ((s & ~acting) == 0) all.push_back(static_cast<Coalition>(s));
  std::stable_sort(all.begin(), all.end(),
                   [](Coalition a, Coalition b) { return size_of(a) > size_of(b); });
  return all;
}

}  // namespace

Coalition acting_causes(const Run& run) {
  unsigned acting = 0;
  for (const Causes& c : run.causes)
    for (unsigned cause = 0; cause < kPressingCauses; ++cause)
      if (can_act(c, static_cast<Cause>(cause))) acting |= 1U << cause;
  return static_cast<Coalition>(acting);
}

std::string name_of(Coalition coalition) {
  std::string name;
  for (std::size_t cause = 0; cause < kPressingCauses; ++cause)
    if ((coalition >> cause & 1U) != 0)
      name += std::string(name.empty() ? "" : "+") + kCauseNames[cause];
  return name.empty() ? "none" : name;
}

Study decomposed(Study study, std::size_t variant) {
  const Run whole = study.variants[variant].run;
  const Coalition acting = acting_causes(whole);
  study.decomposes = study.variants[variant].id;
  study.variants.clear();
  study.coalitions = coalitions_of(acting);
  for (const Coalition coalition : study.coalitions) {
    const std::string name = name_of(coalition);
    study.variants.push_back(
        {coalition == acting ? "base" : name, name, with_only(whole, coalition)});
  }
  study.recording.formations = false;
  study.recording.ledger = false;
  study.recording.leaders = false;
  study.recording.orders = false;
  study.recording.shares = Frequency::yearly;
  study.recording.trajectory = Frequency::never;
  return study;
}

double shapley(const CoalitionValues& values, int cause) {
  double sum = 0;
  for (unsigned s = 0; s < kCoalitions; ++s)
    if ((s >> cause & 1U) == 0) sum += weight_beside(s) * (values[s | 1U << cause] - values[s]);
  return sum / kShapleyDivisor;
}

double first_in(const CoalitionValues& values, int cause) {
  return values[1U << cause] - values[0];
}

double last_out(const CoalitionValues& values, int cause) {
  return values[kEveryCause] - values[kEveryCause & ~(1U << cause)];
}

double interaction(const CoalitionValues& values, int one, int other) {
  constexpr std::array<int, kPressingCauses - 1> weight{2, 1, 2};  // sixths, by the others' number
  const unsigned a = 1U << one, b = 1U << other;
  double sum = 0;
  for (unsigned s = 0; s < kCoalitions; ++s) {
    if ((s & (a | b)) != 0) continue;
    const double apart = (values[s | a | b] - values[s | a]) - (values[s | b] - values[s]);
    sum += weight[static_cast<std::size_t>(size_of(s))] * apart;
  }
  return sum / 6;
}

Decomposer::Decomposer(const Study& study) : study_{&study} {
  const auto variants = study.variants.size();
  const auto replicates = static_cast<std::size_t>(study.replicates);
  const Run& base = study.variants.front().run;
  const auto& known = study.coalitions;
  for (unsigned s = 0; s < kCoalitions; ++s) {
    const unsigned played = s & known.front();  // the first has all that act
    const auto at = std::find(known.begin(), known.end(), static_cast<Coalition>(played));
    variant_[s] = static_cast<std::size_t>(at - known.begin());
  }
  values_.resize(variants * replicates * study.outcomes.size());
  cells_ = recorded_states(base.timeline.grid, study.recording.shares).size() *
           static_cast<std::size_t>(base.world->levels()) * static_cast<std::size_t>(base.models());
  counts_.resize(replicates * cells_ * kPressingCauses);
}

void Decomposer::add(const Record& piece) {
  const auto replicates = static_cast<std::size_t>(study_->replicates);
  const std::size_t variant = job_ / replicates, replicate = job_ % replicates;
  std::array<std::int32_t, kPressingCauses> factor{};
  for (int c = 0; c < kPressingCauses; ++c)
    for (unsigned s = 0; s < kCoalitions; ++s)
      if (variant_[s] == variant) factor[static_cast<std::size_t>(c)] += factor_of(s, c);
  for (const std::int32_t count : piece.counts) {
    std::int32_t* to = &counts_[(replicate * cells_ + cell_++) * kPressingCauses];
    for (const std::int32_t f : factor) *to++ += f * count;
  }
  if (!piece.is_last) return;
  std::copy(piece.outcomes.begin(), piece.outcomes.end(),
            values_.begin() + static_cast<std::ptrdiff_t>(job_ * study_->outcomes.size()));
  ++job_;
  cell_ = 0;
}

// Of the replicates in which every coalition has a value. A time that never comes counts as the
// end.
std::vector<CoalitionValues> Decomposer::values_of(std::size_t outcome) const {
  const Grid& grid = study_->variants.front().run.timeline.grid;
  const bool is_time = study_->outcomes[outcome].measure == Measure::time_to;
  std::vector<CoalitionValues> rows;
  for (std::size_t r = 0; r < study_->replicates; ++r) {
    CoalitionValues row{};
    for (std::size_t s = 0; s < kCoalitions; ++s) {
      const std::size_t run = variant_[s] * study_->replicates + r;
      row[s] = values_[run * study_->outcomes.size() + outcome];
      if (is_time && std::isnan(row[s])) row[s] = grid.date(grid.steps);
    }
    if (std::none_of(row.begin(), row.end(), [](double v) { return std::isnan(v); }))
      rows.push_back(row);
  }
  return rows;
}

Contributions Decomposer::contributions(std::size_t outcome) const {
  const std::vector<CoalitionValues> rows = values_of(outcome);
  const auto over_rows = [&](const auto& number) {
    std::vector<double> values;
    for (const CoalitionValues& row : rows) values.push_back(number(row));
    return estimate(values);
  };
  Contributions all;
  all.outcome = study_->outcomes[outcome].id;
  all.replicates = static_cast<std::uint32_t>(rows.size());
  all.without = over_rows([](const CoalitionValues& v) { return v.front(); });
  all.with = over_rows([](const CoalitionValues& v) { return v.back(); });
  for (int c = 0; c < kPressingCauses; ++c) {
    const auto at = static_cast<std::size_t>(c);
    all.shapley[at] = over_rows([c](const CoalitionValues& v) { return shapley(v, c); });
    all.first_in[at] = over_rows([c](const CoalitionValues& v) { return first_in(v, c); });
    all.last_out[at] = over_rows([c](const CoalitionValues& v) { return last_out(v, c); });
  }
  for (std::size_t p = 0; p < kCausePairs; ++p) {
    const int a = kPairsOfCauses[p][0], b = kPairsOfCauses[p][1];
    all.interaction[p] =
        over_rows([a, b](const CoalitionValues& v) { return interaction(v, a, b); });
  }
  add_up(all);
  return all;
}

std::vector<MeanEstimate> Decomposer::shares() const {
  const World& world = *study_->variants.front().run.world;
  const auto models = static_cast<std::size_t>(study_->variants.front().run.models());
  const auto levels = static_cast<std::size_t>(world.levels());
  std::vector<MeanEstimate> all;
  std::vector<double> values(study_->replicates);
  for (std::size_t cell = 0; cell < cells_; ++cell) {
    const std::int64_t regions = world.level_count[cell / models % levels];
    const double unit = kShapleyDivisor * static_cast<double>(std::max<std::int64_t>(regions, 1));
    for (std::size_t c = 0; c < kPressingCauses; ++c) {
      for (std::size_t r = 0; r < values.size(); ++r)
        values[r] = counts_[(r * cells_ + cell) * kPressingCauses + c] / unit;
      all.push_back(estimate(values));
    }
  }
  return all;
}

Decomposition Decomposer::decomposition() const {
  Decomposition all;
  for (std::size_t outcome = 0; outcome < study_->outcomes.size(); ++outcome)
    all.outcomes.push_back(contributions(outcome));
  all.shares = shares();
  return all;
}

}  // namespace tizhi
