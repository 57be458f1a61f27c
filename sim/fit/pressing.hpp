// What presses a region in a step, per unit of each coefficient: the causes' own terms.
#pragma once

#include <vector>

#include "fit/evidence.hpp"

namespace tizhi {

// The terms of one region-step, toward each model.
struct Pressing {
  std::vector<Term> terms;
  std::vector<OpenOrder> orders;
  double modifier = 1;  // W D B
  Verdict verdict = Verdict::open;
};

// Per unit of preference, of leaders who are not known: the mean over the law of their tenure and
// of what they favour. Not the mean of the likelihood, which would follow each leader.
struct ExpectedLeaders {
  std::vector<double> zeal;                // one a level: the mean of exp(-u/honeymoon)
  std::vector<PerModel<double>> favoured;  // one a level, of those who are no outsiders
  explicit ExpectedLeaders(const Run& run);

  // [q = k] on average, in a level whose other regions have these models.
  double chance(const Leadership& law, Level level, const PerModel<double>& shares, Model k) const;
};

// Where a region stands, for its coefficients.
struct Standpoint {
  const Coefficients* coefficients = nullptr;
  std::size_t history = 0;
  Level level = 0;
  int models = 1;
};

// `led[k]`: what stands per unit of preference.
Pressing pressing(const Causes& causes, const Situation& s, const Standpoint& from,
                  const PerModel<double>& led);

}  // namespace tizhi
