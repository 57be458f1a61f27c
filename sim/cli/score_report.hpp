// How well a history was predicted, for people and for programs.
#pragma once

#include "cli/lesson.hpp"
#include "fit/free_run.hpp"
#include "fit/score.hpp"

namespace tizhi {

struct ScoreReport {
  std::vector<FoldScore> folds;
  std::optional<FreeRun> free_run;   // by luck alone
  std::optional<FreeRun> drawn_run;  // with other values of what was learnt, too
  std::uint32_t replicates = 0;
};

std::string score_text(const Lesson& lesson, const Coefficients& coefficients,
                       const ScoreReport& report, Language language);
std::string score_json(const Lesson& lesson, const Coefficients& coefficients,
                       const ScoreReport& report);

}  // namespace tizhi
