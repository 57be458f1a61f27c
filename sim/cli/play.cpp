#include "cli/play.hpp"

#include <filesystem>
#include <optional>

#include "cli/changes.hpp"
#include "cli/cpus.hpp"
#include "cli/progress.hpp"
#include "cli/report.hpp"
#include "cli/stop.hpp"
#include "cli/study.hpp"
#include "engine/ensemble.hpp"
#include "output/lock.hpp"
#include "output/reading.hpp"
#include "output/trajectory.hpp"
#include "version.hpp"

namespace tizhi {
namespace {

// In the scenario's own words where it is the scenario that differs.
std::string difference(const Options& options, const Study& study, const Standing& found) {
  const TrajectoryFile file(options.output);
  const std::string decomposed = file.attribute("decomposes");
  if (decomposed != study.decomposes)
    return decomposed.empty()         ? "a run of the scenario, no decomposition"
           : study.decomposes.empty() ? "a decomposition"
                                      : "a decomposition of its variant '" + decomposed + "'";
  const auto all = changes(file.attribute("scenario"), study.scenario);
  if (all.empty() && found.difference.starts_with("scenario_hash"))
    return "its scenario reads the same, but a table that it names has changed";
  if (all.empty()) return found.difference;
  const auto value = [](const std::string& text) { return text.empty() ? "not set" : text; };
  std::string text;
  for (std::size_t i = 0; i < all.size() && i < 3; ++i)
    text += (i == 0 ? "" : "; ") + all[i].key + " is " + value(all[i].before) + " there and " +
            value(all[i].after) + " here";
  return all.size() <= 3 ? text : text + "; and " + std::to_string(all.size() - 3) + " more";
}

// Whether the output already holds this run. Refuses to overwrite anything else unasked.
bool is_there(const Options& options, const Study& study) {
  if (std::filesystem::is_directory(options.output))
    throw Failure{Exit::refused, options.output + " is a folder", "choose another output with -o"};
  if (options.overwrite == Overwrite::always) return false;
  const Standing found = standing(options.output, study);
  switch (found.existing) {
    case Existing::absent:
      return false;
    case Existing::same_run:
      return true;
    case Existing::other_run:
      throw Failure{Exit::refused,
                    options.output + " holds another run: " + difference(options, study, found),
                    "choose another output with -o, or overwrite it with --force"};
    case Existing::unreadable:
      break;
  }
  throw Failure{Exit::refused, options.output + " is no output of tizhi: " + found.difference,
                "choose another output with -o, or overwrite it with --force"};
}

// Plays what is missing. Gives what this command did.
Pace play_missing(const Options& options, const Console& console, const Study& study,
                  TrajectoryWriter& writer, const Stop& stop) {
  const int threads = options.threads > 0 ? options.threads : usable_cpus();
  Progress progress(console, jobs_of(study), writer.first_missing(), region_steps_of(study));
  Ensemble ensemble;
  ensemble.threads = threads;
  ensemble.player = options.kernel;
  ensemble.first = writer.first_missing();
  ensemble.stop = &stop.flag();
  play(study, ensemble, [&](const Job& job, Record&& piece) {
    const std::size_t done = job.number + (piece.is_last ? 1 : 0);
    writer.add(job, std::move(piece));
    progress.reach(done, writer.stored_bytes());
  });
  progress.end();
  return progress.pace();
}

Exit stopped(const Options& options, const Console& console, const Pace& pace, const Stop& stop) {
  report_stop(options, console, pace, stop.reason());
  return Exit::stopped;
}

}  // namespace

Exit play_to(const Options& options, const Console& console, const Study& study, Product product,
             const FinishRun& finish, const ReportRun& report) {
  const Stop stop(options.max_time);
  const bool forced = options.overwrite == Overwrite::always;
  const Strangers strangers = forced ? Strangers::discard : Strangers::refuse;
  std::optional<Lock> lock;
  std::optional<TrajectoryWriter> writer;
  try {
    lock.emplace(options.output, forced ? Takeover::always : Takeover::if_stale);
    writer.emplace(options.output, study, Provenance{TIZHI_VERSION, TIZHI_GIT}, options.checkpoint,
                   strangers);
  } catch (const OutputError& error) {  // nothing has been run yet
    throw Failure{Exit::refused, error.path.string() + ": " + error.reason, error.way_out};
  }
  if (product == Product::output) writer->expect_output();
  for (const std::string& remark : writer->remarks()) console.warn(remark);
  const Pace pace = play_missing(options, console, study, *writer, stop);
  if (pace.done < pace.total) {
    writer->checkpoint();
    return stopped(options, console, pace, stop);
  }
  finish(*writer);
  report(pace);
  return Exit::done;
}

Exit play_study(const Options& options, const Console& console, const Study& study,
                const ReportRun& report) {
  if (!is_there(options, study))
    return play_to(
        options, console, study, Product::output, [](TrajectoryWriter& writer) { writer.finish(); },
        report);
  remove_leftovers(options.output);
  console.say(options.output + " already holds this run: nothing to do\n");
  report({jobs_of(study), jobs_of(study), jobs_of(study), 0, 0, 0});
  return Exit::done;
}

}  // namespace tizhi
