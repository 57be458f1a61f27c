#include "input/design.hpp"

#include <algorithm>
#include <bit>
#include <boost/random/sobol.hpp>
#include <limits>
#include <memory>
#include <utility>

#include "random/draws.hpp"

namespace tizhi {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

std::int64_t values_of(const SweptParameter& p) {
  return p.values.empty() ? p.n : static_cast<std::int64_t>(p.values.size());
}

// u in [0, 1] along the range.
double along(const SweptParameter& p, double u) {
  if (u >= 1) return p.max;
  if (p.scale == Scale::linear) return std::min(p.min + u * (p.max - p.min), p.max);
  return std::min(p.min * exp(u * log(p.max / p.min)), p.max);
}

// The value at a point of the unit cube: of a list, each is as likely.
double value_at(const SweptParameter& p, double u) {
  if (p.values.empty()) return along(p, u);
  const auto place = static_cast<std::size_t>(u * static_cast<double>(p.values.size()));
  return p.values[std::min(place, p.values.size() - 1)];
}

std::vector<double> grid_point(const Sweep& sweep, std::int64_t number) {
  std::vector<double> values(sweep.parameters.size());
  for (std::size_t k = values.size(); k-- > 0;) {
    const SweptParameter& p = sweep.parameters[k];
    const std::int64_t place = number % values_of(p);
    number /= values_of(p);
    values[k] = p.values.empty()
                    ? along(p, static_cast<double>(place) / static_cast<double>(p.n - 1))
                    : p.values[static_cast<std::size_t>(place)];
  }
  return values;
}

// A permutation of 0 … count-1 that is known only where it is asked: a Feistel network over the
// next power of four, walked on until it lands inside.
std::int64_t permuted(std::int64_t place, std::int64_t count, std::uint64_t seed,
                      std::uint64_t luck) {
  const auto bits = std::bit_width(static_cast<std::uint64_t>(count - 1));
  const int half = std::max((static_cast<int>(bits) + 1) / 2, 1);
  const std::uint32_t mask = (1U << half) - 1;
  auto at = static_cast<std::uint64_t>(place);
  do {
    auto left = static_cast<std::uint32_t>(at >> half),
         right = static_cast<std::uint32_t>(at) & mask;
    for (std::uint32_t round = 0; round < 8; ++round) {
      const Block block = Draws(seed, right).block(Purpose::strata, round, luck);
      left = std::exchange(right, left ^ (block[0] & mask));
    }
    at = std::uint64_t{left} << half | right;
  } while (at >= static_cast<std::uint64_t>(count));
  return static_cast<std::int64_t>(at);
}

std::vector<double> lhs_point(const Sweep& sweep, std::uint64_t seed, std::int64_t number) {
  std::vector<double> values;
  for (const SweptParameter& p : sweep.parameters) {
    const std::uint64_t name = luck(p.name);
    const Block block =
        Draws(seed, static_cast<std::uint32_t>(number)).block(Purpose::jitter, 0, name);
    const auto stratum = static_cast<double>(permuted(number, sweep.points, seed, name));
    const double u = (stratum + unit(first_half(block))) / static_cast<double>(sweep.points);
    values.push_back(value_at(p, u));
  }
  return values;
}

// Each digit of a coordinate is turned by the parameter's own shift: the points stay as even as
// they are, and each is uniform over the seeds.
double shifted(std::uint64_t coordinate, const Block& shift, std::uint32_t half) {
  return unit(coordinate ^ (half == 0 ? first_half(shift) : second_half(shift)));
}

// `half`: 0 for A and a plain sequence, 1 for B.
double sobol_value(const Sweep& sweep, std::uint64_t seed, std::size_t k, std::uint32_t half,
                   const std::vector<std::uint64_t>& coordinates) {
  const SweptParameter& p = sweep.parameters[k];
  const Block shift = Draws(seed, 0).block(Purpose::shift, 0, luck(p.name));
  return value_at(p, shifted(coordinates[half * sweep.parameters.size() + k], shift, half));
}

using SobolPoint = std::function<std::vector<std::uint64_t>(std::int64_t)>;

// The engine's table of direction numbers is made once; its state is small.
SobolPoint sobol_sequence(std::size_t dimensions) {
  const auto origin = std::make_shared<const boost::random::sobol>(dimensions);
  return [origin, dimensions](std::int64_t number) {
    std::vector<std::uint64_t> coordinates(dimensions, 0);
    if (number == 0) return coordinates;
    boost::random::sobol sequence = *origin;  // begins after the origin
    sequence.seed(static_cast<std::uint64_t>(number - 1));
    for (std::uint64_t& coordinate : coordinates) coordinate = sequence();
    return coordinates;
  };
}

std::vector<double> saltelli_point(const Sweep& sweep, std::uint64_t seed, std::int64_t number,
                                   const SobolPoint& sequence) {
  const std::size_t parameters = sweep.parameters.size();
  const auto rows = static_cast<std::int64_t>(parameters + 2);
  const auto row = static_cast<std::size_t>(number % rows);
  const auto coordinates = sequence(number / rows);
  std::vector<double> values;
  for (std::size_t k = 0; k < parameters; ++k) {
    const bool is_from_b = row == parameters + 1 || row == k + 1;
    values.push_back(sobol_value(sweep, seed, k, is_from_b ? 1 : 0, coordinates));
  }
  return values;
}

}  // namespace

std::vector<std::uint64_t> sobol_point(std::size_t dimensions, std::int64_t number) {
  return sobol_sequence(dimensions)(number);
}

std::int64_t point_count(const Sweep& sweep) {
  std::int64_t count = 1;
  switch (sweep.design) {
    case Design::grid:
      for (const SweptParameter& p : sweep.parameters)
        count = values_of(p) > kMost / count ? kMost : count * values_of(p);
      return count;
    case Design::saltelli:
      return sweep.points * static_cast<std::int64_t>(sweep.parameters.size() + 2);
    case Design::lhs:
    case Design::sobol:
    case Design::table:
      break;
  }
  return sweep.points;
}

PointValues laid_out(const Sweep& sweep, std::uint64_t seed) {
  const std::size_t parameters = sweep.parameters.size();
  if (sweep.design == Design::grid)
    return [sweep](std::int64_t number) { return grid_point(sweep, number); };
  if (sweep.design == Design::lhs)
    return [sweep, seed](std::int64_t number) { return lhs_point(sweep, seed, number); };
  if (sweep.design == Design::saltelli)
    return [sweep, seed, sequence = sobol_sequence(2 * parameters)](std::int64_t number) {
      return saltelli_point(sweep, seed, number, sequence);
    };
  return [sweep, seed, sequence = sobol_sequence(parameters)](std::int64_t number) {
    std::vector<double> values;
    const auto coordinates = sequence(number);
    for (std::size_t k = 0; k < sweep.parameters.size(); ++k)
      values.push_back(sobol_value(sweep, seed, k, 0, coordinates));
    return values;
  };
}

}  // namespace tizhi
