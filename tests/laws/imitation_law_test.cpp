// Superiors only: an arrangement that wanders down a chain of ranks.
#include <algorithm>
#include <cmath>

#include "catch.hpp"
#include "support/case.hpp"
#include "support/statistics.hpp"

using namespace tizhi;
using namespace tizhi::test;

namespace {

constexpr double kSuperior = 0.9, kStep = 0.5;
constexpr int kDepth = 3, kChains = 3000, kSteps = 40;

Run chains(double superior = kSuperior) {
  Run run = make_run({kChains, 1, 1, 1}, 1, kSteps, kStep);
  std::vector<Model> models(static_cast<std::size_t>(kChains) * 4, kNone);
  std::fill_n(models.begin(), kChains, kA);
  begin_each(run, models);
  at_all_levels(run, [superior](Causes& c) { c.imitation.superior = toward_all(superior); });
  return run;
}

// How many chains have their last region in A for the first time in state n; the last cell: later.
std::vector<std::int64_t> arrivals_at_the_end(const Run& run) {
  std::vector<std::int64_t> counts(kSteps + 2);
  std::int64_t arrived = 0;
  for (const Formation& f : formations(run)) {
    if (run.world->level[static_cast<std::size_t>(f.region)] != kDepth) continue;
    ++counts[static_cast<std::size_t>(f.step + 1)];
    ++arrived;
  }
  counts.back() = kChains - arrived;
  return counts;
}

// The law of a sum of kDepth geometric times that start at `least` each.
std::vector<double> sum_of_geometrics(double p, int least) {
  std::vector<double> law(kSteps + 2, 0);
  double covered = 0;
  for (int n = kDepth * least; n <= kSteps; ++n) {
    const int tries = n - kDepth * least + kDepth;
    const double ways =
        std::exp(std::lgamma(tries) - std::lgamma(kDepth) - std::lgamma(tries - kDepth + 1));
    law[static_cast<std::size_t>(n)] = ways * std::pow(p, kDepth) * std::pow(1 - p, tries - kDepth);
    covered += law[static_cast<std::size_t>(n)];
  }
  law.back() = 1 - covered;
  return law;
}

}  // namespace

TEST_CASE("law: superiors only, a chain of depth d: the sum of d geometric times") {
  const auto counts = arrivals_at_the_end(chains());
  const std::vector<double> law = sum_of_geometrics(1 - std::exp(-kSuperior * kStep), 1);
  CHECK(chi_square_p(counts, law) > kAlpha);

  // The wrong model: formations of a step are seen in the same step.
  const std::vector<double> same_step = sum_of_geometrics(1 - std::exp(-kSuperior * kStep), 0);
  CHECK(chi_square_p(counts, same_step) < kAlpha);

  // The wrong law: a chance of rate times step; and the simulation whose chance that is.
  const std::vector<double> linear = sum_of_geometrics(kSuperior * kStep, 1);
  CHECK(chi_square_power(kChains, linear, law) > kPower);
  CHECK(chi_square_p(counts, linear) < kAlpha);
  const double stretched = -std::log1p(-kSuperior * kStep) / kStep;
  CHECK(chi_square_p(arrivals_at_the_end(chains(stretched)), law) < kAlpha);
}

TEST_CASE("law: with a lag every rank below the first waits longer by the lag") {
  Run run = chains();
  at_all_levels(run, [](Causes& c) { c.imitation.lag = 2 * kStep; });
  // Roots had A before the start, so the first rank does not wait; the two others wait 2 steps.
  const std::vector<double> law = sum_of_geometrics(1 - std::exp(-kSuperior * kStep), 1);
  std::vector<double> later(law.size(), 0);
  double covered = 0;
  for (std::size_t n = 0; n + 4 < law.size() - 1; ++n) covered += later[n + 4] = law[n];
  later.back() = 1 - covered;
  const auto counts = arrivals_at_the_end(run);
  CHECK(chi_square_p(counts, later) > kAlpha);
  CHECK(chi_square_p(counts, law) < kAlpha);
}
