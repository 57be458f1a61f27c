// Census: how many regions of each level run each model, and what has formed so far. Counts are
// kept up with the formations, so that a state costs no look at its regions.
#pragma once

#include <span>
#include <vector>

#include "engine/run.hpp"

namespace tizhi {

class Census {
 public:
  Census(const Run& run, std::span<const Model> models);

  void note(std::span<const Formation> formations);

  // Regions of the level that run the model, in the state after the formations noted.
  std::int32_t regions(Level level, Model model) const { return counts_[slot(level, model)]; }

  // Formations of the level's regions by that cause, since the start.
  std::int64_t formations(Level level, Cause cause) const {
    return formations_[static_cast<std::size_t>(level) * kCauses + static_cast<std::size_t>(cause)];
  }

  int levels() const { return levels_; }
  int models() const { return models_; }

  // Adds the state's counts, levels × models.
  void append_to(std::vector<std::int32_t>& counts) const;

 private:
  static constexpr std::size_t kCauses = kCauseNames.size();

  // A row of 256 a level has a place for every Model, kNone too: nothing need be asked.
  static std::size_t slot(Level level, Model model) {
    return static_cast<std::size_t>(level) << 8U | model;
  }

  void count(const Formation& f, Level level) {
    --counts_[slot(level, f.from)];
    ++counts_[slot(level, f.to)];
    ++formations_[static_cast<std::size_t>(level) * kCauses + static_cast<std::size_t>(f.cause)];
  }

  const World* world_;
  int levels_, models_;
  std::vector<Region> begins_;  // see stretches_of()
  std::vector<std::int32_t> counts_;
  std::vector<std::int64_t> formations_;
};

}  // namespace tizhi
