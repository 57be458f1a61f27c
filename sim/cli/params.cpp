// tizhi params: every parameter with its value in a scenario, its unit, range and meaning.
#include <algorithm>
#include <cmath>

#include "cli/commands.hpp"
#include "cli/numbers.hpp"
#include "cli/study.hpp"
#include "input/parameters.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

// A value and what it holds for; both names empty: for all.
struct Value {
  std::string level, model, text;
};

struct Row {
  std::string name, unit, range, meaning;
  std::vector<Value> values;
};

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

Row row_of(const Parameter& p, const Run& run, Language language) {
  std::vector<std::vector<Value>> levels;
  for (std::size_t level = 0; level < run.causes.size(); ++level)
    levels.push_back(values_at(p, run, level));
  const auto& meaning = language == Language::chinese ? p.meaning_zh : p.meaning;
  return {p.name(), std::string(unit_text(p.unit)), range_text(p), std::string(meaning),
          joined(std::move(levels))};
}

// The mean tenure that results once the term has cut the law: what `tenure` would have to be
// compared with in a history.
Row mean_tenure(const Run& run, Language language) {
  std::vector<std::vector<Value>> levels;
  for (std::size_t level = 0; level < run.causes.size(); ++level) {
    const Leadership& law = run.causes[level].leadership;
    levels.push_back(
        {{run.world->level_names[level], "",
          exact(law.scale() * survival_integral(law.term / law.scale(), law.tenure_shape))}});
  }
  return {"leadership.mean_tenure", "years", "results",
          language == Language::chinese ? "计入任期上限后的平均任期(由上面的参数得出)"
                                        : "mean tenure after the term has cut it (follows from "
                                          "the above)",
          joined(std::move(levels))};
}

std::vector<Row> rows_of(const Run& run, Language language) {
  std::vector<Row> rows;
  for (const Parameter& p : parameters()) rows.push_back(row_of(p, run, language));
  rows.push_back(mean_tenure(run, language));
  return rows;
}

std::string holder(const Value& v) {
  return v.level + (v.level.empty() || v.model.empty() ? "" : ", ") + v.model;
}

// Columns as wide as their widest text.
std::string text_of(const std::vector<Row>& rows) {
  int name = 4, value = 5, unit = 4, range = 5;
  for (const Row& row : rows) {
    name = std::max(name, columns(row.name));
    unit = std::max(unit, columns(row.unit));
    range = std::max(range, columns(row.range));
    for (const Value& v : row.values) {
      name = std::max(name, 2 + columns(holder(v)));
      value = std::max(value, columns(v.text));
    }
  }
  const auto line = [&](const std::string& a, const std::string& b, const std::string& c,
                        const std::string& d, const std::string& e) {
    std::string text = padded(a, name) + "  " + padded(b, value) + "  " + padded(c, unit) + "  " +
                       padded(d, range) + "  " + e;
    text.resize(text.find_last_not_of(' ') + 1);
    return text + '\n';
  };
  std::string text = line("name", "value", "unit", "range", "meaning");
  for (const Row& row : rows) {
    const bool one = row.values.size() == 1;
    text += line(row.name, one ? row.values[0].text : "", row.unit, row.range, row.meaning);
    if (one) continue;
    for (const Value& v : row.values) text += line("  " + holder(v), v.text, "", "", "");
  }
  return text;
}

std::string json_value(const Parameter* p, const std::string& text) {
  if (p != nullptr && !p->choices.empty()) return json_text(text);
  return text == "inf" || text == "nan" ? json_text(text) : text;
}

std::string json_of(const Row& row, const Parameter* p, const std::string& meanings) {
  std::string text = "  {\"name\": " + json_text(row.name) + ", \"unit\": " + json_text(row.unit) +
                     ", \"range\": " + json_text(row.range) + ", " + meanings +
                     ",\n   \"values\": [";
  for (const Value& v : row.values) {
    if (&v != &row.values.front()) text += ", ";
    text += "{";
    if (!v.level.empty()) text += "\"level\": " + json_text(v.level) + ", ";
    if (!v.model.empty()) text += "\"model\": " + json_text(v.model) + ", ";
    text += "\"value\": " + json_value(p, v.text) + "}";
  }
  return text + "]}";
}

// The rows in both languages.
std::string json_of(const Run& run) {
  const std::vector<Row> rows = rows_of(run, Language::english);
  const std::vector<Row> rows_zh = rows_of(run, Language::chinese);
  std::string text = "[\n";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Parameter* p = i < parameters().size() ? &parameters()[i] : nullptr;
    const std::string meanings = "\"meaning\": " + json_text(rows[i].meaning) +
                                 ", \"meaning_zh\": " + json_text(rows_zh[i].meaning);
    text += json_of(rows[i], p, meanings) + (i + 1 < rows.size() ? ",\n" : "\n");
  }
  return text + "]\n";
}

// The `problem` of SALib's samplers.
struct Problem {
  std::vector<std::string> names, bounds, laws;
};

Problem problem_of(const Sweep& sweep) {
  Problem problem;
  for (const SweptParameter& p : sweep.parameters) {
    const auto [least, most] = std::minmax_element(p.values.begin(), p.values.end());
    const double low = p.values.empty() ? p.min : *least;
    const double high = p.values.empty() ? p.max : *most;
    problem.names.push_back(json_text(p.name));
    problem.bounds.push_back("[" + json_number(low) + ", " + json_number(high) + "]");
    problem.laws.push_back(json_text(p.scale == Scale::log ? "logunif" : "unif"));
  }
  return problem;
}

// Where the scenario sweeps nothing: what has a natural range, the chances.
Problem problem_of_chances() {
  Problem problem;
  for (const Parameter& p : parameters()) {
    if (p.unit != tizhi::Unit::chance) continue;
    problem.names.push_back(json_text(p.name()));
    problem.bounds.push_back("[" + exact(p.range.least) + ", " + exact(p.range.most) + "]");
    problem.laws.push_back("\"unif\"");
  }
  return problem;
}

std::string list(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
  return "[" + text + "]";
}

std::string salib(const Reading& reading, const Console& console) {
  const bool swept = reading.sweep && !reading.sweep->parameters.empty();
  if (!swept)
    console.say(
        "note: the scenario has no [sweep.parameters]; these are the parameters that have "
        "a natural range\n");
  const Problem problem = swept ? problem_of(*reading.sweep) : problem_of_chances();
  return "{\"num_vars\": " + std::to_string(problem.names.size()) +
         ",\n \"names\": " + list(problem.names) + ",\n \"bounds\": " + list(problem.bounds) +
         ",\n \"dists\": " + list(problem.laws) + "}\n";
}

}  // namespace

Exit list_parameters(const Options& options, const Console& console) {
  const Reading reading = read_study(options, console);
  const Run& run = reading.study->variants.front().run;
  switch (options.format) {
    case Format::text:
      return print(text_of(rows_of(run, options.language)));
    case Format::json:
      return print(json_of(run));
    case Format::salib:
      return print(salib(reading, console));
  }
  return Exit::failed;
}

}  // namespace tizhi
