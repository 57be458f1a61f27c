// The scenario's [sweep] as written: which parameters vary, and how their points are laid out.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/points.hpp"
#include "input/document.hpp"

namespace tizhi {

enum class Design : std::uint8_t { grid, lhs, sobol, saltelli, table };
enum class Scale : std::uint8_t { linear, log };

// A swept parameter by its dotted name: either values, or a range and the number of steps in it.
struct SweptParameter {
  std::string name;
  std::vector<double> values;
  double min = 0;
  double max = 0;
  std::int32_t n = 0;  // 0: the design decides
  Scale scale = Scale::linear;
  std::vector<KeyPart> key;
  Place place;  // of what it says about the values
};

struct Sweep {
  Design design = Design::grid;
  std::int64_t points = 0;  // 0: the design decides
  SweepLuck luck = SweepLuck::shared;
  std::vector<SweptParameter> parameters;
  Place place;  // of the design, or of the section
};

std::string name_of(Design design);

// Is the first line of a table of points one of names?
enum class Header : std::uint8_t { named, none };

// What the command line asks of a sweep.
struct SweepRequest {
  std::string table;  // of points; empty: the scenario's own design
  Header header = Header::named;
  std::vector<std::string> names;      // of the columns, where the table has none
  std::int64_t shard = 0, shards = 0;  // 1 … shards; 0: all points
  // Points laid out before, as an output holds them, in place of all this; their names, numbers,
  // luck and values count.
  std::shared_ptr<const Points> known;
};

// Option --names as messages show it, a line of the command line's text.
std::string names_option(const std::vector<std::string>& names);

}  // namespace tizhi
