#include "engine/census.hpp"

#include <algorithm>

namespace tizhi {
namespace {

// Where the regions of each level begin, and their number at the end; empty where the levels are
// mixed.
std::vector<Region> stretches_of(const World& world) {
  if (!std::is_sorted(world.level.begin(), world.level.end())) return {};
  std::vector<Region> begins;
  for (int level = 0; level <= world.levels(); ++level)
    begins.push_back(static_cast<Region>(
        std::lower_bound(world.level.begin(), world.level.end(), level) - world.level.begin()));
  return begins;
}

}  // namespace

Census::Census(const Run& run, std::span<const Model> models)
    : world_{run.world.get()},
      levels_{world_->levels()},
      models_{run.models()},
      begins_{stretches_of(*world_)},
      counts_(static_cast<std::size_t>(levels_) << 8U, 0),
      formations_(static_cast<std::size_t>(levels_) * kCauses, 0) {
  // Neighbours in the table mostly count alike: in turn in four places, they need not wait for one
  // another.
  const std::size_t slots = counts_.size();
  std::vector<std::int32_t> places(4 * slots, 0);
  for (std::size_t i = 0; i < models.size(); ++i)
    ++places[i % 4 * slots + slot(world_->level[i], models[i])];
  for (std::size_t s = 0; s < places.size(); ++s) counts_[s % slots] += places[s];
}

void Census::note(std::span<const Formation> formations) {
  if (begins_.empty()) {
    const Level* const level_of = world_->level.data();
    for (const Formation& f : formations) count(f, level_of[f.region]);
    return;
  }
  // Those of a step stand in the order of the regions, but for the script's: the level need not be
  // fetched from all over a big world's table.
  std::size_t level = 0;
  for (const Formation& f : formations) {
    while (f.region < begins_[level]) --level;
    while (f.region >= begins_[level + 1]) ++level;
    count(f, static_cast<Level>(level));
  }
}

void Census::append_to(std::vector<std::int32_t>& counts) const {
  const std::size_t place = counts.size();
  counts.resize(place + static_cast<std::size_t>(levels_ * models_));
  std::int32_t* to = counts.data() + place;
  for (int level = 0; level < levels_; ++level) {
    const std::int32_t* const row = counts_.data() + slot(static_cast<Level>(level), 0);
    for (int k = 0; k < models_; ++k) *to++ = row[k];
  }
}

}  // namespace tizhi
