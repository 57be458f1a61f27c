// Differences paired by replicate.
#include "cli/paired.hpp"

#include <cmath>
#include <limits>
#include <random>

#include "catch.hpp"

using namespace tizhi;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// A normal variable by Box and Muller: the same on every machine but for the last bits.
double normal(std::mt19937_64& words) {
  const double u = static_cast<double>((words() >> 11) + 1) * 0x1p-53;
  const double v = static_cast<double>(words() >> 11) * 0x1p-53;
  return std::sqrt(-2 * std::log(u)) * std::cos(6.283185307179586 * v);
}

}  // namespace

TEST_CASE("a difference that can be solved by hand") {
  // Gaps 1, 2, 3, 2: mean 2, variance 2/3; Student's t with 3 degrees reaches 3.182446 to each
  // side.
  const Difference d = difference_of({0, 10, 20, 30}, {1, 12, 23, 32}, kNone);
  CHECK(d.pairs == 4);
  CHECK(d.base_mean == 15);
  CHECK(d.variant_mean == 17);
  CHECK(d.change == 2);
  CHECK(d.error == Approx(std::sqrt(1.0 / 6)));
  CHECK(d.low == Approx(2 - 3.18244630528 * std::sqrt(1.0 / 6)).epsilon(1e-10));
  CHECK(d.high == Approx(2 + 3.18244630528 * std::sqrt(1.0 / 6)).epsilon(1e-10));
  const double variances = 500.0 / 3 + (256 + 25 + 36 + 225) / 3.0;
  CHECK(d.unpaired_error == Approx(std::sqrt(variances / 4)));
  CHECK(d.variance_ratio == Approx(variances / (2.0 / 3)));
}

TEST_CASE("a replicate without a value on either side makes no pair") {
  const Difference d = difference_of({1, kNone, 3, 5}, {2, 4, kNone, 8}, kNone);
  CHECK(d.replicates == 4);
  CHECK(d.pairs == 2);
  CHECK(d.base_defined == 3);
  CHECK(d.variant_defined == 3);
  CHECK(d.base_mean == 3);
  CHECK(d.variant_mean == 5);
  CHECK(d.change == 2);
}

TEST_CASE("a time that never comes counts as the end, and as not reached") {
  const Difference d = difference_of({1, 4, kNone}, {kNone, 5, kNone}, 10);
  CHECK(d.pairs == 3);
  CHECK(d.base_defined == 2);
  CHECK(d.variant_defined == 1);
  CHECK(d.base_mean == 5);
  CHECK(d.variant_mean == Approx(25.0 / 3));
  CHECK(d.change == Approx(10.0 / 3));
}

TEST_CASE("pairs that all differ alike leave no variance, whatever rounding does") {
  const Difference same = difference_of({0.1, 0.3}, {0.1, 0.3}, kNone);
  CHECK(same.change == 0);
  CHECK(same.error == 0);
  CHECK(same.variance_ratio == kInfinity);
  const Difference shifted = difference_of({0.1, 0.3, 0.7}, {0.2, 0.4, 0.8}, kNone);
  CHECK(shifted.error == 0);
  CHECK(shifted.low == shifted.high);
  CHECK(std::isnan(difference_of({2, 2}, {3, 3}, kNone).variance_ratio));
}

TEST_CASE("one pair has no error, and none has no difference") {
  const Difference one = difference_of({1}, {3}, kNone);
  CHECK(one.change == 2);
  CHECK(std::isnan(one.error));
  CHECK(std::isnan(one.low));
  const Difference none = difference_of({kNone}, {3}, kNone);
  CHECK(none.pairs == 0);
  CHECK(std::isnan(none.change));
  CHECK(std::isnan(none.high));
}

TEST_CASE("95 in a hundred intervals hold the truth, with four replicates too") {
  constexpr int trials = 20000, replicates = 4;
  std::mt19937_64 words(1);
  int held = 0, held_by_normal = 0;
  for (int trial = 0; trial < trials; ++trial) {
    std::vector<double> base, variant;
    for (int r = 0; r < replicates; ++r) {
      const double luck = normal(words);
      base.push_back(luck);
      variant.push_back(luck + 0.5 + 0.3 * normal(words));
    }
    const Difference d = difference_of(base, variant, kNone);
    held += d.low <= 0.5 && 0.5 <= d.high ? 1 : 0;
    held_by_normal += std::abs(d.change - 0.5) <= 1.959964 * d.error ? 1 : 0;
  }
  const double far = 4.9 * std::sqrt(trials * 0.95 * 0.05);  // once in a million times
  CHECK(std::abs(held - 0.95 * trials) < far);
  CHECK(std::abs(held_by_normal - 0.95 * trials) > far);  // wrong: the normal law's quantile
}
