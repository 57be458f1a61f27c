// The table of neighbours: undirected pairs, each with a weight.
#include <algorithm>
#include <set>
#include <utility>

#include "input/atlas.hpp"
#include "input/csv.hpp"
#include "input/parameters.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

constexpr Range kWeight{0, 1024, Bound::excluded, Bound::included};

struct Pair {
  Region a, b;
  std::int64_t weight;  // in 1/1024
};

std::string nearest_unit(double value) {
  const auto units = static_cast<std::int64_t>(value * kPrestigeUnit + 0.5);
  return spelled(static_cast<double>(units) / kPrestigeUnit);
}

struct Columns {
  int a, b, weight;
};

bool read_header(const CsvTable& table, Columns& columns, Diagnostics& diagnostics) {
  constexpr const char* expected = "a,b or a,b,weight in the first line";
  const std::vector<std::string> known{"a", "b", "weight"};
  columns = {table.column("a"), table.column("b"), table.column("weight")};
  if (columns.a < 0 || columns.b < 0) {
    Place place = table.place_of_header(0);
    place.length = 1 << 20;
    diagnostics.error(place, "this table does not name its columns", expected,
                      "add a first line: a,b");
    return false;
  }
  bool is_sound = true;
  for (std::size_t c = 0; c < table.header().size(); ++c) {
    const std::string& name = table.header()[c];
    const bool is_known = std::find(known.begin(), known.end(), name) != known.end();
    if (is_known && table.column(name) == static_cast<int>(c)) continue;
    is_sound = false;
    diagnostics.error(table.place_of_header(static_cast<int>(c)),
                      is_known ? "the column '" + name + "' stands here twice"
                               : "there is no column '" + name + "'",
                      expected, did_you_mean(name, known, "take the column out"));
  }
  return is_sound;
}

std::int64_t read_weight(const CsvTable& table, const CsvRow& row, int column,
                         Diagnostics& diagnostics) {
  if (column < 0) return kPrestigeUnit;
  const std::string& text = row.fields[static_cast<std::size_t>(column)];
  if (text.empty()) return kPrestigeUnit;
  const auto read = number_in(text);
  if (!read || !kWeight.holds(*read)) {
    diagnostics.error(table.place(row, column), "'weight' is " + in_quotes(text), kWeight.text(),
                      "without the column every pair weighs 1");
    return kPrestigeUnit;
  }
  const double value = *read;
  const auto units = static_cast<std::int64_t>(value * kPrestigeUnit);
  if (static_cast<double>(units) != value * kPrestigeUnit)
    diagnostics.error(table.place(row, column), "'weight' is " + text, "a multiple of 1/1024",
                      "the nearest is " + nearest_unit(value));
  return units;
}

Region read_region(const CsvTable& table, const CsvRow& row, int column, const Atlas& atlas,
                   const World& world, Diagnostics& diagnostics) {
  const std::string& code = row.fields[static_cast<std::size_t>(column)];
  const Region region = atlas.find(code);
  if (region == kNoRegion) refuse_code(code, table.place(row, column), atlas, world, diagnostics);
  return region;
}

void link(const std::vector<Pair>& pairs, World& world) {
  world.neighbour_begin.assign(world.parent.size() + 1, 0);
  for (const Pair& pair : pairs) {
    ++world.neighbour_begin[static_cast<std::size_t>(pair.a) + 1];
    ++world.neighbour_begin[static_cast<std::size_t>(pair.b) + 1];
  }
  for (std::size_t i = 1; i < world.neighbour_begin.size(); ++i)
    world.neighbour_begin[i] += world.neighbour_begin[i - 1];
  world.neighbours.resize(pairs.size() * 2);
  std::vector<std::int64_t> next(world.neighbour_begin.begin(), world.neighbour_begin.end() - 1);
  const auto add = [&](Region from, Region to, std::int64_t weight) {
    auto& slot = next[static_cast<std::size_t>(from)];
    world.neighbours[static_cast<std::size_t>(slot++)] = {to, weight};
  };
  for (const Pair& pair : pairs) {
    add(pair.a, pair.b, pair.weight);
    add(pair.b, pair.a, pair.weight);
  }
}

}  // namespace

void read_neighbours(const std::string& text, const std::string& file, const Atlas& atlas,
                     World& world, Diagnostics& diagnostics) {
  const auto table = CsvTable::parse(text, file, diagnostics);
  Columns columns{};
  if (!table || !read_header(*table, columns, diagnostics)) return;
  std::set<std::pair<Region, Region>> known;
  std::vector<Pair> pairs;
  for (const CsvRow& row : table->rows()) {
    const Region a = read_region(*table, row, columns.a, atlas, world, diagnostics);
    const Region b = read_region(*table, row, columns.b, atlas, world, diagnostics);
    const std::int64_t weight = read_weight(*table, row, columns.weight, diagnostics);
    if (a < 0 || b < 0) continue;
    const std::string& code = row.fields[static_cast<std::size_t>(columns.b)];
    if (a == b)
      diagnostics.error(table->place(row, columns.b), "'" + code + "' is its own neighbour",
                        "two regions", "take the row out");
    else if (!known.emplace(std::min(a, b), std::max(a, b)).second)
      diagnostics.error(table->place(row, columns.b),
                        "'" + row.fields[static_cast<std::size_t>(columns.a)] + "' and '" + code +
                            "' stand here twice",
                        "each pair once", "neighbours are mutual: a,b says b,a as well");
    else
      pairs.push_back({a, b, weight});
  }
  link(pairs, world);
}

}  // namespace tizhi
