#include "fit/intervals.hpp"

#include <algorithm>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>

namespace tizhi {
namespace {

constexpr double kNormal = 1.959963984540054;  // two-sided, 95 %
constexpr double kFall = kNormal * kNormal / 2;
constexpr double kFlat = 1e-9;  // a curvature so far below the others tells nothing

Estimate& estimate_of(Eigen::Index place, std::vector<Estimate>& estimates) {
  return *std::find_if(estimates.begin(), estimates.end(), [&](const Estimate& e) {
    return e.coefficient == static_cast<std::size_t>(place);
  });
}

// Every number that takes part in a direction in which the likelihood is flat.
void mark_entangled(const Vector& direction, const std::vector<Eigen::Index>& places,
                    std::vector<Estimate>& estimates) {
  std::vector<std::size_t> together;
  for (std::size_t p = 0; p < places.size(); ++p)
    if (std::abs(direction[static_cast<Eigen::Index>(p)]) > 0.1)
      together.push_back(static_cast<std::size_t>(places[p]));
  for (const std::size_t i : together) {
    Estimate& e = estimate_of(static_cast<Eigen::Index>(i), estimates);
    e.known = Known::entangled;
    for (const std::size_t other : together)
      if (other != i) e.entangled_with.push_back(other);
  }
}

// The logarithm of the likelihood lost where one number is held at a value and the rest give way.
double loss(const Inference& inference, const Maximum& best, std::vector<std::uint8_t> held,
            std::size_t i, double value) {
  Vector start = best.at;
  start[static_cast<Eigen::Index>(i)] = value;
  held[i] = 1;
  return best.value - inference.best(start, held, Starts::given).value;
}

// Where the loss reaches kFall, going from the best value in steps that double.
double profile_end(const Inference& inference, const Maximum& best,
                   const std::vector<std::uint8_t>& held, const Estimate& e, double direction) {
  const double unit = std::isnan(e.error) || e.error <= 0 ? std::max(e.value, 1e-3) : e.error;
  const double least =
      direction < 0 ? entry_of(inference.coefficients()[e.coefficient].quantity).least : 0;
  double inside = e.value, outside = e.value, width = unit;
  const auto excess = [&](double x) {
    return loss(inference, best, held, e.coefficient, x) - kFall;
  };
  double beyond = -kFall;
  for (int turn = 0; turn < 40; ++turn, width *= 1.7) {
    inside = outside;
    const double within = beyond;
    outside = direction < 0 ? std::max(e.value - width, least) : e.value + width;
    beyond = excess(outside);
    if (beyond >= 0 && within < 0) break;
    if (direction < 0 && outside <= least) return least;
  }
  if (beyond < 0) return kInfinity;
  if (beyond == 0) return outside;
  std::uintmax_t turns = 40;
  const auto close = [](double a, double b) { return std::abs(a - b) <= 1e-5 * std::abs(a + b); };
  const auto [low, high] = boost::math::tools::toms748_solve(
      excess, std::min(inside, outside), std::max(inside, outside), close, turns);
  return (low + high) / 2;
}

// On the scale of the square root, on which a count's errors are alike everywhere; of a shape that
// cannot be 0, of the logarithm.
void find_normal(const QuantityEntry& q, Estimate& e) {
  if (q.sort == Sort::shape && q.least > 0) {
    const double width = kNormal * e.error / e.value;
    e.least = e.value * std::exp(-width);
    e.most = e.value * std::exp(width);
    return;
  }
  const double root = std::sqrt(e.value);
  const double width = kNormal * e.error / (2 * root);
  e.least = root > width ? (root - width) * (root - width) : 0;
  e.most = (root + width) * (root + width);
}

}  // namespace

Matrix find_errors(const Inference& inference, const Maximum& at,
                   const std::vector<Eigen::Index>& places, std::vector<Estimate>& estimates) {
  Matrix covariance = Matrix::Zero(at.at.size(), at.at.size());
  if (places.empty()) return covariance;
  const Matrix information = inference.information(at, places);
  const Vector scale =
      information.diagonal().cwiseAbs().cwiseMax(1e-300).cwiseSqrt().cwiseInverse();
  const Matrix scaled = scale.asDiagonal() * information * scale.asDiagonal();
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(scaled);
  Matrix inverse = Matrix::Zero(scaled.rows(), scaled.cols());
  for (Eigen::Index d = 0; d < scaled.rows(); ++d) {
    const Vector direction = solver.eigenvectors().col(d);
    if (solver.eigenvalues()[d] > kFlat)
      inverse += direction * direction.transpose() / solver.eigenvalues()[d];
    else
      mark_entangled(direction, places, estimates);
  }
  for (std::size_t p = 0; p < places.size(); ++p) {
    Estimate& e = estimate_of(places[p], estimates);
    const auto at_p = static_cast<Eigen::Index>(p);
    if (e.known == Known::well) e.error = std::sqrt(inverse(at_p, at_p)) * scale[at_p];
  }
  covariance(places, places) = scale.asDiagonal() * inverse * scale.asDiagonal();
  return covariance;
}

void find_intervals(const Inference& inference, const Maximum& at,
                    const std::vector<std::uint8_t>& held, Intervals how,
                    std::vector<Estimate>& estimates) {
  for (Estimate& e : estimates) {
    e.least = 0;
    e.most = kInfinity;
    if (e.known == Known::well && how == Intervals::normal && e.value > 0) {
      find_normal(entry_of(inference.coefficients()[e.coefficient].quantity), e);
    } else if (e.known == Known::well || e.known == Known::none) {
      if (e.known == Known::well) e.least = profile_end(inference, at, held, e, -1);
      e.most = profile_end(inference, at, held, e, 1);
    } else if (e.known == Known::unbounded) {
      e.least = profile_end(inference, at, held, e, -1);
    }
  }
}

}  // namespace tizhi
