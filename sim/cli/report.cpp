#include "cli/report.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/contents.hpp"
#include "cli/differences.hpp"
#include "cli/duration.hpp"
#include "cli/numbers.hpp"
#include "cli/refusals.hpp"
#include "cli/tables.hpp"

namespace tizhi {
namespace {

std::string plural(unsigned long long count, const char* noun) {
  return with_commas(count) + ' ' + noun + (count == 1 ? "" : "s");
}

double region_steps_per_second(const Pace& pace) {
  return pace.runs_per_second() * pace.region_steps;
}

// "what this command ran": nothing where it only found a finished output.
std::string effort(const Pace& pace) {
  if (pace.done == pace.before) return "";
  const std::string before = pace.before == 0 ? "" : " (" + plural(pace.before, "run") + " before)";
  return ", " + spelled_duration(pace.seconds) + before + ", " +
         with_prefix(region_steps_per_second(pace)) + " region-steps/s";
}

void write_summary(const Options& options, const TrajectoryFile& file) {
  if (options.summary.empty()) return;
  if (options.summary == "-") {
    Data data;
    return write_outcomes(file, data, {});
  }
  const int descriptor =
      open(options.summary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor < 0)
    throw Failure{Exit::failed, options.summary + ": " + std::strerror(errno),
                  "the same command with another --summary writes only the summary"};
  Data data(descriptor, options.summary);
  write_outcomes(file, data, {});
  close(descriptor);
}

std::string json_pace(const Options& options, const Pace& pace, const char* status) {
  return "{\"status\": " + std::string(status) + ",\n \"output\": " + json_text(options.output) +
         ",\n \"runs\": " + std::to_string(pace.total) +
         ",\n \"runs_done\": " + std::to_string(pace.done) +
         ",\n \"runs_done_now\": " + std::to_string(pace.done - pace.before) +
         ",\n \"seconds\": " + json_number(pace.seconds) +
         ",\n \"region_steps_per_second\": " + json_number(region_steps_per_second(pace));
}

std::string json_sweep(const Options& options, const Points& points, const Study& study,
                       const Pace& pace, std::size_t refused) {
  const char* status = pace.done == pace.before ? "\"was there\"" : "\"done\"";
  std::string names;
  for (const std::string& name : points.names)
    names += (names.empty() ? "" : ", ") + json_text(name);
  return json_pace(options, pace, status) + ",\n \"summary\": " + json_text(options.summary) +
         ",\n \"points\": " + std::to_string(points.count) +
         ",\n \"shard\": " + json_text(points.shard_text()) + ",\n \"parameters\": [" + names +
         "]" + ",\n \"variants\": " + std::to_string(study.variants.size()) +
         ",\n \"replicates\": " + std::to_string(study.replicates) +
         ",\n \"refused\": " + std::to_string(refused) + "}\n";
}

std::string json_run(const Options& options, const Study& study, const Pace& pace,
                     const TrajectoryFile& file) {
  const char* status = pace.done == pace.before ? "\"was there\"" : "\"done\"";
  return json_pace(options, pace, status) + ",\n \"summary\": " + json_text(options.summary) +
         ",\n \"variants\": " + std::to_string(study.variants.size()) +
         ",\n \"replicates\": " + std::to_string(study.replicates) +
         ",\n \"formations\": " + std::to_string(formation_count(file)) +
         ",\n \"outcomes\": " + json_outcomes(file) +
         ",\n \"differences\": " + json_differences(file) + "}\n";
}

void say_run(const Options& options, const Console& console, const Study& study, const Pace& pace,
             const TrajectoryFile& file) {
  const std::string variants =
      study.variants.size() == 1 ? "" : plural(study.variants.size(), "variant") + " × ";
  console.say(options.output + ": " + variants + plural(study.replicates, "replicate") + ", " +
              plural(formation_count(file), "formation") + effort(pace) + "\n");
  const std::string outcomes = outcome_table(file, Language::english);
  if (!outcomes.empty()) console.say("\n" + outcomes);
  const std::string changes = difference_table(file, Language::english);
  if (!changes.empty()) console.say("\n" + changes);
}

}  // namespace

void report_run(const Options& options, const Console& console, const Study& study,
                const Pace& pace) {
  const bool is_asked = !options.summary.empty() || options.format == Format::json;
  if (console.voice() == Voice::quiet && !is_asked) return;
  const TrajectoryFile file(options.output);
  if (console.voice() != Voice::quiet) say_run(options, console, study, pace, file);
  write_summary(options, file);
  if (options.format == Format::json) print(json_run(options, study, pace, file));
}

namespace {

void report_points(const std::string& file, const Console& console, const Study& study,
                   const Pace& pace) {
  const Points& points = *study.points;
  const std::string of_shard =
      points.shards == 0 ? ""
                         : " (shard " + points.shard_text() + " of " +
                               with_commas(static_cast<std::uint64_t>(points.total)) + ")";
  const std::string variants =
      study.variants.size() == 1 ? "" : plural(study.variants.size(), "variant") + " × ";
  console.say(file + ": " + plural(static_cast<std::uint64_t>(points.count), "point") + of_shard +
              " × " + variants + plural(study.replicates, "replicate") + effort(pace) + "\n");
}

}  // namespace

void report_sweep(const Options& options, const Console& console, const Reading& reading,
                  const Pace& pace) {
  const Study& study = *reading.study;
  const TrajectoryFile file(options.output);
  report_points(options.output, console, study, pace);
  Refusals refusals;
  refusals.add_all(study, file);
  refusals.warn(console, reading);
  write_summary(options, file);
  if (options.format == Format::json)
    print(json_sweep(options, *study.points, study, pace, refusals.count()));
}

void report_summary(const Options& options, const Console& console, const Reading& reading,
                    const Refusals& refusals, const Pace& pace) {
  const Study& study = *reading.study;
  report_points(options.summary, console, study, pace);
  refusals.warn(console, reading);
  if (options.format == Format::json)
    print(json_sweep(options, *study.points, study, pace, refusals.count()));
}

void report_coalitions(const Options& options, const Console& console, const Study& study,
                       const Pace& pace) {
  console.say(options.output + ": " + plural(study.variants.size(), "coalition") + " × " +
              plural(study.replicates, "replicate") + effort(pace) + "\n\n");
}

void report_stop(const Options& options, const Console& console, const Pace& pace,
                 const std::string& reason) {
  console.say("stopped by " + reason + ": " + with_commas(pace.done) + " of " +
              plural(pace.total, "run") + " stored; the same command continues\n");
  if (options.format == Format::json) print(json_pace(options, pace, "\"stopped\"") + "}\n");
}

}  // namespace tizhi
