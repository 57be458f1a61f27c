#include "cli/paired.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

namespace tizhi {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kUpperTail = 0.025;  // on each side of a 95 % interval

struct Moments {
  double mean = kNaN, variance = kNaN;  // of one value, with n - 1
};

Moments moments(const std::vector<double>& values) {
  if (values.empty()) return {};
  const auto n = static_cast<double>(values.size());
  double sum = 0, squares = 0;
  for (const double value : values) sum += value;
  const double mean = sum / n;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return {mean, values.size() > 1 ? squares / (n - 1) : kNaN};
}

// How many have a value; the others get `end`.
std::size_t filled(std::vector<double>& values, double end) {
  const auto unknown = [](double value) { return std::isnan(value); };
  const auto missing = std::count_if(values.begin(), values.end(), unknown);
  std::replace_if(values.begin(), values.end(), unknown, end);
  return values.size() - static_cast<std::size_t>(missing);
}

// Where every pair differs alike, rounding leaves a variance that is none.
double without_rounding(double variance, const Moments& a, const Moments& b) {
  const double unit =
      std::numeric_limits<double>::epsilon() * (std::abs(a.mean) + std::abs(b.mean));
  return variance <= 16 * unit * unit ? 0 : variance;
}

}  // namespace

Difference difference_of(std::vector<double> base, std::vector<double> variant, double end) {
  Difference d;
  d.replicates = base.size();
  d.base_defined = filled(base, end);
  d.variant_defined = filled(variant, end);
  std::vector<double> before, after, gaps;
  for (std::size_t r = 0; r < base.size(); ++r) {
    if (std::isnan(base[r]) || std::isnan(variant[r])) continue;
    before.push_back(base[r]);
    after.push_back(variant[r]);
    gaps.push_back(variant[r] - base[r]);
  }
  const Moments b = moments(before), v = moments(after), gap = moments(gaps);
  const auto n = static_cast<double>(gaps.size());
  const double variance = without_rounding(gap.variance, b, v);
  d.pairs = gaps.size();
  d.base_mean = b.mean;
  d.variant_mean = v.mean;
  d.change = gap.mean;
  d.error = std::sqrt(variance / n);
  d.unpaired_error = std::sqrt((b.variance + v.variance) / n);
  d.variance_ratio = (b.variance + v.variance) / variance;  // NaN where nothing varies at all
  d.low = d.high = kNaN;
  if (gaps.size() < 2) return d;
  const boost::math::students_t law(n - 1);
  const double reach = d.error * quantile(complement(law, kUpperTail));
  d.low = d.change - reach;
  d.high = d.change + reach;
  return d;
}

}  // namespace tizhi
