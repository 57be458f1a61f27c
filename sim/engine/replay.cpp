#include "engine/replay.hpp"

#include <algorithm>

namespace tizhi {

Replay::Replay(const Run& run, const Groundwork& ground, const History& history)
    : run_{&run},
      history_{&history},
      simulation_{run, ground, history.initial},
      in_sight_{history.in_sight},
      knows_leader_{history.knows_leader},
      now_(history.in_sight.size(), nullptr) {
  knows_leader_.resize(in_sight_.size(), 0);
  for (const Sighting& s : history.sightings)
    if (s.sight == Sight::formed) formings_.push_back(&s);
  std::stable_sort(formings_.begin(), formings_.end(),
                   [](const Sighting* a, const Sighting* b) { return a->first < b->first; });
}

void Replay::note_open_formations() {
  const std::int32_t n = step();
  for (const Sighting*& open : now_)
    if (open != nullptr && open->last < n) open = nullptr;
  for (; next_forming_ < formings_.size() && formings_[next_forming_]->first <= n; ++next_forming_)
    now_[static_cast<std::size_t>(formings_[next_forming_]->region)] = formings_[next_forming_];
}

void Replay::prepare(std::span<const std::uint8_t> drawn) {
  const auto& all = history_->arrivals;
  const std::size_t first = next_arrival_;
  while (next_arrival_ < all.size() && all[next_arrival_].step <= step())
    knows_leader_[static_cast<std::size_t>(all[next_arrival_++].region)] = 1;
  std::vector<std::uint8_t> leaders(drawn.begin(), drawn.end());
  for (std::size_t i = 0; i < leaders.size(); ++i) leaders[i] = knows_leader_[i] == 0;
  simulation_.prepare(std::span(all).subspan(first, next_arrival_ - first), leaders);
  note_open_formations();
}

bool Replay::is_at_risk(Region i) const {
  const auto slot = static_cast<std::size_t>(i);
  return in_sight_[slot] != 0 && step() < history_->known_until && run_->world->fixed[slot] == 0 &&
         !simulation_.is_set(i);
}

const Sighting* Replay::formation(Region i) const { return now_[static_cast<std::size_t>(i)]; }

bool Replay::knows_leader(Region i) const {
  return knows_leader_[static_cast<std::size_t>(i)] != 0;
}

Happenings Replay::finish(std::span<const std::uint8_t> drawn) {
  const auto& all = history_->sightings;
  std::vector<Formation> known;
  std::vector<std::uint8_t> by_chance(drawn.begin(), drawn.end());
  for (std::size_t i = 0; i < by_chance.size(); ++i) by_chance[i] &= in_sight_[i];
  for (; next_sighting_ < all.size() && all[next_sighting_].middle() <= step(); ++next_sighting_) {
    const Sighting& s = all[next_sighting_];
    const auto slot = static_cast<std::size_t>(s.region);
    const bool is_free = !drawn.empty() && drawn[slot] != 0;
    const bool was_in_sight = in_sight_[slot] != 0;
    if (s.sight != Sight::formed) in_sight_[slot] = s.sight == Sight::found;
    if (simulation_.is_set(s.region) || (is_free && s.sight == Sight::formed)) continue;
    if (is_free && s.sight == Sight::found && was_in_sight) continue;
    if (!by_chance.empty()) by_chance[slot] = 0;
    const Model from = state().model[slot];
    const Model to = s.sight == Sight::lost ? kNone : s.to;
    if (from != to) known.push_back({step(), s.region, from, to, Cause::script, {}});
  }
  return simulation_.finish(known, by_chance);
}

Simulation Replay::carried_on(std::uint32_t replicate) const {
  Simulation next = simulation_;
  std::vector<std::uint8_t> unknown(knows_leader_.size());
  for (std::size_t i = 0; i < unknown.size(); ++i) unknown[i] = knows_leader_[i] == 0;
  next.carry_on(replicate, unknown);
  return next;
}

History imagined(const Run& run, const Groundwork& ground, const History& history,
                 std::uint32_t replicate) {
  History other = history;
  std::erase_if(other.sightings, [&](const Sighting& s) {
    return s.sight == Sight::formed && s.middle() >= history.counts_from &&
           run.world->fixed[static_cast<std::size_t>(s.region)] == 0;
  });
  Replay replay(run, ground, history);
  replay.draw_as(replicate);
  std::vector<std::uint8_t> all(history.in_sight.size(), 1);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = run.world->fixed[i] == 0;
  while (!replay.is_over()) {
    replay.prepare(all);
    if (replay.step() < history.counts_from) {
      replay.finish();
      continue;
    }
    std::vector<std::uint8_t> seen(all.size());
    for (std::size_t i = 0; i < all.size(); ++i)
      seen[i] = replay.is_at_risk(static_cast<Region>(i));
    const Happenings now = replay.finish(all);
    for (const Formation& f : now.formations)
      if (f.cause != Cause::script && seen[static_cast<std::size_t>(f.region)] != 0)
        other.sightings.push_back({f.step, f.step, f.region, f.to, Sight::formed, 0});
  }
  std::stable_sort(other.sightings.begin(), other.sightings.end(),
                   [](const Sighting& a, const Sighting& b) { return a.middle() < b.middle(); });
  return other;
}

}  // namespace tizhi
