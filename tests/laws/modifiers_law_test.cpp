// Windows, crowding and the sum of hazards: by what, exactly, they multiply.
#include <cmath>

#include "catch.hpp"
#include "support/case.hpp"
#include "support/statistics.hpp"

using namespace tizhi;
using namespace tizhi::test;

namespace {

constexpr std::array kAll{Cause::inertia, Cause::imitation, Cause::mandate, Cause::leadership};

// Every cause presses region 1, which is in A: a legacy, a superior, peers, an order, a leader.
Run pressed_run() {
  Run run = make_run({1, 3}, 3, 4);
  begin_each(run, {kB, kA, kB, kC});
  run.timeline.legacies = {{-1, kB, 1, {}}};
  run.timeline.orders = {order_of({kC}, -1)};
  at_all_levels(run, [](Causes& c) {
    c.inertia.pull = toward_all(0.011);
    c.inertia.drag = toward_all(0.4);
    c.imitation.superior = toward_all(0.012);
    c.imitation.peers = toward_all(0.013);
    c.mandate.compliance = 0.014;
    c.mandate.resistance = 0.7;
    c.leadership.preference = 0.015;
    c.leadership.favourites = {0, 0, 1};
  });
  return run;
}

Hazards hazards_in(const Run& run, int step, Region i = 1) {
  const Groundwork ground = groundwork(run);
  Simulation simulation(run, ground, 0);
  for (int n = 0; n < step; ++n) simulation.advance();
  simulation.prepare();
  return run.causes[1].hazards(simulation.situation(i), run.models());
}

// Are all hazards of `changed` those of `plain` times `others`, the orders' times `orders`?
void check_scaled(const Hazards& changed, const Hazards& plain, double others, double orders) {
  for (Model k = 0; k < 3; ++k)
    for (const Cause c : kAll) {
      const double factor = c == Cause::mandate ? orders : others;
      CHECK(changed(k, c) == Approx(factor * plain(k, c)).epsilon(1e-13));
    }
}

}  // namespace

TEST_CASE("law: every cause presses in the plain case, so that the next claims are not empty") {
  const Hazards plain = hazards_in(pressed_run(), 0);
  for (const Cause c : kAll) {
    double sum = 0;
    for (Model k = 0; k < 3; ++k) sum += plain(k, c);
    CHECK(sum > 0.005);
  }
}

TEST_CASE("law: a window of factor w multiplies the non-mandate hazards by w, exactly") {
  const double w = GENERATE(0.0, 0.5, 4.0);
  const Run plain = pressed_run();
  Run open = plain;
  open.timeline.windows = {{2 * kMonth, 3 * kMonth, w, 0}};
  check_scaled(hazards_in(open, 0), hazards_in(plain, 0), 1, 1);
  check_scaled(hazards_in(open, 2), hazards_in(plain, 2), w, 1);
  check_scaled(hazards_in(open, 3), hazards_in(plain, 3), 1, 1);
  open.timeline.windows = {{2.25 * kMonth, 3 * kMonth, w, 0}};
  check_scaled(hazards_in(open, 2), hazards_in(plain, 2), 0.25 + 0.75 * w, 1);
}

TEST_CASE(
    "law: crowding x multiplies the non-mandate hazards by 1 - x, exactly, where an order "
    "is in force") {
  const double x = GENERATE(0.25, 1.0);
  const Run plain = pressed_run();
  Run crowded = plain;
  at_all_levels(crowded, [x](Causes& c) { c.mandate.crowding = x; });
  check_scaled(hazards_in(crowded, 0), hazards_in(plain, 0), 1 - x, 1);
  // Whether or not the region complies, and once, however many orders there are.
  crowded.timeline.orders.push_back(order_of({kA}));
  Run two = crowded;
  at_all_levels(two, [](Causes& c) { c.mandate.crowding = 0; });
  check_scaled(hazards_in(crowded, 0), hazards_in(two, 0), 1 - x, 1);
  // For part of a step, by that part.
  Run partly = plain, partly_crowded = crowded;
  partly.timeline.orders = {order_of({kC}, 2.75 * kMonth)};
  partly_crowded.timeline.orders = partly.timeline.orders;
  check_scaled(hazards_in(partly_crowded, 2), hazards_in(partly, 2), 1 - 0.25 * x, 1);
  // Where orders overlap inside a step, their common part counts once.
  for (Run* run : {&partly, &partly_crowded}) {
    run->timeline.orders.push_back(order_of({kB}, 2.5 * kMonth));
    run->timeline.orders.back().until = 2.875 * kMonth;
  }
  check_scaled(hazards_in(partly_crowded, 2), hazards_in(partly, 2), 1 - 0.5 * x, 1);
}

TEST_CASE("law: window and crowding multiply one another") {
  const Run plain = pressed_run();
  Run both = plain;
  both.timeline.windows = {{0, 1, 3, 0}, {0, 1, 0.5, 0}};
  at_all_levels(both, [](Causes& c) { c.mandate.crowding = 0.4; });
  check_scaled(hazards_in(both, 1), hazards_in(plain, 1), 3 * 0.5 * 0.6, 1);
}

TEST_CASE("law: the hazards of all causes are the sum of each alone, where nothing crowds") {
  Run run = pressed_run();
  at_all_levels(run, [](Causes& c) { c.inertia.drag = {}; });
  const Hazards all = hazards_in(run, 0);
  for (const Cause alone : kAll) {
    Run one = run;
    at_all_levels(one, [alone](Causes& c) {
      c.on.fill(false);
      c.on[static_cast<std::size_t>(alone)] = true;
    });
    const Hazards h = hazards_in(one, 0);
    for (Model k = 0; k < 3; ++k)
      for (const Cause c : kAll) CHECK(h(k, c) == (c == alone ? all(k, c) : 0));
  }
}

TEST_CASE("law: windows open the gate, played") {
  const int many = 8000;
  Run run = make_run({many}, 1, 12);
  run.timeline.legacies = {{0, kA, 1, {}}};
  run.timeline.windows = {{0.25, 0.75, 3, 0}};
  at_all_levels(run, [](Causes& c) { c.inertia.pull = toward_all(0.5); });
  const auto moved = [](const Run& r) { return static_cast<std::int64_t>(formations(r).size()); };
  const double law = 1 - std::exp(-0.5 * (0.5 + 0.5 * 3));
  const double wrong = 1 - std::exp(-0.5);  // no window
  CHECK(binomial_power(many, law, wrong) > kPower);
  CHECK(binomial_p(moved(run), many, law) > kAlpha);
  run.timeline.windows.clear();
  CHECK(binomial_p(moved(run), many, law) < kAlpha);
}

TEST_CASE("law: formations have the cause that the hazards give them, played") {
  const int many = 6000;
  Run run = make_run({many}, 1, 12);
  run.timeline.legacies = {{0, kA, 1, {}}};
  run.timeline.orders = {order_of({kA})};
  at_all_levels(run, [](Causes& c) {
    c.inertia.pull = toward_all(2);
    c.mandate.compliance = 3;
    c.leadership.preference = 5;
  });
  std::vector<std::int64_t> counts(4);
  for (const Formation& f : formations(run)) {
    ++counts[static_cast<std::size_t>(f.cause)];
    CHECK(f.ledger == Ledger{51, 0, 77, 127});  // 51, 76.5 and 127.5 of 255: ties to the earlier
  }
  CHECK(chi_square_p(counts, {0.2, 0, 0.3, 0.5}) > kAlpha);
  CHECK(chi_square_power(many, {0.25, 0, 0.25, 0.5}, {0.2, 0, 0.3, 0.5}) > kPower);
  CHECK(chi_square_p(counts, {0.25, 0, 0.25, 0.5}) < kAlpha);
}

TEST_CASE("law: each cause alone, all pairs and all sets: hazards add, and only what is on forms") {
  Run run = pressed_run();
  run.timeline.grid.steps = 240;
  at_all_levels(run, [](Causes& c) {
    c.inertia.drag = {};
    c.inertia.pull = c.imitation.superior = c.imitation.peers = toward_all(0.4);
    c.mandate.compliance = c.leadership.preference = 0.4;
    c.leadership.favourites = {1, 1, 1};
  });
  const Hazards all = hazards_in(run, 0);
  for (unsigned set = 0; set < 16; ++set) {
    Run some = run;
    at_all_levels(some, [set](Causes& c) {
      for (unsigned cause = 0; cause < 4; ++cause) c.on[cause] = (set >> cause & 1U) != 0;
    });
    const Hazards h = hazards_in(some, 0);
    unsigned formed = 0;
    for (std::uint32_t replicate = 0; replicate < 10; ++replicate)
      for (const Formation& f : formations(some, replicate))
        formed |= 1U << static_cast<unsigned>(f.cause);
    CAPTURE(set);
    CHECK(formed == set);
    for (const Cause c : kAll) {
      const bool is_on = (set >> static_cast<unsigned>(c) & 1U) != 0;
      for (Model k = 0; k < 3; ++k) CHECK(h(k, c) == (is_on ? all(k, c) : 0));
    }
  }
}
