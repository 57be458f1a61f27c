// One order and nothing else: who has complied after n steps.
#include <cmath>

#include "catch.hpp"
#include "support/case.hpp"
#include "support/statistics.hpp"

using namespace tizhi;
using namespace tizhi::test;

namespace {

constexpr double kCompliance = 0.9, kStrength = 1.3, kDecay = 0.6;

// A chain of ranks with `many` regions at the last; the root issues an order for A at `date`.
Run ordered_run(int depth, int many, double date, std::int32_t steps, double step = kMonth) {
  std::vector<std::int32_t> children(static_cast<std::size_t>(depth), 1);
  children.push_back(many);
  Run run = make_run(children, 2, steps, step);
  begin_with(run, kB);
  Order order = order_of({kA}, date);
  order.issuer = order.scope.below = 0;
  order.strength = kStrength;
  run.timeline.orders = {order};
  at_all_levels(run, [](Causes& c) {
    c.mandate.compliance = kCompliance;
    c.mandate.decay = kDecay;
  });
  return run;
}

// Survival after each step, by the engine's own hazards.
std::vector<double> survival(const Run& run, Region i) {
  // Nobody forms: a compliance too small to be drawn, its hazards scaled back.
  Run slow = run;
  at_all_levels(slow, [](Causes& c) { c.mandate.compliance *= 1e-9; });
  double sum = 0;
  std::vector<double> left;
  for (const double rate : rates(slow, i)) {
    sum += rate * 1e9 * run.timeline.grid.step;
    left.push_back(std::exp(-sum));
  }
  return left;
}

std::int64_t complied(const Run& run, Level level, std::uint32_t replicates) {
  std::int64_t count = 0;
  for (std::uint32_t r = 0; r < replicates; ++r) {
    const auto models = last_models(run, r);
    for (std::size_t i = 0; i < models.size(); ++i)
      count += run.world->level[i] == level && models[i] == kA;
  }
  return count;
}

}  // namespace

TEST_CASE(
    "law: without a deadline, d levels below, 1 - exp(-compliance strength decay^(d-1) t) "
    "have complied, exactly") {
  for (const int depth : {1, 2, 4}) {
    const Run run = ordered_run(depth, 1, 0, 60);
    const double rate = kCompliance * kStrength * std::pow(kDecay, depth - 1);
    const auto left = survival(run, depth);
    for (int n = 1; n <= 60; ++n)
      CHECK(left[static_cast<std::size_t>(n - 1)] ==
            Approx(std::exp(-rate * n * kMonth)).epsilon(1e-12));
  }
}

TEST_CASE("law: without a deadline, played three levels below") {
  const std::int32_t steps = 2;
  const int many = 4000;
  const std::uint32_t replicates = 2;
  const Run run = ordered_run(3, many, 0, steps, 1);
  const auto law = [](double d) {
    return 1 - std::exp(-kCompliance * kStrength * std::pow(kDecay, d - 1) * steps);
  };
  const std::int64_t count = complied(run, 3, replicates);
  const std::int64_t n = std::int64_t{many} * replicates;
  CHECK(binomial_p(count, n, law(3)) > kAlpha);
  // The wrong model: decay at the first level already.
  CHECK(binomial_power(n, law(3), law(4)) > kPower);
  Run wrong = run;
  wrong.timeline.orders[0].strength *= kDecay;
  CHECK(binomial_p(complied(wrong, 3, replicates), n, law(3)) < kAlpha);
  // The wrong law: a chance of rate times step.
  const double linear = 1 - std::pow(1 - kCompliance * kStrength * kDecay * kDecay, steps);
  CHECK(binomial_power(n, linear, law(3)) > kPower);
  CHECK(binomial_p(count, n, linear) < kAlpha);
}

TEST_CASE(
    "law: with a deadline (1 - v)^(compliance strength decay^(d-1) T) have not complied, "
    "exactly, and none after it") {
  struct Case {
    double date, delay, lag, deadline;
  };
  for (const int depth : {1, 2, 3})
    for (const Case c : {Case{0, 0, 0, 3}, Case{0.4, 0, 0, 2.9}, Case{-1, 0, 0, 2},
                         Case{0.5, 0.37, 0, 3.01}, Case{0, 0.1, 0.13, 2}}) {
      Run run = ordered_run(depth, 1, c.date, 48);
      Order& order = run.timeline.orders[0];
      order.delay = c.delay;
      order.lag_per_level = c.lag;
      order.deadline = order.until = c.deadline;
      const double bite = c.date + c.delay + c.lag * (depth - 1);
      const double length = c.deadline - bite;
      const double power = kCompliance * kStrength * std::pow(kDecay, depth - 1) * length;
      const double at_start = bite < 0 ? std::pow(c.deadline / length, power) : 1;
      const auto left = survival(run, depth);
      for (int n = 1; n * kMonth < c.deadline - 1e-9; ++n) {
        const double v = std::max(0.0, (n * kMonth - bite) / length);
        CHECK(left[static_cast<std::size_t>(n - 1)] ==
              Approx(std::pow(1 - v, power) / at_start).epsilon(1e-11));
      }
      const auto all = formations(run);
      CHECK(static_cast<int>(all.size()) == depth);
      for (const Formation& f : all) CHECK(f.step * kMonth < c.deadline);
    }
}

TEST_CASE("law: with a deadline, played") {
  const int many = 8000;
  Run run = ordered_run(1, many, 0, 18);
  run.timeline.orders[0].deadline = run.timeline.orders[0].until = 2;
  const double power = kCompliance * kStrength * 2;
  const double law = std::pow(1 - 1.5 / 2, power);
  const double wrong = std::exp(-kCompliance * kStrength * 1.5);  // no urgency
  CHECK(binomial_power(many, law, wrong) > kPower);
  CHECK(binomial_p(many - complied(run, 1, 1), many, law) > kAlpha);
  run.timeline.orders[0].deadline = run.timeline.orders[0].until = kInfinity;
  CHECK(binomial_p(many - complied(run, 1, 1), many, law) < kAlpha);
}

TEST_CASE("law: an order without weights is met as the other causes choose, played") {
  // Two models wanted; the legacy of A is three times that of B.
  const int many = 6000;
  Run run = make_run({many}, 3, 1);
  begin_with(run, kC);
  run.timeline.legacies = {{0, kA, 3, {}}, {0, kB, 1, {}}};
  run.timeline.orders = {order_of({kA, kB})};
  run.timeline.orders[0].deadline = run.timeline.orders[0].until = kMonth;
  at_all_levels(run, [](Causes& c) {
    c.inertia.pull = toward_all(1e-6);
    c.mandate.compliance = 1;
  });
  const std::int64_t with_a = complied(run, 0, 1);
  CHECK(binomial_p(with_a, many, 0.75) > kAlpha);
  CHECK(binomial_power(many, 0.75, 0.5) > kPower);  // the wrong law: evenly
  Run even = run;
  even.causes[0].on[static_cast<std::size_t>(Cause::inertia)] = false;
  CHECK(binomial_p(complied(even, 0, 1), many, 0.5) > kAlpha);
  CHECK(binomial_p(complied(even, 0, 1), many, 0.75) < kAlpha);
}
