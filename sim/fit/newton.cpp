#include "fit/newton.hpp"

#include <cmath>

namespace tizhi {
namespace {

constexpr int kMostTurns = 200;
constexpr double kEnough = 1e-10;  // of the likelihood's logarithm

// What may move: not held, and not pressed against its bound.
std::vector<Eigen::Index> movable(const Maximum& now, const Box& box) {
  std::vector<Eigen::Index> places;
  for (Eigen::Index i = 0; i < now.at.size(); ++i) {
    const bool is_at_bound = now.at[i] <= box.least[i];
    if (box.held[static_cast<std::size_t>(i)] == 0 && !(is_at_bound && now.there.gradient[i] <= 0))
      places.push_back(i);
  }
  return places;
}

Vector scales(const Maximum& now, const std::vector<Eigen::Index>& places) {
  const Vector diagonal = now.there.hessian.diagonal()(places).cwiseAbs();
  return diagonal.cwiseMax(1e-300).cwiseSqrt().cwiseInverse();
}

// Upward, and still so however the bounds bend it.
Vector plain_direction(const Maximum& now, const std::vector<Eigen::Index>& places) {
  const Vector scale = scales(now, places);
  return scale.cwiseProduct(scale).cwiseProduct(Vector(now.there.gradient(places)));
}

// Upward direction among the places: Newton's where the likelihood is concave there, else with as
// much of the diagonal added as makes it so.
Vector direction(const Maximum& now, const std::vector<Eigen::Index>& places) {
  const Vector gradient = now.there.gradient(places);
  const Matrix curvature = -now.there.hessian(places, places);
  const Vector scale = scales(now, places);
  const Matrix scaled = scale.asDiagonal() * curvature * scale.asDiagonal();
  double added = 0;
  for (int turn = 0; turn < 40; ++turn, added = added == 0 ? 1e-9 : added * 4) {
    const Matrix definite = scaled + added * Matrix::Identity(scaled.rows(), scaled.cols());
    const Eigen::LLT<Matrix> solver(definite);
    if (solver.info() != Eigen::Success) continue;
    const Vector step = scale.asDiagonal() * solver.solve(Vector(scale.asDiagonal() * gradient));
    if (step.allFinite() && gradient.dot(step) > 0) return step;
  }
  return plain_direction(now, places);
}

// Goes up along the direction, projected onto the bounds. False: there is no way up.
bool climb(const Likelihood& likelihood, const Box& box, const std::vector<Eigen::Index>& places,
           const Vector& step, Maximum& now) {
  for (double length = 1; length > 1e-12; length /= 2) {
    Vector next = now.at;
    next(places) = (now.at(places) + length * step).cwiseMax(box.least(places));
    const double promised = now.there.gradient.dot(next - now.at);
    const double value = likelihood.value(next);
    if (value >= now.value + 1e-4 * promised && promised > 0) {
      now.at = next;
      now.value = value;
      return true;
    }
  }
  return false;
}

}  // namespace

Maximum maximise(const Likelihood& likelihood, const Vector& start, const Box& box) {
  Maximum now;
  now.at = start.cwiseMax(box.least);
  now.there = likelihood.derivatives(now.at);
  now.value = now.there.value;
  if (!(now.value > -kInfinity)) return now;
  for (now.turns = 0; now.turns < kMostTurns; ++now.turns) {
    const auto places = movable(now, box);
    if (places.empty()) break;
    const Vector step = direction(now, places);
    if (now.there.gradient(places).dot(step) < kEnough) break;
    if (!climb(likelihood, box, places, step, now) &&
        !climb(likelihood, box, places, plain_direction(now, places), now)) {
      // Rounding hides what is left to gain.
      now.is_found = now.there.gradient(places).dot(step) < 1e-5;
      return now;
    }
    now.there = likelihood.derivatives(now.at);
  }
  now.is_found = now.turns < kMostTurns;
  return now;
}

}  // namespace tizhi
