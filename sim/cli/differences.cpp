#include "cli/differences.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "cli/contents.hpp"
#include "cli/numbers.hpp"
#include "cli/tables.hpp"
#include "cli/text_table.hpp"

namespace tizhi {
namespace {

using Texts = std::vector<std::string>;

constexpr Word kTitle{
    "What each counterfactual changes (its value less the base's), paired by replicate",
    "各反事实情形带来的改变（其值减基准值），按重复配对"};
constexpr Word kOutcome{"outcome", "结果"}, kVariant{"counterfactual", "反事实"},
    kBase{"base", "基准"}, kThere{"variant", "该情形"}, kChange{"difference", "差"},
    kInterval{"95 % interval", "95% 置信区间"}, kUnpaired{"unpaired", "不配对"},
    kGain{"gain", "增益"}, kPairs{"pairs", "配对数"}, kReached{"reached", "达到"},
    kTo{" to ", " 至 "};
constexpr Word kLegend{
    "difference ± standard error; unpaired: the error if each had luck of its own;\n"
    "gain: how many times less variance the shared luck leaves\n",
    "差 ± 标准误；不配对：若各用各的随机数，标准误会是多少；\n"
    "增益：共用随机数使方差缩小到几分之一\n"};
constexpr Word kAsTheEnd{"reached: replicates that reach it; the others count as the end\n",
                         "达到：达到该值的重复数；其余按期末计\n"};

std::string three_digits(double value, const char* format = "%.3g") {
  if (std::isnan(value)) return "-";
  char text[32];
  std::snprintf(text, sizeof text, format, value == 0 ? 0.0 : value);
  return text;
}

bool is_time(const NamedDifference& d) { return d.unit == "year"; }

std::string gain_of(const Difference& d) {
  if (std::isnan(d.variance_ratio)) return "-";
  if (std::isinf(d.variance_ratio)) return "∞";
  return three_digits(d.variance_ratio, d.variance_ratio < 9.95 ? "%.1f" : "%.0f") + "×";
}

// A change that no replicate shows needs no error.
std::string change_of(const Difference& d) {
  if (d.change == 0 && d.error == 0) return "0";
  const std::string error = std::isnan(d.error) ? "" : " ±" + three_digits(d.error, "%.2g");
  return three_digits(d.change, "%+.3g") + error;
}

std::string interval_of(const Difference& d, Language language) {
  if (std::isnan(d.low) || (d.change == 0 && d.error == 0)) return "-";
  return three_digits(d.low, "%+.3g") + kTo.in(language) + three_digits(d.high, "%+.3g");
}

// Which columns a table needs besides.
struct Extra {
  bool pairs = false, reached = false;
  explicit Extra(const std::vector<NamedDifference>& all) {
    for (const NamedDifference& d : all) {
      pairs = pairs || d.of.pairs < d.of.replicates;
      reached =
          reached || (is_time(d) && d.of.base_defined + d.of.variant_defined < 2 * d.of.replicates);
    }
  }
};

Texts heading(const Extra& extra, Language language) {
  Texts row;
  for (const Word* word :
       {&kOutcome, &kVariant, &kBase, &kThere, &kChange, &kInterval, &kUnpaired, &kGain})
    row.push_back(word->in(language));
  if (extra.pairs) row.push_back(kPairs.in(language));
  if (extra.reached) row.push_back(kReached.in(language));
  return row;
}

Texts fields(const NamedDifference& d, const Extra& extra, Language language) {
  const std::string unpaired = three_digits(d.of.unpaired_error, "%.2g");
  Texts row{d.outcome,
            d.variant,
            three_digits(d.of.base_mean),
            three_digits(d.of.variant_mean),
            change_of(d.of),
            interval_of(d.of, language),
            (unpaired == "-" ? "" : "±") + unpaired,
            gain_of(d.of)};
  if (extra.pairs) row.push_back(std::to_string(d.of.pairs));
  if (extra.reached)
    row.push_back(is_time(d) ? std::to_string(d.of.base_defined) + " → " +
                                   std::to_string(d.of.variant_defined)
                             : "");
  return row;
}

// Of the ends of an interval: versions of the library that gives the quantile differ beyond that.
std::string ten_digits(double value) {
  return std::isfinite(value) ? three_digits(value, "%.10g") : "";
}

std::string json_of(const NamedDifference& d) {
  std::string text = "{\"id\": " + json_text(d.outcome) + ", \"variant\": " + json_text(d.variant) +
                     ", \"unit\": " + json_text(d.unit) +
                     ", \"replicates\": " + std::to_string(d.of.replicates) +
                     ", \"pairs\": " + std::to_string(d.of.pairs) +
                     ", \"base_defined\": " + std::to_string(d.of.base_defined) +
                     ", \"variant_defined\": " + std::to_string(d.of.variant_defined);
  const auto say = [&](const char* name, const std::string& value) {
    text += ", \"" + std::string(name) + "\": " + (value.empty() ? "null" : value);
  };
  const auto add = [&](const char* name, double value) { say(name, json_number(value)); };
  add("base_mean", d.of.base_mean);
  add("variant_mean", d.of.variant_mean);
  add("difference", d.of.change);
  add("error", d.of.error);
  say("low", ten_digits(d.of.low));
  say("high", ten_digits(d.of.high));
  add("unpaired_error", d.of.unpaired_error);
  add("variance_ratio", d.of.variance_ratio);
  return text + "}";
}

}  // namespace

std::vector<NamedDifference> differences(const TrajectoryFile& file, const std::string& variant,
                                         std::uint64_t point) {
  std::vector<NamedDifference> all;
  if (file.has("coalition")) return all;
  const Texts variants = file.texts("variant");
  const std::uint64_t replicates = file.length("replicate");
  for (const std::string& id : outcome_ids(file)) {
    const OutcomeOfFile outcome = outcome_of(file, id);
    const auto values = [&](std::uint64_t v) {
      return file.numbers<double>(outcome.variable, {point, v, 0}, {1, 1, replicates});
    };
    const std::vector<double> base = values(0);
    for (std::uint64_t v = 1; v < variants.size(); ++v)
      if (variant.empty() || variants[v] == variant)
        all.push_back({id, variants[v], outcome.unit, difference_of(base, values(v), outcome.end)});
  }
  return all;
}

std::string difference_table(const TrajectoryFile& file, Language language) {
  const std::vector<NamedDifference> all = differences(file);
  if (all.empty()) return "";
  const Extra extra(all);
  std::vector<Texts> rows{heading(extra, language)};
  for (const NamedDifference& d : all) rows.push_back(fields(d, extra, language));
  return kTitle.in(language) + "\n\n" + aligned(rows) + kLegend.in(language) +
         (extra.reached ? kAsTheEnd.in(language) : "");
}

std::string json_differences(const TrajectoryFile& file) {
  std::string text;
  for (const NamedDifference& d : differences(file))
    text += (text.empty() ? "\n   " : ",\n   ") + json_of(d);
  return "[" + text + "]";
}

namespace {

void write_point(const TrajectoryFile& file, Data& data, const Choice& choice,
                 std::uint64_t point) {
  const std::string number =
      std::to_string(file.numbers<std::int32_t>("point", {point}, {1}).front()) + ',';
  for (const auto& [outcome, variant, unit, of] : differences(file, choice.variant, point)) {
    data << number << csv_field(outcome) << "," << csv_field(variant) << "," << csv_field(unit);
    for (const std::size_t n : {of.replicates, of.pairs, of.base_defined, of.variant_defined})
      data << "," << std::to_string(n);
    const auto exactly = [](double x) { return std::isnan(x) ? "" : exact(x); };
    for (const std::string& field :
         {exactly(of.base_mean), exactly(of.variant_mean), exactly(of.change), exactly(of.error),
          ten_digits(of.low), ten_digits(of.high), exactly(of.unpaired_error),
          exactly(of.variance_ratio)})
      data << "," << field;
    data << "\n";
  }
}

}  // namespace

void write_differences(const TrajectoryFile& file, Data& data, const Choice& choice) {
  const Texts variants = file.texts("variant");
  if (!choice.variant.empty()) place_of(choice.variant, variants, "variant");
  if (file.has("coalition"))
    throw Failure{Exit::refused, "the output is a decomposition: its variants are coalitions",
                  "print its table 'contributions'"};
  if (variants.size() < 2)
    throw Failure{Exit::refused, "the output holds no counterfactual",
                  "add a [[counterfactual]] to the scenario and run it again"};
  data << "point,outcome,variant,unit,replicates,pairs,base_defined,variant_defined,base_mean,"
          "variant_mean,difference,error,low,high,unpaired_error,variance_ratio\n";
  for (std::uint64_t point = 0; point < file.length("point") && data.is_open(); ++point)
    write_point(file, data, choice, point);
  data.flush();
}

}  // namespace tizhi
