// Draws of what was learnt: their law is that of the intervals, and forecasts need them.
#include "fit/uncertainty.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "catch.hpp"
#include "fit/free_run.hpp"
#include "support/histories.hpp"
#include "support/statistics.hpp"

namespace tizhi::test {
namespace {

constexpr int kDraws = 4000;

FitRequest plain_request() {
  FitRequest request;
  request.tests = Tests::skipped;
  request.leaders = LeadersAre::ignored;
  return request;
}

Matrix drawn(const Uncertainty& uncertainty, Eigen::Index size) {
  Matrix all(kDraws, size);
  for (int n = 0; n < kDraws; ++n)
    all.row(n) = uncertainty.drawn(1, static_cast<std::uint32_t>(n)).transpose();
  return all;
}

// Share of the bands of the 48 regions at the bottom that hold what came.
double held(const FreeRun& run) {
  double held = 0, bands = 0;
  for (const Band& b : run.bands) {
    if (b.level != 2) continue;
    held += b.low <= b.observed && b.observed <= b.high;
    ++bands;
  }
  return held / bands;
}

int above(const Matrix& all, Eigen::Index column, double value) {
  return static_cast<int>((all.col(column).array() > value).count());
}

}  // namespace

TEST_CASE("draws leave out of each interval what the interval leaves out, and vary together") {
  const Run run = learning_run(60);
  const Coefficients coefficients(run, {""}, all_rates(), {});
  const Fit found = fit(run, {observed(run, 0)}, coefficients, plain_request());
  const Matrix all = drawn(Uncertainty(coefficients, found), 5);
  for (const Estimate& e : found.estimates) {
    const auto i = static_cast<Eigen::Index>(e.coefficient);
    CHECK(binomial_p(above(all, i, e.most), kDraws, 0.025) > kAlpha);
    CHECK(binomial_p(above(all, i, e.least), kDraws, 0.975) > kAlpha);
    CHECK(binomial_p(above(all, i, e.value + e.error), kDraws, 0.025) < kAlpha);
  }
  // superior and peers explain the same formations: drawn each by itself they would not hinder.
  const Matrix roots = all.cwiseSqrt();
  const Matrix centred = roots.rowwise() - roots.colwise().mean();
  const Matrix came = centred.transpose() * centred / (kDraws - 1);
  const auto correlation = [](const Matrix& m) { return m(1, 2) / std::sqrt(m(1, 1) * m(2, 2)); };
  const double expected = correlation(found.covariance);
  CHECK(correlation(came) == Approx(expected).margin(4.9 / std::sqrt(kDraws)));
  CHECK(std::abs(expected) > 10 / std::sqrt(kDraws));
}

TEST_CASE("a rate whose best value is 0 is drawn above 0, beyond its interval in one of twenty") {
  Run run = learning_run(40);
  at_all_levels(run, [](Causes& causes) { causes.leadership.preference = 0; });
  for (const Model k : {kB, kC}) run.timeline.legacies.push_back({-2, k, 0.7, Scope{}});
  const Coefficients coefficients(run, {""}, all_rates(), {});
  Run seated = run;
  seated.follows_leaders = true;
  Fit found;
  std::uint32_t n = 0;
  do found = fit(run, {observed(seated, n++)}, coefficients, plain_request());
  while (found.estimates[4].known != Known::none);
  const Matrix all = drawn(Uncertainty(coefficients, found), 5);
  CHECK(all.col(4).minCoeff() > 0);
  CHECK(binomial_p(above(all, 4, found.estimates[4].most), kDraws, 0.05) > kAlpha);
}

TEST_CASE("what a history does not tell is not drawn; draws are the same again") {
  Run run = learning_run(40);
  run.timeline.orders.clear();
  const Coefficients coefficients(run, {""}, all_rates(), {});
  const Fit found = fit(run, {observed(run, 0)}, coefficients, plain_request());
  const Uncertainty uncertainty(coefficients, found);
  CHECK(uncertainty.drawn(1, 7)[3] == 0.3);
  CHECK(uncertainty.drawn(1, 7) == uncertainty.drawn(1, 7));
  CHECK(uncertainty.drawn(1, 7) != uncertainty.drawn(1, 8));
  CHECK(uncertainty.drawn(1, 7) != uncertainty.drawn(2, 7));
}

TEST_CASE("of what comes, bands of luck and estimates hold nine tenths, bands of luck fewer") {
  // Little is learnt from three years, and much comes in the years that follow.
  const bool is_long = std::getenv("TIZHI_LONG") != nullptr;
  const int histories = is_long ? 300 : 60;
  const Run run = learning_run(60);
  const Coefficients coefficients(run, {""}, all_rates(), {});
  const FreeRunRequest request{12, 60, 60, 100, {30, 45, 60}};
  double by_luck = 0, by_both = 0;
  for (int h = 0; h < histories; ++h) {
    const std::vector<History> seen{observed(run, static_cast<std::uint32_t>(h + 5000))};
    std::vector<History> learnt = seen;
    learnt[0].known_until = request.from;
    std::erase_if(learnt[0].sightings, [&](const Sighting& s) { return s.last >= request.from; });
    const Fit found = fit(run, learnt, coefficients, plain_request());
    const Uncertainty uncertainty(coefficients, found);
    const auto with = [&](const Vector& values) {
      Run other = run;
      other.follows_leaders = true;
      coefficients.apply(values, 0, other);
      return other;
    };
    by_luck += held(free_run([&](std::size_t, std::uint32_t) { return with(found.values); }, seen,
                             request)) /
               histories;
    by_both +=
        held(free_run([&](std::size_t, std::uint32_t r) { return with(uncertainty.drawn(1, r)); },
                      seen, request)) /
        histories;
  }
  INFO("luck " << by_luck << ", luck and estimates " << by_both);
  CHECK(by_both > 0.86);
  CHECK(by_both < 0.96);
  CHECK(by_luck < by_both - 0.03);
}

}  // namespace tizhi::test
