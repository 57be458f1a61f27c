#include "fit/uncertainty.hpp"

#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "random/draws.hpp"

namespace tizhi {
namespace {

constexpr double kUpper = 1.959963984540054;  // 97.5 % of a normal law

double normal(const Draws& draws, Eigen::Index coefficient) {
  const Block words =
      draws.block(Purpose::estimate, static_cast<std::uint32_t>(coefficient), luck("estimate"));
  const double inside = unit(first_half(words)) + 0x1p-54;  // a unit may be 0
  return boost::math::quantile(boost::math::normal(), inside);
}

}  // namespace

Uncertainty::Uncertainty(const Coefficients& coefficients, const Fit& fit) : at_{fit.values} {
  for (const Estimate& e : fit.estimates) {
    const QuantityEntry& q = entry_of(coefficients[e.coefficient].quantity);
    const bool is_logarithmic = q.sort == Sort::shape && q.least > 0;
    const Place place{static_cast<Eigen::Index>(e.coefficient), e.most, is_logarithmic};
    if (e.known == Known::well && e.value > 0)
      known_.push_back(place);
    else if (e.known == Known::none && std::isfinite(e.most))
      none_.push_back(place);
  }
  const auto size = static_cast<Eigen::Index>(known_.size());
  Matrix covariance(size, size);
  const auto slope = [&](const Place& p) {  // of the scale
    const double value = at_[p.coefficient];
    return p.is_logarithmic ? 1 / value : 0.5 / std::sqrt(value);
  };
  for (Eigen::Index a = 0; a < size; ++a)
    for (Eigen::Index b = 0; b < size; ++b) {
      const Place& one = known_[static_cast<std::size_t>(a)];
      const Place& other = known_[static_cast<std::size_t>(b)];
      covariance(a, b) =
          slope(one) * fit.covariance(one.coefficient, other.coefficient) * slope(other);
    }
  root_ = covariance;
  if (size == 0) return;
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(covariance);
  root_ = solver.eigenvectors() * solver.eigenvalues().cwiseMax(0).cwiseSqrt().asDiagonal();
}

double Uncertainty::on_scale(const Place& place, double value) const {
  return place.is_logarithmic ? std::log(value) : std::sqrt(value);
}

double Uncertainty::from_scale(const Place& place, double value) const {
  if (place.is_logarithmic) return std::exp(value);
  return value > 0 ? value * value : 0;
}

Vector Uncertainty::drawn(std::uint64_t seed, std::uint32_t number) const {
  const Draws draws(seed, number);
  Vector values = at_;
  Vector normals(static_cast<Eigen::Index>(known_.size()));
  for (std::size_t n = 0; n < known_.size(); ++n)
    normals[static_cast<Eigen::Index>(n)] = normal(draws, known_[n].coefficient);
  const Vector shifts = root_ * normals;
  for (std::size_t n = 0; n < known_.size(); ++n) {
    const Place& place = known_[n];
    values[place.coefficient] = from_scale(
        place, on_scale(place, at_[place.coefficient]) + shifts[static_cast<Eigen::Index>(n)]);
  }
  for (const Place& place : none_) {
    const double part = normal(draws, place.coefficient) / kUpper;
    values[place.coefficient] = place.most * part * part;
  }
  return values;
}

}  // namespace tizhi
