// How the fast kernel draws newcomers: their favourites by whole thresholds, and arrivals that are
// told or not.
#include <algorithm>

#include "catch.hpp"
#include "engine/kernel.hpp"
#include "engine/kernel/plan.hpp"
#include "support/case.hpp"

using namespace tizhi;
using namespace tizhi::test;

namespace {

constexpr std::uint64_t kUniforms = 1ULL << 53;

Run led_run(const PerModel<double>& favourites) {
  Run run = make_run({3, 80}, 5, 60);
  begin_with(run, kA);
  at_all_levels(run, [&](Causes& c) {
    c.leadership.preference = 2;
    c.leadership.tenure = 0.5;
    c.leadership.outsider = 0.3;
    c.leadership.favourites = favourites;
  });
  return run;
}

// The uniforms on both sides of every threshold choose as the weights do.
void check_thresholds(const PerModel<double>& favourites) {
  const Run run = led_run(favourites);
  const Groundwork ground = groundwork(run);
  const auto made = plan(run, ground);
  const Seating& seating = made->seating;
  for (int k = 0; k + 1 < run.models(); ++k) {
    const std::size_t at = static_cast<std::size_t>(k) * seating.wide;
    const std::uint64_t high = seating.favour_high[at],
                        first = (high << 21) + seating.favour_low[at];
    for (const std::uint64_t uniform : {first - 1, first, first + 1}) {
      if (uniform >= kUniforms) continue;
      CAPTURE(k, first, uniform);
      const Model chosen = weighted_model(favourites, 0, run.models(), uniform << 11);
      CHECK((chosen <= k) == (uniform < first));
    }
  }
}

}  // namespace

TEST_CASE("favourites are told by whole thresholds just as by weights") {
  check_thresholds(toward_all(1));
  check_thresholds({0.1, 0.2, 0.3, 0.15, 0.25});
  check_thresholds({0, 3, 0, 1e-9, 0});
  check_thresholds({1e-300, 1, 0, 0, 1e300});
  check_thresholds({0, 0, 0, 0, 7});
  check_thresholds({1.0 / 3, 1.0 / 7, 1.0 / 11, 1.0 / 13, 1.0 / 17});
}

TEST_CASE("arrivals that are not told change nothing else") {
  const Run run = led_run({1, 2, 3, 4, 5});
  const Groundwork ground = groundwork(run);
  const auto made = plan(run, ground);
  Kernel told(run, ground, *made, 0, 2), untold(run, ground, *made, 0, 2);
  untold.tell_arrivals(false);
  std::size_t arrivals = 0, formations = 0;
  while (!told.is_over()) {
    told.advance();
    untold.advance();
    for (int r = 0; r < 2; ++r) {
      const Happenings one = told.happenings(r), other = untold.happenings(r);
      arrivals += one.arrivals.size();
      formations += one.formations.size();
      CHECK(other.arrivals.empty());
      REQUIRE(std::equal(one.formations.begin(), one.formations.end(), other.formations.begin(),
                         other.formations.end()));
    }
  }
  CHECK(arrivals > 1000);
  CHECK(formations > 100);
}
