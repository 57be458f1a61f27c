// [sweep]: read and checked here, played by `tizhi sweep`.
#include "input/sweep.hpp"

#include <algorithm>
#include <limits>

#include "input/catalogue.hpp"
#include "input/section.hpp"
#include "input/text.hpp"
#include "input/variants.hpp"

namespace tizhi {
namespace {

constexpr Range kAny{-kInfinity, kInfinity, Bound::excluded, Bound::excluded};
constexpr std::int64_t kMostPoints = 1'000'000'000;

std::string joined(const std::vector<KeyPart>& key) {
  std::string name;
  for (const KeyPart& part : key) name += (name.empty() ? "" : ".") + part.key;
  return name;
}

// Puts a value where the parameter stands and reads everything again.
void try_value(const Setup& swept, const Node& value, const Node& document, const Frame& frame,
               Diagnostics& diagnostics) {
  Node changed = document;
  Diagnostics found;
  const Setup trial{swept.key, value};
  apply_setup(trial, frame.atlas.levels, model_ids(frame.catalogue), changed, found);
  if (!found.has_errors()) read_run(changed, frame, found);
  for (const Diagnostic& d : found.sorted())
    if (d.severity == Severity::error) diagnostics.add(d);
}

void read_range(const Setup& swept, SweptParameter& parameter, Diagnostics& diagnostics) {
  Section section(swept.value, "the range of '" + parameter.name + "'", diagnostics);
  const Node* min = section.required("min", "0");
  const Node* max = section.required("max", "1");
  const double nothing = std::numeric_limits<double>::quiet_NaN();
  const auto read = [&](const Node* node, const char* key) {
    return node ? as_number(*node, key, kAny, diagnostics).value_or(nothing) : nothing;
  };
  parameter.min = read(min, "min");
  parameter.max = read(max, "max");
  parameter.n = section.whole("n", 0, 2, kMostPoints);
  parameter.scale = static_cast<Scale>(section.choice("scale", 0, {"linear", "log"}));
  section.refuse_the_rest();
  if (parameter.max <= parameter.min)
    diagnostics.error(max->place, "'max' does not lie above 'min'", "a larger number",
                      "exchange the two, or give a list of values");
  if (parameter.scale == Scale::log && parameter.min <= 0)
    diagnostics.error(min->place, "a logarithmic scale cannot begin at " + spelled(parameter.min),
                      "a number above 0", "scale = \"linear\" may begin there");
}

SweptParameter read_parameter(const Setup& swept, const Sweep& sweep, const Node& document,
                              const Frame& frame, Diagnostics& diagnostics) {
  SweptParameter parameter;
  parameter.name = joined(swept.key);
  parameter.key = swept.key;
  parameter.place = swept.value.place;
  const std::size_t errors_before = diagnostics.errors();
  std::vector<Node> trials;
  if (swept.value.kind == Kind::table) {
    read_range(swept, parameter, diagnostics);
    for (const char* end : {"min", "max"})
      if (const Node* node = swept.value.find(end)) trials.push_back(*node);
    if (sweep.design == Design::grid && parameter.n == 0 && diagnostics.errors() == errors_before)
      diagnostics.error(swept.value.place, "a grid needs to know how many values to take",
                        "'n' in the range", "{ min = 0, max = 1, n = 11 }, or a list of values");
  } else if (swept.value.kind == Kind::array && !swept.value.items.empty()) {
    for (const Node& item : swept.value.items)
      parameter.values.push_back(as_number(item, parameter.name, kAny, diagnostics).value_or(0));
    trials = swept.value.items;
  } else {
    wrong_kind(swept.value, parameter.name, "a list of numbers, or a range", diagnostics,
               "[0, 0.5, 1] or { min = 0, max = 1, n = 11 }, for instance");
  }
  if (diagnostics.errors() > errors_before) return parameter;
  for (const Node& trial : trials) try_value(swept, trial, document, frame, diagnostics);
  return parameter;
}

// A Sobol sequence is even at powers of two, and nowhere between.
void check_points(const Sweep& sweep, const Node& points, Diagnostics& diagnostics) {
  const bool is_sobol = sweep.design == Design::sobol || sweep.design == Design::saltelli;
  if (!is_sobol || (sweep.points & (sweep.points - 1)) == 0) return;
  std::int64_t below = 1;
  while (2 * below < sweep.points) below *= 2;
  diagnostics.error(
      points.place, std::to_string(sweep.points) + " points of Sobol's sequence are not even",
      "a power of two", "take " + std::to_string(below) + " or " + std::to_string(2 * below));
}

}  // namespace

std::string name_of(Design design) {
  constexpr const char* names[] = {"grid", "lhs", "sobol", "saltelli", "table"};
  return names[static_cast<int>(design)];
}

std::string names_option(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ",") + name;
  return "--names " + text;
}

std::optional<Sweep> read_sweep(const Node& document, const Frame& frame,
                                Diagnostics& diagnostics) {
  if (document.find("sweep") == nullptr) return std::nullopt;
  const Node* table = section_of(document, "sweep", diagnostics);
  if (table == nullptr) return std::nullopt;
  Section section(*table, "[sweep]", diagnostics);
  Sweep sweep;
  sweep.place = table->place;
  if (const Node* design = table->find("design")) sweep.place = design->place;
  sweep.design = static_cast<Design>(
      section.choice("design", 0, {"grid", "lhs", "sobol", "saltelli", "table"}));
  if (const Node* points = section.find("points"))
    sweep.points = as_whole(*points, "points", 1, kMostPoints, diagnostics).value_or(0);
  sweep.luck = static_cast<SweepLuck>(section.choice("luck", 0, {"shared", "own"}));
  const Node* swept = section.find("parameters");
  section.refuse_the_rest();
  const bool draws = sweep.design != Design::grid && sweep.design != Design::table;
  if (draws && table->find("points") == nullptr)
    diagnostics.error(table->place, "[sweep] lacks 'points'", "",
                      "add a line such as points = 1000: how many are drawn");
  if (const Node* points = table->find("points")) check_points(sweep, *points, diagnostics);
  if (sweep.design == Design::table && swept == nullptr) return sweep;
  if (swept == nullptr || swept->kind != Kind::table || swept->entries.empty()) {
    diagnostics.error(swept != nullptr ? swept->place : table->place, "[sweep] varies nothing",
                      "[sweep.parameters] with at least one parameter",
                      "\"imitation.peers\" = [0, 0.5, 1], for instance");
    return sweep;
  }
  std::vector<KeyPart> above;
  std::vector<Setup> setups;
  collect_setups(*swept, Leaves::ranges, above, setups, diagnostics);
  for (const Setup& setup : setups)
    if (is_variable(setup, "a sweep", diagnostics))
      sweep.parameters.push_back(read_parameter(setup, sweep, document, frame, diagnostics));
  return sweep;
}

}  // namespace tizhi
