// The scenario's [sweep] as written: which parameters vary, and how their points are laid out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tizhi {

enum class Design : std::uint8_t { grid, lhs, sobol, saltelli, table };
enum class SweepLuck : std::uint8_t { shared, own };
enum class Scale : std::uint8_t { linear, log };

// A swept parameter by its dotted name: either values, or a range and the number of steps in it.
struct SweptParameter {
  std::string name;
  std::vector<double> values;
  double min = 0;
  double max = 0;
  std::int32_t n = 0;  // 0: the design decides
  Scale scale = Scale::linear;
};

struct Sweep {
  Design design = Design::grid;
  std::int64_t points = 0;  // 0: the design decides
  SweepLuck luck = SweepLuck::shared;
  std::vector<SweptParameter> parameters;
};

}  // namespace tizhi
