// tizhi decompose: what each cause contributes to the outcomes of a scenario.
#include "engine/decompose.hpp"
#include "cli/commands.hpp"
#include "cli/contents.hpp"
#include "cli/contributions.hpp"
#include "cli/numbers.hpp"
#include "cli/play.hpp"
#include "cli/report.hpp"
#include "cli/study.hpp"
#include "input/sha256.hpp"

namespace tizhi {
namespace {

std::size_t chosen_variant(const Options& options, const Console& console, const Study& study) {
  std::vector<std::string> known;
  for (const Variant& variant : study.variants) known.push_back(variant.id);
  if (options.variant.empty() && known.size() > 1)
    console.say("note: this decomposes the scenario itself; --variant ID takes a counterfactual\n");
  return options.variant.empty() ? 0 : place_of(options.variant, known, "variant", "the scenario");
}

// The coalitions of a study: a run of its own, that no output of `tizhi run` is taken for.
Study coalitions_of(const Options& options, const Console& console, const Study& study) {
  const std::size_t variant = chosen_variant(options, console, study);
  const std::string id = study.variants[variant].id;
  Study all = decomposed(study, variant);
  all.scenario_hash = sha256("decompose\n" + id + "\n" + study.scenario_hash);
  return all;
}

std::string text_of(const Options& options, const TrajectoryFile& file) {
  const Language language = options.language;
  const bool is_chinese = language == Language::chinese;
  std::string text = file.attribute(is_chinese ? "title_zh" : "title");
  if (!text.empty()) text += "\n";
  const std::string outcomes = contribution_table(file, language);
  const char* none = is_chinese ? "情景没有 [[outcome]]：--level 显示各体制比例的分解\n"
                                : "the scenario has no [[outcome]]: --level shows the shares\n";
  text += outcomes.empty() ? none : outcomes;
  if (options.effects == Effects::all) text += "\n" + effect_table(file, language);
  if (options.effects == Effects::all) text += "\n" + interaction_table(file, language);
  if (!options.level.empty()) text += "\n" + share_table(file, options.level, options.at, language);
  return text;
}

void report(const Options& options, const Console& console, const Study& study, const Pace& pace) {
  report_coalitions(options, console, study, pace);
  const TrajectoryFile file(options.output);
  if (options.format == Format::json)
    print("{\"output\": " + json_text(options.output) +
          ",\n \"coalitions\": " + std::to_string(study.variants.size()) +
          ",\n \"replicates\": " + std::to_string(study.replicates) +
          ",\n \"outcomes\": " + json_contributions(file) + "}\n");
  else if (options.voice != Voice::quiet)
    print(text_of(options, file));
}

}  // namespace

Exit decompose_scenario(const Options& options, const Console& console) {
  const Reading reading = read_study(options, console);
  const Study study = coalitions_of(options, console, *reading.study);
  if (!options.level.empty())
    place_of(options.level, study.variants.front().run.world->level_names, "level", "the scenario");
  return play_study(options, console, study,
                    [&](const Pace& pace) { report(options, console, study, pace); });
}

}  // namespace tizhi
