// What was learnt, for people and for programs.
#pragma once

#include "cli/lesson.hpp"

namespace tizhi {

std::string fit_text(const Lesson& lesson, const Coefficients& coefficients, const Fit& fit,
                     Language language);
std::string fit_json(const Lesson& lesson, const Coefficients& coefficients, const Fit& fit);

// Lines that open a fitted scenario: where its numbers come from. `fitted`: its path.
std::vector<std::string> fitted_comment(const Options& options, const std::string& fitted,
                                        const Lesson& lesson, const Coefficients& coefficients,
                                        const Fit& fit);

}  // namespace tizhi
