// tizhi check: reads a scenario, says what a run of it would do and cost, and runs nothing.
#include <algorithm>
#include <filesystem>
#include <optional>

#include "cli/changes.hpp"
#include "cli/commands.hpp"
#include "cli/cpus.hpp"
#include "cli/duration.hpp"
#include "cli/numbers.hpp"
#include "cli/probe.hpp"
#include "cli/study.hpp"
#include "input/text.hpp"
#include "output/files.hpp"
#include "output/trajectory.hpp"

namespace tizhi {
namespace {

// What a run would cost.
struct Plan {
  const Study& study;
  Probe probe;
  int threads = 1;
  std::filesystem::path folder;
  double free = 0;  // bytes
  std::vector<Change> overrides;

  std::size_t jobs() const { return jobs_of(study); }
  double seconds() const {
    const double at_once = static_cast<double>(std::min<std::size_t>(jobs(), threads));
    return probe.seconds * static_cast<double>(jobs()) / at_once;
  }
  double disk() const { return probe.stored * static_cast<double>(jobs()); }
  // The output is assembled beside its parts.
  double disk_while_running() const { return 2 * disk(); }
  // A few finished runs per thread wait for their turn, and then for the output.
  double memory() const {
    return probe.resident + std::min(5.0 * threads * probe.stored, 6e7) +
           std::min(disk(), static_cast<double>(part_room(study)));
  }
};

Plan plan_of(const Options& options, const Study& study) {
  Plan plan{study,
            probe(study),
            options.threads > 0 ? options.threads : usable_cpus(),
            ".",
            0,
            own_changes(options.subject)};
  if (!options.output.empty()) plan.folder = folder_of(options.output);
  std::error_code error;
  const auto space = std::filesystem::space(plan.folder, error);
  if (error)
    throw Failure{Exit::refused, plan.folder.string() + ": " + error.message(),
                  "choose another place with -o"};
  plan.free = static_cast<double>(space.available);
  return plan;
}

std::vector<std::int64_t> regions_by_level(const World& world) {
  std::vector<std::int64_t> counts(static_cast<std::size_t>(world.levels()));
  for (const Level level : world.level) ++counts[level];
  return counts;
}

std::string listed_levels(const World& world) {
  const auto counts = regions_by_level(world);
  std::string text;
  for (std::size_t i = 0; i < counts.size(); ++i)
    text += (i == 0 ? "" : ", ") + with_commas(static_cast<std::uint64_t>(counts[i])) + ' ' +
            world.level_names[i];
  return text;
}

std::string time_text(const Study& study) {
  const Calendar& c = study.calendar;
  const std::int32_t steps = study.variants.front().run.timeline.grid.steps;
  const std::string unit = c.unit == StepUnit::months ? "month" : "day";
  const std::string length =
      c.length == 1 ? "a " + unit : std::to_string(c.length) + " " + unit + "s";
  return iso_month_text(c.start) + " to " + iso_month_text(c.date_of_state(steps)) + ", " +
         with_commas(static_cast<std::uint64_t>(steps)) + " steps of " + length;
}

std::string row(const char* name, const std::string& text) {
  return padded(name, 12) + text + '\n';
}

std::string bytes(double count) { return with_prefix(count) + (count < 999.5 ? " B" : "B"); }

std::string costs(const Plan& plan) {
  const Probe& p = plan.probe;
  const double rate = region_steps_of(plan.study) / p.seconds;
  const char* most = plan.study.recording.compress > 0 ? "at most " : "about ";
  return row("measured", spelled_duration(p.seconds) + " a run on one thread, " +
                             with_prefix(rate) + " region-steps/s, " + with_prefix(p.formations) +
                             " formations") +
         row("time", "about " + spelled_duration(plan.seconds()) + " with " +
                         std::to_string(plan.threads) +
                         (plan.threads == 1 ? " thread" : " threads")) +
         row("memory", "about " + bytes(plan.memory())) +
         row("disk", most + bytes(plan.disk()) + ", twice that while it runs; " + bytes(plan.free) +
                         " are free in " + plan.folder.string());
}

// What the scenario says differently from the one it extends.
std::string overrides_text(const std::vector<Change>& all) {
  if (all.empty()) return "";
  int key = 3, before = 6;
  for (const Change& c : all) {
    key = std::max(key, columns(c.key));
    before = std::max(before, std::min(columns(c.before), 30));
  }
  std::string text = "\nwhat it says differently from the scenario that it extends\n";
  for (const Change& c : all)
    text += "  " + padded(c.key, key) + "  " + padded(c.before.empty() ? "-" : c.before, before) +
            "  ->  " + (c.after.empty() ? "-" : c.after) + "\n";
  return text;
}

std::string overrides_json(const std::vector<Change>& all) {
  std::string text;
  for (const Change& c : all)
    text += (text.empty() ? "" : ", ") + ("{\"key\": " + json_text(c.key)) +
            ", \"before\": " + json_text(c.before) + ", \"after\": " + json_text(c.after) + "}";
  return "[" + text + "]";
}

// "16 points × 2 variants × 100 replicates = 3,200"
std::string runs_text(const Study& study) {
  const std::size_t points = points_of(study), variants = study.variants.size();
  const std::string of_sweep =
      study.points ? with_commas(points) + (points == 1 ? " point × " : " points × ") : "";
  return of_sweep + std::to_string(variants) + (variants == 1 ? " variant × " : " variants × ") +
         with_commas(study.replicates) + " replicates = " + with_commas(jobs_of(study));
}

std::string listed_names(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

// What `tizhi sweep` would do.
std::string sweep_text(const Plan& plan) {
  const Points& points = *plan.study.points;
  const std::size_t parameters = points.names.size();
  return "\nas a sweep\n\n" +
         row("design", points.design + " of " + std::to_string(parameters) +
                           (parameters == 1 ? " parameter: " : " parameters: ") +
                           listed_names(points.names)) +
         row("runs", runs_text(plan.study)) + costs(plan);
}

std::string sweep_json(const Plan& plan) {
  const auto number = [](const char* name, double value) {
    return ", \"" + std::string(name) + "\": " + json_number(value);
  };
  return "{\"design\": " + json_text(plan.study.points->design) +
         number("points", static_cast<double>(points_of(plan.study))) +
         number("runs", static_cast<double>(plan.jobs())) +
         number("seconds_per_run", plan.probe.seconds) + number("seconds", plan.seconds()) +
         number("memory_bytes", plan.memory()) + number("disk_bytes", plan.disk()) + "}";
}

std::string text_of(const Plan& plan) {
  const Study& study = plan.study;
  const Run& run = study.variants.front().run;
  std::string text = study.title.empty() ? "" : study.title + "\n\n";
  text += row("regions", with_commas(static_cast<std::uint64_t>(run.world->size())) + ": " +
                             listed_levels(*run.world));
  text += row("time", time_text(study));
  text += row("models", std::to_string(run.models()));
  text += row("events", std::to_string(study.events.size()));
  text += row("outcomes", std::to_string(study.outcomes.size()));
  text += row("runs", runs_text(study));
  return text + costs(plan) + overrides_text(plan.overrides);
}

std::string json_of(const Plan& plan, const std::string& sweep) {
  const Study& study = plan.study;
  const Run& run = study.variants.front().run;
  const auto counts = regions_by_level(*run.world);
  std::string levels;
  for (std::size_t i = 0; i < counts.size(); ++i)
    levels += (i == 0 ? "" : ", ") + json_text(run.world->level_names[i]) + ": " +
              std::to_string(counts[i]);
  const auto number = [](const char* name, double value) {
    return ",\n \"" + std::string(name) + "\": " + json_number(value);
  };
  return "{\"title\": " + json_text(study.title) +
         ",\n \"scenario_hash\": " + json_text(study.scenario_hash) + ",\n \"regions\": {" +
         levels + "}" + number("steps", run.timeline.grid.steps) +
         number("replicates", study.replicates) +
         number("variants", static_cast<double>(study.variants.size())) +
         number("runs", static_cast<double>(plan.jobs())) + number("threads", plan.threads) +
         number("seconds_per_run", plan.probe.seconds) +
         number("formations_per_run", plan.probe.formations) + number("seconds", plan.seconds()) +
         number("memory_bytes", plan.memory()) + number("disk_bytes", plan.disk()) +
         number("disk_bytes_while_running", plan.disk_while_running()) +
         number("disk_bytes_free", plan.free) +
         ",\n \"overrides\": " + overrides_json(plan.overrides) +
         (sweep.empty() ? "" : ",\n \"sweep\": " + sweep) + "}\n";
}

void warn_of_space(const Console& console, const Plan& plan) {
  if (plan.disk_while_running() <= plan.free / 2) return;
  console.warn("the run needs " + bytes(plan.disk_while_running()) + " of the " + bytes(plan.free) +
                   " that are free in " + plan.folder.string(),
               "keep less of it: fewer replicates, output.shares = \"yearly\", "
               "output.compress = 1");
}

}  // namespace

Exit check_scenario(const Options& options, const Console& console) {
  const Reading reading = read_study(options, console);
  const bool has_points = reading.sweep && reading.sweep->design != Design::table;
  Reading swept;
  if (has_points || !options.sweep.table.empty()) {
    Options as_sweep = options;
    as_sweep.command = Command::sweep;
    swept = read_study(as_sweep, Console(Voice::quiet));
  }
  if (options.voice == Voice::quiet && options.format == Format::text) return Exit::done;
  const Plan plan = plan_of(options, *reading.study);
  std::optional<Plan> points;
  if (swept.study) points.emplace(plan_of(options, *swept.study));
  if (options.format == Format::json)
    print(json_of(plan, points ? sweep_json(*points) : ""));
  else
    print(text_of(plan) + (points ? sweep_text(*points) : ""));
  warn_of_space(console, plan);
  if (points) warn_of_space(console, *points);
  return Exit::done;
}

}  // namespace tizhi
