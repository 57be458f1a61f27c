#include "catch.hpp"
#include "support/case.hpp"
#include "support/statistics.hpp"

using namespace tizhi;
using namespace tizhi::test;

namespace {

State beginning(const Run& run, std::uint32_t replicate = 0) {
  return initial_state(run, groundwork(run), Draws(run.seed, replicate));
}

// 4,000 roots that are led.
Run led_run(int models) {
  Run run = make_run(std::vector<std::int32_t>{4000}, models, 1);
  run.follows_leaders = true;
  return run;
}

}  // namespace

TEST_CASE("regions begin without a model, without leaders and without orders, unless asked") {
  const State state = beginning(make_run({1, 3}, 2, 1));
  CHECK(state.model == std::vector<Model>(4, kNone));
  CHECK(state.leader.empty());
  CHECK(state.own_order.empty());
}

TEST_CASE("a region begins with the model and the age that it is given") {
  Run run = make_run({1, 3}, 3, 1);
  begin_each(run, {kC, kA, kNone, kB});
  CHECK(beginning(run).model == std::vector<Model>{kC, kA, kNone, kB});
  begin_with(run, kB, 7.5);
  const State state = beginning(run);
  CHECK(state.model == std::vector<Model>(4, kB));
  CHECK(-state.model_since[2] * run.timeline.grid.step == Approx(7.5).epsilon(1e-15));
}

TEST_CASE("where weights are given models begin in proportion to them, none included") {
  Run run = make_run(std::vector<std::int32_t>{20000}, 3, 1);
  run.beginnings[0].none = 3;
  run.beginnings[0].weights = {1, 0, 4};
  std::vector<std::int64_t> counts(4);
  for (const Model m : beginning(run).model) ++counts[m == kNone ? 3 : m];
  const std::vector<double> law{1 / 8.0, 0, 4 / 8.0, 3 / 8.0};
  CHECK(chi_square_p(counts, law) > kAlpha);
  const std::vector<double> wrong{1 / 5.0, 0, 4 / 5.0, 0};  // none left out
  CHECK(chi_square_p(counts, wrong) < kAlpha);
}

TEST_CASE("a weighted draw walks the line from none to the last model") {
  const PerModel<double> weights{1, 0, 2};
  const auto at = [&](double part) {
    return weighted_model(weights, 1, 3, static_cast<std::uint64_t>(part * 0x1p64));
  };
  CHECK(at(0) == kNone);
  CHECK(at(0.2499) == kNone);
  CHECK(at(0.2501) == 0);
  CHECK(at(0.4999) == 0);
  CHECK(at(0.5001) == 2);
  CHECK(weighted_model(weights, 1, 3, ~0ULL) == 2);
  CHECK(weighted_model({}, 0, 3, 5) == kNone);
}

TEST_CASE("the first leaders follow their own law: taste, and favourites by weight") {
  Run run = led_run(3);
  at_all_levels(run, [](Causes& c) {
    c.leadership.taste = 0.5;
    c.leadership.favourites = {3, 0, 1};
  });
  std::vector<std::int64_t> counts(4);
  for (const Model q : beginning(run).leader) ++counts[q == kNone ? 3 : q];
  CHECK(chi_square_p(counts, {3 / 8.0, 0, 1 / 8.0, 4 / 8.0}) > kAlpha);
  CHECK(chi_square_p(counts, {1 / 4.0, 0, 1 / 4.0, 2 / 4.0}) < kAlpha);
}

TEST_CASE("first leaders from outside favour what is in force where they come from") {
  Run run = led_run(2);
  begin_with(run, kB);
  at_all_levels(run, [](Causes& c) {
    c.leadership.outsider = 1;
    c.leadership.favourites = {1, 0};
  });
  CHECK(beginning(run).leader == std::vector<Model>(4000, kB));
  begin_with(run, kNone);  // from a region without a model: nothing
  CHECK(beginning(run).leader == std::vector<Model>(4000, kNone));
}

TEST_CASE("where there is no other region of the level a leader is no outsider") {
  Run run = make_run({1, 1}, 2, 1);
  run.follows_leaders = true;
  at_all_levels(run, [](Causes& c) {
    c.leadership.outsider = 1;
    c.leadership.favourites = {0, 1};
  });
  CHECK(beginning(run).leader == std::vector<Model>{kB, kB});
}

TEST_CASE("first tenures are of the law's stationary density") {
  Run run = led_run(2);
  at_all_levels(run, [](Causes& c) {
    c.leadership.tenure = 4;
    c.leadership.tenure_shape = 2;
    c.leadership.term = 5;
  });
  std::vector<double> tenures;
  for (const double since : beginning(run).leader_since)
    tenures.push_back(-since * run.timeline.grid.step);
  const double scale = run.causes[0].leadership.scale();
  const double whole = survival_integral(5 / scale, 2);
  const auto law = [&](double u) { return survival_integral(u / scale, 2) / whole; };
  CHECK(kolmogorov_p(tenures, law) > kAlpha);
  // The wrong law: the age at leaving instead of the age when met.
  const auto wrong = [&](double u) { return -tizhi::expm1(-power(u / scale, 2)); };
  CHECK(kolmogorov_p(tenures, wrong) < kAlpha);
}
