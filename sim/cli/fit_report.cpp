#include "cli/fit_report.hpp"

#include <algorithm>
#include <cmath>

#include "cli/estimate_draws.hpp"
#include "cli/grid.hpp"
#include "cli/numbers.hpp"
#include "input/parameters.hpp"
#include "version.hpp"

namespace tizhi {
namespace {

using Texts = std::vector<std::string>;

struct Words {
  Language language;
  std::string operator()(const char* en, const char* zh) const {
    return language == Language::chinese ? zh : en;
  }
  std::string cause(Cause c) const {
    constexpr const char* zh[] = {"体制惯性", "上行下效", "上级规定", "领导因素"};
    const auto n = static_cast<std::size_t>(c);
    return (*this)(kCauseNames[n], zh[n]);
  }
};

std::string unit_of(const Coefficient& c) {
  for (const Parameter& p : parameters())
    if (p.name() == entry_of(c.quantity).name) return std::string(unit_text(p.unit));
  return "";
}

std::string count_text(double count) {
  return with_commas(static_cast<unsigned long long>(count + 0.5));
}

std::string known_until(const Lesson& lesson) {
  return iso_month_text(lesson.study().calendar.date_of_state(lesson.panel.until));
}

// What is said of an estimate that is no plain number with an error.
std::string remark(const Coefficients& coefficients, const Estimate& e, const Words& say) {
  switch (e.known) {
    case Known::well:
      return "";
    case Known::none:
      return say("0 is best: at most the upper end", "最优为 0：至多为区间上端");
    case Known::unseen:
      return say("not identified: nothing in this history depends on it",
                 "无法识别：该历史中没有任何事与它有关");
    case Known::unbounded:
      return say("not identified: the larger it is, the better", "无法识别：越大越好，没有上限");
    case Known::entangled:
      break;
  }
  std::string others;
  for (const std::size_t i : e.entangled_with)
    others += (others.empty() ? "" : ", ") + coefficients[i].name;
  return say("not identified: this history cannot tell it from ",
             "无法识别：与以下参数无法区分：") +
         others;
}

bool is_rate(const Coefficients& coefficients, const Estimate& e) {
  return entry_of(coefficients[e.coefficient].quantity).sort == Sort::rate;
}

// Who asked for all rates does not want to hear of those that the scenario has no use for.
bool is_worth_a_row(const Lesson& lesson, const Coefficients& coefficients, const Estimate& e) {
  return e.known != Known::unseen || lesson.names_its_wishes ||
         coefficients[e.coefficient].value > 0;
}

std::string interval(const Estimate& e) {
  return e.known == Known::unseen || e.known == Known::entangled
             ? "-"
             : short_number(e.least) + " … " + short_number(e.most);
}

std::string lost_text(double lost, const Words& say) {
  return std::isinf(lost) ? say("all: impossible", "不可能") : short_number(lost);
}

std::string estimates_text(const Lesson& lesson, const Coefficients& coefficients, const Fit& fit,
                           const Words& say) {
  std::vector<Texts> rows{{say("parameter", "参数"), say("unit", "单位"), say("scenario", "情景"),
                           say("estimate", "估计"), say("error", "标准误"),
                           say("95 % interval", "95% 区间"), say("lost without", "去掉则失"), "p"}};
  std::string unseen;
  for (const Estimate& e : fit.estimates) {
    const Coefficient& c = coefficients[e.coefficient];
    if (!is_worth_a_row(lesson, coefficients, e)) {
      unseen += (unseen.empty() ? "" : ", ") + c.name;
      continue;
    }
    const bool has_test =
        is_rate(coefficients, e) && e.known != Known::unseen && e.p <= 1 && !fit.causes.empty();
    Texts row{c.name,
              unit_of(c),
              short_number(c.value),
              e.known == Known::unseen ? "-" : short_number(e.value),
              short_number(e.error),
              interval(e),
              has_test ? lost_text(e.without, say) : "-",
              has_test ? chance_text(e.p) : "-"};
    if (const std::string text = remark(coefficients, e, say); !text.empty()) row.push_back(text);
    rows.push_back(std::move(row));
  }
  std::string text = in_columns(rows);
  if (!unseen.empty())
    text += say("nothing in this history depends on ", "该历史与以下参数无关：") + unseen + "\n";
  return text;
}

std::string law_text(const CauseTest& t, const Words& say) {
  if (std::isinf(t.gain)) return say("without it this history cannot be", "没有它就不会有这段历史");
  switch (t.law) {
    case Law::half_and_half:
      return say("½χ²₀ + ½χ²₁", "½χ²₀ + ½χ²₁");
    case Law::bound:
      return say("at most, by ½χ² of one degree less and ½χ²; --bootstrap N is exact",
                 "上界（½χ² 混合）；--bootstrap N 可得准确值");
    case Law::bootstrap:
      break;
  }
  return std::to_string(t.panels) +
         say(" histories simulated without it", " 个去掉该成因的模拟历史");
}

std::string tests_text(const Fit& fit, const Words& say) {
  if (fit.causes.empty()) return "";
  std::vector<Texts> rows{
      {say("without the cause", "去掉成因"), say("log likelihood lost", "对数似然损失"), "p", ""}};
  for (const CauseTest& t : fit.causes)
    rows.push_back(
        {say.cause(t.cause), lost_text(t.gain, say), chance_text(t.p), law_text(t, say)});
  std::string text = "\n" + in_columns(rows);
  if (fit.products.empty()) return text;
  rows = {{say("product of two causes", "两成因之积"), say("gained", "对数似然增益"), "p", ""}};
  for (const ProductTest& t : fit.products)
    rows.push_back(
        {say.cause(t.one) + " × " + say.cause(t.other), short_number(t.gain), chance_text(t.p),
         t.sign > 0   ? say("they help each other", "相互促进")
         : t.sign < 0 ? say("they hinder each other", "相互抑制")
                      : say("cannot be told from the causes themselves", "无法与两成因本身区分")});
  return text + "\n" + in_columns(rows);
}

// In what way preference enters.
std::string leaders_text(const Lesson& lesson, const Fit& fit, const Words& say) {
  const double all = fit.led_by_known + fit.led_by_expected;
  if (all == 0)
    return say("leaders are not seen, and preference is left out", "领导未观测，偏好不参与估计");
  const std::string known = short_number(100 * fit.led_by_known / all) + " %";
  std::string text = say("leaders are seen in ", "领导已观测：") + known +
                     say(" of the region-steps", " 的地区-时步");
  if (fit.led_by_expected == 0) return text;
  return text +
         (lesson.leaders == LeadersAre::expected
              ? say("; elsewhere preference enters as its expectation over the law of tenure",
                    "；其余以任期规律下的期望代入偏好")
              : say("; elsewhere preference is left out", "；其余不计偏好"));
}

std::string undated_text(const Fit& fit, const Words& say) {
  if (fit.undated == 0) return "";
  return count_text(fit.undated) +
         say(" formations are left out: in the order that their dates leave open nothing presses "
             "toward them\n",
             " 次形成未计入：日期不够精确，按各自区间中点排列时没有成因指向它们\n");
}

// Whether the first of each history had to be explained.
std::string first_text(const Lesson& lesson, const Fit& fit, const Words& say) {
  if (lesson.gives_first)
    return count_text(fit.given) +
           say(" formations are given: each history counts from the step after its first\n",
               " 次形成视为给定：每个历史自首次采纳后的下一时步起计\n");
  if (lesson.panel.names.size() < 2) return "";
  return say("first adoptions are explained like all others (else: --first-adopters given)\n",
             "首次采纳与其他形成一样须由成因解释（否则用 --first-adopters given）\n");
}

std::string head_text(const Lesson& lesson, const Fit& fit, const Words& say) {
  const Panel& panel = lesson.panel;
  const bool is_states = panel.rows == RowsTell::states;
  return count_text(static_cast<double>(panel.names.size())) +
         say(panel.names.size() == 1 ? " history of " : " histories of ", " 个历史，") +
         count_text(lesson.run().world->size()) +
         say(" regions, known until ", " 个地区，已知至 ") + known_until(lesson) +
         say(is_states ? "; rows tell what there is" : "; rows tell changes",
             is_states ? "；各行为状态" : "；各行为变动") +
         "\n" + count_text(fit.at_risk) +
         say(" region-steps at risk, ", " 个有可能变动的地区-时步，") + count_text(fit.formations) +
         say(" formations to explain", " 次待解释的形成") + "\n" + first_text(lesson, fit, say) +
         undated_text(fit, say) + leaders_text(lesson, fit, say) + "\n\n";
}

std::string json_estimate(const Coefficients& coefficients, const Estimate& e) {
  constexpr const char* known[] = {"well", "none", "unseen", "entangled", "unbounded"};
  const Coefficient& c = coefficients[e.coefficient];
  std::string others;
  for (const std::size_t i : e.entangled_with)
    others += (others.empty() ? "" : ", ") + json_text(coefficients[i].name);
  return "{\"name\": " + json_text(c.name) + ", \"unit\": " + json_text(unit_of(c)) +
         ", \"scenario\": " + json_number(c.value) + ", \"estimate\": " + json_number(e.value) +
         ", \"error\": " + json_number(e.error) + ", \"least\": " + json_number(e.least) +
         ", \"most\": " + json_number(e.most) +
         ", \"known\": " + json_text(known[static_cast<std::size_t>(e.known)]) +
         ", \"entangled_with\": [" + others + "], \"lost_without\": " + json_number(e.without) +
         ", \"p\": " + json_number(e.p) + "}";
}

template <class All, class One>
std::string json_list(const All& all, One one) {
  std::string text;
  for (const auto& item : all) text += (text.empty() ? "\n   " : ",\n   ") + one(item);
  return "[" + text + "]";
}

std::string json_cause(const CauseTest& t) {
  constexpr const char* laws[] = {"half_and_half", "bound", "bootstrap"};
  return "{\"cause\": " + json_text(kCauseNames[static_cast<std::size_t>(t.cause)]) +
         ", \"rates\": " + std::to_string(t.rates) + ", \"lost\": " + json_number(t.gain) +
         ", \"p\": " + json_number(t.p) +
         ", \"law\": " + json_text(laws[static_cast<std::size_t>(t.law)]) +
         ", \"panels\": " + std::to_string(t.panels) + "}";
}

std::string json_product(const ProductTest& t) {
  return "{\"one\": " + json_text(kCauseNames[static_cast<std::size_t>(t.one)]) +
         ", \"other\": " + json_text(kCauseNames[static_cast<std::size_t>(t.other)]) +
         ", \"gained\": " + json_number(t.gain) + ", \"p\": " + json_number(t.p) +
         ", \"sign\": " + std::to_string(t.sign) + "}";
}

}  // namespace

std::string fit_text(const Lesson& lesson, const Coefficients& coefficients, const Fit& fit,
                     Language language) {
  const Words say{language};
  return head_text(lesson, fit, say) + estimates_text(lesson, coefficients, fit, say) + "\n" +
         say("log likelihood ", "对数似然 ") + short_number(fit.log_likelihood) + " (" +
         short_number(fit.at_scenario) +
         say(" with the scenario's own rates), AIC ", "，按情景原值)，AIC ") +
         short_number(fit.aic) + ", " + std::to_string(fit.parameters) +
         say(fit.parameters == 1 ? " number learnt" : " numbers learnt", " 个参数") + "\n" +
         tests_text(fit, say);
}

std::string fit_json(const Lesson& lesson, const Coefficients& coefficients, const Fit& fit) {
  const auto number = [](const char* name, double value) {
    return ",\n \"" + std::string(name) + "\": " + json_number(value);
  };
  constexpr const char* leaders[] = {"seen", "expected", "ignored"};
  return "{\"histories\": " + std::to_string(lesson.panel.names.size()) +
         ",\n \"known_until\": " + json_text(known_until(lesson)) + number("at_risk", fit.at_risk) +
         number("formations", fit.formations) + number("formations_left_out", fit.undated) +
         number("formations_given", fit.given) + number("leaders_seen", fit.led_by_known) +
         number("leaders_not_seen", fit.led_by_expected) + ",\n \"leaders_not_seen_are\": " +
         json_text(leaders[static_cast<std::size_t>(lesson.leaders)]) +
         number("log_likelihood", fit.log_likelihood) +
         number("log_likelihood_of_scenario", fit.at_scenario) + number("aic", fit.aic) +
         number("numbers", fit.parameters) + ",\n \"found\": " + (fit.is_found ? "true" : "false") +
         ",\n \"estimates\": " +
         json_list(fit.estimates,
                   [&](const Estimate& e) { return json_estimate(coefficients, e); }) +
         ",\n \"without\": " + json_list(fit.causes, json_cause) +
         ",\n \"products\": " + json_list(fit.products, json_product) + "}\n";
}

std::vector<std::string> fitted_comment(const Options& options, const std::string& fitted,
                                        const Lesson& lesson, const Coefficients& coefficients,
                                        const Fit& fit) {
  std::string files;
  for (const std::string& file : options.panel.files) files += " --panel " + file;
  std::vector<std::string> lines{
      "Learnt by tizhi " TIZHI_VERSION ": tizhi fit " + options.subject + files,
      count_text(fit.at_risk) + " region-steps at risk, " + count_text(fit.formations) +
          " formations, known until " + known_until(lesson),
      "log likelihood " + short_number(fit.log_likelihood) + ", AIC " + short_number(fit.aic)};
  if (options.panel.draws > 0)
    lines.push_back("other values that the history leaves possible: tizhi sweep " + fitted +
                    " --table " + draws_path(fitted) + ", the first row being these");
  for (const Estimate& e : fit.estimates)
    if (e.known != Known::unseen)
      lines.push_back(coefficients[e.coefficient].name + " = " + short_number(e.value) +
                      ", 95 % interval " + interval(e) +
                      (remark(coefficients, e, {Language::english}).empty()
                           ? ""
                           : "; " + remark(coefficients, e, {Language::english})));
  return lines;
}

}  // namespace tizhi
