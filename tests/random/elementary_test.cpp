#include "random/elementary.hpp"

#include <cmath>
#include <random>

#include "catch.hpp"

using namespace tizhi;

namespace {

// The error of a double in units of its last place, against libm in long double.
double ulps(double got, long double want) {
  const double near = std::abs(static_cast<double>(want));
  const double unit = std::nextafter(near, INFINITY) - near;
  return static_cast<double>(std::abs(got - want) / unit);
}

// The greatest error over 300,000 arguments in [from, until].
template <class Error>
double worst(double from, double until, Error&& error) {
  std::mt19937_64 generator(1);
  double most = 0;
  for (int n = 0; n < 300000; ++n) {
    const double part = static_cast<double>(generator() >> 11) * 0x1p-53;
    most = std::max(most, error(from + part * (until - from)));
  }
  return most;
}

template <class Function>
void check_rises(double from, double until, Function&& f) {
  std::mt19937_64 generator(2);
  int falls = 0;
  for (int n = 0; n < 200000; ++n) {
    const double part = static_cast<double>(generator() >> 11) * 0x1p-53;
    const double x = from + part * (until - from);
    falls += f(x + std::max(1.0, std::abs(x)) * 0x1p-51) < f(x);
  }
  CHECK(falls == 0);
}

}  // namespace

TEST_CASE("exp is right to 1.2 units in the last place from one end to the other") {
  const auto error = [](double x) { return ulps(tizhi::exp(x), std::exp((long double)x)); };
  CHECK(worst(-708, 709, error) < 1.2);
  CHECK(worst(-1, 1, error) < 1.2);
}

TEST_CASE("log is right to one unit in the last place, near 1 too") {
  const auto error = [](double x) { return ulps(tizhi::log(x), std::log((long double)x)); };
  CHECK(worst(-700, 700, [&](double x) { return error(std::exp(x)); }) < 1);
  CHECK(worst(0.5, 2, error) < 1);
  CHECK(worst(1 - 1e-6, 1 + 1e-6, error) < 1);
}

TEST_CASE("expm1 keeps its digits near 0") {
  const auto error = [](double x) { return ulps(tizhi::expm1(x), std::expm1((long double)x)); };
  CHECK(worst(-0.34, 0.34, error) < 1.6);
  CHECK(worst(-1e-9, 1e-9, error) < 1.6);
  CHECK(worst(-40, 40, error) < 5);
}

TEST_CASE("power loses no more than the exponent's size in units of the last place") {
  for (const double y : {0.1, 0.5, 1.5, 2.0, 3.7}) {
    const auto error = [y](double x) {
      const double spread = 1 + std::abs(y * std::log(x));
      return ulps(tizhi::power(x, y), std::pow((long double)x, (long double)y)) / spread;
    };
    CHECK(worst(-20, 20, [&](double x) { return error(std::exp(x)); }) < 2);
    CHECK(worst(0.01, 1, error) < 2);
  }
}

TEST_CASE("log_gamma is right to 1e-13 where tenures use it") {
  const auto error = [](double x) {
    const long double want = std::lgamma((long double)x);
    return static_cast<double>(std::abs(tizhi::log_gamma(x) - want) / (1 + std::abs(want)));
  };
  CHECK(worst(0.01, 60, error) < 1e-13);
  CHECK(worst(60, 1e6, error) < 1e-14);
}

TEST_CASE("exp and log never fall between arguments that differ in more than the last bits") {
  check_rises(-700, 700, [](double x) { return tizhi::exp(x); });
  check_rises(-1, 1, [](double x) { return tizhi::exp(x); });
  check_rises(1e-300, 1e300, [](double x) { return tizhi::log(x); });
  check_rises(0.5, 2, [](double x) { return tizhi::log(x); });
}

TEST_CASE("the ends of the line are where they belong") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(tizhi::exp(0) == 1);
  CHECK(tizhi::exp(-kInfinity) == 0);
  CHECK(tizhi::exp(kInfinity) == kInfinity);
  CHECK(tizhi::exp(-709) == 0);
  CHECK(tizhi::exp(710) == kInfinity);
  CHECK(std::isnan(tizhi::exp(nan)));
  CHECK(tizhi::expm1(0) == 0);
  CHECK(tizhi::expm1(-kInfinity) == -1);
  CHECK(tizhi::log(1) == 0);
  CHECK(tizhi::log(0) == -kInfinity);
  CHECK(tizhi::log(kInfinity) == kInfinity);
}

TEST_CASE("power knows its corners: anything to the 0 is 1, 0 to anything else 0") {
  CHECK(power(0, 0) == 1);
  CHECK(power(0, 2) == 0);
  CHECK(power(7, 0) == 1);
  CHECK(power(0.3, 1) == 0.3);
  CHECK(power(1, 1e9) == 1);
}

TEST_CASE("log_gamma of whole numbers is the logarithm of factorials") {
  double factorial = 1;
  for (int n = 1; n < 20; ++n) {
    CHECK(tizhi::log_gamma(n) == Approx(std::log(factorial)).margin(1e-13).epsilon(1e-14));
    factorial *= n;
  }
}

TEST_CASE("elementary functions are the same bits everywhere") {
  CHECK(std::bit_cast<std::uint64_t>(tizhi::exp(1.0)) == 0x4005bf0a8b14576a);
  CHECK(std::bit_cast<std::uint64_t>(tizhi::log(10.0)) == 0x40026bb1bbb55516);
}
