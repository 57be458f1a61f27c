// Outcomes over the replicates, for people and for programs.
#include <cmath>
#include <cstdio>

#include "cli/contents.hpp"
#include "cli/numbers.hpp"
#include "cli/tables.hpp"
#include "cli/text_table.hpp"

namespace tizhi {
namespace {

std::string short_number(double value) {
  if (std::isnan(value)) return "-";
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

constexpr Word kOutcome{"outcome", "结果"}, kVariant{"variant", "情形"}, kMean{"mean", "均值"},
    kDeviation{"sd", "标准差"}, kHasValue{"has a value", "有值"}, kAlways{"always", "总是"},
    kCut{" (mean of min(time, end))", "（取 min(时间, 期末) 的均值）"};

std::string how_often(const Summary& s, Language language) {
  if (s.defined == s.replicates) return kAlways.in(language);
  const std::string defined = std::to_string(s.defined), all = std::to_string(s.replicates);
  return language == Language::chinese ? all + " 次中 " + defined + " 次"
                                       : "in " + defined + " of " + all;
}

std::string json_of(const Summary& s) {
  return "{\"id\": " + json_text(s.outcome) + ", \"variant\": " + json_text(s.variant) +
         ", \"unit\": " + json_text(s.unit) + ", \"mean\": " + json_number(s.mean) +
         ", \"sd\": " + json_number(s.sd) + ", \"defined\": " + std::to_string(s.defined) +
         ", \"replicates\": " + std::to_string(s.replicates) + "}";
}

}  // namespace

std::string outcome_table(const TrajectoryFile& file, Language language) {
  const std::vector<Summary> rows = summaries(file);
  if (rows.empty()) return "";
  std::vector<std::vector<std::string>> table(1);
  for (const Word* word : {&kOutcome, &kVariant, &kMean, &kDeviation, &kHasValue})
    table[0].push_back(word->in(language));
  for (const Summary& s : rows) {
    const bool cut = s.unit == "year" && s.defined < s.replicates;
    table.push_back({s.outcome, s.variant, short_number(s.mean), short_number(s.sd),
                     how_often(s, language) + (cut ? kCut.in(language) : "")});
  }
  return aligned(table);
}

std::string json_outcomes(const TrajectoryFile& file) {
  std::string text;
  for (const Summary& s : summaries(file)) text += (text.empty() ? "\n   " : ",\n   ") + json_of(s);
  return "[" + text + "]";
}

}  // namespace tizhi
