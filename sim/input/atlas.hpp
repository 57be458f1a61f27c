// The world as the scenario names it: a World, and its regions by their codes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/run.hpp"
#include "input/document.hpp"

namespace tizhi {

// A region that exists in the table, but lies outside of what `only` keeps.
inline constexpr Region kLeftOut = -2;

struct Atlas {
  std::shared_ptr<const World> world;  // null: [regions] could not be read
  std::vector<std::string> levels;     // top down; known even where the world is not complete
  std::vector<std::int32_t> generate;  // children per region; empty: from a table
  std::unordered_map<std::string, Region> by_code;  // empty where the world is generated whole
  std::vector<Region> kept;  // of a generated world under `only`: new numbers or kLeftOut
  std::vector<Model> model;  // one a region, of the table's column; kNone: none named
  std::vector<std::uint8_t> names_model;  // 1: the column has something; empty: no such column
  bool is_narrowed = false;               // by `only` or `down_to`
  std::vector<std::string> tables;        // texts of the tables read, for the hash

  bool is_known() const { return world != nullptr; }

  // kNoRegion: no region has this code; kLeftOut: `only` leaves it out.
  Region find(std::string_view code) const;
};

// Reports a code that no region has; who wrote a region's name is told its code.
void refuse_code(const std::string& text, const Place& place, const Atlas& atlas,
                 const World& world, Diagnostics& diagnostics);

struct Sources {
  std::string folder;              // of the scenario
  std::vector<std::string> files;  // what has been read, as shown in messages
};

// Reads [regions]: the table or the generated tree, neighbours, `only`, `fixed`.
Atlas read_regions(const Node& document, const std::vector<CatalogueEntry>& catalogue,
                   Sources& sources, Diagnostics& diagnostics);

// Steps of read_regions, each in a file of its own.
struct RegionTable {
  World world;  // levels and parents set, not completed
  std::vector<Model> model;
  std::vector<std::uint8_t> names_model;
  bool is_sound = false;
};
RegionTable read_region_table(const std::string& text, const std::string& file,
                              const std::vector<std::string>& levels, const Place& levels_place,
                              const std::vector<CatalogueEntry>& catalogue,
                              Diagnostics& diagnostics);
void read_neighbours(const std::string& text, const std::string& file, const Atlas& atlas,
                     World& world, Diagnostics& diagnostics);

// The levels top down as the tree has them: a level stands below every level of its regions'
// superiors. Where the tree leaves the order of two open, that is an error.
bool order_levels(const std::vector<std::string>& names, const std::vector<std::int32_t>& level_of,
                  const std::vector<Region>& parent, std::vector<std::int32_t>& rank,
                  std::string& problem);

// The path of a file that the document names, and how messages call it.
std::string path_of(const Node& file_name, const Sources& sources);

}  // namespace tizhi
