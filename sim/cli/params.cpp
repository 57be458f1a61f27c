// tizhi params: every parameter with its value in a scenario, its unit, range and meaning.
#include <algorithm>

#include "cli/commands.hpp"
#include "cli/numbers.hpp"
#include "cli/parameter_rows.hpp"
#include "cli/salib.hpp"
#include "cli/study.hpp"
#include "input/parameters.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

std::string holder(const Value& v) {
  return v.level + (v.level.empty() || v.model.empty() ? "" : ", ") + v.model;
}

// Columns as wide as their widest text.
std::string text_of(const std::vector<ParameterRow>& rows) {
  int name = 4, value = 5, unit = 4, range = 5;
  for (const ParameterRow& row : rows) {
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
  for (const ParameterRow& row : rows) {
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

std::string json_of(const ParameterRow& row, const Parameter* p, const std::string& meanings) {
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
  const std::vector<ParameterRow> rows = rows_of(run, Language::english);
  const std::vector<ParameterRow> rows_zh = rows_of(run, Language::chinese);
  std::string text = "[\n";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Parameter* p = i < parameters().size() ? &parameters()[i] : nullptr;
    const std::string meanings = "\"meaning\": " + json_text(rows[i].meaning) +
                                 ", \"meaning_zh\": " + json_text(rows_zh[i].meaning);
    text += json_of(rows[i], p, meanings) + (i + 1 < rows.size() ? ",\n" : "\n");
  }
  return text + "]\n";
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
