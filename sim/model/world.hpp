// The administrative tree: who exists, who is above whom, who looks at whom.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace tizhi {

using Region = std::int32_t;  // row of the region table
using Model = std::uint8_t;   // place in the catalogue
using Level = std::uint8_t;   // rank: 0 is the top

inline constexpr Region kNoRegion = -1;
inline constexpr Model kNone = 255;  // no one runs the task here yet
inline constexpr int kMaxModels = 16;
inline constexpr std::int64_t kPrestigeUnit = 1024;  // prestige is a multiple of 1/1024

template <class T>
using PerModel = std::array<T, kMaxModels>;

// Who looks at a region, as seen from the other end of the arrow: i looks at `region`.
struct Neighbour {
  Region region;
  std::int64_t weight;  // in 1/1024
  bool operator==(const Neighbour&) const = default;
};

// Fixed traits, one entry a region. Filled by the reader; complete() derives the rest.
struct World {
  std::vector<std::string> level_names;  // top down

  std::vector<std::string> codes;  // empty in a generated world, where code() spells them
  std::vector<std::string> names;  // English; empty in a generated world
  std::vector<std::string> names_zh;
  std::vector<Region> parent;  // kNoRegion at a root
  std::vector<Level> level;
  std::vector<std::int32_t> prestige;  // in 1/1024
  std::vector<double> legal;           // 0 … 1 at the start; empty: all 0
  std::vector<std::uint8_t> fixed;     // 1: only scripted events change it
  std::vector<std::int32_t> row, col;  // of a map; -1 where unknown; empty: nowhere known

  std::vector<std::int64_t> neighbour_begin;  // region i's are [begin[i], begin[i+1]); empty: none
  std::vector<Neighbour> neighbours;

  // Derived by complete():
  std::vector<std::uint64_t> luck;   // hash of the code
  std::vector<std::int32_t> family;  // siblings share one; -1 at a root
  std::vector<std::int64_t> family_prestige;
  std::vector<std::int64_t> level_prestige;
  std::vector<std::int64_t> level_count;
  std::vector<std::uint8_t> has_subordinates;

  Region size() const { return static_cast<Region>(parent.size()); }
  int levels() const { return static_cast<int>(level_names.size()); }
  std::string code(Region i) const;
  double legal_of(std::size_t i) const { return legal.empty() ? 0 : legal[i]; }
  bool operator==(const World&) const = default;
};

// Derives what follows from the traits. Parents may stand after their children in the table.
void complete(World& world);

// Two regions whose codes hash alike would share their luck: the first such pair, else two times
// kNoRegion. Wants complete().
std::array<Region, 2> shared_luck(const World& world);

// The regions of each level that is wanted in the order of their luck, which no table can change;
// of other levels none. Wants complete().
std::vector<std::vector<Region>> regions_by_luck(const World& world,
                                                 const std::vector<std::uint8_t>& is_wanted);

// Spells the codes of regions one after the other, faster than each by itself.
class CodeSpeller {
 public:
  explicit CodeSpeller(const World& world) : world_{&world} {}
  void append(Region i, std::string& to);

 private:
  const World* world_;
  Region last_ = kNoRegion, above_ = kNoRegion;
  std::int64_t number_ = 0;
  std::string prefix_;
};

// Children per region, top down, as a forest: generate({1, 31}) is a centre with 31 provinces.
// Levels are level0, level1 … unless named. Codes are 1, 1.1, 1.2 …
World generate(const std::vector<std::int32_t>& children, std::vector<std::string> level_names);

// Is i equal to `above` or anywhere below it?
bool is_within(const World& world, Region i, Region above);

}  // namespace tizhi
