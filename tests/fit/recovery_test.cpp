// Rates are found again in histories made with them. Long form: TIZHI_LONG=1.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>

#include "catch.hpp"
#include "fit/fit.hpp"
#include "support/histories.hpp"
#include "support/statistics.hpp"

namespace tizhi::test {
namespace {

bool is_long() { return std::getenv("TIZHI_LONG") != nullptr; }

FitRequest plain_request() {
  FitRequest request;
  request.tests = Tests::skipped;
  request.leaders = LeadersAre::ignored;
  return request;
}

// Of many histories: how often the interval holds the truth, and the mean error in its own units.
struct Recovery {
  Vector covered, bias, deviation;
  double left_out = 0;  // share of the formations
  explicit Recovery(Eigen::Index size)
      : covered{Vector::Zero(size)}, bias{Vector::Zero(size)}, deviation{Vector::Zero(size)} {}
};

template <class Observe>
Recovery recover(const Run& run, int panels, Observe&& observe) {
  const Coefficients coefficients(run, {""}, all_rates(), {});
  const Vector truth = coefficients.values();
  Recovery all(truth.size());
  for (int panel = 0; panel < panels; ++panel) {
    const std::vector<History> histories{observe(static_cast<std::uint32_t>(panel))};
    const Fit found = fit(run, histories, coefficients, plain_request());
    REQUIRE(found.estimates.size() == 5);
    all.left_out += found.undated / (found.undated + found.formations) / panels;
    for (const Estimate& e : found.estimates) {
      const auto i = static_cast<Eigen::Index>(e.coefficient);
      all.covered[i] += (e.least <= truth[i] && truth[i] <= e.most) / double(panels);
      all.bias[i] += (e.value - truth[i]) / panels;
      all.deviation[i] += (e.value - truth[i]) * (e.value - truth[i]) / panels;
    }
  }
  all.deviation = all.deviation.cwiseSqrt();
  return all;
}

Run run_of_six_models() {
  Run run = make_run({1, 8, 6}, 6, 80, 0.25);
  at_all_levels(run, [](Causes& causes) {
    causes.inertia.pull = toward_all(0.05);
    causes.imitation.superior = toward_all(0.1);
    causes.imitation.peers = toward_all(0.3);
    causes.mandate.compliance = 0.3;
    causes.leadership.preference = 0.3;
  });
  run.causes[2].imitation.peers = toward_all(0.15);
  begin_with(run, kNone);
  for (Model k = 0; k < 6; ++k) run.timeline.legacies.push_back({-2.0 + k, k, 1, Scope{}});
  run.timeline.orders = {order_of({kB}, 4), order_of({0, 3, 5}, 12)};
  run.timeline.orders[0].until = 8;
  return run;
}

}  // namespace

TEST_CASE("95 % intervals hold the truth in 91 to 99 % of the histories, without bias") {
  const int panels = 1000;
  const Run run = learning_run(80);
  const Recovery all = recover(run, panels, [&](std::uint32_t n) { return observed(run, n); });
  for (Eigen::Index i = 0; i < all.covered.size(); ++i) {
    INFO(i << ": covered " << all.covered[i] << ", bias " << all.bias[i] << ", deviation "
           << all.deviation[i]);
    CHECK(all.covered[i] >= 0.91);
    CHECK(all.covered[i] <= 0.99);
    // A maximum of a likelihood is biased by a part of 1/n of itself: less than its error.
    CHECK(std::abs(all.bias[i]) < (0.1 + 4.9 / std::sqrt(panels)) * all.deviation[i]);
  }
}

TEST_CASE("the likelihood of short steps would be biased in long ones") {
  Run run = learning_run(20);
  run.timeline.grid = {1, 40};
  const Coefficients coefficients(run, {""}, all_rates(), {});
  Vector exact = Vector::Zero(5), wrong = Vector::Zero(5);
  const int panels = 40;
  for (std::uint32_t n = 0; n < panels; ++n) {
    const std::vector<History> histories{observed(run, n)};
    const Inference inference(run, histories, coefficients,
                              {LeadersAre::ignored, Rows::merged, {}});
    const Evidence& all = inference.evidence_at(coefficients.values());
    const Box box{Vector::Zero(5), std::vector<std::uint8_t>(5, 0)};
    exact += maximise(Likelihood(all), coefficients.values(), box).at / panels;
    wrong += maximise(Likelihood(all, Approximation::continuous), coefficients.values(), box).at /
             panels;
  }
  const Vector truth = coefficients.values();
  CHECK((exact - truth).cwiseQuotient(truth).cwiseAbs().maxCoeff() < 0.06);
  CHECK((wrong - truth).cwiseQuotient(truth).cwiseAbs().maxCoeff() > 0.15);
}

TEST_CASE("dates rounded to years bias rates by an eighth at most, where steps are quarters") {
  const int panels = is_long() ? 200 : 30;
  const Run run = learning_run(80);
  const Recovery all =
      recover(run, panels, [&](std::uint32_t n) { return blurred(observed(run, n), 4); });
  const Coefficients coefficients(run, {""}, all_rates(), {});
  INFO("left out " << all.left_out);
  CHECK(all.left_out < 0.02);
  for (Eigen::Index i = 0; i < all.covered.size(); ++i) {
    INFO(i << ": covered " << all.covered[i] << ", bias " << all.bias[i] << ", deviation "
           << all.deviation[i]);
    CHECK(all.covered[i] > (is_long() ? 0.8 : 0.6));  // of 30 histories few tell more
    CHECK(std::abs(all.bias[i]) <
          0.12 * coefficients.values()[i] + 4.9 / std::sqrt(panels) * all.deviation[i]);
  }
}

TEST_CASE("a cause that is absent is found absent") {
  const int panels = is_long() ? 1000 : 150;
  Run run = learning_run(60);
  at_all_levels(run, [](Causes& causes) { causes.leadership.preference = 0; });
  // Something else presses toward every model: else that nobody takes what only a leader wants says
  // at once that leaders count for nothing.
  run.timeline.legacies.push_back({-2, kC, 1, Scope{}});
  run.timeline.legacies.push_back({-2, kB, 0.5, Scope{}});
  const Coefficients coefficients(run, {""}, all_rates(), {});
  int refused = 0, at_zero = 0;
  for (int n = 0; n < panels; ++n) {
    Run with_leaders = run;
    with_leaders.follows_leaders = true;
    const std::vector<History> histories{observed(with_leaders, static_cast<std::uint32_t>(n))};
    FitRequest request = plain_request();
    const Inference inference(run, histories, coefficients, {request.leaders, Rows::merged, {}});
    const std::vector<std::uint8_t> held(5, 0);
    if (n == 0) CHECK(exposures(inference.evidence_at(coefficients.values()), 5)[4] > 100);
    Vector without = coefficients.values();
    without[4] = 0;
    const Maximum best = inference.best(coefficients.values(), held);
    const Maximum less = inference.best(without, {0, 0, 0, 0, 1});
    refused += half_and_half(best.value - less.value) < 0.05;
    at_zero += best.at[4] < 1e-9;
  }
  INFO(refused << " of " << panels << " refused, " << at_zero << " at 0");
  CHECK(binomial_p(refused, panels, 0.05) > kAlpha);
  CHECK(binomial_p(at_zero, panels, 0.5) > kAlpha);
}

TEST_CASE("a cause that is there is missed by a history without it") {
  const Run run = learning_run(60);
  const Coefficients coefficients(run, {""}, all_rates(), {});
  const Fit found = fit(run, {observed(run, 0)}, coefficients, {});
  REQUIRE(found.causes.size() == 4);
  for (const CauseTest& test : found.causes) CHECK(test.p < 1e-3);
  CHECK(found.products.size() == 6);
  CHECK(found.is_found);
}

TEST_CASE("what a history cannot tell is said") {
  Run run = learning_run(40);
  run.timeline.orders.clear();
  const Coefficients coefficients(run, {""}, all_rates(), {});
  const Fit found = fit(run, {observed(run, 0)}, coefficients, {});
  CHECK(found.estimates[3].known == Known::unseen);  // compliance: there is no order
  CHECK(found.estimates[0].known == Known::well);
}

TEST_CASE("two rates that always press together are named together") {
  // One superior whose model is that of every peer: who copies whom cannot be told.
  Run run = make_run({1, 1}, 2, 60, 0.25);
  at_all_levels(run, [](Causes& causes) {
    causes.inertia.pull = toward_all(0.4);
    causes.imitation.superior = toward_all(0.4);
  });
  begin_with(run, kA);
  run.timeline.legacies = {{-1, kA, 1, Scope{}}};
  History history = observed(run, 0);
  history.initial.model[1] = kNone;
  history.sightings = {{20, 20, 1, kA, Sight::formed, 0}};
  const Coefficients coefficients(run, {""}, {{Quantity::pull}, {Quantity::superior}}, {});
  const Fit found = fit(run, {history}, coefficients, {});
  CHECK(found.estimates[0].known == Known::entangled);
  CHECK(found.estimates[0].entangled_with == std::vector<std::size_t>{1});
}

TEST_CASE("several histories of six models, with moves in all directions, tell rates by level") {
  const Run run = run_of_six_models();
  const Coefficients coefficients(run, {"a", "b", "c"}, all_rates(), {true, false, false});
  std::vector<History> histories;
  std::set<std::pair<Model, Model>> moves;
  for (std::uint32_t n = 0; n < 3; ++n) {
    histories.push_back(observed(run, n));
    std::vector<Model> now = histories[n].initial.model;
    for (const Sighting& s : histories[n].sightings) {
      Model& model = now[static_cast<std::size_t>(s.region)];
      if (model != kNone) moves.insert({model, s.to});
      model = s.to;
    }
  }
  CHECK(moves.size() == 30);  // each to each
  const Fit found = fit(run, histories, coefficients, plain_request());
  int told = 0;
  for (const Estimate& e : found.estimates) {
    if (e.known != Known::well) continue;
    const double truth = coefficients.values()[static_cast<Eigen::Index>(e.coefficient)];
    INFO(coefficients[e.coefficient].name << " " << e.value << " ± " << e.error);
    CHECK(std::abs(e.value - truth) < 4.9 * e.error);
    ++told;
  }
  CHECK(told >= 10);
  // That counties copy each other half as much as provinces do is told apart.
  const auto peers = [&](int level) {
    return *std::find_if(found.estimates.begin(), found.estimates.end(), [&](const Estimate& e) {
      const Coefficient& c = coefficients[e.coefficient];
      return c.quantity == Quantity::peers && c.level == level;
    });
  };
  CHECK(peers(2).value + 4.9 * peers(2).error < 0.3);
}

TEST_CASE("the shape of a cause is found with its rates") {
  Run run = learning_run(120);
  at_all_levels(run, [](Causes& causes) {
    causes.inertia.drag = toward_all(1);
    causes.inertia.settling = 2;
    causes.imitation.conformity = 2;
  });
  std::vector<Sought> sought = all_rates();
  sought.push_back({Quantity::drag});
  sought.push_back({Quantity::conformity});
  const Coefficients coefficients(run, {"a", "b", "c", "d"}, sought, {});
  std::vector<History> histories;
  for (std::uint32_t n = 0; n < 4; ++n) histories.push_back(observed(run, n));
  Run blind = run;  // begins elsewhere
  at_all_levels(blind, [](Causes& causes) {
    causes.inertia.drag = toward_all(0);
    causes.imitation.conformity = 1;
  });
  const Fit found = fit(blind, histories, coefficients, plain_request());
  for (const Estimate& e : found.estimates) {
    const double truth = coefficients.values()[static_cast<Eigen::Index>(e.coefficient)];
    INFO(coefficients[e.coefficient].name << " " << e.value << " ± " << e.error);
    CHECK(e.known == Known::well);
    CHECK(std::abs(e.value - truth) < 4.9 * e.error);
    CHECK(e.error < 0.4 * truth);
  }
}

}  // namespace tizhi::test
