#include "fit/fit.hpp"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "fit/intervals.hpp"
#include "fit/without.hpp"

namespace tizhi {
namespace {

// A likelihood that still rises where hardly a step passes without an event.
bool runs_away(const Inference& inference, const Maximum& at, std::size_t i) {
  constexpr double many = 15;  // events a step
  const auto place = static_cast<Eigen::Index>(i);
  if (inference.is_shape(i) || inference.run().timeline.grid.step * at.at[place] < many)
    return false;
  Vector larger = at.at;
  larger[place] *= 2;
  return Likelihood(inference.evidence_at(larger)).value(larger) >= at.value - 1e-3;
}

}  // namespace

std::vector<std::uint8_t> held_from_the_start(const Coefficients& coefficients,
                                              const Evidence& evidence) {
  const Vector exposure = exposures(evidence, coefficients.size());
  std::vector<std::uint8_t> held(coefficients.size());
  for (std::size_t i = 0; i < held.size(); ++i) {
    const bool is_rate = entry_of(coefficients[i].quantity).sort == Sort::rate;
    held[i] =
        !coefficients[i].is_free || (is_rate && !(exposure[static_cast<Eigen::Index>(i)] > 0));
  }
  return held;
}

void estimate(const Inference& inference, const Maximum& at, const std::vector<std::uint8_t>& held,
              Intervals how, Fit& fit) {
  std::vector<Eigen::Index> inner;
  for (std::size_t i = 0; i < inference.coefficients().size(); ++i) {
    if (!inference.coefficients()[i].is_free) continue;
    Estimate e;
    e.coefficient = i;
    e.value = at.at[static_cast<Eigen::Index>(i)];
    e.error = std::nan("");
    if (held[i] != 0)
      e.known = Known::unseen;
    else if (runs_away(inference, at, i))
      e.known = Known::unbounded;
    else if (!inference.is_shape(i) && e.value <= 0)
      e.known = Known::none;
    else
      inner.push_back(static_cast<Eigen::Index>(i));
    fit.estimates.push_back(e);
  }
  fit.covariance = find_errors(inference, at, inner, fit.estimates);
  find_intervals(inference, at, held, how, fit.estimates);
}

double chi_square_tail(double x, int degrees) {
  if (degrees <= 0) return x > 0 ? 0 : 1;
  return x > 0 ? boost::math::gamma_q(degrees / 2.0, x / 2) : 1;
}

double half_and_half(double gain) { return gain > 1e-9 ? chi_square_tail(2 * gain, 1) / 2 : 1; }

Fit fit(const Run& run, const std::vector<History>& histories, const Coefficients& coefficients,
        const FitRequest& request) {
  Fit fit;
  fit.values = coefficients.values();
  const Inference inference(run, histories, coefficients, {request.leaders, Rows::merged, {}});
  const Evidence& first = inference.evidence_at(fit.values);
  fit.at_risk = first.at_risk;
  fit.formations = first.formations;
  fit.undated = first.undated;
  fit.given = first.given;
  fit.led_by_known = first.led_by_known;
  fit.led_by_expected = first.led_by_expected;
  fit.impossible = first.impossible;
  if (!fit.impossible.empty()) return fit;
  const auto held = held_from_the_start(coefficients, first);
  fit.at_scenario = Likelihood(first).value(fit.values);
  const Maximum best = inference.best(fit.values, held);
  fit.values = best.at;
  fit.log_likelihood = best.value;
  fit.is_found = best.is_found;
  fit.parameters = static_cast<int>(std::count(held.begin(), held.end(), 0));
  fit.aic = 2 * fit.parameters - 2 * fit.log_likelihood;
  estimate(inference, best, held, request.intervals, fit);
  if (request.tests == Tests::done) {
    test_rates(inference, best, held, fit.estimates);
    fit.causes = test_causes(inference, best, held, request.bootstrap);
    fit.products = test_products(inference, best, held);
  }
  return fit;
}

}  // namespace tizhi
