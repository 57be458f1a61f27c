// Many runs on many threads, their records delivered in order.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

#include "engine/record.hpp"

namespace tizhi {

struct Ensemble {
  int threads = 1;
  std::size_t first = 0;                    // the first job to play
  const std::atomic<bool>* stop = nullptr;  // true: finish what is begun, begin nothing
};

// Plays the study's jobs from `first` on and hands each record over in the order of the jobs, from
// one thread at a time. Holds at most a few finished records per thread that wait for their turn.
// Gives the number of the first job that was not delivered: all of them, unless stopped. What
// `deliver` throws ends the ensemble and is thrown here.
std::size_t play(const Study& study, const Ensemble& ensemble,
                 const std::function<void(const Job&, Record&&)>& deliver);

}  // namespace tizhi
