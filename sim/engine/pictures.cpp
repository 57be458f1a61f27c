#include "engine/pictures.hpp"

#include <algorithm>

namespace tizhi {

Pictures::Pictures(const Run& run, const State& initial) : run_{&run}, world_{run.world.get()} {
  const Grid& grid = run.timeline.grid;
  for (const Causes& causes : run.causes) {
    // A picture older than the run shows the initial state, however old it is.
    const double steps = std::min<double>(grid.in_steps(causes.imitation.lag) + 0.5, grid.steps);
    const auto lag = static_cast<std::int32_t>(steps);
    lag_.push_back(lag);
    const auto same =
        std::find_if(sums_.begin(), sums_.end(), [&](const Sums& sums) { return sums.lag == lag; });
    sums_of_.push_back(static_cast<std::size_t>(same - sums_.begin()));
    if (same == sums_.end()) sums_.push_back({lag, {}, {}});
  }
  const auto longest = static_cast<std::size_t>(*std::max_element(lag_.begin(), lag_.end()));
  album_.assign(longest + 1, initial.model);
}

void Pictures::take(std::int32_t n, const State& state) {
  step_ = n;
  album_[static_cast<std::size_t>(n) % album_.size()] = state.model;
  for (Sums& sums : sums_) sum_up(sums);
}

// Before the start every page of the album shows the initial state.
const Model* Pictures::picture(Level viewer) const {
  const auto pages = static_cast<std::int32_t>(album_.size());
  return album_[static_cast<std::size_t>((step_ - lag_[viewer] + pages) % pages)].data();
}

void Pictures::sum_up(Sums& sums) const {
  const auto models = static_cast<std::size_t>(run_->models());
  const auto pages = static_cast<std::int32_t>(album_.size());
  const auto& page = album_[static_cast<std::size_t>((step_ - sums.lag + pages) % pages)];
  sums.family.assign(world_->family_prestige.size() * models, 0);
  sums.level.assign(world_->level_names.size() * models, 0);
  for (std::size_t i = 0; i < page.size(); ++i) {
    if (page[i] == kNone) continue;
    sums.level[world_->level[i] * models + page[i]] += world_->prestige[i];
    if (world_->family[i] < 0) continue;
    sums.family[static_cast<std::size_t>(world_->family[i]) * models + page[i]] +=
        world_->prestige[i];
  }
}

Pictures::Standing Pictures::all_but(Region i, const std::int64_t* sums, std::int64_t total) const {
  const auto slot = static_cast<std::size_t>(i);
  Standing others;
  std::copy_n(sums, run_->models(), others.behind.begin());
  others.total = total - world_->prestige[slot];
  const Model own = seen(world_->level[slot], i);
  if (own != kNone) others.behind[own] -= world_->prestige[slot];
  return others;
}

Pictures::Standing Pictures::neighbours_standing(Region i) const {
  Standing others;
  const auto slot = static_cast<std::size_t>(i);
  if (world_->neighbour_begin.empty()) return others;
  for (auto e = world_->neighbour_begin[slot]; e < world_->neighbour_begin[slot + 1]; ++e) {
    const Neighbour& neighbour = world_->neighbours[static_cast<std::size_t>(e)];
    const std::int64_t weight =
        neighbour.weight * world_->prestige[static_cast<std::size_t>(neighbour.region)];
    const Model model = seen(world_->level[slot], neighbour.region);
    if (model != kNone) others.behind[model] += weight;
    others.total += weight;
  }
  return others;
}

Pictures::Standing Pictures::standing(Region i) const {
  const auto slot = static_cast<std::size_t>(i);
  const Level level = world_->level[slot];
  const Sums& sums = sums_[sums_of_[level]];
  const auto models = static_cast<std::size_t>(run_->models());
  switch (run_->causes[level].imitation.peer_set) {
    case PeerSet::siblings: {
      if (world_->family[slot] < 0) return {};
      const auto family = static_cast<std::size_t>(world_->family[slot]);
      return all_but(i, &sums.family[family * models], world_->family_prestige[family]);
    }
    case PeerSet::level:
      return all_but(i, &sums.level[level * models], world_->level_prestige[level]);
    case PeerSet::neighbours:
      return neighbours_standing(i);
    case PeerSet::none:
      break;
  }
  return {};
}

PerModel<double> Pictures::peer_share(Region i) const {
  const Standing others = standing(i);
  PerModel<double> share{};
  if (others.total <= 0) return share;
  for (std::size_t k = 0; k < static_cast<std::size_t>(run_->models()); ++k)
    share[k] = static_cast<double>(others.behind[k]) / static_cast<double>(others.total);
  return share;
}

}  // namespace tizhi
