#include "input/atlas.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "input/files.hpp"
#include "input/section.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

constexpr std::int64_t kMostRegions = 100'000'000;

struct Levels {
  std::vector<std::string> names;  // empty: not given
  Place place;
};

Levels read_levels(Section& section) {
  Levels levels;
  const Node* node = section.find("levels");
  if (node == nullptr) return levels;
  levels.place = node->place;
  Diagnostics& diagnostics = section.diagnostics();
  if (node->kind != Kind::array) {
    wrong_kind(*node, "levels", "a list of names, top down", diagnostics,
               "levels = [\"centre\", \"province\"], for instance");
    return levels;
  }
  for (const Node& item : node->items) {
    const auto name = as_text(item, "levels", diagnostics);
    if (!name) continue;
    if (name->empty())
      diagnostics.error(item.place, "a level without a name", "a name", "take it out, or name it");
    if (std::find(levels.names.begin(), levels.names.end(), *name) != levels.names.end())
      diagnostics.error(item.place, "the level '" + *name + "' stands here twice",
                        "each level once, top down", "take it out");
    levels.names.push_back(*name);
  }
  return levels;
}

std::vector<std::int32_t> read_children(const Node& node, Diagnostics& diagnostics) {
  const char* const expected = "children per region, top down: [1, 31, 11]";
  if (node.kind != Kind::array || node.items.empty()) {
    wrong_kind(node, "generate", expected, diagnostics,
               "[1, 31, 11] is one root, 31 regions below it and 11 below each of those");
    return {};
  }
  std::vector<std::int32_t> children;
  std::int64_t here = 1;
  std::int64_t regions = 0;
  for (const Node& item : node.items) {
    const auto count = as_whole(item, "generate", 1, kMostRegions, diagnostics,
                                "leave out levels that have no regions");
    if (!count) return {};
    here *= *count;
    regions += here;
    if (regions > kMostRegions || children.size() == 64) {
      diagnostics.error(node.place, "this tree is too large",
                        "at most " + std::to_string(kMostRegions) + " regions in 64 levels",
                        "smaller numbers, or fewer of them");
      return {};
    }
    children.push_back(static_cast<std::int32_t>(*count));
  }
  return children;
}

// Where a generated code leads; kNoRegion where it leads nowhere.
Region generated_region(const std::vector<std::int32_t>& children, std::string_view code) {
  std::int64_t first = 0;   // of the level
  std::int64_t within = 0;  // place in the level
  std::int64_t here = 1;    // regions of the level
  for (std::size_t rank = 0; rank < children.size(); ++rank) {
    std::int64_t number = 0;
    const char* const end = code.data() + code.size();
    const auto read = std::from_chars(code.data(), end, number);
    if (read.ec != std::errc{} || code[0] == '0' || number < 1 || number > children[rank]) break;
    within = within * children[rank] + number - 1;
    here *= children[rank];
    if (read.ptr == end) return static_cast<Region>(first + within);
    if (*read.ptr != '.') break;
    first += here;
    code.remove_prefix(static_cast<std::size_t>(read.ptr + 1 - code.data()));
  }
  return kNoRegion;
}

template <class T>
void keep_rows(std::vector<T>& values, const std::vector<Region>& rows) {
  if (values.empty()) return;
  std::vector<T> kept;
  for (const Region i : rows) kept.push_back(values[static_cast<std::size_t>(i)]);
  values = std::move(kept);
}

constexpr std::int32_t kLowest = std::numeric_limits<std::int32_t>::max();

// What a scenario keeps of its tree.
struct Extent {
  Region top = kNoRegion;  // this region's subtree and what is above it; kNoRegion: all
  std::int32_t lowest_level = kLowest;

  bool operator==(const Extent&) const = default;
};

// What is above the top becomes fixed.
void restrict_to(const Extent& extent, World& world, Atlas& atlas) {
  const Region top = extent.top;
  std::vector<Region> rows;
  atlas.kept.assign(world.parent.size(), kLeftOut);
  std::vector<std::string> codes;
  for (Region i = 0; i < world.size(); ++i) {
    const bool is_above = top != kNoRegion && i != top && is_within(world, top, i);
    if (top != kNoRegion && !is_above && !is_within(world, i, top)) continue;
    if (extent.lowest_level < world.level[static_cast<std::size_t>(i)]) continue;
    if (is_above) world.fixed[static_cast<std::size_t>(i)] = 1;
    atlas.kept[static_cast<std::size_t>(i)] = static_cast<Region>(rows.size());
    rows.push_back(i);
    codes.push_back(world.code(i));
  }
  world.codes = std::move(codes);
  const bool has_names = !world.names.empty();
  keep_rows(world.names, rows);
  keep_rows(world.names_zh, rows);
  if (!has_names) world.names = world.names_zh = world.codes;
  keep_rows(world.parent, rows);
  for (Region& above : world.parent)
    if (above != kNoRegion) above = atlas.kept[static_cast<std::size_t>(above)];
  keep_rows(world.level, rows);
  keep_rows(world.prestige, rows);
  keep_rows(world.legal, rows);
  keep_rows(world.fixed, rows);
  keep_rows(world.row, rows);
  keep_rows(world.col, rows);
  keep_rows(atlas.model, rows);
  keep_rows(atlas.names_model, rows);
  for (auto& [code, region] : atlas.by_code)
    if (region >= 0) region = atlas.kept[static_cast<std::size_t>(region)];
}

class RegionsReader {
 public:
  RegionsReader(const Node& table, Sources& sources, Diagnostics& diagnostics)
      : section_{table, "[regions]", diagnostics}, sources_{sources}, diagnostics_{diagnostics} {}

  Atlas read(const std::vector<CatalogueEntry>& catalogue);

 private:
  bool read_tree(const std::vector<CatalogueEntry>& catalogue);
  bool read_file(const Node& name, const Levels& levels,
                 const std::vector<CatalogueEntry>& catalogue);
  bool generate_tree(const Node& node, const Levels& levels);
  std::optional<std::string> text_of(const Node& name, std::string_view key, std::string& file);
  void read_extent();
  Region read_only();
  std::int32_t read_down_to();
  void read_fixed();
  void read_neighbours_file();
  Region region(const Node& code, std::string_view what);

  Section section_;
  Sources& sources_;
  Diagnostics& diagnostics_;
  World world_;
  Atlas atlas_;
};

std::optional<std::string> RegionsReader::text_of(const Node& name, std::string_view key,
                                                  std::string& file) {
  if (!as_text(name, key, diagnostics_)) return std::nullopt;
  file = path_of(name, sources_);
  auto text = read_text(file, file, name.place, diagnostics_);
  if (!text) return std::nullopt;
  sources_.files.push_back(file);
  atlas_.tables.push_back(*text);
  return text;
}

bool RegionsReader::read_file(const Node& name, const Levels& levels,
                              const std::vector<CatalogueEntry>& catalogue) {
  std::string file;
  const auto text = text_of(name, "file", file);
  if (!text) return false;
  RegionTable table =
      read_region_table(*text, file, levels.names, levels.place, catalogue, diagnostics_);
  world_ = std::move(table.world);
  atlas_.model = std::move(table.model);
  atlas_.names_model = std::move(table.names_model);
  atlas_.levels = world_.level_names;
  for (std::size_t i = 0; i < world_.codes.size(); ++i)
    atlas_.by_code.emplace(world_.codes[i], static_cast<Region>(i));
  return table.is_sound;
}

bool RegionsReader::generate_tree(const Node& node, const Levels& levels) {
  atlas_.generate = read_children(node, diagnostics_);
  if (atlas_.generate.empty()) return false;
  if (!levels.names.empty() && levels.names.size() != atlas_.generate.size()) {
    diagnostics_.error(levels.place,
                       "there are " + std::to_string(levels.names.size()) + " names for " +
                           std::to_string(atlas_.generate.size()) + " levels",
                       "as many names in 'levels' as numbers in 'generate'",
                       "without 'levels' they are level0, level1 and so on");
    return false;
  }
  world_ = generate(atlas_.generate, levels.names);
  atlas_.levels = world_.level_names;
  return true;
}

bool RegionsReader::read_tree(const std::vector<CatalogueEntry>& catalogue) {
  const Levels levels = read_levels(section_);
  const Node* file = section_.find("file");
  const Node* generate = section_.find("generate");
  if (file == nullptr && generate == nullptr) {
    diagnostics_.error(section_.place(), "[regions] names no regions", "'file' or 'generate'",
                       "add a line such as file = \"regions.csv\", or generate = [1, 31, 11]");
    return false;
  }
  if (file != nullptr && generate != nullptr) {
    diagnostics_.error(generate->place, "[regions] has both 'file' and 'generate'",
                       "one of the two", "take the other out");
    return false;
  }
  return file != nullptr ? read_file(*file, levels, catalogue) : generate_tree(*generate, levels);
}

Region RegionsReader::region(const Node& code, std::string_view what) {
  const auto text = as_text(code, what, diagnostics_);
  if (!text) return kNoRegion;
  const Region found = atlas_.find(*text);
  if (found == kNoRegion) refuse_code(*text, code.place, atlas_, world_, diagnostics_);
  return found;
}

Region RegionsReader::read_only() {
  const Node* only = section_.find("only");
  return only == nullptr ? kNoRegion : region(*only, "only");
}

// The lowest level kept; the levels below keep their names and have no regions.
std::int32_t RegionsReader::read_down_to() {
  const Node* node = section_.find("down_to");
  const auto name = node == nullptr ? std::nullopt : as_text(*node, "down_to", diagnostics_);
  if (!name) return kLowest;
  const auto found = std::find(atlas_.levels.begin(), atlas_.levels.end(), *name);
  if (found != atlas_.levels.end()) return static_cast<std::int32_t>(found - atlas_.levels.begin());
  diagnostics_.error(node->place, "no region has the level '" + *name + "'", listed(atlas_.levels),
                     did_you_mean(*name, atlas_.levels, "levels come from the table of [regions]"));
  return kLowest;
}

void RegionsReader::read_extent() {
  const std::size_t errors_before = diagnostics_.errors();
  const Extent extent{read_only(), read_down_to()};
  if (extent == Extent{} || diagnostics_.errors() > errors_before) return;
  atlas_.is_narrowed = true;
  restrict_to(extent, world_, atlas_);
}

void RegionsReader::read_fixed() {
  const Node* fixed = section_.find("fixed");
  if (fixed == nullptr) return;
  if (fixed->kind != Kind::array) {
    wrong_kind(*fixed, "fixed", "a list of codes", diagnostics_, "write it in brackets");
    return;
  }
  for (const Node& item : fixed->items)
    if (const Region found = region(item, "fixed"); found >= 0)
      world_.fixed[static_cast<std::size_t>(found)] = 1;
}

void RegionsReader::read_neighbours_file() {
  const Node* name = section_.find("neighbours");
  if (name == nullptr) return;
  std::string file;
  if (const auto text = text_of(*name, "neighbours", file))
    read_neighbours(*text, file, atlas_, world_, diagnostics_);
}

Atlas RegionsReader::read(const std::vector<CatalogueEntry>& catalogue) {
  const std::size_t errors_before = diagnostics_.errors();
  if (read_tree(catalogue)) {
    read_extent();
    read_fixed();
    read_neighbours_file();
  } else {
    for (const char* key : {"only", "down_to", "fixed", "neighbours"}) section_.find(key);
  }
  section_.refuse_the_rest();
  if (diagnostics_.errors() > errors_before) return std::move(atlas_);
  if (atlas_.generate.empty() || atlas_.is_narrowed) complete(world_);  // else it is
  const auto twins = shared_luck(world_);
  if (twins[0] != kNoRegion)
    diagnostics_.error(section_.place(),
                       "the codes '" + world_.code(twins[0]) + "' and '" + world_.code(twins[1]) +
                           "' have the same hash, and so would share their luck",
                       "codes with hashes of their own", "change one of the two codes");
  else
    atlas_.world = std::make_shared<const World>(std::move(world_));
  return std::move(atlas_);
}

}  // namespace

Region Atlas::find(std::string_view code) const {
  if (generate.empty()) {
    const auto found = by_code.find(std::string(code));
    return found == by_code.end() ? kNoRegion : found->second;
  }
  const Region found = generated_region(generate, code);
  return found == kNoRegion || kept.empty() ? found : kept[static_cast<std::size_t>(found)];
}

void refuse_code(const std::string& text, const Place& place, const Atlas& atlas,
                 const World& world, Diagnostics& diagnostics) {
  std::string expected = "the code of a region";
  if (world.size() > 0) expected += ", such as '" + world.code(world.size() - 1) + "'";
  std::string way_out;
  for (Region i = 0; i < world.size() && !world.names.empty() && way_out.empty(); ++i) {
    const auto slot = static_cast<std::size_t>(i);
    if (!text.empty() && (world.names[slot] == text || world.names_zh[slot] == text))
      way_out = "did you mean '" + world.codes[slot] + "' (" + text + ")?";
  }
  if (way_out.empty())
    way_out =
        did_you_mean(text, world.codes,
                     atlas.generate.empty() ? "codes stand in the table of [regions]"
                                            : "codes go down from 1: 1.3 is the third below it");
  diagnostics.error(place, "no region has the code '" + text + "'", expected, way_out);
}

std::string path_of(const Node& file_name, const Sources& sources) {
  const std::string& from = file_name.place.file;
  return path_within(from == kCommandLine ? sources.folder : folder_part(from), file_name.text);
}

Atlas read_regions(const Node& document, const std::vector<CatalogueEntry>& catalogue,
                   Sources& sources, Diagnostics& diagnostics) {
  if (document.find("regions") == nullptr) {
    diagnostics.error(document.place, "the scenario has no [regions]", "a section [regions]",
                      "write: [regions] generate = [1, 31], on two lines");
    return {};
  }
  const Node* table = section_of(document, "regions", diagnostics);
  if (table == nullptr) return {};
  return RegionsReader(*table, sources, diagnostics).read(catalogue);
}

}  // namespace tizhi
