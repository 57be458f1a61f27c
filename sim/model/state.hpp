// Which region has which model, since when, and who leads it.
#pragma once

#include <vector>

#include "model/world.hpp"

namespace tizhi {

// Times are counted in steps: an age in years at step n is (n - since) * step length. What was
// there before the start has a negative `since`, which need not be whole.
struct State {
  std::vector<Model> model;
  std::vector<double> model_since;
  std::vector<Model> leader;  // the model that the leader favours, or kNone; empty: no leaders
  std::vector<double> leader_since;
  std::vector<double> legal;     // empty: as in the World, no event changes it
  std::vector<Model> own_order;  // of the region's last own order; empty: none is issued
  std::vector<std::int32_t> own_order_since;  // its first step in force, -1: never issued one
};

}  // namespace tizhi
