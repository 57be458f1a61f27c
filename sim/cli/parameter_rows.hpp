// The parameters of a run as rows to print.
#pragma once

#include <string>
#include <vector>

#include "cli/options.hpp"
#include "engine/run.hpp"

namespace tizhi {

// A value and what it holds for; both names empty: for all.
struct Value {
  std::string level, model, text;
};

struct ParameterRow {
  std::string name, unit, range, meaning;
  std::vector<Value> values;
};

// A row a parameter in the order of the list of parameters, then the mean tenure that results.
std::vector<ParameterRow> rows_of(const Run& run, Language language);

}  // namespace tizhi
