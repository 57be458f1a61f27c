// tizhi verify: a sample of an output's runs, played again from the scenario that it holds.
#include <filesystem>
#include <optional>

#include "cli/changes.hpp"
#include "cli/commands.hpp"
#include "cli/contents.hpp"
#include "cli/numbers.hpp"
#include "cli/study.hpp"
#include "engine/decompose.hpp"
#include "engine/ensemble.hpp"
#include "input/outcomes.hpp"
#include "input/points.hpp"
#include "input/sha256.hpp"
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

class Verifier {
 public:
  Verifier(const Options& options, const Console& console)
      : options_{&options},
        console_{&console},
        file_{open_output(options.subject)},
        parameters_{parameter_variables(file_)} {}

  Exit verify();

 private:
  Reading read(const std::vector<std::string>& sets, Voice voice) const;
  Study study_at(std::uint64_t point, bool& is_refused) const;
  void expect_same_scenario();
  std::string hash_of(const Study& study) const;
  std::vector<std::uint64_t> sample() const;
  std::string difference_in(std::uint64_t run);
  std::vector<Record> played(std::uint64_t run) const;
  std::string name_of_run(std::uint64_t run) const;

  std::uint64_t runs_of_a_point() const {
    return file_.length("variant") * file_.length("replicate");
  }
  bool is_sweep() const { return !file_.attribute("design").empty(); }
  bool is_refused(std::uint64_t run) const {
    const std::uint64_t replicates = file_.length("replicate"), of_point = runs_of_a_point();
    return is_sweep() &&
           file_.numbers<std::uint8_t>(
                    "status",
                    {run / of_point, run / replicates % file_.length("variant"), run % replicates},
                    {1, 1, 1})
                   .front() != 0;
  }

  const Options* options_;
  const Console* console_;
  TrajectoryFile file_;
  std::vector<std::string> parameters_;  // variables
  std::optional<std::uint64_t> point_;   // that study_ is of
  std::optional<Study> study_;           // nothing: refused
};

Reading Verifier::read(const std::vector<std::string>& sets, Voice voice) const {
  Overrides overrides;
  overrides.sets = sets;
  overrides.text = file_.attribute("scenario");
  const auto folder = folder_of_tables(*options_, *overrides.text);
  const std::string name = options_->subject + ", its scenario";
  Reading reading = read_scenario(folder / std::filesystem::path(name).filename(), overrides);
  if (!reading.study && voice == Voice::normal) {
    console_->always_say(reading.diagnostics.drawn(Colour::off));
    throw Failure{Exit::refused, "the scenario of " + options_->subject + " cannot be read here",
                  "say with --scenario where it is, for its tables"};
  }
  return reading;
}

std::string Verifier::hash_of(const Study& study) const {
  const std::string decomposes = file_.attribute("decomposes");
  if (!decomposes.empty()) return sha256("decompose\n" + decomposes + "\n" + study.scenario_hash);
  if (!is_sweep()) return study.scenario_hash;
  Points points;
  points.design = file_.attribute("design");
  std::vector<std::vector<double>> columns;
  for (const std::string& name : parameters_) {
    points.names.push_back(file_.attribute(name, "parameter"));
    columns.push_back(file_.numbers<double>(name));
  }
  points.total = static_cast<std::int64_t>(file_.length("point"));
  points.values = [&](std::int64_t point) {
    std::vector<double> values;
    for (const auto& column : columns) values.push_back(column[static_cast<std::size_t>(point)]);
    return values;
  };
  return sweep_hash(study.scenario_hash, points);
}

// A shard of a table has not all of its points, so that its hash cannot be told from it.
void Verifier::expect_same_scenario() {
  const Reading reading = read({}, Voice::normal);
  const bool is_part = file_.attribute("design") == "table" && !file_.attribute("shard").empty();
  if (is_part || hash_of(*reading.study) == file_.attribute("scenario_hash")) return;
  throw Failure{Exit::failed,
                options_->subject + " was not made of the scenario that it holds and these tables",
                "the tables may have changed: say with --scenario where the old ones are"};
}

// The scenario with the point's values set, as by hand.
Study Verifier::study_at(std::uint64_t point, bool& is_refused) const {
  std::vector<std::string> sets;
  for (const std::string& name : parameters_)
    sets.push_back(file_.attribute(name, "parameter") + "=" +
                   exact(file_.numbers<double>(name, {point}, {1}).front()));
  Reading reading = read(sets, is_sweep() ? Voice::quiet : Voice::normal);
  is_refused = !reading.study;
  if (is_refused) return {};
  Study study = std::move(*reading.study);
  const std::string decomposes = file_.attribute("decomposes");
  for (std::size_t v = 0; !decomposes.empty() && v < study.variants.size(); ++v)
    if (study.variants[v].id == decomposes) return decomposed(study, v);
  if (!is_sweep()) return study;
  Diagnostics none;
  const auto document = parse_toml(file_.attribute("scenario"), "", none);
  study.recording = read_recording(*document, recording_of_a_sweep(), none);
  auto points = std::make_shared<Points>();
  points->first = file_.numbers<std::int32_t>("point", {point}, {1}).front();
  points->luck = file_.attribute("luck") == "own" ? SweepLuck::own : SweepLuck::shared;
  points->run = [runs = study.variants, leaders = study.recording.leaders](std::int64_t,
                                                                           std::size_t variant) {
    Run run = runs[variant].run;
    run.follows_leaders = leaders;
    return std::make_shared<const Run>(std::move(run));
  };
  study.points = std::move(points);
  return study;
}

// One of each of as many equal stretches of the runs as are to be played.
std::vector<std::uint64_t> Verifier::sample() const {
  const std::uint64_t runs = file_.length("point") * runs_of_a_point();
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
  ensemble.first = run % runs_of_a_point();
  ensemble.stop = &stop;
  ensemble.patience = 0;
  ensemble.player = options_->kernel;
  std::vector<Record> pieces;
  play(*study_, ensemble, [&](const Job& job, Record&& piece) {
    if (job.number != ensemble.first) return;
    stop = piece.is_last;
    pieces.push_back(std::move(piece));
  });
  return pieces;
}

std::string Verifier::difference_in(std::uint64_t run) {
  const std::uint64_t point = run / runs_of_a_point();
  if (point_ != point) {
    bool refused = false;
    Study study = study_at(point, refused);
    study_ = refused ? std::nullopt : std::optional<Study>(std::move(study));
    point_ = point;
  }
  if (!study_ || is_refused(run)) return study_.has_value() != is_refused(run) ? "" : "status";
  return first_difference(file_, *study_, run, played(run));
}

std::string Verifier::name_of_run(std::uint64_t run) const {
  const std::uint64_t replicates = file_.length("replicate");
  return "point " + std::to_string(run / runs_of_a_point()) + ", variant " +
         file_.texts("variant", run / replicates % file_.length("variant"), 1).front() +
         ", replicate " + std::to_string(run % replicates);
}

Exit Verifier::verify() {
  expect_same_scenario();
  const auto runs = sample();
  for (const std::uint64_t run : runs) {
    const std::string variable = difference_in(run);
    if (!variable.empty())
      throw Failure{Exit::failed,
                    options_->subject + ": " + name_of_run(run) + " differs in " + variable,
                    "it was written by tizhi " + file_.attribute("program_version") +
                        "; if that is this version, the file is damaged"};
  }
  console_->say(options_->subject + ": " + with_commas(runs.size()) + " of " +
                with_commas(file_.length("point") * runs_of_a_point()) +
                " runs played again, every value is the same\n");
  return Exit::done;
}

}  // namespace

Exit verify_output(const Options& options, const Console& console) {
  return Verifier(options, console).verify();
}

}  // namespace tizhi
