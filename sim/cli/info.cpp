// tizhi info: what is in an output, with a picture of the shares.
#include <algorithm>
#include <filesystem>

#include "cli/commands.hpp"
#include "cli/contents.hpp"
#include "cli/contributions.hpp"
#include "cli/differences.hpp"
#include "cli/numbers.hpp"
#include "cli/over_points.hpp"
#include "cli/picture.hpp"
#include "cli/tables.hpp"
#include "cli/under_way.hpp"

namespace tizhi {
namespace {

std::string plural(std::uint64_t count, const std::string& noun) {
  return with_commas(count) + ' ' + noun + (count == 1 ? "" : "s");
}

std::vector<std::uint64_t> regions_by_level(const TrajectoryFile& file) {
  std::vector<std::uint64_t> counts(file.length("level"));
  for (const std::uint8_t level : file.numbers<std::uint8_t>("region_level")) ++counts[level];
  return counts;
}

std::string listed_levels(const TrajectoryFile& file) {
  const auto names = file.texts("level");
  const auto counts = regions_by_level(file);
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += (i == 0 ? "" : ", ") + with_commas(counts[i]) + ' ' + names[i];
  return text;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

// Of all runs; read in blocks.
std::string formations_by_cause(const TrajectoryFile& file) {
  const std::uint64_t all = formation_count(file);
  const auto causes = file.texts("cause");
  std::vector<std::uint64_t> counts(causes.size());
  constexpr std::uint64_t block = 1 << 20;
  for (std::uint64_t from = 0; from < all; from += block)
    for (const std::uint8_t cause :
         file.numbers<std::uint8_t>("formation_cause", {from}, {std::min(block, all - from)}))
      ++counts.at(cause);
  std::vector<std::string> parts;
  for (std::size_t c = 0; c < causes.size(); ++c)
    if (counts[c] > 0) parts.push_back(with_commas(counts[c]) + " " + causes[c]);
  return with_commas(all) + (parts.empty() ? "" : ": " + joined(parts));
}

std::string head(const Options& options, const TrajectoryFile& file) {
  const auto dates = dates_of(file, "time");
  const std::string title_zh = file.attribute("title_zh");
  const std::string git = file.attribute("git");
  std::string text = file.attribute("title");
  text += title_zh.empty() ? "\n\n" : "  " + title_zh + "\n\n";
  const auto line = [&](const char* name, const std::string& value) {
    text += padded(name, 12) + value + '\n';
  };
  line("file", options.subject + ", format " + file.attribute("format_version"));
  line("written by", "tizhi " + file.attribute("program_version") + " (" + git + ")");
  line("scenario", file.attribute("scenario_hash") + ", seed " + file.attribute("seed"));
  line("time", dates.front() + " to " + dates.back() + ", " + plural(dates.size() - 1, "step"));
  line("regions", with_commas(file.length("region")) + ": " + listed_levels(file));
  line("runs", is_of_a_sweep(file) ? extent_of_sweep(file)
                                   : plural(file.length("variant"), "variant") + " × " +
                                         plural(file.length("replicate"), "replicate"));
  if (is_of_a_sweep(file))
    for (const auto& [name, value] : lines_of_sweep(file)) line(name.c_str(), value);
  if (file.length("variant") > 1) line("variants", joined(file.texts("variant")));
  if (file.has("formation_cause")) line("formations", formations_by_cause(file));
  return text;
}

bool was_refused(const TrajectoryFile& file, const Extent& run) {
  return file.has("status") && file.numbers<std::uint8_t>("status", run, {1, 1, 1}).front() != 0;
}

// Shares of a variant as their mean over the points and replicates: dates × levels × models.
std::vector<double> mean_shares(const TrajectoryFile& file, std::uint64_t variant) {
  const Extent shape = file.shape("share");
  std::vector<double> means(shape[3] * shape[4] * shape[5]);
  std::uint64_t played = 0;
  for (std::uint64_t run = 0; run < shape[0] * shape[2]; ++run) {
    const auto shares =
        file.numbers<float>("share", {run / shape[2], variant, run % shape[2], 0, 0, 0},
                            {1, 1, 1, shape[3], shape[4], shape[5]});
    if (was_refused(file, {run / shape[2], variant, run % shape[2]})) continue;
    ++played;
    for (std::size_t i = 0; i < means.size(); ++i) means[i] += static_cast<double>(shares[i]);
  }
  for (double& mean : means) mean /= static_cast<double>(std::max<std::uint64_t>(played, 1));
  return means;
}

std::vector<Pigment> pigments(const TrajectoryFile& file, Language language) {
  const auto ids = file.texts("model");
  const auto names = file.texts(language == Language::chinese ? "model_name_zh" : "model_name");
  const auto colours = file.texts("model_colour");
  std::vector<Pigment> all;
  for (std::size_t k = 0; k < ids.size(); ++k)
    all.push_back({names[k].empty() ? ids[k] : names[k], colours[k]});
  return all;
}

std::string pictures(const Options& options, const TrajectoryFile& file, const Terminal& terminal) {
  if (!file.has("share")) return "";
  const auto variants = file.texts("variant"), levels = file.texts("level");
  const auto variant = options.variant.empty() ? 0 : place_of(options.variant, variants, "variant");
  const auto means = mean_shares(file, variant);
  const auto models = pigments(file, options.language);
  const auto counts = regions_by_level(file);
  const std::size_t row = levels.size() * models.size();
  Strip strip{dates_of(file, file.dimensions("share").at(3)), {}};
  std::string text = "\nShare of the regions that run each model, " + variants[variant] +
                     (is_of_a_sweep(file) ? ", mean of the points and replicates\n"
                                          : ", mean of the replicates\n");
  for (std::size_t level = 0; level < levels.size(); ++level) {
    if (options.level.empty() ? counts[level] == 0 : levels[level] != options.level) continue;
    strip.shares.clear();
    for (std::size_t t = 0; t < strip.dates.size(); ++t)
      for (std::size_t k = 0; k < models.size(); ++k)
        strip.shares.push_back(means[t * row + level * models.size() + k]);
    text += "\n" + levels[level] + " (" + with_commas(counts[level]) + ")\n";
    text += picture(strip, models, terminal);
  }
  return text + "\n" + legend(models, terminal);
}

std::string json_attributes(const Options& options, const TrajectoryFile& file) {
  std::string text = "{\"file\": " + json_text(options.subject);
  for (const char* name :
       {"format_version", "program_version", "git", "title", "title_zh", "scenario_hash", "seed"})
    text += ",\n \"" + std::string(name) + "\": " + json_text(file.attribute(name));
  return text;
}

std::string json_list(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + json_text(name);
  return "[" + text + "]";
}

std::string json_levels(const TrajectoryFile& file) {
  const auto names = file.texts("level");
  const auto counts = regions_by_level(file);
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += (i == 0 ? "" : ", ") + json_text(names[i]) + ": " + std::to_string(counts[i]);
  return "{" + text + "}";
}

std::string json_results(const TrajectoryFile& file) {
  if (is_of_a_sweep(file)) return json_of_sweep(file);
  return "\"outcomes\": " + json_outcomes(file) +
         (file.has("coalition") ? ",\n \"contributions\": " + json_contributions(file)
                                : ",\n \"differences\": " + json_differences(file));
}

std::string json_of(const Options& options, const TrajectoryFile& file) {
  const auto dates = dates_of(file, "time");
  return json_attributes(options, file) + ",\n \"start\": " + json_text(dates.front()) +
         ",\n \"end\": " + json_text(dates.back()) +
         ",\n \"steps\": " + std::to_string(dates.size() - 1) +
         ",\n \"regions\": " + json_levels(file) +
         ",\n \"models\": " + json_list(file.texts("model")) +
         ",\n \"variants\": " + json_list(file.texts("variant")) +
         ",\n \"replicates\": " + std::to_string(file.length("replicate")) +
         ",\n \"formations\": " + std::to_string(formation_count(file)) + ",\n " +
         json_results(file) + "}\n";
}

// The outcomes and what changes them: of a decomposition the causes, else the counterfactuals.
std::string results(const Options& options, const TrajectoryFile& file) {
  const bool is_decomposition = file.has("coalition");
  const Language language = options.language;
  if (is_of_a_sweep(file)) {
    const std::string table = table_over_points(file, language);
    return table.empty() ? "" : "\n" + table;
  }
  std::string text;
  for (const std::string& table :
       {is_decomposition ? contribution_table(file, language) : outcome_table(file, language),
        difference_table(file, language)})
    if (!table.empty()) text += "\n" + table;
  return text;
}

}  // namespace

Exit show_output(const Options& options) {
  std::error_code unknown;
  if (!std::filesystem::exists(options.subject, unknown)) {
    const std::string told = told_under_way(options.subject);
    if (!told.empty()) return print(told);
  }
  const TrajectoryFile file = open_output(options.subject);
  if (!options.level.empty()) place_of(options.level, file.texts("level"), "level");
  if (options.format == Format::json) return print(json_of(options, file));
  return print(head(options, file) + pictures(options, file, terminal_of(1)) +
               results(options, file));
}

}  // namespace tizhi
