// The same replicates under the scenario itself and under a counterfactual, compared in pairs.
#pragma once

#include <cstddef>
#include <vector>

namespace tizhi {

// What a counterfactual changes in an outcome: its value less the base's, replicate by replicate.
// NaN where there is no such number: no pair, or for errors only one.
struct Difference {
  std::size_t replicates = 0;
  std::size_t pairs = 0;                               // in which both have a value
  std::size_t base_defined = 0, variant_defined = 0;   // of times: replicates that reach it
  double base_mean = 0, variant_mean = 0, change = 0;  // of the pairs
  double error = 0;                                    // standard error of the change
  double low = 0, high = 0;                            // its 95 % confidence interval, Student's t
  double unpaired_error = 0;  // what the error would be if each had luck of its own
  double variance_ratio = 0;  // unpaired over paired variance: inf where all pairs differ alike
};

// NaN is no value; `end` takes its place where it is not NaN itself: so a time that never comes
// counts as the end.
Difference difference_of(std::vector<double> base, std::vector<double> variant, double end);

}  // namespace tizhi
