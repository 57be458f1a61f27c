// Many runs on many threads, their records delivered in order.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

#include "engine/record.hpp"

namespace tizhi {

// Which kernel plays: the fast one where it takes the run, or always the plain one.
enum class Player : std::uint8_t { fitting, plain };

struct Ensemble {
  int threads = 1;                          // that play; the caller's own delivers
  std::size_t first = 0;                    // the first job to play
  const std::atomic<bool>* stop = nullptr;  // true: begin nothing more
  double patience = 2;  // seconds after `stop` in which what is begun may be finished
  // A replicate that holds so many bytes hands them on before it is over. Where it is cut depends
  // on nothing else, for the output's chunks follow the pieces.
  std::size_t piece = 4 << 20;
  // What may wait for its delivery, in bytes and in runs: of a sweep that keeps outcomes alone, a
  // million runs hold no more than a thousand.
  std::size_t room = 32 << 20;
  std::size_t waiting = 512;
  int replicates_at_once = 0;  // of a variant, at most; 0: as many as suit the kernel
  Player player = Player::fitting;
};

// Plays the study's jobs from `first` on and hands their records over in the order of the jobs,
// each whole or in pieces, from the caller's thread. What waits to be delivered takes `room` and a
// few pieces at most, or is `waiting` runs and a batch of each thread: who plays ahead waits until
// there is room. Gives the number of the first job
// that was not delivered to its end: all of them, unless stopped. What `deliver` throws ends the
// ensemble and is thrown here.
std::size_t play(const Study& study, const Ensemble& ensemble,
                 const std::function<void(const Job&, Record&&)>& deliver);

}  // namespace tizhi
