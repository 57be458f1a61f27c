#include "model/timeline.hpp"

#include "catch.hpp"

using namespace tizhi;

TEST_CASE("outside every window the factor is 1, inside it the scenario's") {
  const std::vector<Window> windows{{1, 2, 5, 0}};
  CHECK(mean_window({}, 0, 0, 1) == 1);
  CHECK(mean_window(windows, 0, 0, 1) == 1);
  CHECK(mean_window(windows, 0, 2, 3) == 1);
  CHECK(mean_window(windows, 0, 1, 2) == 5);
  CHECK(mean_window(windows, 0, 1.25, 1.5) == 5);
}

TEST_CASE("a window that opens inside the step enters by its part of it") {
  const std::vector<Window> windows{{0.25, 10, 5, 0}};
  CHECK(mean_window(windows, 0, 0, 1) == Approx(0.25 * 1 + 0.75 * 5).epsilon(1e-15));
  CHECK(mean_window({{0.25, 0.5, 0, 0}}, 0, 0, 1) == Approx(0.75).epsilon(1e-15));
}

TEST_CASE("where windows overlap the factors multiply") {
  const std::vector<Window> windows{{0, 0.5, 4, 0}, {0.25, 1, 3, 0}};
  CHECK(mean_window(windows, 0, 0, 1) == Approx(0.25 * 4 + 0.25 * 12 + 0.5 * 3).epsilon(1e-15));
}

TEST_CASE("a level below the first has its window later by the lag times its rank") {
  const std::vector<Window> windows{{0, 1, 3, 0.5}};
  CHECK(mean_window(windows, 0, 0, 1) == 3);
  CHECK(mean_window(windows, 1, 0, 1) == Approx(0.5 + 0.5 * 3).epsilon(1e-15));
  CHECK(mean_window(windows, 2, 0, 1) == 1);
  CHECK(mean_window(windows, 2, 1, 2) == 3);
}

TEST_CASE("a window closed for good shuts everything out") {
  CHECK(mean_window({{-5, kInfinity, 0, 0}}, 3, 4, 5) == 0);
}

TEST_CASE("the mean window over a year is the mean of its months'") {
  const std::vector<Window> windows{{0.13, 0.71, 2.5, 0.1}, {0.4, 0.9, 0.3, 0.05}};
  double sum = 0;
  for (int n = 0; n < 12; ++n) sum += mean_window(windows, 2, n / 12.0, (n + 1) / 12.0) / 12;
  CHECK(mean_window(windows, 2, 0, 1) == Approx(sum).epsilon(1e-14));
}

TEST_CASE("a scope reaches the region it names and all below, narrowed by levels") {
  const World world = generate({1, 2, 2}, {});  // 0; 1 2; 3 4 | 5 6
  Scope scope{false, {1}, ~0ULL, kNoRegion};
  for (const Region i : {1, 3, 4}) CHECK(reaches(scope, world, i));
  for (const Region i : {0, 2, 5, 6}) CHECK_FALSE(reaches(scope, world, i));
  scope.levels = 1ULL << 2;
  CHECK_FALSE(reaches(scope, world, 1));
  CHECK(reaches(scope, world, 3));
  scope.tops = {1, 6};
  CHECK(reaches(scope, world, 6));
  CHECK_FALSE(reaches(scope, world, 5));
}

TEST_CASE("a scope below an issuer leaves out the issuer and all who are not below it") {
  const World world = generate({1, 2, 2}, {});
  const Scope scope{true, {}, ~0ULL, 1};
  for (const Region i : {3, 4}) CHECK(reaches(scope, world, i));
  for (const Region i : {0, 1, 2, 5, 6}) CHECK_FALSE(reaches(scope, world, i));
}

TEST_CASE("an order's distance is the difference of ranks, at least 1; from above all it is 1") {
  World world = generate({1, 1, 1, 1}, {});
  Order order;
  CHECK(distance(order, world, 3) == 1);
  order.issuer = 0;
  CHECK(distance(order, world, 1) == 1);
  CHECK(distance(order, world, 3) == 3);
  world.level = {0, 0, 2, 3};  // a region below another of the same rank
  CHECK(distance(order, world, 1) == 1);
  CHECK(distance(order, world, 2) == 2);
}

TEST_CASE("a county that skips a level is as far from the centre as its rank says") {
  World world = generate({1, 1, 1}, {});
  world.parent[2] = 0;
  complete(world);
  Order order;
  order.issuer = 0;
  CHECK(distance(order, world, 2) == 2);
}

TEST_CASE("durations that are whole but for rounding are whole") {
  const Grid months{1.0 / 12, 100};
  for (int n = 0; n < 1000; ++n) CHECK(months.in_steps(n / 12.0) == n);
  CHECK(months.in_steps(0.5) == 6);
  CHECK(months.in_steps(0.51) == Approx(6.12));
  CHECK(months.in_steps(kInfinity) == kInfinity);
}

TEST_CASE("regions that the same events reach at the same distance share a stratum") {
  const World world = generate({1, 2, 3}, {});
  Timeline timeline;
  CHECK(stratify(world, timeline).kinds.size() == 3);  // one a level
  timeline.legacies.push_back({0, 0, 1, {false, {1}, ~0ULL, kNoRegion}});
  timeline.orders.emplace_back();
  timeline.orders[0].issuer = 0;
  timeline.orders[0].scope.below = 0;
  const Strata strata = stratify(world, timeline);
  CHECK(strata.kinds.size() == 5);
  CHECK(strata.of_region[3] == strata.of_region[4]);
  CHECK(strata.of_region[3] != strata.of_region[6]);
  const Stratum& under_1 = strata.kinds[static_cast<std::size_t>(strata.of_region[3])];
  CHECK(under_1.legacies == std::vector<std::int32_t>{0});
  CHECK(under_1.orders == std::vector<std::int32_t>{0});
  CHECK(under_1.distances == std::vector<std::int32_t>{2});
  CHECK(strata.kinds[static_cast<std::size_t>(strata.of_region[0])].orders.empty());
}

TEST_CASE("a stratum names what reaches its regions, in tables of any order too") {
  World world = generate({2, 3, 3}, {});
  std::reverse(world.level.begin(), world.level.end());  // superiors stand after their subordinates
  std::reverse(world.parent.begin(), world.parent.end());
  for (Region& above : world.parent)
    if (above != kNoRegion) above = world.size() - 1 - above;
  complete(world);
  Timeline timeline;
  for (Region top = 0; top < world.size(); ++top) {
    timeline.legacies.push_back(
        {0, 0, 1, {top % 5 == 0, {top, (top * 7) % 26}, 7ULL >> top % 3, kNoRegion}});
    timeline.orders.emplace_back();
    timeline.orders.back().issuer = top;
    timeline.orders.back().scope = {top % 2 == 0, {top}, ~0ULL, top % 3 == 0 ? top : kNoRegion};
  }
  for (const std::size_t events : {timeline.legacies.size(), std::size_t{2}, std::size_t{0}}) {
    timeline.legacies.resize(events);
    timeline.orders.resize(events);
    const Strata strata = stratify(world, timeline);
    for (Region i = 0; i < world.size(); ++i) {
      const auto slot = static_cast<std::size_t>(i);
      const Stratum& stratum = strata.kinds[static_cast<std::size_t>(strata.of_region[slot])];
      Stratum expected{world.level[slot], {}, {}, {}};
      for (std::size_t e = 0; e < events; ++e) {
        if (reaches(timeline.legacies[e].scope, world, i)) expected.legacies.push_back(int(e));
        if (!reaches(timeline.orders[e].scope, world, i)) continue;
        expected.orders.push_back(int(e));
        expected.distances.push_back(distance(timeline.orders[e], world, i));
      }
      CHECK(stratum == expected);
    }
  }
}
