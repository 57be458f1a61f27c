#include "output/layout.hpp"

#include <algorithm>
#include <functional>

namespace tizhi {
namespace {

using hdf5::Length;
using hdf5::NewFile;

constexpr std::int64_t kPointsAtOnce = 1 << 10;

Attributes named(const std::string& long_name) { return {{"long_name", long_name}}; }

Attributes date_attributes(const std::string& long_name) {
  return {{"long_name", long_name},
          {"standard_name", "time"},
          {"units", "days since 1900-01-01"},
          {"calendar", "proleptic_gregorian"}};
}

// A text variable along a dimension that it may be the coordinate of.
template <class Items, class Text>
void write_texts(NewFile& file, const std::string& name, const std::string& dimension,
                 const std::string& long_name, const Items& items, Text text) {
  if (name == dimension) file.coordinate(name, items.size());
  file.texts({name, Number::uint8, {dimension}, {}, 0, named(long_name)},
             [&](hsize_t i, std::string& to) { to += text(items[static_cast<std::size_t>(i)]); });
}

void write_root(NewFile& file, const Study& study, const Provenance& provenance) {
  file.attribute("Conventions", "CF-1.10");
  file.attribute("file_type", kFileType);
  file.attribute("format_version", kFormatVersion);
  file.attribute("program_version", provenance.program_version);
  file.attribute("git", provenance.git);
  file.attribute("title", study.title);
  if (!study.title_zh.empty()) file.attribute("title_zh", study.title_zh);
  file.attribute("scenario", study.scenario);
  file.attribute("scenario_hash", study.scenario_hash);
  file.attribute("seed", std::to_string(study.variants.front().run.seed));
  if (!study.points) return;
  file.attribute("design", study.points->design);
  file.attribute("luck", study.points->luck == SweepLuck::own ? "own" : "shared");
  if (study.points->shards == 0) return;
  file.attribute("shard", study.points->shard_text());
  if (!study.points->digest.empty()) file.attribute("digest_of_points", study.points->digest);
}

void write_dates(NewFile& file, const Study& study, const std::string& dimension,
                 const std::string& long_name, const std::vector<std::int32_t>& states) {
  std::vector<std::int32_t> days;
  for (const std::int32_t n : states)
    days.push_back(days_since_1900(study.calendar.date_of_state(n)));
  file.coordinate(dimension, days.size());
  file.numbers({dimension, Number::int32, {dimension}, {}, 0, date_attributes(long_name)}, days);
}

void write_times(NewFile& file, const Study& study) {
  const Grid& grid = study.variants.front().run.timeline.grid;
  write_dates(file, study, "time", "date of the state",
              recorded_states(grid, Frequency::every_step));
  if (study.recording.shares == Frequency::yearly)
    write_dates(file, study, "share_time", "date of the shares",
                recorded_states(grid, Frequency::yearly));
  if (study.recording.trajectory != Frequency::never)
    write_dates(file, study, "snapshot", "date of the snapshot",
                recorded_states(grid, study.recording.trajectory));
}

void write_catalogue(NewFile& file, const Study& study) {
  const auto& catalogue = study.variants.front().run.catalogue;
  using Entry = CatalogueEntry;
  const auto write = [&](const char* name, const char* long_name, auto text) {
    write_texts(file, name, "model", long_name, catalogue, [&](const Entry& e) { return e.*text; });
  };
  write("model", "id of the management model", &Entry::id);
  write("model_name", "name in English", &Entry::name);
  write("model_name_zh", "name in Chinese", &Entry::name_zh);
  write("model_colour", "colour, #rrggbb", &Entry::colour);
  if (std::any_of(catalogue.begin(), catalogue.end(),
                  [](const Entry& e) { return !e.family.empty(); }))
    write("model_family", "the name that models share in a coarser catalogue", &Entry::family);
}

void write_names_of_causes(NewFile& file) {
  const std::vector<std::string> causes(kCauseNames.begin(), kCauseNames.end());
  const std::vector<std::string> pressing(causes.begin(), causes.begin() + kPressingCauses);
  const auto itself = [](const std::string& name) { return name; };
  write_texts(file, "cause", "cause", "cause of a formation", causes, itself);
  write_texts(file, "pressing_cause", "pressing_cause", "cause that has a hazard", pressing,
              itself);
}

void write_events(NewFile& file, const Study& study) {
  const auto& events = study.events;
  std::vector<std::int32_t> days;
  for (const EventNote& event : events) days.push_back(days_since_1900(event.date));
  write_texts(file, "event", "event", "id of the event", events,
              [](const EventNote& e) { return e.id; });
  file.numbers({"event_date", Number::int32, {"event"}, {}, 0, date_attributes("its date")}, days);
  write_texts(file, "event_kind", "event", "its kind", events,
              [](const EventNote& e) { return e.kind; });
  write_texts(file, "event_source", "event", "where it is reported", events,
              [](const EventNote& e) { return e.source; });
}

// Codes of generated regions are spelled in blocks as they are written; such regions have no names.
void write_region_texts(NewFile& file, const World& world) {
  file.coordinate("region", static_cast<hsize_t>(world.size()));
  const auto described = [](const char* name, const char* long_name) {
    return hdf5::Description{name, Number::uint8, {"region"}, {}, 0, named(long_name)};
  };
  CodeSpeller codes(world);
  file.texts(described("region", "code of the region"),
             [&](hsize_t i, std::string& to) { codes.append(static_cast<Region>(i), to); });
  const auto write = [&](const hdf5::Description& variable, const std::vector<std::string>& names) {
    if (names.empty()) return file.empty_texts(variable);
    file.texts(variable,
               [&](hsize_t i, std::string& to) { to += names[static_cast<std::size_t>(i)]; });
  };
  write(described("region_name", "name in English"), world.names);
  write(described("region_name_zh", "name in Chinese"), world.names_zh);
}

// Years that each region's model has stood at the start of the base.
void write_regions(NewFile& file, const Run& run) {
  const World& world = *run.world;
  const auto write = [&](const char* name, Number type, Attributes attributes, const auto& values) {
    file.numbers({name, type, {"region"}, {}, 0, std::move(attributes)}, values);
  };
  const auto write_places = [&](const char* name, const char* what,
                                const std::vector<std::int32_t>& places) {
    file.numbers<std::int32_t>({name, Number::int32, {"region"}, {}, 0, named(what)},
                               [&](std::size_t i) { return places.empty() ? -1 : places[i]; });
  };
  const auto compute = [&](const char* name, Attributes attributes, const auto& value_at) {
    file.numbers<double>({name, Number::float64, {"region"}, {}, 0, std::move(attributes)},
                         value_at);
  };
  write("region_level", Number::uint8, codes("level", world.level_names, NoneCode::impossible),
        world.level);
  write("region_fixed", Number::uint8, codes("fixed", {"free", "fixed"}, NoneCode::impossible),
        world.fixed);
  write("region_parent", Number::int32,
        named("superior, a row of the dimension region; -1 at a root"), world.parent);
  write_places("region_row", "row on the tile map; -1 unknown", world.row);
  write_places("region_col", "column on the tile map; -1 unknown", world.col);
  compute("region_prestige", named("how much others look at it"), [&](std::size_t i) {
    return static_cast<double>(world.prestige[i]) / static_cast<double>(kPrestigeUnit);
  });
  compute("region_legal", named("how far law decides organisation there, at the start"),
          [&](std::size_t i) { return world.legal_of(i); });
  compute("initial_age", {{"long_name", "age of the model at the start"}, {"units", "years"}},
          [&](std::size_t i) {
            const std::int32_t kind = run.beginning.empty() ? 0 : run.beginning[i];
            return run.beginnings[static_cast<std::size_t>(kind)].age;
          });
}

// Each pair once: the world has every pair twice, seen from both ends.
void write_neighbours(NewFile& file, const World& world) {
  std::vector<std::int32_t> a, b;
  std::vector<double> weight;
  const bool any = !world.neighbour_begin.empty();
  for (Region i = 0; any && i < world.size(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    for (auto n = world.neighbour_begin[at]; n < world.neighbour_begin[at + 1]; ++n) {
      const Neighbour& other = world.neighbours[static_cast<std::size_t>(n)];
      if (other.region < i) continue;
      a.push_back(i);
      b.push_back(other.region);
      weight.push_back(static_cast<double>(other.weight) / static_cast<double>(kPrestigeUnit));
    }
  }
  file.bare_dimension("neighbour", a.size());
  file.numbers({"neighbour_a", Number::int32, {"neighbour"}, {}, 0, named("one region")}, a);
  file.numbers({"neighbour_b", Number::int32, {"neighbour"}, {}, 0, named("the other region")}, b);
  file.numbers({"neighbour_weight", Number::float64, {"neighbour"}, {}, 0, named("weight")},
               weight);
}

// Calls take(first, count, values) for blocks of points; values: a row a point.
void each_block_of_points(
    const Points& points,
    const std::function<void(hsize_t, hsize_t, const std::vector<double>&)>& take) {
  std::vector<double> rows;
  for (std::int64_t from = 0; from < points.count; from += kPointsAtOnce) {
    const std::int64_t count = std::min(kPointsAtOnce, points.count - from);
    rows.clear();
    for (std::int64_t p = from; p < from + count; ++p)
      for (const double value : points.values(points.first + p)) rows.push_back(value);
    take(static_cast<hsize_t>(from), static_cast<hsize_t>(count), rows);
  }
}

// A variable per swept parameter; a name may hold what a variable's may not.
void write_points(NewFile& file, const Points& points) {
  const std::size_t width = points.names.size();
  std::vector<hdf5::Handle> variables;
  file.coordinate("point", static_cast<hsize_t>(points.count));
  const hdf5::Handle numbers =
      file.variable({"point", Number::int32, {"point"}, {}, 0, named("point of the sweep")});
  for (const std::string& name : points.names)
    variables.push_back(file.variable({variable_of_parameter(name),
                                       Number::float64,
                                       {"point"},
                                       {},
                                       0,
                                       {{"long_name", "swept parameter"}, {"parameter", name}}}));
  std::vector<double> column;
  std::vector<std::int32_t> places;
  each_block_of_points(points, [&](hsize_t from, hsize_t count, const std::vector<double>& rows) {
    places.resize(count);
    for (hsize_t p = 0; p < count; ++p)
      places[p] = static_cast<std::int32_t>(points.first + static_cast<std::int64_t>(from + p));
    file.write(numbers, Number::int32, {from}, {count}, places.data());
    for (std::size_t k = 0; k < width; ++k) {
      column.clear();
      for (std::size_t i = k; i < rows.size(); i += width) column.push_back(rows[i]);
      file.write(variables[k], Number::float64, {from}, {count}, column.data());
    }
  });
}

void write_point(NewFile& file) {
  file.coordinate("point", 1);
  file.numbers({"point", Number::int32, {"point"}, {}, 0, named("point of the sweep")},
               std::vector<std::int32_t>{0});
}

void write_runs(NewFile& file, const Study& study) {
  std::vector<std::int32_t> replicates(study.replicates);
  for (std::size_t r = 0; r < replicates.size(); ++r) replicates[r] = static_cast<std::int32_t>(r);
  if (study.points)
    write_points(file, *study.points);
  else
    write_point(file);
  write_texts(file, "variant", "variant", "id of the variant", study.variants,
              [](const Variant& v) { return v.id; });
  write_texts(file, "variant_title", "variant", "its title", study.variants,
              [](const Variant& v) { return v.title; });
  file.coordinate("replicate", replicates.size());
  file.numbers({"replicate", Number::int32, {"replicate"}, {}, 0, named("number of the replicate")},
               replicates);
}

}  // namespace

void Tally::count(const Record& piece) {
  const auto add = [&](Per per, std::size_t rows) {
    totals[static_cast<std::size_t>(per)] += static_cast<std::int64_t>(rows);
  };
  add(Per::formation, piece.formations.size());
  add(Per::arrival, piece.arrivals.size());
  add(Per::order, piece.orders.size());
}

std::vector<Per> events_kept(const Recording& recording) {
  std::vector<Per> kept;
  if (recording.formations) kept.push_back(Per::formation);
  if (recording.leaders) kept.push_back(Per::arrival);
  if (recording.orders) kept.push_back(Per::order);
  return kept;
}

std::string variable_of_parameter(std::string name) {
  std::replace(name.begin(), name.end(), '/', '_');
  return name;
}

std::string dimension_of(Per per) {
  switch (per) {
    case Per::run:
      return "";
    case Per::formation:
      return "formation";
    case Per::arrival:
      return "arrival";
    case Per::order:
      return "order";
  }
  return "";
}

void write_layout(NewFile& file, const Study& study, const Provenance& provenance) {
  const World& world = *study.variants.front().run.world;
  write_root(file, study, provenance);
  write_runs(file, study);
  write_times(file, study);
  write_texts(file, "level", "level", "name of the level, top down", world.level_names,
              [](const std::string& name) { return name; });
  write_catalogue(file, study);
  write_names_of_causes(file);
  write_region_texts(file, world);
  write_regions(file, study.variants.front().run);
  write_neighbours(file, world);
  write_events(file, study);
}

void write_dimensions_of_events(NewFile& file, const Study& study, const Tally& tally) {
  const std::vector<Per> kept = events_kept(study.recording);
  if (kept.empty()) return;
  file.bare_dimension("run_edge", jobs_of(study) + 1);
  for (const Per per : kept)
    file.bare_dimension(dimension_of(per), static_cast<hsize_t>(tally.total(per)),
                        Length::unlimited);
}

}  // namespace tizhi
