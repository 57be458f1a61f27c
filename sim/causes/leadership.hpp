// Leadership 非正常因素的干扰: leaders favour models, and leaders change.
//   h(i,k) = W D B · (1 - legal) · preference · exp(-u/honeymoon) · [q = k]               [1/year]
//   A leader of tenure u leaves in a step with 1 - exp(-(H(u) - H(u - Δ))), H(u) = (u/λ)^shape,
//   λ = tenure/Γ(1 + 1/shape), and for certain once u >= term.
#pragma once

#include <algorithm>

#include "model/situation.hpp"
#include "random/elementary.hpp"

namespace tizhi {

struct Leadership {
  double preference = 0;         // per year, toward the model that the leader favours
  double tenure = 3.5;           // years, the mean before the term cuts it
  double tenure_shape = 1;       // Weibull; 1: exponential
  double term = kInfinity;       // years after which a leader leaves for certain
  double honeymoon = kInfinity;  // years in which the leader's zeal falls by e
  double outsider = 0;           // chance that a new leader comes from another region of the level
  double taste = 1;              // chance that another leader has a favourite of their own
  PerModel<double> favourites{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};  // weights
  bool operator==(const Leadership&) const = default;

  // Per unit of preference.
  double term_of(const Situation& s, Model k) const {
    return s.leader == k ? (1 - s.legal) * zeal(s.tenure, s.step) : 0;
  }

  // exp(-u/honeymoon) as its mean over the step that begins at tenure u (years).
  double zeal(double u, double step) const {
    if (honeymoon == kInfinity) return 1;
    const double fading = step / honeymoon;
    return exp(-u / honeymoon) * (-expm1(-fading) / fading);
  }

  double scale() const { return tenure / exp(log_gamma(1 + 1 / tenure_shape)); }  // λ, years

  // Chance that a leader leaves in a step of Δ years at whose start the tenure is u. The term is
  // looked after by the caller, who counts it in steps; `scale` is scale(), computed once.
  double turnover(double u, double step, double scale) const {
    const double served = power(u / scale, tenure_shape);
    const double before = power(std::max(0.0, u - step) / scale, tenure_shape);
    return -expm1(-(served - before));
  }
};

// ∫ exp(-w^shape) dw from 0 to z: by the incomplete gamma function's series, all terms positive.
inline double survival_integral(double z, double shape) {
  if (z <= 0) return 0;
  const double a = 1 / shape;
  const double x = power(z, shape);
  if (x > 700) return exp(log_gamma(1 + a));
  double summand = z;  // x^a / (a · shape) = z
  double sum = summand;
  for (int n = 1; summand > sum * 1e-18; ++n) sum += summand *= x / (a + n);
  return sum * exp(-x);
}

// The tenure in years of a leader met at a random moment: density ∝ survival on [0, term). Inverts
// the integral by Newton's method from below, which cannot overshoot a concave function.
inline double stationary_tenure(const Leadership& law, double uniform) {
  const double scale = law.scale();
  const double limit = survival_integral(law.term / scale, law.tenure_shape);
  if (law.tenure_shape == 1) return scale * -log(1 - uniform * limit);
  const double sought = uniform * limit;
  double z = sought;
  for (int turn = 0; turn < 200; ++turn) {
    const double missing = sought - survival_integral(z, law.tenure_shape);
    const double next = z + missing * exp(power(z, law.tenure_shape));
    if (!(next > z)) break;
    z = next;
  }
  return std::min(z * scale, law.term);
}

}  // namespace tizhi
