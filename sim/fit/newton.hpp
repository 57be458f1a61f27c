// The maximum of a likelihood within bounds: Newton's method on what is not held, with a line
// search, projected onto the bounds.
#pragma once

#include <cstdint>
#include <vector>

#include "fit/likelihood.hpp"

namespace tizhi {

struct Box {
  Vector least;                    // lower bounds
  std::vector<std::uint8_t> held;  // 1: stays where it starts
};

struct Maximum {
  Vector at;
  double value = -kInfinity;
  Derivatives there;
  int turns = 0;
  bool is_found = false;  // else the likelihood rises without end, or is too flat to follow
};

Maximum maximise(const Likelihood& likelihood, const Vector& start, const Box& box);

}  // namespace tizhi
