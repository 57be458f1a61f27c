// tizhi sweep: every point of a sweep, or those of a shard.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/commands.hpp"
#include "cli/cpus.hpp"
#include "cli/numbers.hpp"
#include "cli/play.hpp"
#include "cli/refusals.hpp"
#include "cli/report.hpp"
#include "cli/shards.hpp"
#include "cli/stop.hpp"
#include "cli/study.hpp"
#include "cli/summary.hpp"
#include "engine/ensemble.hpp"

namespace tizhi {
namespace {

struct ReaderIsGone {};

// The summary as a file of its own, from parts that survive a stop.
void write_summary(const Study& study, const std::filesystem::path& whole, const Pieces& pieces,
                   Refusals& refusals) {
  const int descriptor = open(whole.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor < 0) throw OutputError(whole, std::strerror(errno), "");
  Data data(descriptor, whole.string());
  SummaryRows rows(study);
  data << rows.header();
  std::size_t number = 0;
  pieces([&](const Record& piece) {
    if (!piece.is_last) return;
    const Job job = job_of(study, number++);
    refusals.add(study, job, piece.status);
    data << rows.row(job, piece);
  });
  data.flush();
  close(descriptor);
}

Exit summarise(const Options& options, const Console& console, const Reading& reading) {
  const Study& study = *reading.study;
  Options own = options;
  own.output = own.summary;
  Refusals refusals;
  return play_to(
      own, console, study, Product::other,
      [&](TrajectoryWriter& writer) {
        writer.finish([&](const std::filesystem::path& whole, const Pieces& pieces) {
          write_summary(study, whole, pieces, refusals);
        });
      },
      [&](const Pace& pace) { report_summary(options, console, reading, refusals, pace); });
}

// Plays all and prints each row. Gives how many runs are printed.
std::size_t print_rows(const Options& options, const Console& console, const Study& study,
                       const Stop& stop, Refusals& refusals) {
  Data data;
  SummaryRows rows(study);
  data << rows.header();
  Progress progress(console, jobs_of(study), 0, region_steps_of(study));
  Ensemble ensemble;
  ensemble.threads = options.threads > 0 ? options.threads : usable_cpus();
  ensemble.player = options.kernel;
  ensemble.stop = &stop.flag();
  const std::size_t done = play(study, ensemble, [&](const Job& job, Record&& record) {
    progress.reach(job.number);
    if (!record.is_last) return;
    refusals.add(study, job, record.status);
    data << rows.row(job, record);
    if (!data.is_open()) throw ReaderIsGone{};
  });
  data.flush();
  progress.end();
  return done;
}

// Rows that were printed are with their reader; nothing else keeps them.
Exit print_summary(const Options& options, const Console& console, const Reading& reading) {
  const Study& study = *reading.study;
  const Stop stop(options.max_time);
  Refusals refusals;
  std::size_t done = 0;
  try {
    done = print_rows(options, console, study, stop, refusals);
  } catch (const ReaderIsGone&) {
    return Exit::done;
  }
  refusals.warn(console, reading);
  if (done == jobs_of(study)) return Exit::done;
  throw Failure{Exit::failed,
                "stopped by " + stop.reason() + " after " + with_commas(done) + " of " +
                    with_commas(jobs_of(study)) + " runs, which are printed; nothing is stored",
                "with -o OUT.h5 or --summary OUT.csv the same command continues"};
}

}  // namespace

Exit sweep_scenario(const Options& options, const Console& console) {
  Options own = options;
  own.output = shard_name(options.output, options.sweep);
  own.summary = shard_name(options.summary, options.sweep);
  const Reading reading = read_study(own, console);
  const Study& study = *reading.study;
  expect_writable(own.summary);
  if (!own.output.empty())
    return play_study(own, console, study,
                      [&](const Pace& pace) { report_sweep(own, console, reading, pace); });
  return own.summary == "-" ? print_summary(own, console, reading)
                            : summarise(own, console, reading);
}

}  // namespace tizhi
