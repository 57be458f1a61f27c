#include "causes/leadership.hpp"

#include <boost/math/distributions/weibull.hpp>
#include <boost/math/quadrature/tanh_sinh.hpp>
#include <cmath>

#include "catch.hpp"

using namespace tizhi;

namespace {

double integral(double from, double until, const std::function<double(double)>& f) {
  return boost::math::quadrature::tanh_sinh<double>().integrate(f, from, until);
}

}  // namespace

TEST_CASE("a leader draws to the favoured model, as far as law leaves it to persons") {
  const Leadership law;
  Situation s;
  s.leader = 2;
  s.step = 1;
  CHECK(law.term_of(s, 2) == 1);
  CHECK(law.term_of(s, 1) == 0);
  s.legal = 0.75;
  CHECK(law.term_of(s, 2) == 0.25);
  s.legal = 1;
  CHECK(law.term_of(s, 2) == 0);
}

TEST_CASE("a leader without a favourite draws to nothing") {
  const Leadership law;
  Situation s;
  s.step = 1;
  for (Model k = 0; k < kMaxModels; ++k) CHECK(law.term_of(s, k) == 0);
}

TEST_CASE("zeal falls by e in a honeymoon and enters as its mean over the step") {
  Leadership law;
  CHECK(law.zeal(30, 1) == 1);
  law.honeymoon = 2;
  CHECK(law.zeal(0, 1) == Approx(2 * (1 - std::exp(-0.5))).epsilon(1e-15));
  CHECK(law.zeal(3, 1) == Approx(law.zeal(1, 1) / std::exp(1)).epsilon(1e-14));
  CHECK(law.zeal(0, 1e-9) == Approx(1).epsilon(1e-8));
}

TEST_CASE("with shape 1 leaders leave at one rate, those who have just come excepted") {
  Leadership law;
  law.tenure = 3.5;
  const double scale = law.scale();
  CHECK(scale == Approx(3.5).epsilon(1e-14));
  CHECK(law.turnover(0, 0.25, scale) == 0);
  for (const double u : {0.25, 1.0, 40.0})
    CHECK(law.turnover(u, 0.25, scale) == Approx(1 - std::exp(-0.25 / 3.5)).epsilon(1e-13));
}

TEST_CASE("the scale of a Weibull law gives the mean that is asked for") {
  for (const double shape : {0.5, 1.0, 1.7, 3.0, 8.0}) {
    Leadership law;
    law.tenure = 4;
    law.tenure_shape = shape;
    const boost::math::weibull weibull(shape, law.scale());
    CHECK(boost::math::mean(weibull) == Approx(4).epsilon(1e-12));
  }
}

TEST_CASE("steps together leave a leader the survival of the Weibull law") {
  Leadership law;
  law.tenure = 4;
  law.tenure_shape = 2.2;
  const boost::math::weibull weibull(2.2, law.scale());
  double survival = 1;
  for (int n = 1; n <= 100; ++n) {
    survival *= 1 - law.turnover(n / 12.0, 1 / 12.0, law.scale());
    const double left = boost::math::cdf(boost::math::complement(weibull, n / 12.0));
    CHECK(survival == Approx(left).epsilon(1e-11));
  }
}

TEST_CASE("a first leader within the first step of tenure risks only the part that was served") {
  Leadership law;
  law.tenure = 2;
  law.tenure_shape = 1.5;
  const double h = std::pow(0.1 / law.scale(), 1.5);
  CHECK(law.turnover(0.1, 0.25, law.scale()) == Approx(1 - std::exp(-h)).epsilon(1e-13));
}

TEST_CASE("the integral of survival is that of quadrature") {
  for (const double shape : {0.6, 1.0, 2.0, 5.0})
    for (const double z : {1e-6, 0.1, 0.9, 1.5, 3.0}) {
      const auto survival = [&](double w) { return std::exp(-std::pow(w, shape)); };
      CHECK(survival_integral(z, shape) == Approx(integral(0, z, survival)).epsilon(1e-9));
    }
  CHECK(survival_integral(0, 2) == 0);
  CHECK(survival_integral(1e6, 2) == Approx(std::sqrt(M_PI) / 2).epsilon(1e-12));
}

TEST_CASE("the first leaders' tenures have density in proportion to survival, up to the term") {
  for (const double shape : {0.6, 1.0, 2.5})
    for (const double term : {1.0, 6.0, kInfinity}) {
      Leadership law;
      law.tenure = 3;
      law.tenure_shape = shape;
      law.term = term;
      const double scale = law.scale();
      const auto survival = [&](double u) { return std::exp(-std::pow(u / scale, shape)); };
      const double whole = term == kInfinity ? 3 : integral(0, term, survival);
      for (const double uniform : {0.001, 0.2, 0.5, 0.9, 0.999}) {
        const double u = stationary_tenure(law, uniform);
        CHECK(u <= term);
        CHECK(integral(0, u, survival) / whole == Approx(uniform).epsilon(1e-7));
      }
      CHECK(stationary_tenure(law, 0) == 0);
    }
}
