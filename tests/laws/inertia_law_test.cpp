// Inertia alone: legacies that draw a region without a model, and drag that holds what stands.
#include <cmath>

#include "catch.hpp"
#include "support/case.hpp"
#include "support/statistics.hpp"

using namespace tizhi;
using namespace tizhi::test;

namespace {

constexpr double kPull = 0.4, kHalfLife = 0.8, kStep = 0.5;
constexpr int kRegions = 8000, kSteps = 4;

// Roots without a model; legacies 1 and 3 toward A and C, from before the start.
Run drawn_run(double date = -0.3) {
  Run run = make_run({kRegions}, 3, kSteps, kStep);
  run.timeline.legacies = {{date, kA, 1, {}}, {date, kC, 3, {}}};
  at_all_levels(run, [](Causes& c) {
    c.inertia.pull = toward_all(kPull);
    c.inertia.half_life = kHalfLife;
  });
  return run;
}

// ∫ L dt from 0 to t, of both legacies.
double drawn_until(double t, double date = -0.3) {
  const double decay = std::log(2) / kHalfLife;
  const auto past = [&](double s) { return s < date ? 0 : 1 - std::exp(-(s - date) * decay); };
  return 4 / decay * (past(t) - past(0));
}

// First formations by step and model (A, C), and at last those who have none.
std::vector<std::int64_t> first_models(const Run& run) {
  std::vector<std::int64_t> counts(2 * kSteps + 1);
  for (const Formation& f : formations(run))
    if (f.from == kNone) ++counts[static_cast<std::size_t>(2 * f.step + (f.to == kA ? 0 : 1))];
  counts.back() = kRegions;
  for (int j = 0; j < 2 * kSteps; ++j) counts.back() -= counts[static_cast<std::size_t>(j)];
  return counts;
}

// The law of that, where `hazard(n)` is Λ Δ in step n.
template <class Hazard>
std::vector<double> law_of(Hazard&& hazard) {
  std::vector<double> law;
  double left = 1;
  for (int n = 0; n < kSteps; ++n) {
    const double moved = left * -std::expm1(-hazard(n));
    law.push_back(moved / 4);
    law.push_back(moved * 3 / 4);
    left -= moved;
  }
  law.push_back(left);
  return law;
}

}  // namespace

TEST_CASE("law: the survival without a model is exp(-pull Σ ∫ L dt), exactly") {
  for (const double date : {-0.3, 0.0, 0.77, 1.31}) {
    Run run = drawn_run(date);
    at_all_levels(run, [](Causes& c) { c.inertia.pull = toward_all(kPull * 1e-9); });
    double sum = 0;
    int n = 0;
    for (const double rate : rates(run, 0)) {
      sum += rate * kStep * 1e9;
      const double law = kPull * drawn_until(++n * kStep, date);
      CHECK(sum == Approx(law).epsilon(1e-12).margin(1e-14));
    }
  }
}

TEST_CASE("law: first models come by survival, each in proportion to its legacy, played") {
  const auto counts = first_models(drawn_run());
  const auto law =
      law_of([](int n) { return kPull * (drawn_until((n + 1) * kStep) - drawn_until(n * kStep)); });
  // The wrong model: the legacy as it is at the step's start.
  const auto wrong =
      law_of([](int n) { return kPull * kStep * 4 * std::exp2(-(n * kStep + 0.3) / kHalfLife); });
  CHECK(chi_square_power(kRegions, wrong, law) > kPower);
  CHECK(chi_square_p(counts, law) > kAlpha);
  CHECK(chi_square_p(counts, wrong) < kAlpha);
  // The wrong simulation: legacies that do not fade.
  Run eternal = drawn_run();
  at_all_levels(eternal, [](Causes& c) { c.inertia.half_life = kInfinity; });
  CHECK(chi_square_p(first_models(eternal), law) < kAlpha);
}

TEST_CASE("law: drag slows departures by exp(-drag) once a body is settled, exactly") {
  const double drag = GENERATE(0.5, 1.0, 3.0);
  Run run = drawn_run();
  begin_with(run, kB, 1000);
  const double free = rates(run, 0)[0];
  at_all_levels(run, [drag](Causes& c) { c.inertia.drag[kB] = drag; });
  CHECK(rates(run, 0)[0] == Approx(free * std::exp(-drag)).epsilon(1e-13));
  begin_with(run, kB, 0);
  CHECK(rates(run, 0)[0] == Approx(free).epsilon(1e-13));
}

TEST_CASE("law: drag slows departures, played") {
  Run run = make_run({kRegions}, 2, 10, 0.25);
  begin_with(run, kA, 1000);
  run.timeline.legacies = {{0, kB, 1, {}}};
  at_all_levels(run, [](Causes& c) {
    c.inertia.pull = toward_all(0.6);
    c.inertia.drag[kA] = 1;
  });
  const auto departed = [](const Run& r) {
    return static_cast<std::int64_t>(formations(r).size());
  };
  const double law = 1 - std::exp(-0.6 * std::exp(-1) * 2.5);
  const double wrong = 1 - std::exp(-0.6 * 2.5);  // without drag
  CHECK(binomial_power(kRegions, law, wrong) > kPower);
  CHECK(binomial_p(departed(run), kRegions, law) > kAlpha);
  at_all_levels(run, [](Causes& c) { c.inertia.drag[kA] = 0; });
  CHECK(binomial_p(departed(run), kRegions, law) < kAlpha);
}
