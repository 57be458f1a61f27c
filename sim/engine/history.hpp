// History: what was seen of a world, to be explained or carried on. Times are in steps: what forms
// in step n is seen in state n + 1.
#pragma once

#include <string>
#include <vector>

#include "engine/run.hpp"
#include "random/draws.hpp"

namespace tizhi {

enum class Sight : std::uint8_t {
  formed,  // the region took the model, somewhere in the steps first … last
  found,   // from state last + 1 on it is seen to have the model; how it came to it is unknown
  lost,    // from state last + 1 on it is out of sight
};

struct Sighting {
  std::int32_t first = 0, last = 0;
  Region region = 0;
  Model to = kNone;
  Sight sight = Sight::formed;
  std::int32_t row = 0;  // of the table that tells it
  bool operator==(const Sighting&) const = default;

  // The step in which others see it form.
  std::int32_t middle() const { return sight == Sight::formed ? (first + last) / 2 : last; }
};

struct History {
  std::string name;
  std::int32_t counts_from = 0;            // formations that may lie in earlier steps are given
  std::int32_t known_until = kMaxSteps;    // the last state known
  State initial;                           // as at state 0
  std::vector<std::uint8_t> in_sight;      // at state 0, one a region
  std::vector<std::uint8_t> knows_leader;  // at state 0, one a region; empty: no leader is known
  std::vector<Sighting> sightings;         // by middle(), then region
  std::vector<Arrival> arrivals;           // by step, then region
};

}  // namespace tizhi
