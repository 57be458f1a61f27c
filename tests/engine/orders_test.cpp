#include <cmath>

#include "catch.hpp"
#include "support/case.hpp"
#include "support/statistics.hpp"

using namespace tizhi;
using namespace tizhi::test;

namespace {

// A root with a model, one subordinate below it and one more below that.
Run issuing_run(double length, std::int32_t steps) {
  Run run = make_run({1, 1, 1}, 2, steps);
  begin_each(run, {kA, kB, kB});
  at_all_levels(run, [length](Causes& c) {
    c.mandate.issue_rate = 1e6;  // issues whenever it may
    c.mandate.issue_length = length;
  });
  return run;
}

std::vector<IssuedOrder> issued(const Run& run, std::uint32_t replicate = 0) {
  std::vector<IssuedOrder> all;
  simulate(
      run, groundwork(run), replicate, [](const State&) {},
      [&](const State&, const Happenings& now) {
        all.insert(all.end(), now.orders.begin(), now.orders.end());
      });
  return all;
}

// The strength of its superior's own order at region i, step by step.
std::vector<double> own_orders_at(const Run& run, Region i) {
  const Groundwork ground = groundwork(run);
  Simulation simulation(run, ground, 0);
  std::vector<double> strengths;
  while (!simulation.is_over()) {
    simulation.prepare();
    strengths.push_back(simulation.situation(i).issued.strength);
    simulation.finish();
  }
  return strengths;
}

}  // namespace

TEST_CASE("an issued order is in force from the next step, for its length, one at a time") {
  const Run run = issuing_run(3 * kMonth, 9);
  const std::vector<IssuedOrder> expected{{0, 0, kA}, {0, 1, kB}, {4, 0, kA},
                                          {4, 1, kB}, {8, 0, kA}, {8, 1, kB}};
  CHECK(issued(run) == expected);
  CHECK(own_orders_at(run, 1) == std::vector<double>{0, 1, 1, 1, 0, 1, 1, 1, 0});
}

TEST_CASE("the last step of an issued order counts by its part of the step") {
  const Run run = issuing_run(2.5 * kMonth, 8);
  const auto strengths = own_orders_at(run, 1);
  CHECK(strengths[0] == 0);
  CHECK(strengths[1] == 1);
  CHECK(strengths[2] == 1);
  CHECK(strengths[3] == Approx(0.5).epsilon(1e-12));
  CHECK(strengths[4] == 0);
}

TEST_CASE("regions without subordinates or without a model issue nothing") {
  Run run = issuing_run(1, 60);
  begin_each(run, {kNone, kB, kB});
  for (const IssuedOrder& order : issued(run)) CHECK(order.issuer == 1);
  begin_each(run, {kNone, kNone, kB});
  CHECK(issued(run).empty());
}

TEST_CASE("an issued order presses the direct subordinates alone") {
  Run run = issuing_run(1, 13);
  at_all_levels(run, [](Causes& c) { c.mandate.compliance = 1e6; });
  run.causes[1].mandate.issue_rate = 0;
  begin_each(run, {kA, kB, kB});
  const auto all = formations(run);
  REQUIRE(all.size() == 1);
  CHECK((all[0].region == 1 && all[0].to == kA && all[0].step == 1));
  CHECK(all[0].cause == Cause::mandate);
}

TEST_CASE("where a subordinate skips a level the order has lost a decay on the way") {
  Run run = make_run({1, 1, 1}, 2, 3);
  change_world(run, [](World& w) {
    w.codes = {"1", "2", "3"};
    w.parent[2] = 0;
  });
  begin_each(run, {kA, kB, kB});
  at_all_levels(run, [](Causes& c) {
    c.mandate.issue_rate = 1e6;
    c.mandate.decay = 0.25;
  });
  CHECK(own_orders_at(run, 1)[1] == 1);
  CHECK(own_orders_at(run, 2)[1] == 0.25);
}

TEST_CASE("an issued order keeps the model of its day when the issuer moves on") {
  Run run = issuing_run(1, 8);
  at_all_levels(run, [](Causes& c) { c.mandate.compliance = 1e-9; });
  run.timeline.settings = {{2, 0, kB}};
  const Groundwork ground = groundwork(run);
  Simulation simulation(run, ground, 0);
  while (!simulation.is_over()) {
    simulation.prepare();
    if (simulation.steps_done() > 0) CHECK(simulation.situation(1).issued.targets == 1U << kA);
    simulation.finish();
  }
}

TEST_CASE("an order is issued for the model of the step's script") {
  Run run = issuing_run(1, 2);
  run.timeline.settings = {{0, 0, kB}};
  CHECK(issued(run)[0] == IssuedOrder{0, 0, kB});
}

TEST_CASE("fixed regions issue orders too") {
  Run run = issuing_run(1, 2);
  change_world(run, [](World& w) { w.fixed[0] = 1; });
  CHECK(issued(run)[0].issuer == 0);
}

TEST_CASE("without the cause mandate no order is issued") {
  Run run = issuing_run(1, 24);
  at_all_levels(run, [](Causes& c) { c.on[static_cast<std::size_t>(Cause::mandate)] = false; });
  CHECK(issued(run).empty());
}

TEST_CASE("orders are issued at the issuer's rate") {
  const std::int32_t steps = 5000;
  const double step = 0.5;
  Run run = issuing_run(0, steps);  // no length: free to issue again at once
  at_all_levels(run, [](Causes& c) { c.mandate.issue_rate = 1.2; });
  run.causes[1].mandate.issue_rate = 0;
  run.timeline.grid.step = step;
  const auto count = static_cast<std::int64_t>(issued(run).size());
  const double right = 1 - std::exp(-1.2 * step);
  const double wrong = 1.2 * step;  // the rate times the step
  CHECK(binomial_power(steps, wrong, right) > kPower);
  CHECK(binomial_p(count, steps, right) > kAlpha);
  CHECK(binomial_p(count, steps, wrong) < kAlpha);
}

TEST_CASE("issued orders silence other causes while they are in force, for part of a step too") {
  Run run = issuing_run(2.5 * kMonth, 8);
  const Groundwork ground = groundwork(run);
  Simulation simulation(run, ground, 0);
  std::vector<double> silenced;
  while (!simulation.is_over()) {
    simulation.prepare();
    silenced.push_back(simulation.situation(1).silenced);
    simulation.finish();
  }
  const std::vector<double> expected{0, 1, 1, 0.5, 0, 1, 1, 0.5};
  for (std::size_t n = 0; n < 8; ++n) CHECK(silenced[n] == Approx(expected[n]).margin(1e-12));
}

TEST_CASE("an issued order and one of the timeline silence once where they overlap") {
  Run run = issuing_run(2.5 * kMonth, 8);
  run.timeline.orders.push_back(order_of({kA}, 3.25 * kMonth));
  run.timeline.orders[0].until = 3.75 * kMonth;
  const Groundwork ground = groundwork(run);
  Simulation simulation(run, ground, 0);
  for (int n = 0; n < 3; ++n) simulation.advance();
  simulation.prepare();
  CHECK(simulation.situation(1).silenced == Approx(0.75).epsilon(1e-10));
}

TEST_CASE("crowding: orders for the whole catalogue or of no strength silence no one") {
  Run run = make_run({1, 1}, 2, 3);
  run.timeline.orders = {order_of({kA, kB}), order_of({kA})};
  run.timeline.orders[1].strength = 0;
  const Groundwork ground = groundwork(run);
  Simulation simulation(run, ground, 0);
  simulation.prepare();
  CHECK(simulation.situation(1).silenced == 0);
}

TEST_CASE("at a deadline everyone in scope complies for certain, and the ledger is all mandate") {
  Run run = make_run({1, 3, 3}, 2, 24);
  begin_with(run, kB);
  at_all_levels(run, [](Causes& c) { c.mandate.compliance = 1e-6; });
  run.timeline.orders.push_back(order_of({kA}));
  run.timeline.orders[0].issuer = run.timeline.orders[0].scope.below = 0;
  run.timeline.orders[0].deadline = run.timeline.orders[0].until = 1;
  const auto all = formations(run);
  CHECK(all.size() == 3 + 9);
  for (const Formation& f : all) {
    CHECK(f.step == 11);  // t < deadline <= t + step
    CHECK(f.region != 0);
    CHECK(f.ledger == Ledger{0, 0, 255, 0});
  }
}

TEST_CASE("fixed regions and regions set in the step escape a deadline") {
  Run run = make_run(std::vector<std::int32_t>{3}, 3, 24);
  begin_with(run, kB);
  change_world(run, [](World& w) { w.fixed[0] = 1; });
  at_all_levels(run, [](Causes& c) { c.mandate.compliance = 1e-6; });
  run.timeline.orders.push_back(order_of({kA}));
  run.timeline.orders[0].deadline = run.timeline.orders[0].until = 1;
  run.timeline.settings = {{11, 1, kC}};
  CHECK(last_models(run) == std::vector<Model>{kB, kC, kA});
}

TEST_CASE("who complies with what is due keeps it through the step, whatever else presses") {
  Run run = make_run(std::vector<std::int32_t>{50}, 2, 1);
  begin_with(run, kA);
  run.timeline.legacies.push_back({0, kB, 1, {}});
  at_all_levels(run, [](Causes& c) {
    c.inertia.pull = toward_all(1e6);
    c.mandate.compliance = 1;
  });
  CHECK(formations(run).size() == 50);
  run.timeline.orders.push_back(order_of({kA}));
  run.timeline.orders[0].deadline = run.timeline.orders[0].until = kMonth;
  CHECK(formations(run).empty());
}

TEST_CASE("past a deadline compliers may leave and are called back in their next step") {
  Run run = make_run(std::vector<std::int32_t>{1}, 2, 30);
  begin_with(run, kA);
  run.timeline.legacies.push_back({0, kB, 1, {}});
  run.timeline.orders.push_back(order_of({kA}));
  run.timeline.orders[0].deadline = kMonth;
  run.timeline.orders[0].until = 10 * kMonth;
  at_all_levels(run, [](Causes& c) {
    c.inertia.pull = toward_all(1e6);
    c.mandate.compliance = 1;
  });
  const auto all = formations(run);
  // Steps 1, 3, 5, 7, 9 to B; 2, 4, 6, 8 back to A; from step 10 nobody calls back.
  REQUIRE(all.size() == 9);
  for (int j = 0; j < 9; ++j) {
    CHECK(all[static_cast<std::size_t>(j)].step == j + 1);
    CHECK(all[static_cast<std::size_t>(j)].to == (j % 2 == 0 ? kB : kA));
  }
}
