// Leadership alone: leaders come, favour, and go.
#include <algorithm>
#include <boost/math/distributions/weibull.hpp>
#include <cmath>
#include <map>

#include "catch.hpp"
#include "support/case.hpp"
#include "support/statistics.hpp"

using namespace tizhi;
using namespace tizhi::test;

namespace {

constexpr int kRegions = 12000, kModels = 3;
constexpr double kStep = 0.5, kTenure = 2, kPreference = 0.9;

Run led_run(int regions, std::int32_t steps) {
  Run run = make_run({regions}, kModels, steps, kStep);
  begin_with(run, kA);
  at_all_levels(run, [](Causes& c) {
    c.leadership.preference = kPreference;
    c.leadership.tenure = kTenure;
  });
  return run;
}

const double kLeaves = 1 - std::exp(-kStep / kTenure);       // a
const double kFollows = 1 - std::exp(-kPreference * kStep);  // b

// P(m = q) after a step, where turnover comes before the hazards are read.
double law_a(double a, double b) { return (b + (1 - b) * a / kModels) / (1 - (1 - b) * (1 - a)); }

// The wrong model: leaders turn over after the formations of the step.
double wrong_a(double a, double b) { return ((1 - a) * b + a / kModels) / (1 - (1 - a) * (1 - b)); }

struct LastStep {
  std::int64_t followers = 0;   // regions whose model is their leader's
  std::int64_t formations = 0;  // of the last step
};

LastStep last_step(const Run& run) {
  LastStep last;
  simulate(
      run, groundwork(run), 0, [](const State&) {},
      [&](const State& state, const Happenings& now) {
        last = {};
        for (std::size_t i = 0; i < state.model.size(); ++i)
          last.followers += state.model[i] == state.leader[i];
        last.formations = static_cast<std::int64_t>(now.formations.size());
      });
  return last;
}

// Steps that leaders served who came in the run and left in it, up to `most` (and more).
std::vector<std::int64_t> served(const Run& run, std::size_t most) {
  std::vector<std::int64_t> counts(most + 1);
  std::map<Region, std::int32_t> since;
  simulate(
      run, groundwork(run), 0, [](const State&) {},
      [&](const State&, const Happenings& now) {
        for (const Arrival& arrival : now.arrivals) {
          const auto before = since.find(arrival.region);
          // Those of the first half only, so that long tenures are not cut by the end.
          if (before != since.end() && before->second < run.timeline.grid.steps / 2)
            ++counts[std::min<std::size_t>(most,
                                           static_cast<std::size_t>(now.step - before->second))];
          since[arrival.region] = now.step;
        }
      });
  return counts;
}

}  // namespace

TEST_CASE(
    "law: leadership alone, in the long run P(m = q) = A after each step, and churn is "
    "b (1 - A (1 - a) - a/K) / step") {
  const Run run = led_run(kRegions, 40);
  const LastStep last = last_step(run);
  const double a = kLeaves, b = kFollows;
  const double follows = law_a(a, b);
  const double forms = b * (1 - follows * (1 - a) - a / kModels);
  CHECK(binomial_p(last.followers, kRegions, follows) > kAlpha);
  CHECK(binomial_p(last.formations, kRegions, forms) > kAlpha);
  // The wrong law: turnover after the formations, which leaves fewer followers.
  CHECK(binomial_power(kRegions, wrong_a(a, b), follows) > kPower);
  CHECK(binomial_p(last.followers, kRegions, wrong_a(a, b)) < kAlpha);
  // The wrong law: new leaders never favour what is there.
  const double wrong_churn = b * (1 - b / (1 - (1 - b) * (1 - a)) * (1 - a));
  CHECK(binomial_power(kRegions, wrong_churn, forms) > kPower);
  CHECK(binomial_p(last.formations, kRegions, wrong_churn) < kAlpha);
  // The wrong simulation: half of the leaders have no favourite.
  Run tasteless = run;
  at_all_levels(tasteless, [](Causes& c) { c.leadership.taste = 0.5; });
  CHECK(binomial_p(last_step(tasteless).followers, kRegions, follows) < kAlpha);
}

TEST_CASE("law: where law is all, leadership forms nothing") {
  Run run = led_run(2000, 20);
  CHECK_FALSE(formations(run).empty());
  change_world(run, [](World& w) { w.legal.assign(w.parent.size(), 1); });
  CHECK(formations(run).empty());
}

TEST_CASE("law: leaders' times in office are those of the Weibull law in steps") {
  Run run = led_run(1500, 80);
  at_all_levels(run, [](Causes& c) { c.leadership.tenure_shape = 2; });
  const auto counts = served(run, 20);
  std::int64_t n = 0;
  for (const std::int64_t count : counts) n += count;
  const auto law_of = [](double shape, double scale) {
    const boost::math::weibull weibull(shape, scale);
    const auto left = [&](int j) {
      return j < 1 ? 1 : boost::math::cdf(boost::math::complement(weibull, j * kStep));
    };
    std::vector<double> law{0};
    for (int j = 1; j < 20; ++j) law.push_back(left(j - 1) - left(j));
    law.push_back(left(19));
    return law;
  };
  const auto law = law_of(2, kTenure / std::tgamma(1.5));
  CHECK(chi_square_p(counts, law) > kAlpha);
  const auto wrong = law_of(1, kTenure);  // the same mean, no memory
  CHECK(chi_square_power(n, law, wrong) > kPower);
  at_all_levels(run, [](Causes& c) { c.leadership.tenure_shape = 1; });
  CHECK(chi_square_p(served(run, 20), law) < kAlpha);
}

TEST_CASE("law: no tenure is longer than the term, and some are as long") {
  Run run = led_run(500, 60);
  at_all_levels(run, [](Causes& c) {
    c.leadership.tenure = 5;
    c.leadership.term = 4 * kStep;
  });
  auto counts = served(run, 20);
  for (std::size_t steps = 5; steps <= 20; ++steps) CHECK(counts[steps] == 0);
  CHECK(counts[4] > counts[3]);
  // A term inside a step ends with the step.
  at_all_levels(run, [](Causes& c) { c.leadership.term = 3.2 * kStep; });
  counts = served(run, 20);
  CHECK(counts[5] == 0);
  CHECK(counts[4] > counts[3]);
  at_all_levels(run, [](Causes& c) { c.leadership.term = kInfinity; });
  counts = served(run, 20);
  CHECK(counts[5] > 0);
}

TEST_CASE("law: the first leaders serve no longer than the term either") {
  Run run = led_run(2000, 5);
  at_all_levels(run, [](Causes& c) { c.leadership.term = 4 * kStep; });
  std::vector<int> arrivals(2000);
  simulate(
      run, groundwork(run), 0, [](const State&) {},
      [&](const State&, const Happenings& now) {
        for (const Arrival& a : now.arrivals) ++arrivals[static_cast<std::size_t>(a.region)];
      });
  // Four steps on, every leader of the start has had to leave.
  CHECK(*std::min_element(arrivals.begin(), arrivals.end()) >= 1);
}

TEST_CASE("law: with outsiders only, favourites follow the level's shares") {
  Run run = led_run(1000, 30);
  run.follows_leaders = true;
  at_all_levels(run, [](Causes& c) {
    c.leadership.outsider = 1;
    c.leadership.preference = 0;  // what they favour does not come back
    c.leadership.favourites = {1, 0, 0};
  });
  std::vector<Model> models(1000, kNone);
  std::fill_n(models.begin(), 500, kB);
  std::fill_n(models.begin(), 100, kA);
  begin_each(run, models);  // 100 A, 400 B, 500 none
  const auto favoured = [](const Run& r) {
    std::vector<std::int64_t> counts(3);
    simulate(
        r, groundwork(r), 0, [](const State&) {},
        [&](const State&, const Happenings& now) {
          for (const Arrival& a : now.arrivals) ++counts[a.favours == kNone ? 2 : a.favours];
        });
    return counts;
  };
  const std::vector<double> law{0.1, 0.4, 0.5};
  const auto counts = favoured(run);
  CHECK(counts[0] + counts[1] + counts[2] > 5000);
  CHECK(chi_square_p(counts, law) > kAlpha);
  // The wrong simulation: one leader in five is of the house.
  CHECK(chi_square_power(5000, law, {0.28, 0.32, 0.4}) > kPower);
  at_all_levels(run, [](Causes& c) { c.leadership.outsider = 0.8; });
  CHECK(chi_square_p(favoured(run), law) < kAlpha);
}

TEST_CASE(
    "law: outsiders come from every other region of the level alike, and never from their "
    "own") {
  Run run = led_run(5, 4000);
  run.follows_leaders = true;
  at_all_levels(run, [](Causes& c) {
    c.leadership.outsider = 1;
    c.leadership.preference = 0;
    c.leadership.tenure = kStep;
  });
  std::vector<std::int64_t> counts(25);
  std::int64_t n = 0;
  simulate(
      run, groundwork(run), 0, [](const State&) {},
      [&](const State&, const Happenings& now) {
        for (const Arrival& a : now.arrivals) {
          ++counts[static_cast<std::size_t>(5 * a.region + a.origin)];
          ++n;
        }
      });
  std::vector<double> law(25, 1 / 20.0), wrong(25, 1 / 25.0);  // wrong: from one's own place too
  for (std::size_t i = 0; i < 5; ++i) law[6 * i] = 0;
  CHECK(n > 10000);
  CHECK(chi_square_p(counts, law) > kAlpha);
  CHECK(chi_square_power(n, wrong, law) > kPower);
  CHECK(chi_square_p(counts, wrong) < kAlpha);
}
