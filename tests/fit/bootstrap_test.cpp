// The parametric bootstrap: histories simulated without a cause say what chance alone gains by it.
#include <cmath>

#include "catch.hpp"
#include "fit/fit.hpp"
#include "support/histories.hpp"
#include "support/statistics.hpp"

namespace tizhi::test {
namespace {

// Something presses toward every model at all times, so that no cause is needed by any formation.
Run run_without_need(double preference) {
  Run run = learning_run(40);
  at_all_levels(run, [=](Causes& causes) { causes.leadership.preference = preference; });
  for (const Model k : {kA, kB, kC}) run.timeline.legacies.push_back({-2, k, 0.7, Scope{}});
  return run;
}

CauseTest test_of_leadership(const Run& run, const std::vector<History>& histories, int panels) {
  const Coefficients coefficients(run, {""}, {{Quantity::pull}, {Quantity::preference}}, {});
  FitRequest request;
  request.leaders = LeadersAre::ignored;
  request.bootstrap = panels;
  const Fit found = fit(run, histories, coefficients, request);
  REQUIRE(found.causes.size() == 2);
  return found.causes[1];
}

History led(Run run, std::uint32_t replicate) {
  run.follows_leaders = true;
  return observed(run, replicate);
}

}  // namespace

TEST_CASE("a cause that acts gains more than in any history simulated without it") {
  // Simulated with the cause, about half of the histories would gain as much.
  const Run run = run_without_need(0.25);
  const CauseTest test = test_of_leadership(run, {led(run, 0)}, 39);
  CHECK(test.law == Law::bootstrap);
  CHECK(test.panels == 39);
  CHECK(std::isfinite(test.gain));
  CHECK(test.p == Approx(1.0 / 40));
}

TEST_CASE("of one rate alone the bootstrap's law is half chi-square, half nothing") {
  const Run run = run_without_need(0);
  const int panels = 400;
  int compared = 0;
  for (std::uint32_t n = 0; compared == 0; ++n) {
    const std::vector<History> histories{led(run, n)};
    const double gain = test_of_leadership(run, histories, 0).gain;
    if (gain < 0.5 || gain > 1.2) continue;
    const CauseTest test = test_of_leadership(run, histories, panels);
    const int as_much = static_cast<int>(std::lround(test.p * (panels + 1) - 1));
    INFO("gain " << gain << ", " << as_much << " of " << panels);
    CHECK(binomial_p(as_much, panels, half_and_half(gain)) > kAlpha);
    // A rate that could be below 0 would have all of the chi-square law.
    CHECK(binomial_p(as_much, panels, chi_square_tail(2 * gain, 1)) < kAlpha);
    ++compared;
  }
}

TEST_CASE("a history simulated anew keeps what is given, and only that") {
  const Run run = learning_run(40);
  History history = observed(run, 0);
  history.counts_from = 12;
  const History other = imagined(run, groundwork(run), history, 5);
  const auto before = [](const History& h, std::int32_t step) {
    std::vector<Sighting> all;
    for (const Sighting& s : h.sightings)
      if (s.first < step) all.push_back(s);
    return all;
  };
  CHECK(before(other, 12) == before(history, 12));
  CHECK(before(other, 12).size() > 5);
  CHECK(before(other, 40) != before(history, 40));
}

TEST_CASE("where first adoptions are given, what spreads by peers alone is learnt") {
  Run run = make_run({40}, 1, 60, 0.5);
  at_all_levels(run, [](Causes& causes) {
    causes.imitation.peers = toward_all(0.5);
    causes.imitation.peer_set = PeerSet::level;
  });
  begin_with(run, kNone);
  std::vector<History> histories;
  for (std::uint32_t n = 0; n < 20; ++n) {
    History seed = observed(run, 0);
    const auto first = static_cast<std::int32_t>(n);
    seed.sightings = {{first, first, static_cast<Region>(n), kA, Sight::formed, 0}};
    seed.counts_from = first + 1;
    histories.push_back(imagined(run, groundwork(run), seed, n));
  }
  const Coefficients coefficients(run, std::vector<std::string>(20), {{Quantity::peers}}, {});
  FitRequest request;
  request.tests = Tests::skipped;
  const Fit found = fit(run, histories, coefficients, request);
  CHECK(found.given == 20);
  CHECK(found.formations > 300);
  REQUIRE(found.impossible.empty());
  const Estimate& e = found.estimates[0];
  CHECK(std::abs(e.value - 0.5) < 4.9 * e.error);
  CHECK(e.error < 0.05);
  for (History& history : histories) history.counts_from = 0;
  CHECK(fit(run, histories, coefficients, request).impossible.size() == 20);
}

}  // namespace tizhi::test
