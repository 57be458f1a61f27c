// Outcomes over the replicates, for people and for programs.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "cli/contents.hpp"
#include "cli/numbers.hpp"
#include "cli/tables.hpp"
#include "cli/terminal.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

std::string short_number(double value) {
  if (std::isnan(value)) return "-";
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

std::string json_of(const Summary& s) {
  return "{\"id\": " + json_text(s.outcome) + ", \"variant\": " + json_text(s.variant) +
         ", \"unit\": " + json_text(s.unit) + ", \"mean\": " + json_number(s.mean) +
         ", \"sd\": " + json_number(s.sd) + ", \"defined\": " + std::to_string(s.defined) +
         ", \"replicates\": " + std::to_string(s.replicates) + "}";
}

}  // namespace

std::string outcome_table(const TrajectoryFile& file) {
  const std::vector<Summary> rows = summaries(file);
  if (rows.empty()) return "";
  int name = 7, variant = 7;
  for (const Summary& s : rows) {
    name = std::max(name, columns(s.outcome));
    variant = std::max(variant, columns(s.variant));
  }
  std::string text = padded("outcome", name) + "  " + padded("variant", variant) +
                     "  mean       sd         has a value\n";
  for (const Summary& s : rows) {
    text += padded(s.outcome, name) + "  " + padded(s.variant, variant) + "  " +
            padded(short_number(s.mean), 9) + "  " + padded(short_number(s.sd), 9) + "  ";
    text += s.defined == s.replicates
                ? "always"
                : "in " + std::to_string(s.defined) + " of " + std::to_string(s.replicates);
    const bool cut = s.unit == "year" && s.defined < s.replicates;
    text += cut ? " (mean of min(time, end))\n" : "\n";
  }
  return text;
}

std::string json_outcomes(const TrajectoryFile& file) {
  std::string text;
  for (const Summary& s : summaries(file)) text += (text.empty() ? "\n   " : ",\n   ") + json_of(s);
  return "[" + text + "]";
}

}  // namespace tizhi
