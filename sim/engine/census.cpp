#include "engine/census.hpp"

namespace tizhi {

Census::Census(const Run& run, std::span<const Model> models)
    : world_{run.world.get()},
      levels_{world_->levels()},
      models_{run.models()},
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
  const Level* const level_of = world_->level.data();
  std::int32_t* const counts = counts_.data();
  std::int64_t* const formed = formations_.data();
  for (const Formation& f : formations) {
    const Level level = level_of[f.region];
    --counts[slot(level, f.from)];
    ++counts[slot(level, f.to)];
    ++formed[level * kCauses + static_cast<std::size_t>(f.cause)];
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
