#include "catch.hpp"
#include "support/case.hpp"

using namespace tizhi;
using namespace tizhi::test;

namespace {

// Two siblings under a root; a legacy that moves whoever has no model, to A, in every step.
Run eager_run() {
  Run run = make_run({1, 2}, 2, 6);
  run.timeline.legacies.push_back({0, kA, 1, {}});
  at_all_levels(run, [](Causes& c) { c.inertia.pull = toward_all(1e6); });
  return run;
}

}  // namespace

TEST_CASE("a setting is a formation of its step, with the cause script and no ledger") {
  Run run = make_run({1, 2}, 2, 6);
  run.timeline.settings = {{2, 1, kB}};
  CHECK(formations(run) == std::vector<Formation>{{2, 1, kNone, kB, Cause::script, {}}});
}

TEST_CASE("several settings of a region in a step count as one, to the last") {
  Run run = make_run({1, 2}, 2, 6);
  run.timeline.settings = {{2, 1, kB}, {2, 2, kB}, {2, 1, kA}};
  CHECK(formations(run) == std::vector<Formation>{{2, 1, kNone, kA, Cause::script, {}},
                                                  {2, 2, kNone, kB, Cause::script, {}}});
}

TEST_CASE("setting the model that a region has is nothing, also on a detour") {
  Run run = make_run({1, 2}, 2, 6);
  begin_with(run, kA);
  run.timeline.settings = {{2, 1, kA}, {3, 1, kB}, {3, 1, kA}};
  CHECK(formations(run).empty());
}

TEST_CASE("a script may set a region back to no model") {
  Run run = make_run({1, 2}, 2, 6);
  begin_with(run, kA);
  run.timeline.settings = {{2, 1, kNone}};
  CHECK(last_models(run) == std::vector<Model>{kA, kNone, kA});
}

TEST_CASE("a region that is set in a step takes no other formation in it") {
  Run run = eager_run();
  run.timeline.settings = {{0, 1, kB}};
  const auto all = formations(run);
  REQUIRE(all.size() == 4);
  CHECK((all[0].region == 1 && all[0].cause == Cause::script && all[0].step == 0));
  CHECK((all[3].region == 1 && all[3].cause == Cause::inertia && all[3].step == 1));
}

TEST_CASE("a region that is set to what it has may still form in that step") {
  Run run = eager_run();
  begin_with(run, kB);
  run.timeline.settings = {{0, 1, kB}};
  const auto all = formations(run);
  CHECK(all.size() == 3);
  for (const Formation& f : all) CHECK(f.step == 0);
}

TEST_CASE("script comes first in a step, then regions in order") {
  Run run = eager_run();
  run.timeline.settings = {{0, 2, kB}};
  const auto all = formations(run);
  CHECK(all[0].region == 2);
  CHECK(all[1].region == 0);
  CHECK(all[2].region == 1);
}

TEST_CASE("hazards of a step already see its script") {
  Run run = make_run({1, 1}, 2, 3);
  begin_with(run, kA);
  at_all_levels(run, [](Causes& c) { c.imitation.superior = toward_all(1e6); });
  run.timeline.settings = {{1, 0, kB}};
  const auto all = formations(run);
  REQUIRE(all.size() == 2);
  CHECK((all[1].region == 1 && all[1].step == 1 && all[1].to == kB));
}

TEST_CASE("a named leader arrives with tenure 0 and stays at least a step") {
  Run run = make_run({1, 2}, 2, 40);
  run.follows_leaders = true;
  at_all_levels(run, [](Causes& c) {
    c.leadership.term = kMonth;  // everyone leaves after a month
    c.leadership.favourites = {1, 0};
  });
  run.timeline.appointments = {{5, 1, kB}, {20, 2, kNone}};
  const Groundwork ground = groundwork(run);
  Simulation simulation(run, ground, 0);
  for (int n = 0; n < 40; ++n) {
    simulation.prepare();
    CHECK(simulation.situation(1).leader == (n == 5 ? kB : kA));
    CHECK(simulation.situation(2).leader == (n == 20 ? kNone : kA));
    if (n == 5) CHECK(simulation.situation(1).tenure == 0);
    simulation.finish();
  }
}

TEST_CASE("law changes where and when the script says") {
  Run run = make_run({1, 2}, 2, 6);
  run.timeline.law_changes = {{2, {false, {1}, ~0ULL, kNoRegion}, 0.5}, {4, {}, 1}};
  const Groundwork ground = groundwork(run);
  Simulation simulation(run, ground, 0);
  for (int n = 0; n < 6; ++n) {
    simulation.prepare();
    CHECK(simulation.situation(1).legal == (n < 2 ? 0 : n < 4 ? 0.5 : 1));
    CHECK(simulation.situation(2).legal == (n < 4 ? 0 : 1));
    simulation.finish();
  }
}

TEST_CASE("a body's age is 0 in the state after its formation, and grows by the step") {
  Run run = make_run({1, 2}, 2, 30);
  begin_with(run, kA, 2);
  run.timeline.settings = {{9, 1, kB}};
  const Groundwork ground = groundwork(run);
  Simulation simulation(run, ground, 0);
  for (int n = 0; n < 30; ++n) {
    simulation.prepare();
    CHECK(simulation.situation(2).age == Approx(2 + n * kMonth).epsilon(1e-14));
    if (n >= 10) CHECK(simulation.situation(1).age == Approx((n - 10) * kMonth).margin(1e-14));
    simulation.finish();
  }
}
