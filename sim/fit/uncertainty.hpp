// Uncertainty: what else the numbers may be, by what a history tells of them. For forecasts whose
// bands hold more than luck.
#pragma once

#include <cstdint>

#include "fit/fit.hpp"

namespace tizhi {

// The normal law of the estimates, on the scales of their intervals: rates on the square root's,
// shapes that cannot be 0 on the logarithm's. A rate whose best value is 0 has half of a normal law
// of its own, whose 97.5 % is the upper end of its interval. What the history does not tell stays
// as it is.
class Uncertainty {
 public:
  Uncertainty(const Coefficients& coefficients, const Fit& fit);

  // The numbers of that draw, one a coefficient; the same for the same seed.
  Vector drawn(std::uint64_t seed, std::uint32_t number) const;

 private:
  struct Place {
    Eigen::Index coefficient = 0;
    double most = 0;  // of one whose best value is 0
    bool is_logarithmic = false;
  };
  double on_scale(const Place& place, double value) const;
  double from_scale(const Place& place, double value) const;

  Vector at_;
  std::vector<Place> known_;  // with a joint law
  std::vector<Place> none_;   // at 0
  Matrix root_;               // of the covariance of the known, on their scales
};

}  // namespace tizhi
