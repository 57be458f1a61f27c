// When the leaders of a level leave, as tables that the fast kernel asks.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/simulation.hpp"

namespace tizhi {

inline constexpr int kSpan = 16;  // steps that one random block serves

// First tenures are read off a table with straight lines between its knots where these bend by less
// than this, relatively; they err by less than a quarter of that of a knot.
inline constexpr double kBend = 0.05;

struct Tenures {
  std::shared_ptr<const Turnover> turnover;
  std::vector<double> chance;  // · 2^40, by whole steps served
  // Top bytes above it never leave: by whole steps served, from kSpan bytes before 0 on (all 0) to
  // a tail of bytes that leave all to the plain way. Then the same for the steps between, too.
  std::vector<std::uint8_t> edge;
  std::vector<std::uint8_t> sure;  // top bytes below it leave for certain; beside each edge
  std::size_t between = 0;         // where the second part begins
  std::uint8_t fresh = 0;          // the greatest edge of newcomers in their first span
  double term = 0;                 // steps, perhaps infinite
  // Inverse of the stationary law of the first leaders: steps served at equal distances of the
  // integral's argument.
  struct Knot {
    double reached = 0;  // the integral there
    double width = 0;    // to the next knot's; 0: the law bends, ask in full
  };
  std::vector<Knot> knots;          // and one more, beyond all uniforms
  std::vector<std::int32_t> guess;  // by uniforms at equal distances: a knot not beyond them
  double knot = 0;                  // steps between knots
};

// The tables of a law whose chances by steps served the turnover holds.
Tenures tabulate(const Leadership& law, const std::shared_ptr<const Turnover>& turnover,
                 const Grid& grid);

}  // namespace tizhi
