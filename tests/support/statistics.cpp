#include "support/statistics.hpp"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/non_central_chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numeric>

namespace tizhi::test {
namespace math = boost::math;

double binomial_p(std::int64_t count, std::int64_t n, double p) {
  const math::binomial law(static_cast<double>(n), p);
  const double below = math::cdf(law, static_cast<double>(count));
  const double above =
      count == 0 ? 1 : math::cdf(math::complement(law, static_cast<double>(count - 1)));
  return std::min(1.0, 2 * std::min(below, above));
}

double binomial_power(std::int64_t n, double p, double truth) {
  const math::binomial law(static_cast<double>(n), p);
  const math::binomial other(static_cast<double>(n), truth);
  // Rounded outward twice: a bound from below.
  const double low = math::quantile(law, kAlpha / 2) - 2;
  const double high = math::quantile(math::complement(law, kAlpha / 2)) + 2;
  const double refused_low = low < 0 ? 0 : math::cdf(other, low);
  const double refused_high =
      high > static_cast<double>(n) ? 0 : math::cdf(math::complement(other, high));
  return refused_low + refused_high;
}

namespace {

// Neighbouring cells joined until each expects at least 20 of n.
struct Cells {
  std::vector<double> law, other;
};

Cells joined(std::int64_t n, const std::vector<double>& law, const std::vector<double>& other) {
  Cells cells;
  double expected = 0, seen = 0;
  for (std::size_t j = 0; j < law.size(); ++j) {
    expected += law[j];
    seen += other[j];
    if (expected * static_cast<double>(n) < 20) continue;
    cells.law.push_back(expected);
    cells.other.push_back(seen);
    expected = seen = 0;
  }
  if (!cells.law.empty()) {
    cells.law.back() += expected;
    cells.other.back() += seen;
  }
  return cells;
}

// Σ (other - law)² / law
double distance(const Cells& cells) {
  double sum = 0;
  for (std::size_t j = 0; j < cells.law.size(); ++j)
    sum += (cells.other[j] - cells.law[j]) * (cells.other[j] - cells.law[j]) / cells.law[j];
  return sum;
}

}  // namespace

double chi_square_p(const std::vector<std::int64_t>& counts, const std::vector<double>& law) {
  const std::int64_t n = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
  for (std::size_t j = 0; j < law.size(); ++j)
    if (law[j] <= 0 && counts[j] > 0) return 0;  // the impossible happened
  std::vector<double> seen;
  for (const std::int64_t count : counts)
    seen.push_back(static_cast<double>(count) / static_cast<double>(n));
  const Cells cells = joined(n, law, seen);
  const math::chi_squared limit(static_cast<double>(cells.law.size() - 1));
  return math::cdf(math::complement(limit, static_cast<double>(n) * distance(cells)));
}

double chi_square_power(std::int64_t n, const std::vector<double>& law,
                        const std::vector<double>& truth) {
  const Cells cells = joined(n, law, truth);
  const double freedom = static_cast<double>(cells.law.size() - 1);
  const double bound = math::quantile(math::complement(math::chi_squared(freedom), kAlpha));
  const double shift = static_cast<double>(n) * distance(cells);
  if (shift > 1e4) return 1;
  return math::cdf(math::complement(math::non_central_chi_squared(freedom, shift), bound));
}

double kolmogorov_p(std::vector<double> sample, const std::function<double(double)>& cdf) {
  std::sort(sample.begin(), sample.end());
  const double n = static_cast<double>(sample.size());
  double gap = 0;
  for (std::size_t j = 0; j < sample.size(); ++j) {
    const double law = cdf(sample[j]);
    const double place = static_cast<double>(j);
    gap = std::max({gap, law - place / n, (place + 1) / n - law});
  }
  // Massart's bound holds at every n.
  return std::min(1.0, 2 * std::exp(-2 * n * gap * gap));
}

double mean_p(double mean, double law, double deviation, std::int64_t n) {
  const double z = std::abs(mean - law) / (deviation / std::sqrt(static_cast<double>(n)));
  return 2 * math::cdf(math::complement(math::normal(), z));
}

double mean_power(double law, double truth, double deviation, std::int64_t n) {
  const math::normal standard;
  const double bound = math::quantile(math::complement(standard, kAlpha / 2));
  const double z = std::abs(law - truth) / (deviation / std::sqrt(static_cast<double>(n)));
  return math::cdf(math::complement(standard, bound - z));
}

std::vector<double> binomial_law(int n, double p) {
  std::vector<double> law;
  const math::binomial trials(n, p);
  for (int k = 0; k <= n; ++k) law.push_back(math::pdf(trials, k));
  return law;
}

}  // namespace tizhi::test
