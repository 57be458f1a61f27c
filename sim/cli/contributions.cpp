#include "cli/contributions.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "cli/contents.hpp"
#include "cli/failure.hpp"
#include "cli/numbers.hpp"
#include "cli/tables.hpp"
#include "cli/text_table.hpp"
#include "engine/decompose.hpp"

namespace tizhi {
namespace {

using Texts = std::vector<std::string>;

constexpr std::array<Word, 4> kCauses{{{"inertia", "体制惯性"},
                                       {"imitation", "上行下效"},
                                       {"mandate", "上级规定"},
                                       {"leadership", "领导因素"}}};
constexpr Word kTitle{"What each cause contributes: Shapley value ± standard error",
                      "各成因的贡献：夏普利值 ± 标准误"};
constexpr Word kOutcome{"outcome", "结果"}, kModel{"model", "管理模式"}, kEffect{"effect", "效应"},
    kNoCause{"no cause", "无成因"}, kAllCauses{"all causes", "全部成因"},
    kFirstIn{"first in", "单独加入"}, kLastOut{"last out", "最后去掉"},
    kUnknown{"-: in no replicate has every coalition a value\n",
             "-：没有一次重复在所有组合中都有值\n"};

std::string fixed(double value) {
  if (std::isnan(value)) return "-";
  char text[32];
  std::snprintf(text, sizeof text, std::abs(value) < 99.9995 ? "%.3f" : "%.1f", value);
  return std::string(text) == "-0.000" ? "0.000" : text;
}

// "+0.551 ±0.003"; exactly 0 needs no error.
std::string with_error(double mean, double error) {
  if (mean == 0 && !(error > 0)) return "0";
  std::string text = (mean > 0 ? "+" : "") + fixed(mean);
  return std::isnan(error) ? text : text + " ±" + fixed(error);
}

Texts heading(const Word& what, Language language) {
  Texts row{what.in(language), kNoCause.in(language), kAllCauses.in(language)};
  for (const Word& cause : kCauses) row.push_back(cause.in(language));
  return row;
}

// A variable and its standard errors.
struct Estimates {
  std::vector<double> mean, error;
  Estimates(const TrajectoryFile& file, const std::string& name)
      : mean(file.numbers<double>(name)), error(file.numbers<double>(name + "_error")) {}
  std::string text(std::size_t i) const { return with_error(mean[i], error[i]); }
  std::string json(std::size_t i) const {
    return "{\"mean\": " + json_number(mean[i]) + ", \"error\": " + json_number(error[i]) + "}";
  }
};

std::string pair_of_causes(std::size_t pair, Language language) {
  const auto& [one, other] = kPairsOfCauses[pair];
  return kCauses[static_cast<std::size_t>(one)].in(language) + " + " +
         kCauses[static_cast<std::size_t>(other)].in(language);
}

bool has_outcomes(const TrajectoryFile& file) { return file.has("shapley"); }

void add_effects(const TrajectoryFile& file, const Word& word, const char* variable,
                 Language language, std::vector<Texts>& rows) {
  const Texts ids = file.texts("outcome");
  const Estimates effect(file, variable);
  for (std::size_t o = 0; o < ids.size(); ++o) {
    Texts row{ids[o], word.in(language)};
    for (std::size_t c = 0; c < kCauses.size(); ++c)
      row.push_back(effect.text(o * kCauses.size() + c));
    rows.push_back(row);
  }
}

// A variant's share of the regions of a level that run each model, at a kept date.
std::vector<double> mean_shares(const TrajectoryFile& file, std::uint64_t variant, std::uint64_t at,
                                std::uint64_t level) {
  const Extent shape = file.shape("share");
  const auto all =
      file.numbers<float>("share", {0, variant, 0, at, level, 0}, {1, 1, shape[2], 1, 1, shape[5]});
  std::vector<double> means(shape[5]);
  for (std::size_t i = 0; i < all.size(); ++i)
    means[i % shape[5]] += static_cast<double>(all[i]) / static_cast<double>(shape[2]);
  return means;
}

std::size_t date_of(const Texts& dates, const std::string& at) {
  if (at.empty()) return dates.size() - 1;
  const auto found = std::lower_bound(dates.begin(), dates.end(), at);
  if (found != dates.end() && at.find_first_not_of("0123456789-") == std::string::npos)
    return static_cast<std::size_t>(found - dates.begin());
  throw Failure{Exit::refused, "there are no shares at '" + at + "'",
                "give a date from " + dates.front() + " to " + dates.back()};
}

template <class Item>
std::string json_list(std::size_t count, Item item) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += (i == 0 ? "" : ", ") + item(i);
  return text;
}

}  // namespace

std::string contribution_table(const TrajectoryFile& file, Language language) {
  if (!has_outcomes(file)) return "";
  const Texts ids = file.texts("outcome");
  const Estimates shapley(file, "shapley"), without(file, "without_causes"),
      with(file, "with_all_causes");
  std::vector<Texts> rows{heading(kOutcome, language)};
  for (std::size_t o = 0; o < ids.size(); ++o) {
    Texts row{ids[o], fixed(without.mean[o]), fixed(with.mean[o])};
    for (std::size_t c = 0; c < kCauses.size(); ++c)
      row.push_back(shapley.text(o * kCauses.size() + c));
    rows.push_back(row);
  }
  const auto replicates = file.numbers<std::int32_t>("decomposed_replicates");
  const bool any_unknown = std::find(replicates.begin(), replicates.end(), 0) != replicates.end();
  return kTitle.in(language) + "\n\n" + aligned(rows) + (any_unknown ? kUnknown.in(language) : "");
}

std::string effect_table(const TrajectoryFile& file, Language language) {
  if (!has_outcomes(file)) return "";
  Texts head{kOutcome.in(language), kEffect.in(language)};
  for (const Word& cause : kCauses) head.push_back(cause.in(language));
  std::vector<Texts> rows{head};
  add_effects(file, kFirstIn, "first_in", language, rows);
  add_effects(file, kLastOut, "last_out", language, rows);
  return aligned(rows);
}

std::string interaction_table(const TrajectoryFile& file, Language language) {
  if (!has_outcomes(file)) return "";
  const Texts ids = file.texts("outcome");
  const Estimates together(file, "interaction");
  const auto of_pairs = [&](std::size_t begin, std::size_t end) {
    Texts head{kOutcome.in(language)};
    for (std::size_t p = begin; p < end; ++p) head.push_back(pair_of_causes(p, language));
    std::vector<Texts> rows{head};
    for (std::size_t o = 0; o < ids.size(); ++o) {
      Texts row{ids[o]};
      for (std::size_t p = begin; p < end; ++p) row.push_back(together.text(o * kCausePairs + p));
      rows.push_back(row);
    }
    return aligned(rows);
  };
  return of_pairs(0, kCausePairs / 2) + "\n" + of_pairs(kCausePairs / 2, kCausePairs);
}

std::string share_table(const TrajectoryFile& file, const std::string& level, const std::string& at,
                        Language language) {
  const Texts dates = dates_of(file, "share_time"), variants = file.texts("variant");
  const Texts ids = file.texts("model");
  const Texts names = file.texts(language == Language::chinese ? "model_name_zh" : "model_name");
  const std::uint64_t row_of = place_of(level, file.texts("level"), "level");
  const std::uint64_t t = date_of(dates, at);
  const auto with = mean_shares(file, 0, t, row_of);
  const auto without = mean_shares(file, variants.size() - 1, t, row_of);
  const Extent from{t, row_of, 0, 0}, extent{1, 1, ids.size(), kCauses.size()};
  const auto mean = file.numbers<double>("shapley_share", from, extent);
  const auto error = file.numbers<double>("shapley_share_error", from, extent);
  std::vector<Texts> rows{heading(kModel, language)};
  for (std::size_t k = 0; k < ids.size(); ++k) {
    const bool is_named = language == Language::chinese && !names[k].empty();
    Texts row{is_named ? names[k] : ids[k], fixed(without[k]), fixed(with[k])};
    for (std::size_t c = 0; c < kCauses.size(); ++c)
      row.push_back(with_error(mean[k * kCauses.size() + c], error[k * kCauses.size() + c]));
    rows.push_back(row);
  }
  return level + ", " + dates[t] + "\n" + aligned(rows);
}

std::string json_contributions(const TrajectoryFile& file) {
  if (!has_outcomes(file)) return "[]";
  const Texts ids = file.texts("outcome"), causes = file.texts("pressing_cause");
  const Texts pairs = file.texts("cause_pair");
  const auto replicates = file.numbers<std::int32_t>("decomposed_replicates");
  const Estimates without(file, "without_causes"), with(file, "with_all_causes");
  const auto by = [&](const char* variable, const Texts& names, std::size_t o) {
    const Estimates all(file, variable);
    return ",\n     \"" + std::string(variable) + "\": {" +
           json_list(names.size(),
                     [&](std::size_t i) {
                       return json_text(names[i]) + ": " + all.json(o * names.size() + i);
                     }) +
           "}";
  };
  std::string text;
  for (std::size_t o = 0; o < ids.size(); ++o)
    text += (o == 0 ? "\n   {" : ",\n   {") + ("\"id\": " + json_text(ids[o])) +
            ", \"replicates\": " + std::to_string(replicates[o]) +
            ", \"without_causes\": " + without.json(o) + ", \"with_all_causes\": " + with.json(o) +
            by("shapley", causes, o) + by("first_in", causes, o) + by("last_out", causes, o) +
            by("interaction", pairs, o) + "}";
  return "[" + text + "]";
}

void write_contributions(const TrajectoryFile& file, Data& data, const Choice&) {
  if (!has_outcomes(file))
    throw Failure{Exit::refused, "the output holds no contributions of causes to outcomes",
                  "'tizhi decompose SCENARIO.toml -o OUT.h5' writes them"};
  const Texts ids = file.texts("outcome"), causes = file.texts("pressing_cause");
  const auto write = [&](const char* effect, const Texts& names) {
    const Estimates all(file, effect);
    const auto field = [](double value) { return std::isnan(value) ? "" : exact(value); };
    for (std::size_t i = 0; i < all.mean.size(); ++i)
      data << "0," << csv_field(ids[i / names.size()]) << "," << effect << ","
           << names[i % names.size()] << "," << field(all.mean[i]) << "," << field(all.error[i])
           << "\n";
  };
  data << "point,outcome,effect,cause,mean,error\n";
  write("without_causes", {"none"});
  write("with_all_causes", {"all"});
  for (const char* effect : {"shapley", "first_in", "last_out"}) write(effect, causes);
  write("interaction", file.texts("cause_pair"));
  data.flush();
}

}  // namespace tizhi
