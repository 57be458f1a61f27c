#include "cli/score_report.hpp"

#include <algorithm>

#include "cli/grid.hpp"
#include "cli/numbers.hpp"

namespace tizhi {
namespace {

using Texts = std::vector<std::string>;

// What is said in both languages, in one.
struct Say {
  bool is_chinese = false;
  std::string operator()(const char* en, const char* zh) const { return is_chinese ? zh : en; }
};

std::string percent(double share) { return short_number(100 * share) + " %"; }

std::string ends(const Band& b) { return short_number(b.low) + " … " + short_number(b.high); }

std::string folds_text(const ScoreReport& report, bool is_chinese) {
  const Say say{is_chinese};
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

std::string free_run_table(const Lesson& lesson, const FreeRun& free, const FreeRun* drawn,
                           bool is_chinese) {
  const Say say{is_chinese};
  const Calendar& calendar = lesson.study().calendar;
  std::vector<Texts> rows{{say("date", "日期"), say("level", "层级"), say("model", "管理模式"),
                           say("observed", "观测"), say("mean", "均值"),
                           say("90 % by luck", "90%（仅随机性）")}};
  if (drawn != nullptr)
    rows.front().push_back(say("90 % by luck and estimates", "90%（随机性与估计误差）"));
  for (std::size_t n = 0; n < free.bands.size(); ++n) {
    const Band& b = free.bands[n];
    if (b.state != free.until && (b.state != free.known || free.known == free.from)) continue;
    rows.push_back({iso_text(calendar.date_of_state(b.state)),
                    lesson.run().world->level_names[b.level], lesson.run().catalogue[b.model].id,
                    short_number(b.observed), short_number(b.mean), ends(b)});
    if (drawn != nullptr) rows.back().push_back(ends(drawn->bands[n]));
  }
  return in_columns(rows);
}

std::string what_lay_within(const FreeRun& free, const FreeRun* drawn, bool is_chinese) {
  const Say say{is_chinese};
  std::string text =
      percent(free.within) + say(" of all observed shares lie within the bands of luck",
                                 " 的观测份额落在仅随机性的区间内");
  if (drawn != nullptr)
    text += say(", ", "，") + percent(drawn->within) +
            say(" within those of luck and estimates", " 落在含估计误差的区间内");
  text += "\n" + percent(free.hits) +
          say(" of the regions have in the last known state what was most often simulated for "
              "them (",
              " 的地区在最后已知状态与最常模拟到的一致（若一切不变则为 ") +
          percent(free.hits_by_rest) + say(" if nothing had changed)\n", "）\n");
  return text;
}

std::string free_run_text(const Lesson& lesson, const ScoreReport& report, bool is_chinese) {
  const Say say{is_chinese};
  const FreeRun& free = *report.free_run;
  const FreeRun* drawn = report.drawn_run ? &*report.drawn_run : nullptr;
  const Calendar& calendar = lesson.study().calendar;
  std::string text = say("simulated from ", "自由模拟：自 ") +
                     iso_text(calendar.date_of_state(free.from)) + say(" to ", " 至 ") +
                     iso_text(calendar.date_of_state(free.until)) + ", " +
                     with_commas(report.replicates) + say(" replicates", " 次重复") + "\n";
  text += free_run_table(lesson, free, drawn, is_chinese);
  if (free.known > free.from) text += what_lay_within(free, drawn, is_chinese);
  if (free.unbegun > 0)
    text += std::to_string(free.unbegun) +
            say(" histories whose first adoption came later are left out\n",
                " 个首次采纳较晚的历史未计入\n");
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
  for (std::size_t n = 0; n < free.bands.size(); ++n) {
    const Band& b = free.bands[n];
    bands += (bands.empty() ? "\n    " : ",\n    ") +
             ("{\"date\": " + json_text(iso_text(calendar.date_of_state(b.state)))) +
             ", \"level\": " + json_text(lesson.run().world->level_names[b.level]) +
             ", \"model\": " + json_text(lesson.run().catalogue[b.model].id) +
             ", \"observed\": " + json_number(b.observed) + ", \"mean\": " + json_number(b.mean) +
             ", \"q05\": " + json_number(b.low) + ", \"q50\": " + json_number(b.middle) +
             ", \"q95\": " + json_number(b.high);
    if (report.drawn_run)
      bands += ", \"q05_drawn\": " + json_number(report.drawn_run->bands[n].low) +
               ", \"q95_drawn\": " + json_number(report.drawn_run->bands[n].high);
    bands += "}";
  }
  return "{\"from\": " + json_text(iso_text(calendar.date_of_state(free.from))) +
         ", \"known_until\": " + json_text(iso_text(calendar.date_of_state(free.known))) +
         ", \"until\": " + json_text(iso_text(calendar.date_of_state(free.until))) +
         ", \"replicates\": " + std::to_string(report.replicates) +
         ", \"within\": " + json_number(free.within) + ", \"within_drawn\": " +
         (report.drawn_run ? json_number(report.drawn_run->within) : "null") +
         ", \"histories_left_out\": " + std::to_string(free.unbegun) +
         ", \"regions\": " + json_number(free.regions) + ", \"hits\": " + json_number(free.hits) +
         ", \"hits_if_nothing_changed\": " + json_number(free.hits_by_rest) +
         ", \"given_to_what_came\": " + json_number(free.given) + ",\n   \"bands\": [" + bands +
         "]}";
}

}  // namespace

std::string score_text(const Lesson& lesson, const Coefficients&, const ScoreReport& report,
                       Language language) {
  const bool is_chinese = language == Language::chinese;
  const std::string simulated = report.free_run ? free_run_text(lesson, report, is_chinese) : "";
  if (report.folds.empty()) return simulated;
  return folds_text(report, is_chinese) + (simulated.empty() ? "" : "\n") + simulated;
}

std::string score_json(const Lesson& lesson, const Coefficients& coefficients,
                       const ScoreReport& report) {
  std::string folds;
  for (const FoldScore& f : report.folds)
    folds += (folds.empty() ? "\n   " : ",\n   ") + json_fold(coefficients, f);
  std::string models;
  for (const CatalogueEntry& e : lesson.run().catalogue)
    models += (models.empty() ? "\n   " : ",\n   ") + ("{\"id\": " + json_text(e.id)) +
              ", \"name\": " + json_text(e.name) + ", \"name_zh\": " + json_text(e.name_zh) +
              ", \"colour\": " + json_text(e.colour) + "}";
  const World& world = *lesson.run().world;
  std::string levels;
  for (std::size_t l = 0; l < world.level_names.size(); ++l)
    levels += (levels.empty() ? "" : ", ") + ("{\"name\": " + json_text(world.level_names[l])) +
              ", \"regions\": " + std::to_string(world.level_count[l]) + "}";
  return "{\"title\": " + json_text(lesson.study().title) + ",\n \"levels\": [" + levels +
         "],\n \"models\": [" + models + "],\n \"folds\": [" + folds +
         "],\n \"free_run\": " + json_free_run(lesson, report) + "}\n";
}

}  // namespace tizhi
