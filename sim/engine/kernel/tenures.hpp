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
  double term = 0;             // steps, perhaps infinite
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

// How far the straight line between at[0] and at[1] may be from the chance of one who has served
// no whole number of steps, and knows it to a hundredth of one.
double error_between(const double* at);
inline constexpr double kNearTerm = 0.01;  // steps by which a first leader's tenure is not in full

// In place of a rest: the tables do not tell who leaves at the edge; leaves() does.
inline constexpr std::uint32_t kAsk = 0xFFFFFFFF;

// By levels and steps served, all levels' tables in a row: what a leader's random numbers are
// compared with. A level's table goes from kSpan entries before its first step, of those who have
// yet to come, to a tail where all is left to the plain way; the same again for those who have
// served no whole number of steps, each entry good for all between its step and the next.
struct Edges {
  struct Level {
    std::int32_t origin = 0;   // where the table of whole steps has its first
    std::int32_t between = 0;  // from there to the first step of the other table
    float last = 0;            // step at which a span may begin; later ones are all alike
    float plain = 0;           // spans that begin later may come to the plain way
    std::uint8_t fresh = 0;    // the greatest edge of newcomers in their first span
  };
  std::vector<Level> of;
  std::vector<std::uint8_t> edge;    // top bytes above it never leave
  std::vector<std::uint8_t> sure;    // top bytes below it leave for certain
  std::vector<std::uint32_t> below;  // at the edge those leave whose rest is below; or kAsk
  std::uint8_t fresh = 0;            // the greatest

  // Adds the next level; without chances no one is led there.
  void add(const Tenures& law);
};

}  // namespace tizhi
