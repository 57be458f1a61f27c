// Other values of what was learnt, as a table of points that `tizhi sweep` plays.
#pragma once

#include <string>

#include "cli/lesson.hpp"

namespace tizhi {

// Names in the first line; in the second the estimates, then so many draws of their normal law.
std::string draws_table(const Lesson& lesson, const Coefficients& coefficients, const Fit& fit,
                        std::size_t history, int draws);

// FITTED.toml -> FITTED-draws.csv
std::string draws_path(const std::string& fitted);

}  // namespace tizhi
