// Intervals of one rate against what can be computed by hand.
#include "fit/intervals.hpp"

#include <cmath>

#include "catch.hpp"
#include "support/histories.hpp"

namespace tizhi::test {
namespace {

constexpr double kStep = 0.25;

// One model that a legacy pulls 60 regions toward, and nothing else: steps until then are
// geometric.
struct Pulled {
  Run run = make_run({60}, 1, 8, kStep);
  History history;
  double formed = 0, waited = 0;  // regions; region-steps that passed without a formation

  Pulled() {
    at_all_levels(run, [](Causes& causes) { causes.inertia.pull = toward_all(0.3); });
    begin_with(run, kNone);
    run.timeline.legacies = {{-1, kA, 1, Scope{}}};
    history = observed(run, 0);
    waited = 60 * 8;
    for (const Sighting& s : history.sightings) {
      ++formed;
      waited -= 8 - s.first;
    }
  }
  double value(double pull) const {
    return formed * std::log(-std::expm1(-pull * kStep)) - waited * pull * kStep;
  }
  double best() const { return std::log1p(formed / waited) / kStep; }
};

Fit fitted(const Pulled& p, Intervals how) {
  const Coefficients coefficients(p.run, {""}, {{Quantity::pull}}, {});
  FitRequest request;
  request.tests = Tests::skipped;
  request.intervals = how;
  return fit(p.run, {p.history}, coefficients, request);
}

}  // namespace

TEST_CASE("of one geometric rate all that is told can be computed by hand") {
  const Pulled p;
  REQUIRE(p.formed > 10);
  const Fit found = fitted(p, Intervals::normal);
  const Estimate& e = found.estimates[0];
  CHECK(e.value == Approx(p.best()).epsilon(1e-8));
  CHECK(found.log_likelihood == Approx(p.value(p.best())).epsilon(1e-10));
  CHECK(found.aic == Approx(2 - 2 * p.value(p.best())).epsilon(1e-10));
  CHECK(found.at_scenario == Approx(p.value(0.3)).epsilon(1e-10));
  // d²/dr² of formed · log(1 - exp(-rΔ)) at the maximum
  const double x = std::exp(-p.best() * kStep);
  const double error = (1 - x) / (kStep * std::sqrt(p.formed * x));
  CHECK(e.error == Approx(error).epsilon(1e-6));
  CHECK(std::sqrt(e.most) + std::sqrt(e.least) == Approx(2 * std::sqrt(e.value)));
  CHECK(std::sqrt(e.most) - std::sqrt(e.least) == Approx(1.959964 * error / std::sqrt(e.value)));
}

TEST_CASE("an interval by the profile ends where the likelihood has fallen by 1.92") {
  const Pulled p;
  const Estimate profile = fitted(p, Intervals::profile).estimates[0];
  for (const double end : {profile.least, profile.most})
    CHECK(p.value(p.best()) - p.value(end) == Approx(1.920729).epsilon(1e-3));
  const Estimate normal = fitted(p, Intervals::normal).estimates[0];
  for (const double end : {normal.least, normal.most})
    CHECK(std::abs(p.value(p.best()) - p.value(end) - 1.920729) > 5e-3);
}

TEST_CASE("the upper end of a rate that is best at 0 is the profile's") {
  Pulled p;
  p.history.sightings.clear();  // nothing formed in 60 · 8 steps
  const Estimate e = fitted(p, Intervals::normal).estimates[0];
  CHECK(e.known == Known::none);
  CHECK(e.least == 0);
  CHECK(e.most == Approx(1.920729 / (60 * 8 * kStep)).epsilon(1e-3));
}

}  // namespace tizhi::test
