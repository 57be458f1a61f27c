// How surely each number is known.
#pragma once

#include "fit/fit.hpp"

namespace tizhi {

// Standard errors of the numbers in the places, from the curvature at the maximum; those that the
// history cannot tell apart are marked. Returns the covariance, one row a coefficient.
Matrix find_errors(const Inference& inference, const Maximum& at,
                   const std::vector<Eigen::Index>& places, std::vector<Estimate>& estimates);

// 95 % intervals: normal on the scale of the square root, or where the profile of the likelihood
// has fallen by 1.92. Where the best value is 0 always by the profile.
void find_intervals(const Inference& inference, const Maximum& at,
                    const std::vector<std::uint8_t>& held, Intervals how,
                    std::vector<Estimate>& estimates);

}  // namespace tizhi
