#include "cli/parameter_rows.hpp"

#include <algorithm>
#include <cmath>

#include "cli/numbers.hpp"
#include "input/parameters.hpp"

namespace tizhi {
namespace {

std::string value_text(const Parameter& p, double value) {
  if (p.choices.empty()) return exact(value);
  return std::string(p.choices[static_cast<std::size_t>(value)]);
}

// Those of all models at one level, as one where they are the same.
std::vector<Value> values_at(const Parameter& p, const Run& run, std::size_t level) {
  const bool by_model = p.detail == Detail::by_level_and_model;
  std::vector<Value> values;
  for (int k = 0; k < (by_model ? run.models() : 1); ++k)
    values.push_back({run.world->level_names[level],
                      by_model ? run.catalogue[static_cast<std::size_t>(k)].id : "",
                      value_text(p, p.value(run.causes[level], k))});
  const auto same = [&](const Value& v) { return v.text == values[0].text; };
  if (!std::all_of(values.begin(), values.end(), same)) return values;
  values[0].model.clear();
  values.resize(1);
  return values;
}

bool is_alike(const std::vector<Value>& a, const std::vector<Value>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Value& x, const Value& y) {
    return x.model == y.model && x.text == y.text;
  });
}

// Those of all levels, without the level where all levels have the same.
std::vector<Value> joined(std::vector<std::vector<Value>> levels) {
  const bool alike = std::all_of(levels.begin(), levels.end(),
                                 [&](const auto& level) { return is_alike(level, levels[0]); });
  if (alike) levels.resize(1);
  std::vector<Value> all;
  for (std::vector<Value>& level : levels)
    for (Value& value : level) {
      if (alike) value.level.clear();
      all.push_back(std::move(value));
    }
  return all;
}

std::string interval(const Range& r) {
  const std::string most = std::isinf(r.most) ? "inf" : exact(r.most);
  return (r.lower == Bound::included ? "[" : "(") + exact(r.least) + ", " + most +
         (r.upper == Bound::included ? "]" : ")");
}

std::string range_text(const Parameter& p) {
  if (p.choices.empty()) return interval(p.range);
  std::string text;
  for (const std::string_view choice : p.choices)
    text += (text.empty() ? "" : "|") + std::string(choice);
  return text;
}

ParameterRow row_of(const Parameter& p, const Run& run, Language language) {
  std::vector<std::vector<Value>> levels;
  for (std::size_t level = 0; level < run.causes.size(); ++level)
    levels.push_back(values_at(p, run, level));
  const auto& meaning = language == Language::chinese ? p.meaning_zh : p.meaning;
  return {p.name(), std::string(unit_text(p.unit)), range_text(p), std::string(meaning),
          joined(std::move(levels))};
}

// Years: the mean of a tenure that the term cuts, ∫ survival from 0 to the term.
double cut_tenure(const Leadership& law) {
  return law.scale() * survival_integral(law.term / law.scale(), law.tenure_shape);
}

// The mean tenure that results once the term has cut the law: what `tenure` would have to be
// compared with in a history.
ParameterRow mean_tenure(const Run& run, Language language) {
  std::vector<std::vector<Value>> levels;
  for (std::size_t level = 0; level < run.causes.size(); ++level) {
    const Leadership& law = run.causes[level].leadership;
    levels.push_back(
        {{run.world->level_names[level], "", exact(std::round(1e6 * cut_tenure(law)) / 1e6)}});
  }
  return {"leadership.mean_tenure", "years", "results",
          language == Language::chinese ? "计入任期上限后的平均任期(由上面的参数得出)"
                                        : "mean tenure after the term has cut it (follows from "
                                          "the above)",
          joined(std::move(levels))};
}

}  // namespace

std::vector<ParameterRow> rows_of(const Run& run, Language language) {
  std::vector<ParameterRow> rows;
  for (const Parameter& p : parameters()) rows.push_back(row_of(p, run, language));
  rows.push_back(mean_tenure(run, language));
  return rows;
}

}  // namespace tizhi
