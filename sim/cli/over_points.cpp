#include "cli/over_points.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "cli/contents.hpp"
#include "cli/numbers.hpp"

namespace tizhi {
namespace {

constexpr std::uint64_t kRuns = 1 << 13;  // read at once
constexpr std::size_t kListed = 8;        // values of a parameter that are told one by one

std::string plural(std::uint64_t count, const std::string& noun) {
  return with_commas(count) + ' ' + noun + (count == 1 ? "" : "s");
}

std::uint64_t runs_of_a_point(const TrajectoryFile& file) {
  return file.length("variant") * file.length("replicate");
}

// Calls visit(first place, count) for blocks of the points, of `each` runs each.
void each_block(const TrajectoryFile& file, std::uint64_t each,
                const std::function<void(std::uint64_t, std::uint64_t)>& visit) {
  const std::uint64_t points = file.length("point");
  const std::uint64_t together = std::max<std::uint64_t>(kRuns / each, 1);
  for (std::uint64_t p = 0; p < points; p += together) visit(p, std::min(together, points - p));
}

// A swept parameter's values.
struct Values {
  std::string name;
  double min = std::numeric_limits<double>::infinity(), max = -min;
  std::set<double> all;  // up to one more than are told
  bool are_numbers = true;
};

Values values_of(const TrajectoryFile& file, const std::string& variable) {
  Values v;
  v.name = file.attribute(variable, "parameter");
  each_block(file, 1, [&](std::uint64_t from, std::uint64_t count) {
    for (const double value : file.numbers<double>(variable, {from}, {count})) {
      v.are_numbers = v.are_numbers && !std::isnan(value);
      if (std::isnan(value)) continue;
      v.min = std::min(v.min, value);
      v.max = std::max(v.max, value);
      if (v.all.size() <= kListed) v.all.insert(value);
    }
  });
  return v;
}

std::vector<Values> swept(const TrajectoryFile& file) {
  std::vector<Values> all;
  for (const std::string& variable : parameter_variables(file))
    all.push_back(values_of(file, variable));
  return all;
}

std::string four_digits(double value) {
  if (std::isnan(value)) return "-";
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

std::string told(const Values& v) {
  const std::string rest = v.are_numbers ? "" : ", and no numbers";
  if (v.all.empty()) return "no numbers";
  if (v.all.size() > kListed) return four_digits(v.min) + " to " + four_digits(v.max) + rest;
  std::string text;
  for (const double value : v.all) text += (text.empty() ? "" : ", ") + four_digits(value);
  return text + rest;
}

std::uint64_t refused_runs(const TrajectoryFile& file) {
  std::uint64_t refused = 0;
  each_block(file, runs_of_a_point(file), [&](std::uint64_t from, std::uint64_t count) {
    const auto statuses = file.numbers<std::uint8_t>(
        "status", {from, 0, 0}, {count, file.length("variant"), file.length("replicate")});
    refused += static_cast<std::uint64_t>(
        std::count_if(statuses.begin(), statuses.end(), [](std::uint8_t s) { return s != 0; }));
  });
  return refused;
}

std::int32_t number_of_point(const TrajectoryFile& file, std::uint64_t place) {
  return file.numbers<std::int32_t>("point", {place}, {1}).front();
}

std::string points_of_shard(const TrajectoryFile& file) {
  const std::string text = file.attribute("shard");
  const std::size_t slash = text.find('/');
  return text.substr(0, slash) + " of " + text.substr(slash + 1) + ": points " +
         with_commas(static_cast<std::uint64_t>(number_of_point(file, 0))) + " to " +
         with_commas(static_cast<std::uint64_t>(number_of_point(file, file.length("point") - 1)));
}

// Takes what the replicates of a point come to.
void take(OverPoints& o, const Summary& s, std::int64_t point) {
  o.defined += s.defined;
  o.runs += s.replicates;
  if (std::isnan(s.mean)) return;
  if (o.least_at < 0 || s.mean < o.least) o.least = s.mean, o.least_at = point;
  if (o.most_at < 0 || s.mean > o.most) o.most = s.mean, o.most_at = point;
}

OverPoints over_points(const TrajectoryFile& file, const std::string& id, std::uint64_t variant) {
  const OutcomeOfFile outcome = outcome_of(file, id);
  const std::uint64_t replicates = file.length("replicate");
  OverPoints o{id, file.texts("variant", variant, 1).front(), outcome.unit};
  double sum = 0, points = 0;
  each_block(file, replicates, [&](std::uint64_t from, std::uint64_t count) {
    const auto numbers = file.numbers<std::int32_t>("point", {from}, {count});
    const auto values =
        file.numbers<double>(outcome.variable, {from, variant, 0}, {count, 1, replicates});
    for (std::size_t p = 0; p < count; ++p) {
      const auto begin = values.begin() + static_cast<std::ptrdiff_t>(p * replicates);
      const Summary s =
          summary_of({begin, begin + static_cast<std::ptrdiff_t>(replicates)}, outcome.end);
      take(o, s, numbers[p]);
      sum += std::isnan(s.mean) ? 0 : s.mean;
      points += std::isnan(s.mean) ? 0 : 1;
    }
  });
  if (points > 0) o.mean = sum / points;
  return o;
}

constexpr Word kTitle{"Outcomes over the points: each counts with its mean over the replicates",
                      "各点的结果：每点取其重复的均值"};
constexpr Word kOutcome{"outcome", "结果"}, kVariant{"variant", "情形"}, kMean{"mean", "均值"},
    kLeast{"least", "最小"}, kMost{"most", "最大"}, kAt{"at point", "所在点"},
    kHasValue{"has a value", "有值"}, kAlways{"always", "总是"},
    kCut{" (mean of min(time, end))", "（取 min(时间, 期末) 的均值）"};

std::string how_often(const OverPoints& o, Language language) {
  if (o.defined == o.runs) return kAlways.in(language);
  const std::string defined = with_commas(o.defined), all = with_commas(o.runs);
  return (language == Language::chinese ? all + " 次中 " + defined + " 次"
                                        : "in " + defined + " of " + all) +
         (o.unit == "year" ? kCut.in(language) : "");
}

std::string place(std::int64_t point) { return point < 0 ? "-" : std::to_string(point); }

std::string json_of(const OverPoints& o) {
  const auto at = [](std::int64_t point) {
    return point < 0 ? std::string("null") : std::to_string(point);
  };
  return "{\"id\": " + json_text(o.outcome) + ", \"variant\": " + json_text(o.variant) +
         ", \"unit\": " + json_text(o.unit) + ", \"mean\": " + json_number(o.mean) +
         ", \"least\": " + json_number(o.least) + ", \"least_at\": " + at(o.least_at) +
         ", \"most\": " + json_number(o.most) + ", \"most_at\": " + at(o.most_at) +
         ", \"defined\": " + std::to_string(o.defined) + ", \"runs\": " + std::to_string(o.runs) +
         "}";
}

}  // namespace

bool is_of_a_sweep(const TrajectoryFile& file) { return !file.attribute("design").empty(); }

std::string extent_of_sweep(const TrajectoryFile& file) {
  const std::uint64_t points = file.length("point"), variants = file.length("variant");
  return plural(points, "point") + " × " +
         (variants == 1 ? "" : plural(variants, "variant") + " × ") +
         plural(file.length("replicate"), "replicate") + " = " +
         plural(points * runs_of_a_point(file), "run");
}

std::vector<std::pair<std::string, std::string>> lines_of_sweep(const TrajectoryFile& file) {
  std::vector<std::pair<std::string, std::string>> lines;
  const bool has_own_luck = file.attribute("luck") == "own";
  lines.emplace_back("design",
                     file.attribute("design") + (has_own_luck ? ", each point with luck of its own"
                                                              : ", all points with the same luck"));
  if (!file.attribute("shard").empty()) lines.emplace_back("shard", points_of_shard(file));
  const std::uint64_t refused = refused_runs(file);
  lines.emplace_back("complete", refused == 0 ? "every run was played"
                                              : "every run but " + with_commas(refused) +
                                                    ", which the checks refused");
  std::vector<std::vector<std::string>> rows;
  for (const Values& v : swept(file)) rows.push_back({v.name, told(v)});
  if (rows.empty()) return lines;
  const std::string table = aligned(rows);
  for (std::size_t begin = 0; begin < table.size();) {
    const std::size_t end = table.find('\n', begin);
    lines.emplace_back(begin == 0 ? "swept" : "", table.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

std::vector<OverPoints> outcomes_over_points(const TrajectoryFile& file) {
  std::vector<OverPoints> all;
  for (const std::string& id : outcome_ids(file))
    for (std::uint64_t v = 0; v < file.length("variant"); ++v)
      all.push_back(over_points(file, id, v));
  return all;
}

std::string table_over_points(const TrajectoryFile& file, Language language) {
  const std::vector<OverPoints> all = outcomes_over_points(file);
  if (all.empty()) return "";
  std::vector<std::vector<std::string>> rows(1);
  for (const Word* word : {&kOutcome, &kVariant, &kMean, &kLeast, &kAt, &kMost, &kAt, &kHasValue})
    rows[0].push_back(word->in(language));
  for (const OverPoints& o : all)
    rows.push_back({o.outcome, o.variant, four_digits(o.mean), four_digits(o.least),
                    place(o.least_at), four_digits(o.most), place(o.most_at),
                    how_often(o, language)});
  return kTitle.in(language) + "\n\n" + aligned(rows);
}

std::string json_of_sweep(const TrajectoryFile& file) {
  std::string parameters, outcomes;
  for (const Values& v : swept(file))
    parameters += (parameters.empty() ? "\n   " : ",\n   ") + json_text(v.name) +
                  ": {\"min\": " + json_number(v.min) + ", \"max\": " + json_number(v.max) + "}";
  for (const OverPoints& o : outcomes_over_points(file))
    outcomes += (outcomes.empty() ? "\n   " : ",\n   ") + json_of(o);
  return "\"design\": " + json_text(file.attribute("design")) +
         ",\n \"luck\": " + json_text(file.attribute("luck")) +
         ",\n \"shard\": " + json_text(file.attribute("shard")) +
         ",\n \"points\": " + std::to_string(file.length("point")) +
         ",\n \"refused\": " + std::to_string(refused_runs(file)) + ",\n \"parameters\": {" +
         parameters + "},\n \"outcomes\": [" + outcomes + "]";
}

}  // namespace tizhi
