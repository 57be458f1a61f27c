// exp, log and their kin in plain arithmetic: libm's differ in the last bit between machines, and
// a last bit can decide whether an institution forms. exp and log are accurate to about one unit in
// the last place, expm1 to five.
// Sources: argument reduction after Cody and Waite (1980); Taylor and Stirling series.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <limits>

namespace tizhi {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
inline constexpr double kLn2 = 0.693147180559945309417;
inline constexpr double kLn2High = 6.93147180369123816490e-01;  // 32 bits: k * kLn2High is exact
inline constexpr double kLn2Low = 1.90821492927058770002e-10;

// 1/n! and 1/(2n+1): constants of the program, not divisions in its inner loop.
inline constexpr auto kInverseFactorials = [] {
  std::array<double, 16> inverse{};
  double factorial = 1;
  for (int n = 1; n < 16; ++n) inverse[n] = 1 / (factorial *= n);
  return inverse;
}();
inline constexpr auto kInverseOdds = [] {
  std::array<double, 11> inverse{};
  for (int n = 0; n < 11; ++n) inverse[n] = 1.0 / (2 * n + 1);
  return inverse;
}();

// e^x - 1 for |x| <= ln(2)/2, by its series; the first term left out is below 2^-60 of the sum.
constexpr double small_expm1(double x) {
  double sum = 0;
  for (int n = 15; n >= 1; --n) sum = x * (kInverseFactorials[n] + sum);
  return sum;
}

// 2^k for the exponents of normal numbers.
constexpr double power_of_two(int k) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(k + 1023) << 52);
}

// e^x; 0 below -708 and infinite above 709, so that subnormal numbers never arise.
constexpr double exp(double x) {
  if (!(x > -708)) return x == x ? 0 : x;
  if (x > 709) return kInfinity;
  const int k = static_cast<int>(x / kLn2 + (x < 0 ? -0.5 : 0.5));
  const double rest = (x - k * kLn2High) - k * kLn2Low;
  return (1 + small_expm1(rest)) * power_of_two(k);
}

// e^x - 1, without loss of digits near 0.
constexpr double expm1(double x) { return x > -0.34 && x < 0.34 ? small_expm1(x) : exp(x) - 1; }

// ln x for x >= 0; -infinity at 0.
constexpr double log(double x) {
  if (x == 0) return -kInfinity;
  if (x == kInfinity) return x;
  const auto bits = std::bit_cast<std::uint64_t>(x);
  int exponent = static_cast<int>(bits >> 52) - 1023;
  double mantissa = std::bit_cast<double>((bits & 0xFFFFFFFFFFFFFULL) | (1023ULL << 52));
  if (mantissa > 1.41421356237309504880) {
    mantissa /= 2;
    ++exponent;
  }
  const double f = mantissa - 1;  // exact
  const double s = f / (2 + f);   // ln(1 + f) = 2 artanh(s), |s| < 0.172
  const double square = s * s;
  double sum = 0;
  for (int n = 10; n >= 1; --n) sum = square * (kInverseOdds[n] + sum);
  // 2s(1 + sum) as f - s(f - 2 sum): the rounding of s then weighs only s-fold.
  return exponent * kLn2High - ((s * (f - 2 * sum) - exponent * kLn2Low) - f);
}

// x^y for x >= 0; 0^0 = 1.
constexpr double power(double x, double y) {
  if (y == 0) return 1;
  if (y == 1 || x == 1) return x;
  return x == 0 ? 0 : exp(y * log(x));
}

// ln Gamma(x) for x > 0: moved up to x >= 12, where Stirling's series is exact to the last bits.
constexpr double log_gamma(double x) {
  double shift = 1;
  for (; x < 12; ++x) shift *= x;
  const double inverse = 1 / x;
  const double square = inverse * inverse;
  const double series =
      inverse *
      (1.0 / 12 - square * (1.0 / 360 -
                            square * (1.0 / 1260 -
                                      square * (1.0 / 1680 -
                                                square * (1.0 / 1188 - square * 691.0 / 360360)))));
  constexpr double half_log_two_pi = 0.918938533204672741780;
  return (x - 0.5) * log(x) - x + half_log_two_pi + series - log(shift);
}

}  // namespace tizhi
