// Scores against what can be counted by hand, and against laws of predictions that are right.
#include "fit/scores.hpp"

#include <cmath>

#include "catch.hpp"
#include "support/dice.hpp"

namespace tizhi::test {
namespace {

Case one(double p, bool formed) {
  return {p, formed, std::log(formed ? p : 1 - p), std::log(formed ? 0.3 : 0.7), 0.3};
}

// Cases that form with the chance given to them, times a factor on the odds.
std::vector<Case> drawn(int count, double odds) {
  Dice dice(7);
  std::vector<Case> cases;
  for (int n = 0; n < count; ++n) {
    const double p = dice.number(0.01, 0.6);
    const double truth = odds * p / (1 - p + odds * p);
    cases.push_back(one(p, dice.number(0, 1) < truth));
  }
  return cases;
}

}  // namespace

TEST_CASE("scores of five cases, counted by hand") {
  // By falling prediction: formed, not, formed, not and formed together.
  const Scores s =
      scores({one(0.9, true), one(0.6, false), one(0.5, true), one(0.2, false), one(0.2, true)});
  CHECK(s.base_rate == Approx(0.6));
  // Pairs of one that formed and one that did not: 2 + 1 + (0 + ½), of 6.
  CHECK(s.auc == Approx((2 + 1 + 0.5) / 6));
  CHECK(s.average_precision == Approx((1.0 + 2.0 / 3 + 3.0 / 5) / 3));
  CHECK(s.brier == Approx((0.01 + 0.36 + 0.25 + 0.04 + 0.64) / 5));
  CHECK(s.brier_base == Approx((3 * 0.49 + 2 * 0.09) / 5));
  CHECK(s.brier_skill == Approx(1 - s.brier / s.brier_base));
  CHECK(
      s.log_score ==
      Approx((std::log(0.9) + std::log(0.4) + std::log(0.5) + std::log(0.8) + std::log(0.2)) / 5));
}

TEST_CASE(
    "right predictions are calibrated; odds that are wrong by a factor are its logarithm off") {
  const Scores right = scores(drawn(100000, 1));
  CHECK(right.slope == Approx(1).margin(0.05));
  CHECK(right.intercept == Approx(0).margin(0.07));
  CHECK(right.bins.size() == 10);
  for (const Bin& bin : right.bins) CHECK(bin.observed == Approx(bin.predicted).margin(0.025));
  const Scores wrong = scores(drawn(100000, 2));
  CHECK(wrong.intercept == Approx(std::log(2)).margin(0.07));
}

TEST_CASE("predictions that know nothing have half the area and the base rate's precision") {
  Dice dice(3);
  std::vector<Case> cases;
  for (int n = 0; n < 50000; ++n) cases.push_back(one(dice.number(0, 1), dice.chance(10)));
  const Scores s = scores(cases);
  CHECK(s.auc == Approx(0.5).margin(0.02));
  CHECK(s.average_precision == Approx(s.base_rate).margin(0.01));
}

}  // namespace tizhi::test
