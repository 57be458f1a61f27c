// From what a sweep asks for to the points of a study: every check that is about all points.
#include "input/point_plan.hpp"

#include <algorithm>
#include <limits>

#include "input/catalogue.hpp"
#include "input/points.hpp"
#include "input/sha256.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

constexpr std::int64_t kMostPoints = 1'000'000'000;

// Where option --names stands in the command line's text: after the options that come before it.
int line_of_names(const Diagnostics& diagnostics) { return diagnostics.lines_of(kCommandLine); }

std::string digest_of(const Points& points) {
  PointDigest digest;
  for (std::int64_t p = 0; p < points.total; ++p)
    for (const double value : points.values(p)) digest.add(value);
  return digest.text();
}

class Planner {
 public:
  Planner(const SweepRequest& request, const std::optional<Sweep>& sweep, Diagnostics& diagnostics)
      : request_{&request}, sweep_{&sweep}, diagnostics_{&diagnostics} {}

  // What is swept, and where its values come from; false where that is wrong.
  bool find_points(const std::string& scenario);
  void fill(Points& points, std::uint64_t seed) const;
  SweptKeys keys() const { return keys_; }
  PointValues values(std::uint64_t seed) const;

 private:
  void take_known(const std::string& scenario);
  void take_table();
  void take_names(const std::vector<std::string>& names, const std::vector<Place>& places);
  std::vector<Place> places_of_names(const std::vector<std::string>& names) const;
  void take_design(const std::string& scenario);
  void refuse_repetitions();

  const SweepRequest* request_;
  const std::optional<Sweep>* sweep_;
  Diagnostics* diagnostics_;
  SweptKeys keys_;
  std::vector<std::string> names_;
  std::int64_t total_ = 0;
};

// Of the header, or of the option.
std::vector<Place> Planner::places_of_names(const std::vector<std::string>& names) const {
  std::vector<Place> places;
  int column = 1 + characters(names_option({}));
  for (std::size_t k = 0; k < names.size(); ++k) {
    if (request_->header == Header::named)
      places.push_back(keys_.table->place_of_name(k));
    else
      places.push_back({kCommandLine, line_of_names(*diagnostics_), column, characters(names[k])});
    column += characters(names[k]) + 1;
  }
  return places;
}

void Planner::take_names(const std::vector<std::string>& names, const std::vector<Place>& places) {
  for (std::size_t k = 0; k < names.size(); ++k) {
    const Setup setup{split_key(names[k], places[k]), {}};
    if (setup.key.empty())
      diagnostics_->error(places[k], "'" + names[k] + "' is no key", "names with dots between them",
                          "imitation.peers, for instance");
    else if (is_variable(setup, "a sweep", *diagnostics_))
      keys_.keys.push_back(setup.key);
  }
}

void Planner::take_known(const std::string& scenario) {
  names_ = request_->known->names;
  total_ = request_->known->total;
  keys_.places.assign(names_.size(), {scenario, 0, 0, 1});
  take_names(names_, keys_.places);
}

void Planner::take_table() {
  auto table = std::make_shared<const PointTable>(request_->table, request_->header, *diagnostics_);
  keys_.table = table;
  total_ = table->rows();
  if (diagnostics_->has_errors()) return;
  const bool is_named = request_->header == Header::named;
  names_ = is_named ? table->names() : request_->names;
  if (!is_named && names_.empty() && *sweep_)
    for (const SweptParameter& p : (*sweep_)->parameters) {
      names_.push_back(p.name);
      keys_.keys.push_back(p.key);
    }
  const Place whole{table->path(), 0, 0, 1};
  if (names_.empty())
    return diagnostics_->error(whole, "nothing says what the columns of this table are",
                               "a name for each column",
                               "add --names imitation.peers,leadership.tenure, for instance");
  if (names_.size() != table->columns())
    return diagnostics_->error(whole,
                               "this table has " + std::to_string(table->columns()) +
                                   " columns, and " + std::to_string(names_.size()) +
                                   (names_.size() == 1 ? " name" : " names"),
                               "as many names as columns", "they are: " + listed(names_));
  if (keys_.keys.empty()) take_names(names_, places_of_names(names_));
}

void Planner::take_design(const std::string& scenario) {
  if (!*sweep_)
    return diagnostics_->error(
        {scenario, 0, 0, 1}, "the scenario has no [sweep]", "a design and the parameters it varies",
        "add [sweep] with design = \"lhs\" and points = 100, and [sweep.parameters]; or give the "
        "points with --table IN.csv");
  const Sweep& sweep = **sweep_;
  if (sweep.design == Design::table)
    return diagnostics_->error(sweep.place, "the table of the points is not named", "",
                               "name it with --table IN.csv");
  for (const SweptParameter& p : sweep.parameters) {
    keys_.keys.push_back(p.key);
    keys_.places.push_back(p.place);
    names_.push_back(p.name);
  }
  const std::size_t dimensions = names_.size() * (sweep.design == Design::saltelli ? 2 : 1);
  if ((sweep.design == Design::sobol || sweep.design == Design::saltelli) &&
      dimensions > kMostSobolParameters)
    diagnostics_->error(sweep.place,
                        "Sobol's sequence reaches no more than " +
                            std::to_string(kMostSobolParameters) + " dimensions",
                        "", "use design = \"lhs\"");
  total_ = point_count(sweep);
  if (total_ > kMostPoints)
    diagnostics_->error(sweep.place, "the sweep has more than 1,000,000,000 points", "fewer",
                        "a design of 'lhs' takes as many of them as you say");
}

void Planner::refuse_repetitions() {
  for (std::size_t k = 0; k < keys_.keys.size(); ++k)
    for (std::size_t before = 0; before < k; ++before)
      if (names_[before] == names_[k])
        return diagnostics_->error(keys_.keys[k].front().place,
                                   "'" + names_[k] + "' is named twice", "one column for each",
                                   "leave one of them out");
}

bool Planner::find_points(const std::string& scenario) {
  if (request_->known)
    take_known(scenario);
  else if (request_->table.empty())
    take_design(scenario);
  else
    take_table();
  if (!diagnostics_->has_errors()) refuse_repetitions();
  const Place whole{scenario, 0, 0, 1};
  if (!diagnostics_->has_errors() && request_->shards > total_)
    diagnostics_->error(whole,
                        "the sweep has " + std::to_string(total_) + " points, too few for " +
                            std::to_string(request_->shards) + " shards",
                        "", "use " + std::to_string(total_) + " shards, or fewer");
  return !diagnostics_->has_errors();
}

PointValues Planner::values(std::uint64_t seed) const {
  if (keys_.table)
    return [table = keys_.table](std::int64_t point) { return table->values(point); };
  return laid_out(**sweep_, seed);
}

void Planner::fill(Points& points, std::uint64_t seed) const {
  if (request_->known) {
    points = *request_->known;
    return;
  }
  points.design = keys_.table ? "table" : name_of((*sweep_)->design);
  points.names = names_;
  points.total = points.count = total_;
  points.luck = *sweep_ ? (*sweep_)->luck : SweepLuck::shared;
  points.values = values(seed);
  if (keys_.table) points.digest = digest_of(points);
  if (request_->shards > 0) take_shard(points, request_->shard, request_->shards);
}

}  // namespace

std::string sweep_hash(const std::string& scenario_hash, const Points& points) {
  std::string text = "sweep\n" + scenario_hash + "\n";
  if (points.design != "table") return sha256(text);
  for (const std::string& name : points.names) text += name + "\n";
  return sha256(text + (points.digest.empty() ? digest_of(points) : points.digest));
}

std::shared_ptr<const PointReader> plan_points(Study& study, const std::optional<Sweep>& sweep,
                                               const SweepRequest& request, const Node& document,
                                               const Frame& frame,
                                               const std::vector<Counterfactual>& counterfactuals,
                                               const std::string& scenario,
                                               Diagnostics& diagnostics) {
  Planner planner(request, sweep, diagnostics);
  if (!planner.find_points(scenario)) return nullptr;
  const std::uint64_t seed = study.variants.front().run.seed;
  auto points = std::make_shared<Points>();
  planner.fill(*points, seed);
  constexpr std::int64_t kMostReplicates = std::numeric_limits<std::uint32_t>::max();
  if (points->luck == SweepLuck::own && points->total > kMostReplicates / study.replicates)
    diagnostics.error({scenario, 0, 0, 1},
                      "there is not so much luck that each point could have its own",
                      "at most 4,294,967,295 runs", "luck = \"shared\", or fewer replicates");
  auto reader = std::make_shared<PointReader>(document, frame, counterfactuals, planner.keys(),
                                              points->values, diagnostics);
  reader->fill_in(seed, study.recording.leaders);
  for (const Diagnostic& d : reader->complaints_of_keys().sorted()) diagnostics.add(d);
  if (diagnostics.has_errors()) return nullptr;
  points->run = [reader](std::int64_t point, std::size_t variant) {
    return reader->run(point, variant);
  };
  study.scenario_hash = sweep_hash(study.scenario_hash, *points);
  study.points = std::move(points);
  return reader;
}

}  // namespace tizhi
