#include "engine/pictures.hpp"

#include "catch.hpp"
#include "support/case.hpp"

using namespace tizhi;
using namespace tizhi::test;

namespace {

// A centre; two provinces; three prefectures below the first, two below the second.
Run family_run(PeerSet peers) {
  World world;
  world.level_names = {"centre", "province", "prefecture"};
  world.codes = {"0", "1", "2", "11", "12", "13", "21", "22"};
  world.parent = {kNoRegion, 0, 0, 1, 1, 1, 2, 2};
  world.level = {0, 1, 1, 2, 2, 2, 2, 2};
  world.prestige = {1024, 1024, 1024, 1024, 2048, 512, 3072, 1024};
  world.legal.assign(8, 0);
  world.fixed.assign(8, 0);
  world.neighbour_begin = {0, 0, 0, 0, 2, 3, 3, 4, 4};
  world.neighbours = {{4, 1024}, {6, 512}, {3, 1024}, {3, 512}};
  complete(world);
  Run run = make_run(world, 3, 20);
  begin_each(run, {kA, kB, kC, kA, kB, kNone, kB, kA});
  at_all_levels(run, [peers](Causes& c) { c.imitation.peer_set = peers; });
  return run;
}

PerModel<double> first_share(const Run& run, Region i) {
  const Groundwork ground = groundwork(run);
  Simulation simulation(run, ground, 0);
  simulation.prepare();
  return simulation.situation(i).peer_share;
}

}  // namespace

TEST_CASE("siblings' shares weigh by prestige, without oneself, with those that have no model") {
  const Run run = family_run(PeerSet::siblings);
  CHECK(first_share(run, 3) == PerModel<double>{0, 2048.0 / 2560, 0});
  CHECK(first_share(run, 4) == PerModel<double>{1024.0 / 1536, 0, 0});
  CHECK(first_share(run, 5) == PerModel<double>{1024.0 / 3072, 2048.0 / 3072, 0});
  CHECK(first_share(run, 7) == PerModel<double>{0, 1, 0});
  CHECK(first_share(run, 1) == PerModel<double>{0, 0, 1});
}

TEST_CASE("a level's shares count everyone of the level") {
  const Run run = family_run(PeerSet::level);
  const double others = 2048 + 512 + 3072 + 1024;
  CHECK(first_share(run, 3) == PerModel<double>{1024 / others, (2048 + 3072) / others, 0});
}

TEST_CASE("neighbours weigh by their prestige times the border's weight") {
  const Run run = family_run(PeerSet::neighbours);
  CHECK(first_share(run, 3) == PerModel<double>{0, 1, 0});
  CHECK(first_share(run, 4) == PerModel<double>{1, 0, 0});
  CHECK(first_share(run, 7) == PerModel<double>{});
  Run other = run;
  begin_each(other, {kA, kB, kC, kA, kB, kNone, kC, kA});
  const double to_4 = 1024.0 * 2048, to_6 = 512.0 * 3072;
  CHECK(first_share(other, 3) == PerModel<double>{0, to_4 / (to_4 + to_6), to_6 / (to_4 + to_6)});
}

TEST_CASE("without a peer set nobody is looked at") {
  const Run run = family_run(PeerSet::none);
  for (Region i = 0; i < 8; ++i) CHECK(first_share(run, i) == PerModel<double>{});
}

TEST_CASE("peers without prestige are not looked at") {
  Run run = family_run(PeerSet::siblings);
  change_world(run, [](World& w) { w.prestige[6] = 0; });
  CHECK(first_share(run, 7) == PerModel<double>{});
}

TEST_CASE("fixed regions are peers and are seen") {
  Run run = family_run(PeerSet::siblings);
  change_world(run, [](World& w) { w.fixed[4] = 1; });
  CHECK(first_share(run, 3)[kB] == 2048.0 / 2560);
}

TEST_CASE(
    "a picture is as old as the lag, includes its step's script, and before the start it is "
    "the initial state") {
  const int lag = GENERATE(0, 1, 3);
  Run run = make_run({1, 2}, 2, 12);
  begin_with(run, kA);
  at_all_levels(run, [lag](Causes& c) { c.imitation.lag = lag * kMonth; });
  run.timeline.settings = {{0, 0, kB}, {2, 1, kB}, {5, 0, kA}, {5, 1, kA}};
  const Groundwork ground = groundwork(run);
  Simulation simulation(run, ground, 0);
  for (int n = 0; n < 12; ++n) {
    simulation.prepare();
    const int seen = n - lag;
    CAPTURE(n, lag);
    CHECK(simulation.situation(2).superior == (seen >= 0 && seen < 5 ? kB : kA));
    CHECK(simulation.situation(2).peer_share[kB] == (seen >= 2 && seen < 5 ? 1 : 0));
    simulation.finish();
  }
}

TEST_CASE("a lag is rounded to steps, halves up") {
  const auto steps_of = [](double lag) {
    Run run = make_run({1, 1}, 2, 20);
    begin_with(run, kA);
    at_all_levels(run, [lag](Causes& c) { c.imitation.lag = lag; });
    run.timeline.settings = {{5, 0, kB}};
    const Groundwork ground = groundwork(run);
    Simulation simulation(run, ground, 0);
    for (int n = 0; n < 20; ++n) {
      simulation.prepare();
      if (simulation.situation(1).superior == kB) return n - 5;
      simulation.finish();
    }
    return -1;
  };
  CHECK(steps_of(0.4 * kMonth) == 0);
  CHECK(steps_of(0.5 * kMonth) == 1);
  CHECK(steps_of(0.25) == 3);
  CHECK(steps_of(1) == 12);
}

TEST_CASE("a lag longer than the run shows the initial state to the end") {
  Run run = make_run({1, 1}, 2, 6);
  begin_with(run, kA);
  at_all_levels(run, [](Causes& c) { c.imitation.lag = 1e9; });
  run.timeline.settings = {{0, 0, kB}};
  const Groundwork ground = groundwork(run);
  Simulation simulation(run, ground, 0);
  for (int n = 0; n < 6; ++n) {
    simulation.prepare();
    CHECK(simulation.situation(1).superior == kA);
    simulation.finish();
  }
}

TEST_CASE("levels may look with lags of their own") {
  Run run = make_run({1, 1, 1}, 2, 12);
  begin_with(run, kA);
  run.causes[1].imitation.lag = 2 * kMonth;
  run.causes[2].imitation.lag = 5 * kMonth;
  run.timeline.settings = {{1, 0, kB}, {1, 1, kB}};
  const Groundwork ground = groundwork(run);
  Simulation simulation(run, ground, 0);
  for (int n = 0; n < 12; ++n) {
    simulation.prepare();
    CHECK(simulation.situation(1).superior == (n >= 3 ? kB : kA));
    CHECK(simulation.situation(2).superior == (n >= 6 ? kB : kA));
    simulation.finish();
  }
}
