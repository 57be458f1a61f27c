#include "cli/score_report.hpp"

#include <algorithm>

#include "cli/grid.hpp"
#include "cli/numbers.hpp"

namespace tizhi {
namespace {

using Texts = std::vector<std::string>;

std::string date_text(const Date& d) {
  char text[48];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", d.year, d.month, d.day);
  return text;
}

std::string percent(double share) { return short_number(100 * share) + " %"; }

std::string folds_text(const ScoreReport& report, bool is_chinese) {
  const auto say = [&](const char* en, const char* zh) { return is_chinese ? zh : en; };
  std::vector<Texts> rows{{say("predicted", "预测"), say("cases", "例数"), say("formed", "形成"),
                           say("log score", "对数得分"), say("by base rate", "按基准率"),
                           say("Brier", "Brier"), say("skill", "技巧"), say("intercept", "截距"),
                           say("slope", "斜率"), "AUC", say("precision", "平均精度"),
                           say("base rate", "基准率")}};
  for (const FoldScore& f : report.folds) {
    const Scores& s = f.scores;
    rows.push_back({f.name, with_commas(static_cast<unsigned long long>(s.cases)),
                    short_number(s.formations), short_number(s.log_score), short_number(s.log_base),
                    short_number(s.brier), short_number(s.brier_skill), short_number(s.intercept),
                    short_number(s.slope), short_number(s.auc), short_number(s.average_precision),
                    short_number(s.base_rate)});
  }
  std::string text = in_columns(rows);
  for (const FoldScore& f : report.folds)
    if (f.impossible > 0)
      text +=
          f.name + say(": without ", "：未计入 ") + std::to_string(f.impossible) +
          say(" region-steps that the scenario holds impossible\n", " 个情景中不可能的地区-时步\n");
  return text;
}

std::string free_run_text(const Lesson& lesson, const ScoreReport& report, bool is_chinese) {
  const auto say = [&](const char* en, const char* zh) {
    return std::string(is_chinese ? zh : en);
  };
  const FreeRun& free = *report.free_run;
  const Calendar& calendar = lesson.study().calendar;
  std::string text = "\n" + say("simulated from ", "自由模拟：自 ") +
                     date_text(calendar.date_of_state(free.from)) + say(" to ", " 至 ") +
                     date_text(calendar.date_of_state(free.until)) + ", " +
                     with_commas(report.replicates) + say(" replicates", " 次重复") + "\n";
  std::vector<Texts> rows{{say("level", "层级"), say("model", "管理模式"), say("observed", "观测"),
                           say("mean", "均值"), say("90 % of replicates", "90% 的重复")}};
  for (const Band& b : free.bands)
    if (b.state == free.until)
      rows.push_back({lesson.run().world->level_names[b.level], lesson.run().catalogue[b.model].id,
                      short_number(b.observed), short_number(b.mean),
                      short_number(b.low) + " … " + short_number(b.high)});
  text += in_columns(rows);
  text += percent(free.within) +
          say(" of all observed shares lie within these bands\n", " 的观测份额落在区间内\n");
  text += percent(free.hits) +
          say(" of the regions have at the end what was most often simulated "
              "for them (",
              " 的地区末态与最常模拟到的一致（若一切不变则为 ") +
          percent(free.hits_by_rest) + say(" if nothing had changed)\n", "）\n");
  return text;
}

std::string json_bins(const Scores& s) {
  std::string text;
  for (const Bin& b : s.bins)
    text += (text.empty() ? "" : ", ") + ("{\"cases\": " + json_number(b.cases)) +
            ", \"predicted\": " + json_number(b.predicted) +
            ", \"observed\": " + json_number(b.observed) + "}";
  return "[" + text + "]";
}

std::string json_values(const Coefficients& coefficients, const FoldScore& f) {
  std::string text;
  for (std::size_t i = 0; i < coefficients.size(); ++i)
    if (coefficients[i].is_free)
      text += (text.empty() ? "" : ", ") + json_text(coefficients[i].name) + ": " +
              json_number(f.values[static_cast<Eigen::Index>(i)]);
  return "{" + text + "}";
}

std::string json_fold(const Coefficients& coefficients, const FoldScore& f) {
  const Scores& s = f.scores;
  const auto number = [](const char* name, double value) {
    return ", \"" + std::string(name) + "\": " + json_number(value);
  };
  return "{\"name\": " + json_text(f.name) + number("learnt_from", f.learnt_from) +
         ", \"values\": " + json_values(coefficients, f) + number("cases", s.cases) +
         number("formations", s.formations) + number("impossible", f.impossible) +
         number("base_rate", s.base_rate) + number("log_score", s.log_score) +
         number("log_score_of_base_rate", s.log_base) + number("brier", s.brier) +
         number("brier_of_base_rate", s.brier_base) + number("brier_skill", s.brier_skill) +
         number("calibration_intercept", s.intercept) + number("calibration_slope", s.slope) +
         number("auc", s.auc) + number("average_precision", s.average_precision) +
         ",\n    \"bins\": " + json_bins(s) + "}";
}

std::string json_free_run(const Lesson& lesson, const ScoreReport& report) {
  if (!report.free_run) return "null";
  const FreeRun& free = *report.free_run;
  const Calendar& calendar = lesson.study().calendar;
  std::string bands;
  for (const Band& b : free.bands)
    bands += (bands.empty() ? "\n    " : ",\n    ") +
             ("{\"date\": " + json_text(date_text(calendar.date_of_state(b.state)))) +
             ", \"level\": " + json_text(lesson.run().world->level_names[b.level]) +
             ", \"model\": " + json_text(lesson.run().catalogue[b.model].id) +
             ", \"observed\": " + json_number(b.observed) + ", \"mean\": " + json_number(b.mean) +
             ", \"q05\": " + json_number(b.low) + ", \"q50\": " + json_number(b.middle) +
             ", \"q95\": " + json_number(b.high) + "}";
  return "{\"from\": " + json_text(date_text(calendar.date_of_state(free.from))) +
         ", \"until\": " + json_text(date_text(calendar.date_of_state(free.until))) +
         ", \"replicates\": " + std::to_string(report.replicates) +
         ", \"within\": " + json_number(free.within) +
         ", \"regions\": " + json_number(free.regions) + ", \"hits\": " + json_number(free.hits) +
         ", \"hits_if_nothing_changed\": " + json_number(free.hits_by_rest) +
         ", \"given_to_what_came\": " + json_number(free.given) + ",\n   \"bands\": [" + bands +
         "]}";
}

}  // namespace

std::string score_text(const Lesson& lesson, const Coefficients&, const ScoreReport& report,
                       Language language) {
  const bool is_chinese = language == Language::chinese;
  return folds_text(report, is_chinese) +
         (report.free_run ? free_run_text(lesson, report, is_chinese) : "");
}

std::string score_json(const Lesson& lesson, const Coefficients& coefficients,
                       const ScoreReport& report) {
  std::string folds;
  for (const FoldScore& f : report.folds)
    folds += (folds.empty() ? "\n   " : ",\n   ") + json_fold(coefficients, f);
  return "{\"title\": " + json_text(lesson.study().title) + ",\n \"folds\": [" + folds +
         "],\n \"free_run\": " + json_free_run(lesson, report) + "}\n";
}

}  // namespace tizhi
