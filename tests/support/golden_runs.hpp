// Runs that between them use everything there is, and what happens in them as text: goldens are
// lists, so that a difference shows the first formation that moved.
#pragma once

#include <string>
#include <vector>

#include "engine/run.hpp"

namespace tizhi::test {

struct GoldenRun {
  std::string name;
  Run run;
};

std::vector<GoldenRun> golden_runs();

// One line a happening.
std::string line(const Formation& f);
std::string line(const Arrival& a);
std::string line(const IssuedOrder& o);

// All that happens in a replicate, in the order formations, arrivals, orders.
std::string history(const Run& run, std::uint32_t replicate);

}  // namespace tizhi::test
