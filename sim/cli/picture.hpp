// Shares over time as a picture of characters.
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.hpp"

namespace tizhi {

// One level: which share of its regions runs which model at which date.
struct Strip {
  std::vector<std::string> dates;  // one a state
  std::vector<double> shares;      // states × models; what lacks to 1 has no model
};

struct Pigment {
  std::string name;
  std::string colour;  // #rrggbb or empty
};

// Stacked columns over time, from 0 % at the bottom to 100 %, with a line of dates below. In colour
// boundaries are drawn to an eighth of a character; without, each model has a letter or a shade.
std::string picture(const Strip& strip, const std::vector<Pigment>& models,
                    const Terminal& terminal);

// One line a model, with what stands for it, and one for no model.
std::string legend(const std::vector<Pigment>& models, const Terminal& terminal);

}  // namespace tizhi
