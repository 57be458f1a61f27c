// Prediction of one part of a history from another.
#pragma once

#include <optional>

#include "fit/scores.hpp"
#include "fit/uncertainty.hpp"

namespace tizhi {

using Takes = std::function<bool(const Origin&)>;

struct Fold {
  std::string name;
  Takes learns, predicts;
};

struct FoldScore {
  std::string name;
  Vector values;                           // of the coefficients, as learnt
  std::optional<Uncertainty> uncertainty;  // where they were learnt
  double learnt_from = 0;                  // formations
  Scores scores;
  int impossible = 0;  // formations that came although no cause pressed toward them
};

enum class Values : std::uint8_t { learnt, as_they_are };

FoldScore score(const Run& run, const std::vector<History>& histories,
                const Coefficients& coefficients, LeadersAre leaders, const Fold& fold,
                Values values);

// Dates known to a stretch of time become its middle: each region-step is predicted by itself.
std::vector<History> dated_in_the_middle(std::vector<History> histories);

}  // namespace tizhi
