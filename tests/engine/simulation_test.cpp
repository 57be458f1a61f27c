#include "engine/simulation.hpp"

#include <algorithm>
#include <tuple>

#include "catch.hpp"
#include "support/case.hpp"

using namespace tizhi;
using namespace tizhi::test;

namespace {

// Everything acts: superiors, peers, legacies, leaders, orders of the timeline and issued ones.
Run busy_run() {
  Run run = make_run({2, 3, 4}, 3, 60);
  run.beginnings[0].none = 1;
  run.beginnings[0].weights = {1, 1, 1};
  run.timeline.legacies.push_back({0.4, kB, 1, {}});
  run.timeline.orders.push_back(order_of({kA, kC}, 1));
  run.timeline.orders.back().deadline = run.timeline.orders.back().until = 3.25;
  at_all_levels(run, [](Causes& c) {
    c.inertia.pull = toward_all(0.3);
    c.inertia.drag = toward_all(0.5);
    c.imitation.superior = toward_all(0.4);
    c.imitation.peers = toward_all(0.5);
    c.mandate.compliance = 0.8;
    c.mandate.crowding = 0.5;
    c.mandate.issue_rate = 0.3;
    c.leadership.preference = 0.6;
    c.leadership.outsider = 0.3;
    c.leadership.taste = 0.7;
  });
  return run;
}

void switch_off(Run& run, Cause c) {
  at_all_levels(run, [c](Causes& causes) { causes.on[static_cast<std::size_t>(c)] = false; });
}

}  // namespace

TEST_CASE("nothing acts unless asked") {
  Run run = make_run({1, 5}, 3, 120);
  CHECK(formations(run).empty());
  begin_each(run, {kA, kB, kNone, kC, kC, kA});
  CHECK(formations(run).empty());
}

TEST_CASE("with all four causes off only the script changes anything") {
  Run run = busy_run();
  at_all_levels(run, [](Causes& c) { c.on.fill(false); });
  CHECK(formations(run).empty());
  run.timeline.settings.push_back({3, 4, kC});
  const auto all = formations(run);
  REQUIRE(all.size() == 1);
  CHECK(all[0].cause == Cause::script);
}

TEST_CASE("a replicate repeats itself, and another replicate or seed is another history") {
  Run run = busy_run();
  const auto first = formations(run, 0);
  CHECK(first.size() > 30);
  CHECK(formations(run, 0) == first);
  CHECK(formations(run, 1) != first);
  run.seed = 2;
  CHECK(formations(run, 0) != first);
}

TEST_CASE("formations chain: each starts from the model that the last one left") {
  const Run run = busy_run();
  for (std::uint32_t replicate = 0; replicate < 20; ++replicate) {
    const Groundwork ground = groundwork(run);
    std::vector<Model> model;
    simulate(
        run, ground, replicate, [&](const State& start) { model = start.model; },
        [&](const State& state, const Happenings& now) {
          for (const Formation& f : now.formations) {
            Model& own = model[static_cast<std::size_t>(f.region)];
            CHECK(f.from == own);
            CHECK(f.to != f.from);
            own = f.to;
          }
          CHECK(model == state.model);
        });
  }
}

TEST_CASE("at most one formation per region and step, in order of regions") {
  const Run run = busy_run();
  const auto all = formations(run, 3);
  for (std::size_t j = 1; j < all.size(); ++j)
    CHECK(std::pair(all[j - 1].step, all[j - 1].region) < std::pair(all[j].step, all[j].region));
}

TEST_CASE("every formation has one cause that pressed, and a ledger that adds up") {
  for (const Formation& f : formations(busy_run(), 1)) {
    int sum = 0;
    for (const int share : f.ledger) sum += share;
    CHECK(sum == 255);
    CHECK(f.cause != Cause::script);
    CHECK(f.to < 3);
  }
}

TEST_CASE("a fixed region takes part in nothing but the script") {
  Run run = busy_run();
  change_world(run, [](World& w) { w.fixed[3] = w.fixed[0] = 1; });
  run.timeline.settings.push_back({30, 3, kC});
  run.timeline.settings.push_back({31, 3, kA});
  for (const Formation& f : formations(run))
    if (f.region == 3 || f.region == 0) CHECK(f.cause == Cause::script);
  CHECK(last_models(run)[3] == kA);
}

TEST_CASE("read now, write next: a step's formations do not see one another") {
  // A chain whose superior takes A for certain by a deadline; its subordinate imitates at a huge
  // rate, but sees A only a step later.
  Run run = make_run({1, 1}, 2, 4);
  begin_with(run, kB);
  run.timeline.orders.push_back(order_of({kA}));
  run.timeline.orders[0].deadline = run.timeline.orders[0].until = 1.5 * kMonth;
  run.timeline.orders[0].scope = {false, {0}, 1, kNoRegion};
  at_all_levels(run, [](Causes& c) {
    c.mandate.compliance = 1e-9;
    c.imitation.superior = toward_all(1e6);
  });
  const auto all = formations(run);
  REQUIRE(all.size() == 2);
  CHECK((all[0].region == 0 && all[0].step == 1));
  CHECK((all[1].region == 1 && all[1].step == 2));
}

TEST_CASE("a region without peers never imitates peers") {
  Run run = make_run({1, 1}, 2, 1200);
  begin_each(run, {kA, kB});
  at_all_levels(run, [](Causes& c) { c.imitation.peers = toward_all(50); });
  CHECK(formations(run).empty());  // an only child, and a root
  at_all_levels(run, [](Causes& c) { c.imitation.peer_set = PeerSet::level; });
  CHECK(formations(run).empty());  // alone on its level
  at_all_levels(run, [](Causes& c) { c.imitation.peer_set = PeerSet::neighbours; });
  CHECK(formations(run).empty());  // no neighbours listed
}

TEST_CASE("a root never imitates a superior") {
  Run run = make_run(std::vector<std::int32_t>{5}, 2, 600);
  begin_each(run, {kA, kB, kA, kB, kNone});
  at_all_levels(run, [](Causes& c) { c.imitation.superior = toward_all(50); });
  CHECK(formations(run).empty());
}

TEST_CASE("removing a cause changes no other draw") {
  // Each of three causes presses regions that do not see one another with 0.1 a year. A region's
  // first formation without one of the causes comes never earlier; it is the same one, unless the
  // clock was the removed cause's or the uniform lay between the two chances.
  Run run = make_run(std::vector<std::int32_t>{400}, 2, 60);
  at_all_levels(run, [](Causes& c) {
    c.inertia.pull = toward_all(0.1);
    c.leadership.preference = 0.1;
    c.mandate.compliance = 0.1;
  });
  run.timeline.legacies.push_back({0, kA, 1, {}});
  run.timeline.orders.push_back(order_of({kB}));
  const auto first_of = [](const std::vector<Formation>& all, Region i) {
    const auto f = std::find_if(all.begin(), all.end(), [i](auto& g) { return g.region == i; });
    return f == all.end() ? Formation{9999, i, kNone, kNone, Cause::script, {}} : *f;
  };
  const auto all = formations(run);
  const Draws draws(run.seed, 0);
  for (const Cause off : {Cause::inertia, Cause::mandate, Cause::leadership}) {
    Run fewer = run;
    switch_off(fewer, off);
    const auto without = formations(fewer);
    int same = 0, other = 0, later = 0;
    for (Region i = 0; i < 400; ++i) {
      const Formation f = first_of(all, i), g = first_of(without, i);
      if (f.step == 9999) continue;
      CHECK(g.step >= f.step);
      const bool remains =
          draws.happens(Purpose::event, static_cast<std::uint32_t>(f.step),
                        run.world->luck[static_cast<std::size_t>(i)], -tizhi::expm1(-0.2 * kMonth));
      CHECK(remains == (g.step == f.step));
      if (!remains) ++later;
      if (remains && f.cause == off) ++other;
      if (!remains || f.cause == off) continue;
      CHECK((g.to == f.to && g.cause == f.cause));
      ++same;
    }
    CHECK(std::min({same, other, later}) > 30);
  }
}

TEST_CASE("leaders come and go as they did when another cause is removed") {
  Run run = busy_run();
  at_all_levels(run, [](Causes& c) { c.leadership.outsider = 0; });
  Run without = run;
  switch_off(without, Cause::imitation);
  const auto arrivals = [](const Run& r) {
    std::vector<Arrival> all;
    simulate(
        r, groundwork(r), 0, [](const State&) {},
        [&](const State&, const Happenings& now) {
          all.insert(all.end(), now.arrivals.begin(), now.arrivals.end());
        });
    return all;
  };
  CHECK(arrivals(run).size() > 20);
  CHECK(arrivals(run) == arrivals(without));
}

TEST_CASE("a cause that presses nowhere changes nothing by being there") {
  Run run = busy_run();
  at_all_levels(run, [](Causes& c) { c.leadership.preference = 0; });
  run.follows_leaders = true;
  Run without = run;
  switch_off(without, Cause::leadership);
  CHECK(formations(run) == formations(without));
}

TEST_CASE("reordering the region table changes nothing") {
  Run run = busy_run();
  change_world(run, [](World& w) {
    std::vector<std::string> codes;
    for (Region i = 0; i < w.size(); ++i) codes.push_back(w.code(i));
    w.codes = codes;
    for (std::size_t i = 0; i < w.prestige.size(); ++i)
      w.prestige[i] = static_cast<std::int32_t>(512 + 100 * i);
    w.neighbour_begin.assign(w.parent.size() + 1, 0);
  });
  run.timeline.settings.push_back({10, 5, kB});
  run.timeline.settings.push_back({10, 20, kC});
  const auto regions = static_cast<std::size_t>(run.world->size());
  std::vector<std::size_t> place(regions);  // where each region goes
  for (std::size_t i = 0; i < regions; ++i) place[i] = (i * 7 + 3) % regions;

  Run other = run;
  change_world(other, [&](World& w) {
    for (std::size_t i = 0; i < regions; ++i) {
      const Region above = run.world->parent[i];
      w.codes[place[i]] = run.world->codes[i];
      w.parent[place[i]] = above == kNoRegion
                               ? kNoRegion
                               : static_cast<Region>(place[static_cast<std::size_t>(above)]);
      w.level[place[i]] = run.world->level[i];
      w.prestige[place[i]] = run.world->prestige[i];
    }
  });
  for (Setting& e : other.timeline.settings)
    e.region = static_cast<Region>(place[static_cast<std::size_t>(e.region)]);

  for (std::uint32_t replicate = 0; replicate < 5; ++replicate) {
    auto expected = formations(run, replicate);
    for (Formation& f : expected)
      f.region = static_cast<Region>(place[static_cast<std::size_t>(f.region)]);
    const auto order = [](const Formation& a, const Formation& b) {
      return std::tuple(a.step, a.cause != Cause::script, a.region) <
             std::tuple(b.step, b.cause != Cause::script, b.region);
    };
    std::sort(expected.begin(), expected.end(), order);
    CHECK(expected.size() > 30);
    CHECK(formations(other, replicate) == expected);
  }
}

TEST_CASE("a region's luck stays with its code when others join the world") {
  Run small = make_run({1, 3}, 2, 240), large = make_run({1, 9}, 2, 240);
  for (Run* run : {&small, &large}) {
    run->timeline.legacies.push_back({0, kA, 1, {}});
    run->timeline.legacies.push_back({0, kB, 1, {}});
    at_all_levels(*run, [](Causes& c) { c.inertia.pull = toward_all(0.5); });
  }
  auto of_all = formations(large);
  std::erase_if(of_all, [](const Formation& f) { return f.region > 3; });
  CHECK(formations(small) == of_all);
}

TEST_CASE("an event in its step, the hazards and the pick can be replayed by hand") {
  // A replay with the same addresses: three roots, drawn by peers and by two legacies.
  Run run = make_run(std::vector<std::int32_t>{3}, 2, 120);
  begin_each(run, {kA, kB, kNone});
  at_all_levels(run, [](Causes& c) {
    c.imitation.peers = toward_all(1.5);
    c.imitation.peer_set = PeerSet::level;
    c.inertia.pull = toward_all(0.4);
  });
  for (const Model k : {kA, kB}) run.timeline.legacies.push_back({0, k, 1, {}});
  const Draws draws(run.seed, 0);
  std::vector<Model> model{kA, kB, kNone};
  std::vector<Formation> expected;
  for (std::int32_t n = 0; n < 120; ++n) {
    const std::vector<Model> now = model;
    for (Region i = 0; i < 3; ++i) {
      const auto slot = static_cast<std::size_t>(i);
      Hazards h;
      for (std::size_t j = 0; j < 3; ++j)
        if (j != slot && now[j] != kNone) h(now[j], Cause::imitation) += 1.5 * 0.5;
      h(kA, Cause::inertia) = h(kB, Cause::inertia) = 0.4;
      const auto step = static_cast<std::uint32_t>(n);
      const std::uint64_t luck = run.world->luck[slot];
      if (!draws.happens(Purpose::event, step, luck, -tizhi::expm1(-h.total(2) * kMonth))) continue;
      const Pick pick = first_clock(h, 2, draws, step, luck);
      if (pick.model == now[slot]) continue;
      expected.push_back({n, i, now[slot], pick.model, pick.cause, ledger(h.toward[pick.model])});
      model[slot] = pick.model;
    }
  }
  CHECK(expected.size() > 15);
  CHECK(formations(run) == expected);
}
