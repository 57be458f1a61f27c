// Runs of a sweep that the checks refused: how many, and why the first of them.
#pragma once

#include <vector>

#include "cli/console.hpp"
#include "engine/record.hpp"
#include "input/scenario.hpp"
#include "output/reading.hpp"

namespace tizhi {

class Refusals {
 public:
  void add(const Study& study, const Job& job, Status status);
  void add_all(const Study& study, const TrajectoryFile& file);
  std::size_t count() const { return count_; }

  // Shows what the checks say of the first few, and how many there are.
  void warn(const Console& console, const Reading& reading) const;

 private:
  struct Refused {
    std::int64_t point = 0;
    std::size_t variant = 0;
  };
  std::vector<Refused> first_;
  std::size_t count_ = 0;
};

}  // namespace tizhi
