// Replay: a known history led through the engine, step by step, so that every region's situation is
// what the engine itself makes of it.
#pragma once

#include "engine/history.hpp"
#include "engine/simulation.hpp"

namespace tizhi {

class Replay {
 public:
  // All must outlive the replay.
  Replay(const Run& run, const Groundwork& ground, const History& history);

  bool is_over() const { return simulation_.is_over(); }
  std::int32_t step() const { return simulation_.steps_done(); }
  const State& state() const { return simulation_.state(); }

  // To the clocks of the next step, and over them. Where `drawn` is not 0 leaders and regions do
  // what chance wants instead of what was seen.
  void prepare(std::span<const std::uint8_t> drawn = {});
  Happenings finish(std::span<const std::uint8_t> drawn = {});

  // Between the two: does the region answer to the clocks in this step, with all in sight?
  bool is_at_risk(Region i) const;
  // Its formation that was seen in this step or may have happened in it; null: there is none.
  const Sighting* formation(Region i) const;
  bool knows_leader(Region i) const;
  const Simulation& simulation() const { return simulation_; }
  bool is_in_sight(Region i) const { return in_sight_[static_cast<std::size_t>(i)] != 0; }

  // The luck of that replicate, for what is drawn.
  void draw_as(std::uint32_t replicate) { simulation_ = carried_on(replicate); }

  // What would come from here on, by chance alone.
  Simulation carried_on(std::uint32_t replicate) const;

 private:
  void note_open_formations();

  const Run* run_;
  const History* history_;
  Simulation simulation_;
  std::vector<std::uint8_t> in_sight_, knows_leader_;
  std::vector<const Sighting*> now_;       // per region: the formation whose steps hold this one
  std::vector<const Sighting*> formings_;  // formations by their first step
  std::size_t next_forming_ = 0, next_sighting_ = 0, next_arrival_ = 0;
};

// The same regions, leaders and gaps with what chance would have formed instead.
History imagined(const Run& run, const Groundwork& ground, const History& history,
                 std::uint32_t replicate);

}  // namespace tizhi
