// Record: what is kept of one replicate.
#pragma once

#include <vector>

#include "engine/simulation.hpp"
#include "engine/study.hpp"

namespace tizhi {

// One run of a study: runs are numbered variant by variant, replicate by replicate.
struct Job {
  std::size_t number = 0;
  std::size_t variant = 0;
  std::uint32_t replicate = 0;
};

struct Record {
  std::vector<Model> initial;         // regions
  std::vector<Formation> formations;  // by step, script first, then region
  std::vector<std::int32_t> counts;   // states × levels × models: regions that run a model
  std::vector<Arrival> arrivals;      // by step, scripted first, then region
  std::vector<IssuedOrder> orders;    // by step, then region
  std::vector<Model> trajectory;      // recorded states × regions
  std::vector<double> outcomes;       // one per outcome of the study
};

// Plays one replicate and keeps everything that outcomes and the recording need.
Record record(const Run& run, const Groundwork& ground, std::uint32_t replicate,
              const std::vector<Outcome>& outcomes, const Recording& recording);

}  // namespace tizhi
