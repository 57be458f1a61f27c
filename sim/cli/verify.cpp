// tizhi verify: a sample of an output's runs, played again from the scenario that it holds.
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <mutex>

#include "cli/changes.hpp"
#include "cli/commands.hpp"
#include "cli/contents.hpp"
#include "cli/numbers.hpp"
#include "cli/study.hpp"
#include "engine/decompose.hpp"
#include "engine/ensemble.hpp"
#include "input/sha256.hpp"
#include "input/syntax.hpp"
#include "output/comparison.hpp"
#include "random/draws.hpp"

namespace tizhi {
namespace {

// Where the scenario's tables are looked for.
std::filesystem::path folder_of_tables(const Options& options, const std::string& scenario) {
  if (!options.scenario.empty()) return std::filesystem::path(options.scenario).parent_path();
  Diagnostics ignored;
  const auto document = parse_toml(scenario, "", ignored);
  const Node* regions = document ? document->find("regions") : nullptr;
  const Node* file = regions == nullptr ? nullptr : regions->find("file");
  const auto beside = std::filesystem::path(options.subject).parent_path();
  std::error_code error;
  if (file != nullptr && !std::filesystem::exists(file->text, error) &&
      std::filesystem::exists(beside / file->text, error))
    return beside;
  return "";
}

// The points that an output has, without their runs.
std::shared_ptr<const Points> points_in(const std::shared_ptr<const TrajectoryFile>& file) {
  auto points = std::make_shared<Points>();
  points->design = file->attribute("design");
  points->luck = file->attribute("luck") == "own" ? SweepLuck::own : SweepLuck::shared;
  points->digest = file->attribute("digest_of_points");
  points->first = file->numbers<std::int32_t>("point", {0}, {1}).front();
  points->count = static_cast<std::int64_t>(file->length("point"));
  points->total = points->first + points->count;
  const auto variables = parameter_variables(*file);
  for (const std::string& name : variables)
    points->names.push_back(file->attribute(name, "parameter"));
  // HDF5 is not asked from two threads at once.
  points->values = [file, variables, first = points->first,
                    asking = std::make_shared<std::mutex>()](std::int64_t point) {
    const std::lock_guard lock(*asking);
    std::vector<double> values;
    for (const std::string& name : variables)
      values.push_back(
          file->numbers<double>(name, {static_cast<std::uint64_t>(point - first)}, {1}).front());
    return values;
  };
  return points;
}

class Verifier {
 public:
  Verifier(const Options& options, const Console& console)
      : options_{&options},
        console_{&console},
        file_{std::make_shared<const TrajectoryFile>(open_output(options.subject))} {}

  Exit verify();

 private:
  Study read() const;
  std::vector<std::uint64_t> sample() const;
  std::vector<Record> played(std::uint64_t run) const;
  std::string name_of_run(std::uint64_t run) const;

  std::uint64_t runs() const {
    return file_->length("point") * file_->length("variant") * file_->length("replicate");
  }

  const Options* options_;
  const Console* console_;
  std::shared_ptr<const TrajectoryFile> file_;
  Study study_;
};

// The study of the output, from the scenario and the points that it holds.
Study Verifier::read() const {
  Overrides overrides;
  overrides.text = file_->attribute("scenario");
  if (!file_->attribute("design").empty()) {
    overrides.sweep.emplace();
    overrides.sweep->known = points_in(file_);
  }
  const auto folder = folder_of_tables(*options_, *overrides.text);
  const std::string name = options_->subject + ", its scenario";
  Reading reading = read_scenario(folder / std::filesystem::path(name).filename(), overrides);
  if (!reading.study) {
    console_->always_say(reading.diagnostics.drawn(Colour::off));
    throw Failure{Exit::refused, "the scenario of " + options_->subject + " cannot be read here",
                  "say with --scenario where it is, for its tables"};
  }
  Study study = std::move(*reading.study);
  const std::string decomposes = file_->attribute("decomposes");
  for (std::size_t v = 0; !decomposes.empty() && v < study.variants.size(); ++v)
    if (study.variants[v].id == decomposes) {
      const std::string hash = sha256("decompose\n" + decomposes + "\n" + study.scenario_hash);
      study = decomposed(study, v);
      study.scenario_hash = hash;
      break;
    }
  if (study.scenario_hash == file_->attribute("scenario_hash")) return study;
  throw Failure{Exit::failed,
                options_->subject + " was not made of the scenario that it holds and these tables",
                "the tables may have changed: say with --scenario where the old ones are"};
}

// One of each of as many equal stretches of the runs as are to be played.
std::vector<std::uint64_t> Verifier::sample() const {
  const std::uint64_t runs = this->runs();
  const std::uint64_t count = std::min<std::uint64_t>(options_->sample, runs);
  std::vector<std::uint64_t> chosen;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t begin = runs / count * i + runs % count * i / count;
    const std::uint64_t end = runs / count * (i + 1) + runs % count * (i + 1) / count;
    const Block block = Draws(runs, static_cast<std::uint32_t>(i)).block(Purpose::jitter, 0, 0);
    chosen.push_back(begin + first_half(block) % (end - begin));
  }
  return chosen;
}

std::vector<Record> Verifier::played(std::uint64_t run) const {
  std::atomic<bool> stop = false;
  Ensemble ensemble;
  ensemble.first = run;
  ensemble.stop = &stop;
  ensemble.patience = 0;
  ensemble.player = options_->kernel;
  std::vector<Record> pieces;
  play(study_, ensemble, [&](const Job& job, Record&& piece) {
    if (job.number != run) return;
    stop = piece.is_last;
    pieces.push_back(std::move(piece));
  });
  return pieces;
}

std::string Verifier::name_of_run(std::uint64_t run) const {
  const Job job = job_of(study_, run);
  return "point " +
         std::to_string(file_->numbers<std::int32_t>("point", {job.point}, {1}).front()) +
         ", variant " + study_.variants[job.variant].id + ", replicate " +
         std::to_string(job.replicate);
}

Exit Verifier::verify() {
  study_ = read();
  const auto chosen = sample();
  for (const std::uint64_t run : chosen) {
    const std::string variable = first_difference(*file_, study_, run, played(run));
    if (!variable.empty())
      throw Failure{Exit::failed,
                    options_->subject + ": " + name_of_run(run) + " differs in " + variable,
                    "it was written by tizhi " + file_->attribute("program_version") +
                        "; if that is this version, the file is damaged"};
  }
  console_->say(options_->subject + ": " + with_commas(chosen.size()) + " of " +
                with_commas(runs()) + " runs played again, every value is the same\n");
  return Exit::done;
}

}  // namespace

Exit verify_output(const Options& options, const Console& console) {
  return Verifier(options, console).verify();
}

}  // namespace tizhi
