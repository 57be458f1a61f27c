// The likelihood of a history: its hazards are the engine's, its derivatives are derivatives.
#include "fit/likelihood.hpp"

#include <cmath>

#include "catch.hpp"
#include "support/histories.hpp"
#include "support/random_run.hpp"

namespace tizhi::test {
namespace {

// Runs whose histories can be told: no orders that regions issue.
Run tellable_run(std::uint64_t seed) {
  Dice dice(seed);
  Run run = random_run(dice, {30, 2000});
  at_all_levels(run, [](Causes& causes) { causes.mandate.issue_rate = 0; });
  run.follows_leaders = true;
  return run;
}

bool is_near(double a, double b, double tolerance) {
  return std::abs(a - b) <= tolerance * std::max({std::abs(a), std::abs(b), 1e-300});
}

struct Compared {
  int rows = 0, wrong = 0;
};

// The hazards that the engine draws from, beside those that the rows make of coefficients.
Compared compare(const Run& run, const Evidence& all, const Vector& at, const History& history) {
  const Groundwork ground = groundwork(run);
  Replay replay(run, ground, history);
  Compared compared;
  replay.prepare();
  for (std::size_t r = 0; r < all.rows.size(); ++r) {
    while (replay.step() < all.origins[r].step) {
      replay.finish();
      replay.prepare();
    }
    const Region i = all.origins[r].region;
    const Causes& causes = run.causes[run.world->level[static_cast<std::size_t>(i)]];
    const Situation s = replay.simulation().situation(i);
    Hazards h;
    if (causes.verdict(s, run.models(), h) == Verdict::open) h = causes.hazards(s, run.models());
    const Row& row = all.rows[r];
    double toward = 0;
    if (row.model != kNone)
      for (const double one : h.toward[row.model]) toward += one;
    const RowHazards mine = row_hazards(all, row, at);
    ++compared.rows;
    compared.wrong +=
        !is_near(mine.total, h.total(run.models()), 1e-9) || !is_near(mine.toward, toward, 1e-9);
  }
  return compared;
}

Evidence apart(const Run& run, const History& history, const Coefficients& coefficients) {
  return evidence(run, {history}, coefficients, {LeadersAre::ignored, Rows::apart, {}});
}

// The point with a bit of it shifted.
Vector shifted(Vector at, Eigen::Index i, double by) {
  at[i] += by;
  return at;
}

// The largest error of derivatives by differences, in units of the curvature.
double error_of_gradient(const Likelihood& value, const Derivatives& there, const Vector& at) {
  double worst = 0;
  for (Eigen::Index i = 0; i < at.size(); ++i) {
    const double step = 1e-5 * at[i];
    const double difference =
        (value.value(shifted(at, i, step)) - value.value(shifted(at, i, -step))) / (2 * step);
    const double scale = std::abs(there.gradient[i]) + std::abs(there.hessian(i, i)) * at[i] + 1e-6;
    worst = std::max(worst, std::abs(difference - there.gradient[i]) / scale);
  }
  return worst;
}

double error_of_hessian(const Likelihood& value, const Derivatives& there, const Vector& at) {
  double worst = 0;
  for (Eigen::Index i = 0; i < at.size(); ++i) {
    const double step = 1e-5 * at[i];
    const Vector difference = (value.derivatives(shifted(at, i, step)).gradient -
                               value.derivatives(shifted(at, i, -step)).gradient) /
                              (2 * step);
    for (Eigen::Index j = 0; j < at.size(); ++j) {
      const double scale = std::sqrt(std::abs(there.hessian(i, i) * there.hessian(j, j))) + 1e-6;
      worst = std::max(worst, std::abs(difference[j] - there.hessian(i, j)) / scale);
    }
  }
  return worst;
}

}  // namespace

TEST_CASE("the hazards of a history's rows are the engine's own, in everything there is") {
  Compared all;
  for (std::uint64_t seed = 1; seed <= 80; ++seed) {
    const Run run = tellable_run(seed);
    const History history = observed(run, 0);
    const Coefficients coefficients(run, {""}, {}, {});
    const Evidence rows = apart(run, history, coefficients);
    const Compared one = compare(run, rows, coefficients.values(), history);
    INFO(seed);
    CHECK(one.wrong == 0);
    CHECK(rows.impossible.empty());
    all.rows += one.rows;
  }
  CHECK(all.rows > 10000);
}

TEST_CASE("hazards of other coefficients are told from the engine's") {
  const Run run = learning_run(20);
  const History history = observed(run, 0);
  const Coefficients coefficients(run, {""}, {}, {});
  const Evidence rows = apart(run, history, coefficients);
  CHECK(compare(run, rows, 1.001 * coefficients.values(), history).wrong > 100);
}

TEST_CASE("merged rows say the same as rows apart") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Run run = tellable_run(seed);
    const History history = observed(run, 0);
    const Coefficients coefficients(run, {""}, {}, {});
    const Evidence merged =
        evidence(run, {history}, coefficients, {LeadersAre::ignored, Rows::merged, {}});
    const Evidence all = apart(run, history, coefficients);
    const Vector at = coefficients.values();
    INFO(seed);
    CHECK(is_near(Likelihood(merged).value(at), Likelihood(all).value(at), 1e-9));
  }
}

TEST_CASE("the chance of no formation is what the chances of formations leave") {
  const Run run = learning_run(60);
  const Coefficients coefficients(run, {""}, {}, {});
  const Evidence all = apart(run, observed(run, 0), coefficients);
  const Vector at = coefficients.values();
  int rows = 0;
  for (const Row& row : all.rows) {
    Evidence one = all;
    one.rows = {row};
    const double came = std::exp(Likelihood(one).value(at));
    const Prediction p = predict(all, row, at);
    const double told = row.came == Came::nothing ? 1 - p.formation : p.to[row.model];
    CHECK(is_near(came, told, 1e-12));
    if (++rows == 300) break;
  }
}

TEST_CASE("gradient and Hessian are the likelihood's, with open orders and dates in stretches") {
  const Run run = learning_run(60);
  const History exact = observed(run, 0);
  for (const History& history : {exact, blurred(exact, 4)}) {
    const Coefficients coefficients(run, {""}, all_rates(), {true, true, false});
    const Evidence all =
        evidence(run, {history}, coefficients, {LeadersAre::expected, Rows::merged, {}});
    Vector at = coefficients.values();
    for (Eigen::Index i = 0; i < at.size(); ++i) at[i] *= 0.6 + 0.1 * static_cast<double>(i % 7);
    for (const auto how : {Approximation::exact, Approximation::continuous}) {
      const Likelihood likelihood(all, how);
      const Derivatives there = likelihood.derivatives(at);
      CHECK(is_near(there.value, likelihood.value(at), 1e-10));
      CHECK(error_of_gradient(likelihood, there, at) < 1e-5);
      CHECK(error_of_hessian(likelihood, there, at) < 1e-5);
    }
    // The likelihood of short steps is another one: its derivatives must not pass.
    const Derivatives wrong = Likelihood(all, Approximation::continuous).derivatives(at);
    CHECK(error_of_gradient(Likelihood(all), wrong, at) > 1e-3);
    CHECK(error_of_hessian(Likelihood(all), wrong, at) > 1e-3);
  }
}

TEST_CASE("a date known to a stretch of steps adds up the chances of each step in it") {
  // One region, one model, pull alone: the first formation is geometric.
  Run run = make_run({1}, 1, 12, 0.25);
  at_all_levels(run, [](Causes& causes) { causes.inertia.pull = toward_all(0.7); });
  run.timeline.legacies = {{-1, kA, 1, Scope{}}};
  History history = observed(run, 0);
  history.sightings = {{4, 7, 0, kA, Sight::formed, 0}};
  const Coefficients coefficients(run, {""}, {}, {});
  const Evidence all =
      evidence(run, {history}, coefficients, {LeadersAre::ignored, Rows::merged, {}});
  const double q = std::exp(-0.7 * 0.25);
  CHECK(Likelihood(all).value(coefficients.values()) ==
        Approx(std::log(std::pow(q, 4) - std::pow(q, 8))).epsilon(1e-12));
}

TEST_CASE("a formation that nothing pressed toward is named, not fitted") {
  Run run = make_run({1, 3}, 2, 10);
  at_all_levels(run, [](Causes& causes) { causes.imitation.peers = toward_all(1); });
  History history = observed(run, 0);
  history.sightings = {{3, 3, 2, kB, Sight::formed, 17}};
  const Coefficients coefficients(run, {""}, {{Quantity::peers}}, {});
  const Evidence all =
      evidence(run, {history}, coefficients, {LeadersAre::ignored, Rows::merged, {}});
  REQUIRE(all.impossible.size() == 1);
  CHECK(all.impossible[0].row == 17);
  CHECK(all.impossible[0].to == kB);
}

}  // namespace tizhi::test
