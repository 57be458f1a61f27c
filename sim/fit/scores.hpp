// How good predictions of the next step were.
#pragma once

#include <vector>

namespace tizhi {

// A region-step that was predicted.
struct Case {
  double p = 0;  // predicted chance of a formation
  bool formed = false;
  double log_score = 0;  // logarithm of the chance given to what came: nothing, or which model
  double log_base = 0;   // the same by the rates of formations before, whoever the region
  double p_base = 0;
};

// Cases of like predictions: what was predicted and what came, on average.
struct Bin {
  double cases = 0, predicted = 0, observed = 0;
};

struct Scores {
  double cases = 0, formations = 0;
  double base_rate = 0;                // share of cases in which something formed
  double log_score = 0, log_base = 0;  // mean per case
  double brier = 0, brier_base = 0, brier_skill = 0;
  // Calibration: the logit of what came against the logit of what was predicted; 0 and 1 are best.
  double intercept = 0, slope = 0;
  double auc = 0;  // chance that a case that formed was given more than one that did not
  double average_precision = 0;  // as much as base_rate for predictions that know nothing
  std::vector<Bin> bins;         // tenths of the cases, by prediction
};

Scores scores(const std::vector<Case>& cases);

}  // namespace tizhi
