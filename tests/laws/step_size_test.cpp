// Changing the step changes the accuracy, not the meaning: where hazards depend on no other region,
// drag is 0, no leader changes and one mean varies at a time, all steps agree exactly at common
// dates; elsewhere the error halves with the step.
#include <cmath>
#include <functional>

#include "catch.hpp"
#include "support/chains.hpp"
#include "support/statistics.hpp"

using namespace tizhi;
using namespace tizhi::test;

namespace {

constexpr double kYears = 6;

// ∫ Λ dt until each of the dates (years), by the engine's hazards in steps of that length; rates
// are made so small that nothing forms and then scaled back.
std::vector<double> pressure_until(Run run, double step, const std::vector<double>& dates) {
  constexpr double small = 1e-9;
  run.timeline.grid = {step, static_cast<std::int32_t>(kYears / step + 0.5)};
  at_all_levels(run, [](Causes& c) {
    for (double& rate : c.inertia.pull) rate *= small;
    for (double& rate : c.imitation.superior) rate *= small;
    c.mandate.compliance *= small;
    c.leadership.preference *= small;
  });
  const std::vector<double> all = rates(run, run.world->size() - 1);
  std::vector<double> sums;
  double sum = 0;
  std::size_t n = 0;
  for (const double date : dates) {
    for (; n < all.size() && (static_cast<double>(n) + 0.5) * step < date; ++n)
      sum += all[n] * step / small;
    sums.push_back(sum);
  }
  return sums;
}

// Months, quarters and years agree at the years; 10, 30 and 90 days at every 90 days.
void check_steps_agree(const Run& run, double last = kYears) {
  std::vector<double> years, quarters_of_days;
  for (double date = 1; date <= last; ++date) years.push_back(date);
  for (double date = 90 / 365.25; date <= last; date += 90 / 365.25)
    quarters_of_days.push_back(date);
  const auto by_months = pressure_until(run, kMonth, years);
  const auto by_ten_days = pressure_until(run, 10 / 365.25, quarters_of_days);
  REQUIRE(by_months.back() > 0);
  const auto check = [&](const std::vector<double>& expected, double step, const auto& dates) {
    const auto sums = pressure_until(run, step, dates);
    for (std::size_t j = 0; j < sums.size(); ++j)
      CHECK(std::exp(-sums[j]) == Approx(std::exp(-expected[j])).epsilon(1e-12));
  };
  check(by_months, 0.25, years);
  check(by_months, 1, years);
  check(by_ten_days, 30 / 365.25, quarters_of_days);
  check(by_ten_days, 90 / 365.25, quarters_of_days);
}

Run with_legacy() {
  Run run = make_run({1, 1}, 2, 1);
  begin_with(run, kB);
  run.timeline.legacies = {{0, kA, 1, {}}};
  at_all_levels(run, [](Causes& c) { c.inertia.pull = toward_all(0.4); });
  return run;
}

Run with_order(double date) {
  Run run = make_run({1, 1}, 2, 1);
  begin_with(run, kB);
  run.timeline.orders = {order_of({kA}, date)};
  at_all_levels(run, [](Causes& c) { c.mandate.compliance = 0.7; });
  return run;
}

// Errors at a step, its half and its quarter: does each half the last one?
void check_halves(const std::function<double(double)>& at_step, double exact, double step) {
  for (int turn = 0; turn < 3; ++turn, step /= 2) {
    const double ratio = (at_step(step) - exact) / (at_step(step / 2) - exact);
    CAPTURE(step);
    CHECK(ratio > 1.7);
    CHECK(ratio < 2.3);
  }
}

// The chance that a world of a few regions is in a state after `years`, by the engine's hazards.
double chance(Run run, double step, double years, const std::vector<Model>& from,
              const std::vector<Model>& to) {
  run.timeline.grid.step = step;
  const Matrix chain = engine_chain(run);
  const int steps = static_cast<int>(years / step + 0.5);
  const Vector law = law_after(chain, steps, state_number(from, run.models()));
  return law(state_number(to, run.models()));
}

}  // namespace

TEST_CASE("law: steps agree exactly on a legacy that fades") {
  Run run = with_legacy();
  at_all_levels(run, [](Causes& c) { c.inertia.half_life = 0.9; });
  check_steps_agree(run);
}

TEST_CASE("law: steps agree exactly on a legacy that begins inside a step") {
  Run run = with_legacy();
  run.timeline.legacies[0].date = 1.2345;
  check_steps_agree(run);
  at_all_levels(run, [](Causes& c) { c.inertia.half_life = 2; });
  check_steps_agree(run);
}

TEST_CASE("law: steps agree exactly on windows with edges inside a step") {
  Run run = with_legacy();
  run.timeline.windows = {{0.71, 1.93, 3, 0.37}, {1.5, 4.21, 0.25, 0.1}};
  check_steps_agree(run);
}

TEST_CASE("law: steps agree exactly on orders that begin, bite late and end inside a step") {
  Run run = with_order(0.613);
  check_steps_agree(run);
  run.timeline.orders[0].delay = 0.377;
  run.timeline.orders[0].until = 4.019;
  check_steps_agree(run);
}

TEST_CASE("law: steps agree exactly on a deadline inside a step, before it and after it") {
  Run run = with_order(0.2);
  run.timeline.orders[0].deadline = run.timeline.orders[0].until = 4.57;
  // Before: at the common dates that the deadline's step does not hold, in any of the steps.
  check_steps_agree(run, 4);
  run.timeline.orders[0].delay = 0.45;
  check_steps_agree(run, 4);
  // After: everyone complies, at every step.
  for (const double step : {kMonth, 0.25, 1.0, 10 / 365.25, 90 / 365.25}) {
    run.timeline.grid = {step, static_cast<std::int32_t>(5 / step + 0.5)};
    CHECK(last_models(run) == std::vector<Model>{kA, kA});
  }
}

TEST_CASE("law: steps agree exactly on crowding that begins and ends inside a step") {
  Run run = with_legacy();
  run.timeline.orders = {order_of({kB}, 1.1)};  // complied with, and silencing all the same
  run.timeline.orders[0].until = 2.9;
  at_all_levels(run, [](Causes& c) { c.mandate.crowding = 0.8; });
  check_steps_agree(run);
}

TEST_CASE("law: steps agree exactly on a leader's fading zeal, while no leader changes") {
  Run run = make_run({1, 1}, 2, 1);
  begin_with(run, kB);
  at_all_levels(run, [](Causes& c) {
    c.leadership.preference = 0.8;
    c.leadership.honeymoon = 0.7;
    c.leadership.tenure = 1e9;
    c.leadership.favourites = {1, 0};
  });
  for (const Region i : {0, 1}) run.timeline.appointments.push_back({0, i, kA});
  check_steps_agree(run);
}

TEST_CASE("law: steps agree exactly on a superior who never moves, played as well") {
  Run run = make_run({1, 6000}, 1, 1);
  std::vector<Model> models(6001, kNone);
  models[0] = kA;
  begin_each(run, models);
  at_all_levels(run, [](Causes& c) { c.imitation.superior = toward_all(0.3); });
  const double law = 1 - std::exp(-0.3 * 2);
  for (const double step : {kMonth, 0.25, 1.0}) {
    run.timeline.grid = {step, static_cast<std::int32_t>(2 / step + 0.5)};
    const auto moved = static_cast<std::int64_t>(formations(run).size());
    CHECK(binomial_p(moved, 6000, law) > kAlpha);
    // The wrong model: a chance of rate times step.
    const double wrong = 1 - std::pow(1 - 0.3 * step, 2 / step);
    if (step < 1) continue;
    CHECK(binomial_power(6000, wrong, law) > kPower);
    CHECK(binomial_p(moved, 6000, wrong) < kAlpha);
  }
}

TEST_CASE("law: the error halves with the step down a chain of superiors") {
  Run run = make_run({1, 1, 1, 1}, 1, 1);
  at_all_levels(run, [](Causes& c) { c.imitation.superior = toward_all(0.8); });
  const std::vector<Model> from{kA, kNone, kNone, kNone}, to{kA, kA, kA, kA};
  const double x = 0.8 * 3;  // three exponential times within three years
  const double exact = 1 - std::exp(-x) * (1 + x + x * x / 2);
  check_halves([&](double step) { return chance(run, step, 3, from, to); }, exact, 0.25);
}

TEST_CASE("law: the error halves with the step where peers conform") {
  Run run = make_run({3}, 2, 1);
  at_all_levels(run, [](Causes& c) {
    c.imitation.peers = toward_all(1.2);
    c.imitation.peer_set = PeerSet::level;
    c.imitation.conformity = 2;
  });
  const std::vector<Model> from{kA, kB, kNone}, to{kA, kA, kA};
  const auto at_step = [&](double step) { return chance(run, step, 4, from, to); };
  const double exact = 2 * at_step(1.0 / 4096) - at_step(1.0 / 2048);
  check_halves(at_step, exact, 0.125);
}

TEST_CASE("law: the error halves with the step where drag grows with age") {
  Run run = with_legacy();
  at_all_levels(run, [](Causes& c) {
    c.inertia.drag = toward_all(1.5);
    c.inertia.settling = 2;
  });
  const auto at_step = [&](double step) { return pressure_until(run, step, {kYears})[0]; };
  double exact = 0;  // 0.4 ∫ exp(-1.5 (1 - exp(-t/2))) dt, by midpoints
  const int parts = 100000;
  for (int j = 0; j < parts; ++j) {
    const double t = (j + 0.5) * kYears / parts;
    exact += 0.4 * std::exp(-1.5 * (1 - std::exp(-t / 2))) * kYears / parts;
  }
  check_halves(at_step, exact, 0.25);
}

TEST_CASE("law: where two means vary at once the error falls at least as fast as the step") {
  Run run = with_legacy();
  at_all_levels(run, [](Causes& c) { c.inertia.half_life = 1; });
  run.timeline.windows = {{0.3, 2.1, 3, 0}};
  // Only the steps that hold an edge are wrong, each by the square of the step.
  const auto at_step = [&](double step) { return pressure_until(run, step, {kYears})[0]; };
  const double decay = std::log(2);
  const auto drawn = [&](double a, double b) {
    return 0.4 / decay * (std::exp(-a * decay) - std::exp(-b * decay));
  };
  const double exact = drawn(0, kYears) + 2 * drawn(0.3, 2.1);
  for (const double step : {1.0, 0.5, 0.25, 0.125})
    CHECK(std::abs(at_step(step) - exact) < 0.4 * step * step);
  CHECK(std::abs(at_step(1) - exact) > 1e-4);
}
