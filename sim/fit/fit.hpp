// Fit: what a history tells of each number, how surely, and what it would be without a cause.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "fit/inference.hpp"

namespace tizhi {

// How well a number is known.
enum class Known : std::uint8_t {
  well,       // estimated, with an interval
  none,       // its best value is 0: the interval has no lower end
  unseen,     // nothing in the history depends on it
  entangled,  // the history cannot tell it from others
  unbounded,  // however large, the history is the more likely
};

struct Estimate {
  std::size_t coefficient = 0;
  double value = 0, error = 0;  // standard error; NaN where there is none
  double least = 0, most = 0;   // of the 95 % interval
  Known known = Known::well;
  std::vector<std::size_t> entangled_with;
  double without = 0;  // logarithm of the likelihood lost where it is 0 (rates)
  double p = 1;        // of such a loss or more where it is 0 in truth
};

// How the chance of a gain was found.
enum class Law : std::uint8_t {
  half_and_half,  // half of chi-square of 0 degrees, half of 1: one rate, at its bound
  bound,          // several rates: at most this
  bootstrap,
};

struct CauseTest {
  Cause cause = Cause::inertia;
  int rates = 0;    // that are 0 without it
  double gain = 0;  // of the logarithm of the likelihood, by having the cause
  double p = 1;
  Law law = Law::half_and_half;
  int panels = 0;  // simulated
};

struct ProductTest {
  Cause one = Cause::inertia, other = Cause::imitation;
  double gain = 0;
  double p = 1;
  int sign = 0;  // 1: they help each other; -1: they hinder
};

enum class Intervals : std::uint8_t { normal, profile };
enum class Tests : std::uint8_t { skipped, done };

struct FitRequest {
  LeadersAre leaders = LeadersAre::expected;
  Intervals intervals = Intervals::normal;
  Tests tests = Tests::done;
  int bootstrap = 0;  // panels simulated per test
};

struct Fit {
  Vector values;
  double log_likelihood = 0;
  double at_scenario = 0;  // with the scenario's values
  double aic = 0;
  int parameters = 0;  // estimated
  bool is_found = false;
  double at_risk = 0, formations = 0, undated = 0, given = 0;
  double led_by_known = 0, led_by_expected = 0;
  std::vector<Impossible> impossible;  // where not empty, nothing else means anything
  std::vector<Estimate> estimates;     // one a free coefficient
  Matrix covariance;                   // of the estimates, one a coefficient; 0 where unknown
  std::vector<CauseTest> causes;
  std::vector<ProductTest> products;
};

Fit fit(const Run& run, const std::vector<History>& histories, const Coefficients& coefficients,
        const FitRequest& request);

// At a maximum: how surely each number is known, with intervals. Fills estimates and covariance.
void estimate(const Inference& inference, const Maximum& at, const std::vector<std::uint8_t>& held,
              Intervals how, Fit& fit);

// What is not sought, or leaves no trace in the evidence, stays as it is: 1.
std::vector<std::uint8_t> held_from_the_start(const Coefficients& coefficients,
                                              const Evidence& evidence);

// Half of the chi-square law of 1 degree and half of none: P(2 · gain or more).
double half_and_half(double gain);
double chi_square_tail(double x, int degrees);

}  // namespace tizhi
