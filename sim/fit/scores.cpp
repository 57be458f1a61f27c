#include "fit/scores.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace tizhi {
namespace {

double logit(double p) {
  constexpr double edge = 1e-12;
  const double inside = std::clamp(p, edge, 1 - edge);
  return std::log(inside / (1 - inside));
}

// Cases by falling prediction.
std::vector<const Case*> by_prediction(const std::vector<Case>& cases) {
  std::vector<const Case*> order;
  for (const Case& c : cases) order.push_back(&c);
  std::stable_sort(order.begin(), order.end(),
                   [](const Case* a, const Case* b) { return a->p > b->p; });
  return order;
}

// Area under the curve and average precision; equal predictions are taken together.
void rank(const std::vector<const Case*>& order, Scores& all) {
  double above = 0, formed_above = 0, pairs = 0;
  for (std::size_t i = 0; i < order.size();) {
    double here = 0, formed = 0;
    const double p = order[i]->p;
    for (; i < order.size() && order[i]->p == p; ++i) ++here, formed += order[i]->formed;
    const double still = here - formed;
    pairs += still * (formed_above + formed / 2);
    above += here;
    formed_above += formed;
    if (formed > 0) all.average_precision += formed / all.formations * formed_above / above;
  }
  all.auc = pairs / (all.formations * (all.cases - all.formations));
}

// Logistic regression of what came on the logit of the prediction, by Newton's method.
void calibrate(const std::vector<Case>& cases, Scores& all) {
  Eigen::Vector2d at(0, 1);
  for (int turn = 0; turn < 50; ++turn) {
    Eigen::Vector2d gradient = Eigen::Vector2d::Zero();
    Eigen::Matrix2d curvature = Eigen::Matrix2d::Zero();
    for (const Case& c : cases) {
      const Eigen::Vector2d x(1, logit(c.p));
      const double p = 1 / (1 + std::exp(-at.dot(x)));
      gradient += ((c.formed ? 1 : 0) - p) * x;
      curvature += p * (1 - p) * x * x.transpose();
    }
    const Eigen::Vector2d step = curvature.ldlt().solve(gradient);
    if (!step.allFinite()) break;
    at += step * std::min(1.0, 2 / step.norm());
    if (step.norm() < 1e-9) break;
  }
  all.intercept = at[0];
  all.slope = at[1];
}

void fill_bins(const std::vector<const Case*>& order, Scores& all) {
  constexpr std::size_t tenths = 10;
  for (std::size_t b = tenths; b-- > 0;) {
    Bin bin;
    for (std::size_t i = order.size() * b / tenths; i < order.size() * (b + 1) / tenths; ++i) {
      ++bin.cases;
      bin.predicted += order[i]->p;
      bin.observed += order[i]->formed;
    }
    if (bin.cases == 0) continue;
    bin.predicted /= bin.cases;
    bin.observed /= bin.cases;
    all.bins.push_back(bin);
  }
}

}  // namespace

Scores scores(const std::vector<Case>& cases) {
  Scores all;
  all.cases = static_cast<double>(cases.size());
  if (cases.empty()) return all;
  for (const Case& c : cases) {
    const double came = c.formed ? 1 : 0;
    all.formations += came;
    all.log_score += c.log_score / all.cases;
    all.log_base += c.log_base / all.cases;
    all.brier += (c.p - came) * (c.p - came) / all.cases;
    all.brier_base += (c.p_base - came) * (c.p_base - came) / all.cases;
  }
  all.base_rate = all.formations / all.cases;
  all.brier_skill = 1 - all.brier / all.brier_base;
  const auto order = by_prediction(cases);
  rank(order, all);
  calibrate(cases, all);
  fill_bins(order, all);
  return all;
}

}  // namespace tizhi
