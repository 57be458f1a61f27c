// Where the points of a sweep lie: any of them by its number, without those before it.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "input/sweep.hpp"

namespace tizhi {

// How many points the design has; `table` has what its table has.
std::int64_t point_count(const Sweep& sweep);

// The most parameters that a sequence of Sobol's reaches.
inline constexpr std::size_t kMostSobolParameters = 3667;

using PointValues = std::function<std::vector<double>(std::int64_t point)>;

// The values of the sweep's parameters, in their order, at each point. From the seed follow the
// shift of a Sobol sequence and the strata of a Latin hypercube; a grid has no chance in it.
//   grid      the last parameter varies fastest
//   sobol     as many points as asked for, beginning with the shifted origin
//   saltelli  per point of a Sobol sequence in twice the dimensions, A and B: a row A, then per
//             parameter A with that one from B, then B
PointValues laid_out(const Sweep& sweep, std::uint64_t seed);

// The first coordinates of point `number` of Sobol's sequence, as whole numbers of 2^-64; the
// origin is number 0.
std::vector<std::uint64_t> sobol_point(std::size_t dimensions, std::int64_t number);

}  // namespace tizhi
