#include "cli/restored.hpp"

#include <charconv>
#include <cmath>
#include <map>

#include "cli/contents.hpp"
#include "cli/failure.hpp"
#include "input/catalogue.hpp"
#include "input/outcomes.hpp"

namespace tizhi {
namespace {

std::vector<std::int64_t> in_units(const std::vector<double>& values) {
  std::vector<std::int64_t> whole;
  for (const double value : values) whole.push_back(std::llround(value * kPrestigeUnit));
  return whole;
}

// Each pair where its first region stands; the other end is not needed for writing it again.
void restore_neighbours(const TrajectoryFile& file, World& world) {
  const auto a = file.numbers<std::int32_t>("neighbour_a");
  const auto b = file.numbers<std::int32_t>("neighbour_b");
  const auto weight = in_units(file.numbers<double>("neighbour_weight"));
  if (a.empty()) return;
  world.neighbour_begin.assign(world.parent.size() + 1, 0);
  for (const std::int32_t region : a) ++world.neighbour_begin[static_cast<std::size_t>(region) + 1];
  for (std::size_t i = 1; i < world.neighbour_begin.size(); ++i)
    world.neighbour_begin[i] += world.neighbour_begin[i - 1];
  for (std::size_t n = 0; n < b.size(); ++n) world.neighbours.push_back({b[n], weight[n]});
}

World restored_world(const TrajectoryFile& file) {
  World world;
  world.level_names = file.texts("level");
  world.codes = file.texts("region");
  world.names = file.texts("region_name");
  world.names_zh = file.texts("region_name_zh");
  world.parent = file.numbers<std::int32_t>("region_parent");
  world.level = file.numbers<std::uint8_t>("region_level");
  world.fixed = file.numbers<std::uint8_t>("region_fixed");
  world.row = file.numbers<std::int32_t>("region_row");
  world.col = file.numbers<std::int32_t>("region_col");
  world.legal = file.numbers<double>("region_legal");
  for (const std::int64_t units : in_units(file.numbers<double>("region_prestige")))
    world.prestige.push_back(static_cast<std::int32_t>(units));
  complete(world);
  restore_neighbours(file, world);
  return world;
}

Atlas restored_atlas(const TrajectoryFile& file, const Node& document,
                     const std::vector<CatalogueEntry>& catalogue, Diagnostics& diagnostics) {
  const Node* regions = document.find("regions");
  Sources nowhere;
  const bool reads_tables =
      regions->find("file") != nullptr || regions->find("neighbours") != nullptr;
  if (!reads_tables) return read_regions(document, catalogue, nowhere, diagnostics);
  Atlas atlas;
  World world = restored_world(file);
  if (regions->find("generate") != nullptr) world.names = world.names_zh = {};
  atlas.levels = world.level_names;
  for (Region i = 0; i < world.size(); ++i)
    atlas.by_code[world.codes[static_cast<std::size_t>(i)]] = i;
  atlas.is_narrowed = regions->find("only") != nullptr;
  atlas.world = std::make_shared<const World>(std::move(world));
  return atlas;
}

// Only their ages count here.
void restore_beginnings(const TrajectoryFile& file, Run& run) {
  std::map<double, std::int32_t> kinds;
  for (const double age : file.numbers<double>("initial_age")) {
    const auto [kind, is_new] = kinds.try_emplace(age, static_cast<std::int32_t>(kinds.size()));
    if (is_new) run.beginnings.push_back({1, {}, age});
    run.beginning.push_back(kind->second);
  }
}

void restore_events(const TrajectoryFile& file, Study& study) {
  const auto ids = file.texts("event"), kinds = file.texts("event_kind");
  const auto sources = file.texts("event_source");
  const auto days = file.numbers<std::int32_t>("event_date");
  for (std::size_t i = 0; i < ids.size(); ++i)
    study.events.push_back({ids[i], date_of_day(days[i]), kinds[i], sources[i]});
}

void restore_variants(const TrajectoryFile& file, const Run& run, Study& study) {
  const auto ids = file.texts("variant"), titles = file.texts("variant_title");
  for (std::size_t v = 0; v < ids.size(); ++v) study.variants.push_back({ids[v], titles[v], run});
}

std::uint64_t seed_of(const TrajectoryFile& file) {
  const std::string text = file.attribute("seed");
  std::uint64_t seed = 0;
  std::from_chars(text.data(), text.data() + text.size(), seed);
  return seed;
}

}  // namespace

Study restored_study(const TrajectoryFile& file) {
  Diagnostics found;
  const auto document = parse_toml(file.attribute("scenario"), "the scenario", found);
  Study study;
  Frame frame;
  if (document) {
    frame.clock = read_time(*document, found).value_or(Clock{});
    frame.knows_time = true;
    frame.catalogue = read_catalogue(*document, found);
    frame.atlas = restored_atlas(file, *document, frame.catalogue, found);
    study.outcomes = read_outcomes(*document, frame, found);
    study.recording = read_recording(*document, recording_of_a_sweep(), found);
  }
  if (found.has_errors())
    throw Failure{Exit::failed, "the scenario that the file holds cannot be read",
                  found.drawn(Colour::off)};
  Run run;
  run.world = frame.atlas.world;
  run.catalogue = frame.catalogue;
  run.timeline.grid = frame.clock.grid;
  run.seed = seed_of(file);
  restore_beginnings(file, run);
  study.title = file.attribute("title");
  study.title_zh = file.attribute("title_zh");
  study.scenario = file.attribute("scenario");
  study.scenario_hash = file.attribute("scenario_hash");
  study.calendar = frame.clock.calendar;
  study.replicates = static_cast<std::uint32_t>(file.length("replicate"));
  restore_events(file, study);
  restore_variants(file, run, study);
  return study;
}

}  // namespace tizhi
