// The table of regions: rows -> World, every trait checked at its field.
#include <algorithm>
#include <array>
#include <string_view>

#include "input/atlas.hpp"
#include "input/csv.hpp"
#include "input/parameters.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

constexpr std::array kColumns{"code",  "parent", "level", "name", "name_zh", "prestige",
                              "legal", "fixed",  "row",   "col",  "model"};
constexpr double kMostPrestige = 1e6;

// Reads one table; `world` grows with it.
class TableReader {
 public:
  TableReader(const CsvTable& table, Diagnostics& diagnostics)
      : table_{table}, diagnostics_{diagnostics} {}

  bool read_header();
  void read_codes();
  void read_parents();
  void read_levels(const std::vector<std::string>& levels, const Place& levels_place);
  void read_prestige();
  void read_traits();
  void read_positions();
  void read_names();
  void read_models(const std::vector<CatalogueEntry>& catalogue);
  RegionTable result;

 private:
  int column(std::string_view name) const { return table_.column(name); }
  const std::string& field(std::size_t row, int column) const {
    return table_.rows()[row].fields[static_cast<std::size_t>(column)];
  }
  void error(std::size_t row, int column, std::string message, std::string expected = "",
             std::string way_out = "") {
    diagnostics_.error(table_.place(table_.rows()[row], column), std::move(message),
                       std::move(expected), std::move(way_out));
  }
  template <class Read>
  void each_filled(std::string_view name, Read read);
  double number(std::size_t row, int column, std::string_view name, const Range& range);
  void check_cycles();
  void check_ranks();
  void rank_by_tree(const std::vector<std::string>& names, const std::vector<std::int32_t>& of);
  void rank_by_list(const std::vector<std::string>& levels, const Place& levels_place,
                    const std::vector<std::string>& names, const std::vector<std::int32_t>& of);
  std::size_t rows() const { return table_.rows().size(); }

  const CsvTable& table_;
  Diagnostics& diagnostics_;
  std::unordered_map<std::string_view, Region> by_code_;
  bool parents_are_sound_ = true;
};

bool TableReader::read_header() {
  const std::vector<std::string> known(kColumns.begin(), kColumns.end());
  const auto& header = table_.header();
  bool is_sound = true;
  for (std::size_t c = 0; c < header.size(); ++c) {
    const Place place = table_.place_of_header(static_cast<int>(c));
    if (std::find(known.begin(), known.end(), header[c]) == known.end())
      diagnostics_.error(place, "there is no column '" + header[c] + "'", listed(known),
                         did_you_mean(header[c], known, "take the column out"));
    else if (column(header[c]) != static_cast<int>(c))
      diagnostics_.error(place, "the column '" + header[c] + "' stands here twice",
                         "each column once", "rename one of them, or take it out");
    else
      continue;
    is_sound = false;
  }
  for (const char* name : {"code", "parent", "level"})
    if (column(name) < 0) {
      is_sound = false;
      Place place = table_.place_of_header(0);
      place.length = 1 << 20;
      diagnostics_.error(place, "the column '" + std::string(name) + "' is missing",
                         "at least code, parent and level, in any order",
                         "the first line of the table names its columns");
    }
  if (is_sound && rows() == 0 && !table_.lacks_rows()) {
    diagnostics_.error(table_.place_of_header(0), "there is no region in this table",
                       "a row for each region below the header", "add the regions");
    is_sound = false;
  }
  return is_sound && rows() > 0;
}

void TableReader::read_codes() {
  const int code = column("code");
  World& world = result.world;
  by_code_.reserve(rows());
  for (std::size_t i = 0; i < rows(); ++i) {
    const std::string& own = field(i, code);
    world.codes.push_back(own);
    if (own.empty()) {
      error(i, code, "this region has no code", "a code of its own for each region",
            "a row that is not needed can be taken out");
      continue;
    }
    const auto [entry, is_new] = by_code_.emplace(field(i, code), static_cast<Region>(i));
    if (is_new) continue;
    const int line = table_.rows()[static_cast<std::size_t>(entry->second)].line;
    error(i, code, "two regions have the code '" + own + "'", "a code of its own for each region",
          "the other stands in line " + std::to_string(line));
  }
}

void TableReader::read_parents() {
  const int parent = column("parent");
  std::vector<std::string> codes;
  for (std::size_t i = 0; i < rows(); ++i) {
    const std::string& above = field(i, parent);
    Region found = kNoRegion;
    if (!above.empty()) {
      const auto entry = by_code_.find(above);
      if (entry != by_code_.end()) {
        found = entry->second;
      } else if (table_.lacks_rows()) {
        parents_are_sound_ = false;  // it may stand in one of them
      } else {
        parents_are_sound_ = false;
        if (codes.empty()) codes = result.world.codes;
        error(i, parent, "no region has the code '" + above + "'",
              "the code of another region, or nothing at a root",
              did_you_mean(above, codes, "add a row for it"));
      }
    }
    if (found == static_cast<Region>(i)) {
      parents_are_sound_ = false;
      error(i, parent, "the region '" + above + "' is its own superior",
            "the code of the region above it", "leave the field empty if nothing is above it");
      found = kNoRegion;
    }
    result.world.parent.push_back(found);
  }
  check_cycles();
}

void TableReader::check_cycles() {
  const auto& parent = result.world.parent;
  std::vector<std::uint8_t> mark(rows(), 0);  // 1: on the present way up, 2: leads to a root
  for (std::size_t start = 0; start < rows(); ++start) {
    std::vector<std::size_t> way;
    std::size_t i = start;
    while (mark[i] == 0) {
      mark[i] = 1;
      way.push_back(i);
      if (parent[i] == kNoRegion) break;
      i = static_cast<std::size_t>(parent[i]);
    }
    if (parent[i] != kNoRegion && mark[i] == 1) {
      parents_are_sound_ = false;
      std::string circle = result.world.codes[i];
      for (std::size_t j = static_cast<std::size_t>(parent[i]); j != i;
           j = static_cast<std::size_t>(parent[j]))
        circle += " -> " + result.world.codes[j];
      error(i, column("parent"),
            "superiors go round in a circle: " + circle + " -> " + result.world.codes[i],
            "a way up that ends at a root", "one of them has an empty 'parent'");
    }
    for (const std::size_t j : way) mark[j] = 2;
  }
}

void TableReader::read_levels(const std::vector<std::string>& levels, const Place& levels_place) {
  const int level = column("level");
  std::vector<std::string> names;
  std::vector<std::int32_t> of(rows(), 0);
  bool is_sound = true;
  for (std::size_t i = 0; i < rows(); ++i) {
    const std::string& name = field(i, level);
    const auto found = std::find(names.begin(), names.end(), name);
    of[i] = static_cast<std::int32_t>(found - names.begin());
    if (found != names.end()) continue;
    names.push_back(name);
    if (!name.empty()) continue;
    is_sound = false;
    error(i, level, "this region has no level", "a level's name",
          "regions of one rank share a level: province, county …");
  }
  if (!is_sound) return;
  if (names.size() > 64) {
    diagnostics_.error(table_.place_of_header(level),
                       "there are " + std::to_string(names.size()) + " levels", "at most 64",
                       "is this the right column?");
    return;
  }
  if (levels.empty())
    rank_by_tree(names, of);
  else
    rank_by_list(levels, levels_place, names, of);
  if (!result.world.level.empty()) check_ranks();
}

void TableReader::rank_by_tree(const std::vector<std::string>& names,
                               const std::vector<std::int32_t>& of) {
  if (!parents_are_sound_) return;
  std::vector<std::int32_t> rank;
  std::string problem;
  if (!order_levels(names, of, result.world.parent, rank, problem)) {
    diagnostics_.error(
        table_.place_of_header(column("level")), problem, "",
        "say the order in the scenario: [regions] levels = [\"top\", …, \"bottom\"]");
    return;
  }
  result.world.level_names.resize(names.size());
  for (std::size_t l = 0; l < names.size(); ++l)
    result.world.level_names[static_cast<std::size_t>(rank[l])] = names[l];
  for (const std::int32_t l : of)
    result.world.level.push_back(static_cast<Level>(rank[static_cast<std::size_t>(l)]));
}

void TableReader::rank_by_list(const std::vector<std::string>& levels, const Place& levels_place,
                               const std::vector<std::string>& names,
                               const std::vector<std::int32_t>& of) {
  std::vector<std::int32_t> rank;
  bool is_sound = true;
  for (const std::string& name : names) {
    const auto found = std::find(levels.begin(), levels.end(), name);
    rank.push_back(static_cast<std::int32_t>(found - levels.begin()));
    if (found != levels.end()) continue;
    is_sound = false;
    const auto row = static_cast<std::size_t>(
        std::find(of.begin(), of.end(), static_cast<std::int32_t>(rank.size()) - 1) - of.begin());
    error(row, column("level"), "the level '" + name + "' does not stand in [regions] levels",
          listed(levels), did_you_mean(name, levels, "add it to the list, at its place"));
  }
  for (const std::string& name : levels)
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      is_sound = false;
      diagnostics_.error(levels_place, "no region has the level '" + name + "'", listed(names),
                         did_you_mean(name, names, "take it out of the list"));
    }
  if (!is_sound) return;
  result.world.level_names = levels;
  for (const std::int32_t l : of)
    result.world.level.push_back(static_cast<Level>(rank[static_cast<std::size_t>(l)]));
}

void TableReader::check_ranks() {
  const World& world = result.world;
  for (std::size_t i = 0; i < rows(); ++i) {
    if (world.parent[i] == kNoRegion) continue;
    const auto above = static_cast<std::size_t>(world.parent[i]);
    if (world.level[above] < world.level[i]) continue;
    error(i, column("parent"),
          "a region of level '" + world.level_names[world.level[i]] + "' under one of level '" +
              world.level_names[world.level[above]] + "'",
          "a superior of a higher level", "the levels are " + sequence(world.level_names));
  }
}

// Calls read(row, column) for every field of the column that is not empty.
template <class Read>
void TableReader::each_filled(std::string_view name, Read read) {
  const int found = column(name);
  if (found < 0) return;
  for (std::size_t i = 0; i < rows(); ++i)
    if (!field(i, found).empty()) read(i, found);
}

double TableReader::number(std::size_t row, int column, std::string_view name, const Range& range) {
  const std::string& text = field(row, column);
  const auto value = number_in(text);
  if (value && range.holds(*value)) return *value;
  error(row, column, "'" + std::string(name) + "' is " + in_quotes(text), range.text(),
        "leave the field empty where nothing is known");
  return -1;
}

void TableReader::read_prestige() {
  std::vector<std::int32_t>& prestige = result.world.prestige;
  prestige.assign(rows(), static_cast<std::int32_t>(kPrestigeUnit));
  each_filled("prestige", [&](std::size_t i, int c) {
    const double value =
        number(i, c, "prestige", {0, kMostPrestige, Bound::included, Bound::included});
    prestige[i] = static_cast<std::int32_t>(value * kPrestigeUnit);
    if (value < 0 || prestige[i] == value * kPrestigeUnit) return;
    const auto near = static_cast<std::int32_t>(value * kPrestigeUnit + 0.5);
    error(i, c, "'prestige' is " + field(i, c), "a multiple of 1/1024",
          "the nearest is " + spelled(static_cast<double>(near) / kPrestigeUnit));
  });
}

void TableReader::read_traits() {
  World& world = result.world;
  world.legal.assign(rows(), 0);
  world.fixed.assign(rows(), 0);
  each_filled("legal", [&](std::size_t i, int c) {
    world.legal[i] = number(i, c, "legal", {0, 1, Bound::included, Bound::included});
  });
  each_filled("fixed", [&](std::size_t i, int c) {
    const std::string& text = field(i, c);
    world.fixed[i] = text == "true" || text == "1";
    if (!world.fixed[i] && text != "false" && text != "0")
      error(i, c, "'fixed' is " + in_quotes(text), "true, false, or nothing",
            "an empty field is false");
  });
}

void TableReader::read_positions() {
  World& world = result.world;
  for (const auto& [name, positions] :
       {std::pair{"row", &world.row}, std::pair{"col", &world.col}}) {
    if (column("row") < 0 && column("col") < 0) continue;
    positions->assign(rows(), -1);
    each_filled(name, [&, name = name, positions = positions](std::size_t i, int c) {
      constexpr Range range{0, 1e6, Bound::included, Bound::included};
      const double value = number(i, c, name, range);
      (*positions)[i] = static_cast<std::int32_t>(value);
      if (value >= 0 && (*positions)[i] != value)
        error(i, c, "'" + std::string(name) + "' is " + field(i, c), "a whole number",
              "rows and columns of the map count from 0");
    });
  }
}

void TableReader::read_names() {
  World& world = result.world;
  const int name = column("name");
  const int name_zh = column("name_zh");
  for (std::size_t i = 0; i < rows(); ++i) {
    const std::string& english = name < 0 ? world.codes[i] : field(i, name);
    const std::string& chinese = name_zh < 0 ? english : field(i, name_zh);
    world.names.push_back(!english.empty() ? english : chinese);
    world.names_zh.push_back(!chinese.empty() ? chinese : english);
  }
}

void TableReader::read_models(const std::vector<CatalogueEntry>& catalogue) {
  if (column("model") < 0 || catalogue.empty()) return;
  std::vector<std::string> ids{"none"};
  for (const CatalogueEntry& entry : catalogue) ids.push_back(entry.id);
  result.model.assign(rows(), kNone);
  result.names_model.assign(rows(), 0);
  each_filled("model", [&](std::size_t i, int c) {
    const auto found = std::find(ids.begin(), ids.end(), field(i, c));
    result.names_model[i] = 1;
    if (found == ids.end())
      error(i, c, "there is no model '" + field(i, c) + "'", listed(ids),
            did_you_mean(field(i, c), ids, "models are named by their id in [[model]]"));
    else if (found != ids.begin())
      result.model[i] = static_cast<Model>(found - ids.begin() - 1);
  });
}

}  // namespace

RegionTable read_region_table(const std::string& text, const std::string& file,
                              const std::vector<std::string>& levels, const Place& levels_place,
                              const std::vector<CatalogueEntry>& catalogue,
                              Diagnostics& diagnostics) {
  const std::size_t errors_before = diagnostics.errors();
  const auto table = CsvTable::parse(text, file, diagnostics);
  if (!table) return {};
  TableReader reader(*table, diagnostics);
  if (!reader.read_header()) return {};
  reader.read_codes();
  reader.read_parents();
  reader.read_levels(levels, levels_place);
  reader.read_prestige();
  reader.read_traits();
  reader.read_positions();
  reader.read_names();
  reader.read_models(catalogue);
  reader.result.is_sound = diagnostics.errors() == errors_before;
  return std::move(reader.result);
}

}  // namespace tizhi
