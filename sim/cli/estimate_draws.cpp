#include "cli/estimate_draws.hpp"

#include <algorithm>

#include "cli/numbers.hpp"
#include "fit/uncertainty.hpp"

namespace tizhi {
namespace {

// A parameter of the scenario, at one level or all, toward one model or all, that was learnt.
struct Column {
  std::string name;
  Eigen::Index coefficient = 0;
};

std::vector<Column> columns_of(const Run& run, const Coefficients& all, std::size_t history,
                               std::size_t quantity) {
  const QuantityEntry& q = quantities()[quantity];
  const int models = q.detail == Detailed::by_model_too ? run.models() : 1;
  std::vector<Column> cells, levels, one;
  bool is_same_by_model = true;
  for (std::size_t l = 0; l < run.causes.size(); ++l) {
    if (!run.causes[l].acts(q.cause)) continue;
    const std::string level = std::string(q.name) + "." + run.world->level_names[l];
    const int first = all.at(static_cast<Quantity>(quantity), history, l, 0);
    for (int k = 0; k < models; ++k) {
      const int here = all.at(static_cast<Quantity>(quantity), history, l, k);
      is_same_by_model &= here == first;
      if (here >= 0)
        cells.push_back({level + "." + run.catalogue[static_cast<std::size_t>(k)].id, here});
    }
    if (first >= 0) levels.push_back({level, first});
  }
  if (!is_same_by_model) return cells;
  const auto is_first = [&](const Column& c) { return c.coefficient == levels[0].coefficient; };
  const bool acts_everywhere = levels.size() == run.causes.size();
  if (acts_everywhere && std::all_of(levels.begin(), levels.end(), is_first))
    return {{std::string(q.name), levels[0].coefficient}};
  return levels;
}

}  // namespace

std::string draws_table(const Lesson& lesson, const Coefficients& coefficients, const Fit& fit,
                        std::size_t history, int draws) {
  std::vector<Column> columns;
  for (std::size_t n = 0; n < quantities().size(); ++n)
    for (const Column& c : columns_of(lesson.run(), coefficients, history, n))
      if (coefficients[static_cast<std::size_t>(c.coefficient)].is_free) columns.push_back(c);
  std::string text;
  for (const Column& c : columns) text += (text.empty() ? "" : ",") + c.name;
  const Uncertainty uncertainty(coefficients, fit);
  for (int n = 0; n <= draws; ++n) {
    const Vector values =
        n == 0 ? fit.values
               : uncertainty.drawn(lesson.run().seed, static_cast<std::uint32_t>(n - 1));
    const char* between = "\n";
    for (const Column& c : columns) {
      text += between + json_number(values[c.coefficient]);
      between = ",";
    }
  }
  return text + "\n";
}

std::string draws_path(const std::string& fitted) {
  const std::size_t name = fitted.find_last_of('/') + 1;
  const std::size_t dot = fitted.rfind('.');
  const bool has_ending = dot != std::string::npos && dot > name;
  return (has_ending ? fitted.substr(0, dot) : fitted) + "-draws.csv";
}

}  // namespace tizhi
