#include "causes/inertia.hpp"

#include <cmath>

#include "catch.hpp"

using namespace tizhi;

namespace {

// The mean of a function over [from, until] by midpoints.
template <class Function>
double mean(double from, double until, Function&& f, int parts = 200000) {
  double sum = 0;
  for (int j = 0; j < parts; ++j) sum += f(from + (j + 0.5) / parts * (until - from));
  return sum / parts;
}

}  // namespace

TEST_CASE("a legacy without half-life counts in full from its date on") {
  const Inertia inertia;
  const Legacy legacy{2, 0, 3, {}};
  CHECK(inertia.legacy(legacy, 0, 1) == 0);
  CHECK(inertia.legacy(legacy, 1, 2) == 0);
  CHECK(inertia.legacy(legacy, 2, 3) == 3);
  CHECK(inertia.legacy(legacy, 50, 51) == 3);
  CHECK(inertia.legacy(legacy, 1.75, 2.75) == Approx(0.75 * 3).epsilon(1e-15));
}

TEST_CASE("half of a legacy is left after a half-life") {
  Inertia inertia;
  inertia.half_life = 4;
  const Legacy legacy{0, 0, 1, {}};
  const double first = inertia.legacy(legacy, 0, 1);
  CHECK(inertia.legacy(legacy, 4, 5) == Approx(first / 2).epsilon(1e-14));
  CHECK(inertia.legacy(legacy, 8, 9) == Approx(first / 4).epsilon(1e-14));
  // One year of 2^(-t/4): 4/ln 2 (1 - 2^(-1/4)) = 0.91815...
  CHECK(first == Approx(0.918159).epsilon(1e-5));
}

TEST_CASE("a legacy enters as its mean over the step, where it begins inside it too") {
  Inertia inertia;
  inertia.half_life = 0.7;
  const Legacy legacy{1.3, 0, 2.5, {}};
  const auto present = [](double t) { return t < 1.3 ? 0 : 2.5 * std::exp2(-(t - 1.3) / 0.7); };
  CHECK(inertia.legacy(legacy, 1, 2) == Approx(mean(1, 2, present)).epsilon(1e-5));
  CHECK(inertia.legacy(legacy, 2, 5) == Approx(mean(2, 5, present)).epsilon(1e-9));
}

TEST_CASE("a legacy older than the run has faded by the start") {
  Inertia inertia;
  inertia.half_life = 10;
  const Inertia& faded = inertia;
  const Legacy old{-20, 0, 8, {}}, fresh{0, 0, 2, {}};
  CHECK(faded.legacy(old, 0, 1) == Approx(faded.legacy(fresh, 0, 1)).epsilon(1e-14));
}

TEST_CASE("a very long half-life is as good as none") {
  Inertia inertia;
  inertia.half_life = 1e13;
  CHECK(inertia.legacy({0, 0, 3, {}}, 5, 6) == Approx(3).epsilon(1e-11));
}

TEST_CASE("what does not stand does not hold, and neither does a model without drag") {
  Inertia inertia;
  CHECK(inertia.hold(0, 100) == 1);
  inertia.drag.fill(2);
  CHECK(inertia.hold(kNone, 100) == 1);
  inertia.drag[1] = 0;
  CHECK(inertia.hold(1, 100) == 1);
}

TEST_CASE("a new body does not hold; an old one holds by exp(-drag)") {
  Inertia inertia;
  inertia.drag[2] = 1.5;
  inertia.settling = 4;
  CHECK(inertia.hold(2, 0) == 1);
  CHECK(inertia.hold(2, 4) == Approx(std::exp(-1.5 * (1 - std::exp(-1)))).epsilon(1e-15));
  CHECK(inertia.hold(2, 1000) == Approx(std::exp(-1.5)).epsilon(1e-15));
}

TEST_CASE("inertia's term is the legacy of the model asked for") {
  Conditions conditions;
  conditions.legacy[3] = 0.25;
  Situation s;
  s.conditions = &conditions;
  CHECK(Inertia::term(s, 3) == 0.25);
  CHECK(Inertia::term(s, 2) == 0);
}
