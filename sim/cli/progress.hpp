// How far a run has come: a bar on a terminal, a line a minute in a log.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "cli/console.hpp"

namespace tizhi {

struct Pace {
  std::size_t done = 0;
  std::size_t total = 0;
  std::size_t before = 0;   // of those done, what an earlier command did
  double seconds = 0;       // since this command began
  double region_steps = 0;  // of a run
  double stored = 0;        // bytes of the disk, by now

  double runs_per_second() const;
  double seconds_left() const;  // infinity while nothing is known
};

// "[####    ] 34/100 runs, 3.2 runs/s, 4.6 M region-steps/s, 21 s left"; as wide as the terminal
// at most.
std::string progress_bar(const Pace& pace, int width, Glyphs glyphs);

// "34 of 100 runs (34 %), 3.2 runs/s, 4.6 M region-steps/s, 21 s left"
std::string progress_line(const Pace& pace);

class Progress {
 public:
  Progress(const Console& console, std::size_t total, std::size_t before, double region_steps);

  void reach(std::size_t done, double stored = 0);  // says so where it is time to
  void end();                                       // takes the bar away
  Pace pace() const;

 private:
  void show();

  using Clock = std::chrono::steady_clock;
  const Console& console_;
  Pace pace_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point shown_ = start_;
};

}  // namespace tizhi
