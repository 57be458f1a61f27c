#include "cli/salib.hpp"

#include <algorithm>

#include "cli/numbers.hpp"
#include "input/parameters.hpp"

namespace tizhi {
namespace {

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

}  // namespace

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

}  // namespace tizhi
