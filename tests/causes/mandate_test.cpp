#include "causes/mandate.hpp"

#include <cmath>

#include "catch.hpp"
#include "support/case.hpp"

using namespace tizhi;
using namespace tizhi::test;

namespace {

Situation with(Model own) {
  Situation s;
  s.model = own;
  return s;
}

PerModel<double> terms_of(const Pressure& e, Model own, const PerModel<double>& open = {},
                          int models = 4) {
  PerModel<double> terms{};
  Mandate::add_terms(e, with(own), open, models, terms);
  return terms;
}

PerModel<double> row(double a, double b, double c, double d) { return {a, b, c, d}; }

}  // namespace

TEST_CASE("an order bites after its delay, and later the farther it has to go") {
  Order e = order_of({kA}, 2);
  e.delay = 0.5;
  e.lag_per_level = 0.25;
  CHECK(Mandate::bite(e, 1) == 2.5);
  CHECK(Mandate::bite(e, 3) == 3);
}

TEST_CASE("an order without deadline presses evenly while it is in force") {
  Order e = order_of({kA}, 1);
  e.until = 3;
  CHECK(Mandate::urgency(e, 1, 0, 1) == 0);
  CHECK(Mandate::urgency(e, 1, 1, 2) == 1);
  CHECK(Mandate::urgency(e, 1, 0.5, 1.5) == 0.5);
  CHECK(Mandate::urgency(e, 1, 2.75, 3.75) == 0.25);
  CHECK(Mandate::urgency(e, 1, 3, 4) == 0);
}

TEST_CASE("a deadline's urgency is the mean of 1/(1 - v) over the step") {
  Order e = order_of({kA}, 0);
  e.deadline = e.until = 4;
  const auto mean = [&](double from, double until, double bite) {
    double sum = 0;
    for (int j = 0; j < 200000; ++j) {
      const double t = from + (j + 0.5) / 200000 * (until - from);
      if (t >= bite) sum += 1 / (1 - (t - bite) / (4 - bite));
    }
    return sum / 200000;
  };
  CHECK(Mandate::urgency(e, 0, 0, 1) == Approx(mean(0, 1, 0)).epsilon(1e-9));
  CHECK(Mandate::urgency(e, 0, 2.5, 3.9) == Approx(mean(2.5, 3.9, 0)).epsilon(1e-8));
  CHECK(Mandate::urgency(e, 1.5, 1, 2) == Approx(mean(1, 2, 1.5)).epsilon(1e-5));
}

TEST_CASE("strength fades by decay with every further level") {
  Mandate mandate;
  mandate.decay = 0.5;
  Order e = order_of({kA});
  e.strength = 3;
  CHECK(mandate.press(e, 1, 0, 1)->strength == 3);
  CHECK(mandate.press(e, 2, 0, 1)->strength == 1.5);
  CHECK(mandate.press(e, 4, 0, 1)->strength == Approx(0.375).epsilon(1e-15));
}

TEST_CASE("with decay 0 an order reaches the next level in full and no other") {
  Mandate mandate;
  mandate.decay = 0;
  const Order e = order_of({kA});
  CHECK(mandate.press(e, 1, 0, 1)->strength == 1);
  CHECK_FALSE(mandate.press(e, 2, 0, 1).has_value());
}

TEST_CASE("an order presses, falls due in the step of its deadline, and is overdue until it ends") {
  const Mandate mandate;
  Order e = order_of({kA}, 0.5);
  e.deadline = 3;
  e.until = 5;
  CHECK_FALSE(mandate.press(e, 1, -1, 0).has_value());
  CHECK(mandate.press(e, 1, 0, 1)->phase == Phase::pressing);
  CHECK(mandate.press(e, 1, 1, 2)->phase == Phase::pressing);
  CHECK(mandate.press(e, 1, 2, 3)->phase == Phase::due);  // t < deadline <= t + step
  CHECK(mandate.press(e, 1, 2, 3)->strength == 2.5);      // strength times length
  CHECK(mandate.press(e, 1, 2.5, 3.5)->phase == Phase::due);
  CHECK(mandate.press(e, 1, 3, 4)->phase == Phase::overdue);
  CHECK(mandate.press(e, 1, 4.5, 5.5)->phase == Phase::overdue);
  CHECK_FALSE(mandate.press(e, 1, 5, 6).has_value());
}

TEST_CASE("an order ends at its deadline unless it is said to last longer") {
  const Mandate mandate;
  Order e = order_of({kA});
  e.deadline = e.until = 3;
  CHECK(mandate.press(e, 1, 2, 3)->phase == Phase::due);
  CHECK_FALSE(mandate.press(e, 1, 3, 4).has_value());
}

TEST_CASE("a deadline inside the step in which the order bites is met at once") {
  const Mandate mandate;
  Order e = order_of({kA}, 0.25);
  e.deadline = e.until = 0.75;
  CHECK(mandate.press(e, 1, 0, 1)->phase == Phase::due);
}

TEST_CASE("all of an order lies on the region's own model where that complies") {
  const Pressure e{Phase::pressing, 0b0110, nullptr, 2};
  CHECK(terms_of(e, 1, row(9, 1, 3, 9)) == row(0, 2, 0, 0));
}

TEST_CASE("an order with weights shares by them") {
  const PerModel<double> weights = row(0, 4, 1, 0);
  const Pressure e{Phase::pressing, 0b0110, &weights, 2};
  CHECK(terms_of(e, 0, row(9, 1, 3, 9)) == row(0, 1.6, 0.4, 0));
}

TEST_CASE("an order without weights leaves the choice to the other causes, among its targets") {
  const Pressure e{Phase::pressing, 0b0110, nullptr, 2};
  CHECK(terms_of(e, 0, row(9, 1, 3, 9)) == row(0, 0.5, 1.5, 0));
  CHECK(terms_of(e, kNone, row(9, 0, 3, 9)) == row(0, 0, 2, 0));
}

TEST_CASE("where no other cause presses, an order without weights shares evenly") {
  const Pressure e{Phase::pressing, 0b0110, nullptr, 2};
  CHECK(terms_of(e, 0, row(9, 0, 0, 9)) == row(0, 1, 1, 0));
}

TEST_CASE("an order's shares always add up to its strength") {
  const PerModel<double> weights = row(0.3, 0.1, 7, 2);
  for (const Model own : {kNone, kA, kB, kC})
    for (const PerModel<double>* w : {&weights, static_cast<const PerModel<double>*>(nullptr)})
      for (std::uint16_t targets = 1; targets < 16; ++targets) {
        const PerModel<double> terms = terms_of({Phase::pressing, targets, w, 2}, own);
        double sum = 0;
        for (const double one : terms) sum += one;
        CHECK(sum == Approx(2).epsilon(1e-14));
      }
}
