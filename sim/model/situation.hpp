// What a region finds itself in during one step: all that its hazards depend on.
#pragma once

#include <cstdint>
#include <vector>

#include "model/world.hpp"

namespace tizhi {

// How an order stands in a step.
enum class Phase : std::uint8_t {
  pressing,  // raises the hazard
  due,       // its deadline is in this step: who does not comply forms for certain
  overdue,   // past its deadline and still in force: who does not comply forms in the next step
};

// One order as it presses one region in one step.
struct Pressure {
  Phase phase = Phase::pressing;
  std::uint16_t targets = 0;
  const PerModel<double>* weights = nullptr;  // null: the choice is left open
  double strength = 0;  // pressing: strength · decay^(d-1) · mean of g; else · length (years)

  bool is_met_by(Model m) const { return m != kNone && (targets >> m & 1U) != 0; }
};

// A stretch of time in years since the start.
struct Interval {
  double from = 0;
  double until = 0;
};

// What the regions of a stratum share in a step.
struct Conditions {
  double window = 1;                // W, its mean over the step
  PerModel<double> legacy{};        // L(k), its mean over the step
  std::vector<Pressure> pressures;  // orders of the timeline
  std::vector<Interval> crowded;    // when such orders silence other causes; sorted, disjoint
};

struct Situation {
  const Conditions* conditions = nullptr;
  Model model = kNone;
  double age = 0;  // of the model, years
  double legal = 0;
  Model leader = kNone;           // the model that the leader favours
  double tenure = 0;              // years
  Model superior = kNone;         // the superior's model, as the region sees it
  PerModel<double> peer_share{};  // s(k)
  Pressure issued;                // the superior's own order; strength 0: none is in force
  double silenced = 0;            // share of the step in which orders crowd out other causes
  double step = 0;                // years
};

}  // namespace tizhi
