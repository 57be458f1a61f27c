// tizhi merge: the shards of one sweep -> one output.
#include "output/merging.hpp"

#include <algorithm>
#include <map>

#include "cli/changes.hpp"
#include "cli/commands.hpp"
#include "cli/contents.hpp"
#include "cli/numbers.hpp"
#include "cli/restored.hpp"
#include "output/lock.hpp"
#include "output/trajectory.hpp"

namespace tizhi {
namespace {

constexpr std::size_t kShown = 20;            // missing shards
constexpr std::int64_t kPointsAtOnce = 1024;  // whose values are held
constexpr const char* kAgree[] = {"format_version", "program_version", "git", "seed",
                                  "scenario_hash"};

// What a shard says of itself.
struct Shard {
  std::string path;
  std::map<std::string, std::string> attributes;
  std::string scenario;
  std::int64_t number = 0, of = 0;    // I of N
  std::int64_t first = 0, count = 0;  // points
};

[[noreturn]] void refuse(const std::string& message, const std::string& way_out) {
  throw Failure{Exit::refused, message, way_out};
}

Shard read_shard(const std::string& path) {
  const TrajectoryFile file = open_output(path);
  Shard shard{path, {}, file.attribute("scenario"), 0, 0, 0, 0};
  for (const char* name : kAgree) shard.attributes[name] = file.attribute(name);
  const std::string text = file.attribute("shard");
  if (std::sscanf(text.c_str(), "%ld/%ld", &shard.number, &shard.of) != 2)
    refuse(path + " is no shard of a sweep: it is whole",
           "name files that 'tizhi sweep --shard I/N' wrote");
  shard.count = static_cast<std::int64_t>(file.length("point"));
  shard.first = file.numbers<std::int32_t>("point", {0}, {1}).front();
  return shard;
}

std::string told(const std::string& value) { return value.empty() ? "not set" : value; }

// In the scenario's own words where it is the scenario that differs.
std::string difference(const Shard& a, const Shard& b, const std::string& name) {
  std::string text = name + " is " + b.attributes.at(name) + " there and " + a.attributes.at(name) +
                     " in " + a.path;
  if (name != "scenario_hash") return text;
  const auto all = changes(b.scenario, a.scenario);
  if (all.empty()) return "a table that they name differs";
  text = "scenario: ";
  for (std::size_t i = 0; i < all.size() && i < 3; ++i)
    text += (i == 0 ? "" : "; ") + all[i].key + " is " + told(all[i].before) + " there and " +
            told(all[i].after) + " in " + a.path;
  return text;
}

void expect_same_sweep(const Shard& a, const Shard& b) {
  for (const char* name : kAgree)
    if (a.attributes.at(name) != b.attributes.at(name))
      refuse(b.path + " is a shard of another sweep: " + difference(a, b, name),
             "merge the shards of one sweep");
  if (a.of != b.of)
    refuse(b.path + " is one of " + std::to_string(b.of) + " shards, and " + a.path + " one of " +
               std::to_string(a.of),
           "merge shards that were cut alike");
}

void expect_no_gaps(const std::vector<Shard>& shards) {
  std::vector<std::string> missing;
  auto next = shards.begin();
  for (std::int64_t number = 1; number <= shards.front().of; ++number) {
    if (next == shards.end() || next->number != number) {
      missing.push_back(std::to_string(number));
      continue;
    }
    if (++next != shards.end() && next->number == number)
      refuse("shard " + std::to_string(number) + " is given twice: " + (next - 1)->path + " and " +
                 next->path,
             "leave one of them out");
  }
  if (missing.empty()) return;
  const std::string which = missing.size() == 1 ? "shard " : "shards ";
  std::string all = missing.front();
  for (std::size_t i = 1; i < missing.size() && i < kShown; ++i) all += ", " + missing[i];
  if (missing.size() > kShown) all += " …";
  refuse(which + all + " of " + std::to_string(shards.front().of) +
             (missing.size() == 1 ? " is missing" : " are missing"),
         "play it with 'tizhi sweep --shard " + missing.front() + "/" +
             std::to_string(shards.front().of) + "', then merge again");
}

std::vector<Shard> read_shards(const std::vector<std::string>& paths) {
  std::vector<Shard> shards;
  for (const std::string& path : paths) shards.push_back(read_shard(path));
  for (const Shard& shard : shards) expect_same_sweep(shards.front(), shard);
  std::stable_sort(shards.begin(), shards.end(),
                   [](const Shard& a, const Shard& b) { return a.number < b.number; });
  expect_no_gaps(shards);
  return shards;
}

// The parameters' values, from the shard that has the point; those of a block of points are held.
class ShardValues {
 public:
  explicit ShardValues(std::vector<Shard> shards) : shards_(std::move(shards)) {}

  std::vector<double> operator()(std::int64_t point) {
    if (point < first_ || point >= end_) read(point);
    std::vector<double> values;
    for (const auto& column : columns_)
      values.push_back(column[static_cast<std::size_t>(point - first_)]);
    return values;
  }

 private:
  void read(std::int64_t point) {
    const auto shard = std::find_if(shards_.begin(), shards_.end(), [&](const Shard& one) {
      return point < one.first + one.count;
    });
    const TrajectoryFile file(shard->path);
    first_ = point;
    end_ = std::min(point + kPointsAtOnce, shard->first + shard->count);
    columns_.clear();
    for (const std::string& name : parameter_variables(file))
      columns_.push_back(file.numbers<double>(name,
                                              {static_cast<std::uint64_t>(first_ - shard->first)},
                                              {static_cast<std::uint64_t>(end_ - first_)}));
  }

  std::vector<Shard> shards_;
  std::int64_t first_ = 0, end_ = 0;  // of the points whose values are held
  std::vector<std::vector<double>> columns_;
};

Study study_of(const std::vector<Shard>& shards) {
  const TrajectoryFile file(shards.front().path);
  Study study = restored_study(file);
  auto points = std::make_shared<Points>();
  points->design = file.attribute("design");
  points->luck = file.attribute("luck") == "own" ? SweepLuck::own : SweepLuck::shared;
  for (const std::string& name : parameter_variables(file))
    points->names.push_back(file.attribute(name, "parameter"));
  points->total = points->count = shards.back().first + shards.back().count;
  points->values = [values = std::make_shared<ShardValues>(shards)](std::int64_t point) {
    return (*values)(point);
  };
  study.points = std::move(points);
  return study;
}

bool is_there(const Options& options, const Study& study) {
  if (options.overwrite == Overwrite::always) return false;
  const Standing found = standing(options.subject, study);
  if (found.existing == Existing::absent) return false;
  if (found.existing == Existing::same_run) return true;
  refuse(options.subject + " holds something else: " + found.difference,
         "choose another output, or overwrite it with --force");
}

void report(const Options& options, const Console& console, const Study& study,
            std::size_t shards) {
  const auto points = static_cast<std::uint64_t>(study.points->total);
  console.say(options.subject + ": " + with_commas(points) + (points == 1 ? " point" : " points") +
              " of " + with_commas(shards) + (shards == 1 ? " shard\n" : " shards\n"));
  if (options.format == Format::json)
    print("{\"output\": " + json_text(options.subject) + ",\n \"points\": " +
          std::to_string(points) + ",\n \"shards\": " + std::to_string(shards) + "}\n");
}

}  // namespace

Exit merge_shards(const Options& options, const Console& console) {
  const std::vector<Shard> shards = read_shards(options.shards);
  const Study study = study_of(shards);
  if (is_there(options, study)) {
    console.say(options.subject + " already holds this sweep: nothing to do\n");
    return Exit::done;
  }
  const bool forced = options.overwrite == Overwrite::always;
  const Lock lock(options.subject, forced ? Takeover::always : Takeover::if_stale);
  const auto& of = shards.front().attributes;
  std::vector<std::filesystem::path> paths;
  for (const Shard& shard : shards) paths.emplace_back(shard.path);
  merge(options.subject, study, {of.at("program_version"), of.at("git")}, paths);
  report(options, console, study, shards.size());
  return Exit::done;
}

}  // namespace tizhi
