// Tests of stochastic laws: a fixed seed, a stated chance of a false alarm, and a number of draws
// that a named wrong law would fail with near certainty. Each test is run on the wrong law too.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace tizhi::test {

inline constexpr double kAlpha = 1e-6;   // chance that a right law is refused
inline constexpr double kPower = 0.999;  // least chance that the named wrong law is refused

// Two-sided chance of a count as far out as this one, in n trials of probability p.
double binomial_p(std::int64_t count, std::int64_t n, double p);

// Chance that binomial_p refuses p at kAlpha where `truth` is the probability.
double binomial_power(std::int64_t n, double p, double truth);

// Pearson's chi-square of counts against probabilities that add up to one; cells are joined from
// the left until each expects at least 20.
double chi_square_p(const std::vector<std::int64_t>& counts, const std::vector<double>& law);

// Chance that chi_square_p refuses `law` at kAlpha in n draws where `truth` is the law.
double chi_square_power(std::int64_t n, const std::vector<double>& law,
                        const std::vector<double>& truth);

// Kolmogorov's and Smirnov's test of a sample against a continuous law on the line.
double kolmogorov_p(std::vector<double> sample, const std::function<double(double)>& cdf);

// Two-sided chance of a mean of n as far from `law` as this one, normal, with that deviation of a
// single draw.
double mean_p(double mean, double law, double deviation, std::int64_t n);
double mean_power(double law, double truth, double deviation, std::int64_t n);

// The law of the number of successes in n trials.
std::vector<double> binomial_law(int n, double p);

}  // namespace tizhi::test
