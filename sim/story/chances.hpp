// What happens to a region over many replicates: the frequencies that the model claims.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "model/formation.hpp"

namespace tizhi {

// A region in one replicate.
struct RegionHistory {
  Model first = kNone;                // at the start
  std::vector<Formation> formations;  // in order of time; a ledger of zeros where none was kept
};

Model model_at(const RegionHistory& history, std::int32_t state);

inline constexpr std::size_t kCauses = kCauseNames.size();
inline constexpr std::array<double, 3> kQuantiles{0.05, 0.5, 0.95};

// A kind of formation: from one model, or none, to another.
struct Transition {
  Model from = kNone, to = kNone;
  std::int64_t replicates = 0;                          // in which it happened at all
  std::array<std::int64_t, kCauses> by_cause{};         // all times it happened
  std::array<std::int32_t, kQuantiles.size()> first{};  // steps: quantiles of its first time
  std::int64_t times() const;
};

// The models that a region had one after the other, none included.
struct Path {
  std::vector<Model> models;
  std::int64_t replicates = 0;
};

struct Chances {
  std::int64_t replicates = 0;
  std::vector<Transition> changes;                 // the most frequent first
  std::vector<Path> paths;                         // the most frequent first
  std::array<std::int64_t, kCauses> by_cause{};    // formations, whose clock rang
  std::array<double, kPressingCauses> pressure{};  // mean ledger of the formations that have one
  std::int64_t ledgers = 0;                        // how many have one
  std::vector<std::vector<std::int64_t>> holds;    // states × models and none: replicates
  std::int64_t formations() const;
};

// `states`: those at which it is asked who holds what.
Chances chances(const std::vector<RegionHistory>& histories, int models,
                const std::vector<std::int32_t>& states);

}  // namespace tizhi
