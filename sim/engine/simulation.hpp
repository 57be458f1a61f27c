// One replicate, step by step, in the plain way: every region is looked at in every step. This is
// the text to read; a faster kernel must form the same institutions one by one.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/conditions.hpp"
#include "engine/pictures.hpp"
#include "engine/run.hpp"
#include "random/draws.hpp"

namespace tizhi {

// Chances that a level's leaders leave. Who arrived in the run has served whole steps, and there
// are few such numbers: they are computed once.
class Turnover {
 public:
  Turnover(const Leadership& law, const Grid& grid);
  double chance(const Leadership& law, const Grid& grid, double steps) const;
  const std::vector<double>& by_steps() const { return by_steps_; }  // those computed in advance

  // Do leaders under that law leave with the same chances?
  bool is_of(const Leadership& law, const Grid& grid) const {
    return law.tenure == tenure_ && law.tenure_shape == shape_ && law.term == term_ &&
           grid == grid_;
  }

 private:
  double tenure_, shape_, term_;  // of the law
  Grid grid_;
  double scale_;  // λ, years
  std::vector<double> by_steps_;
};

// What all replicates of a run share and none changes.
struct Groundwork {
  Strata strata;
  // The regions whose leaders are followed, by level and luck: an order no table can change. One
  // entry more ends it; all is empty where no leader comes from elsewhere.
  std::vector<Region> roster;
  std::vector<std::int32_t> roster_begin;                 // of each level, and the last one's end
  std::vector<std::int32_t> place;                        // of each region in the roster
  std::vector<std::shared_ptr<const Turnover>> turnover;  // one a level; levels of a law share it
  // Per level: are its leaders followed? Where no one heeds them only if the output wants them.
  std::vector<std::uint8_t> follows;
  bool has_leaders = false;  // at any level
  bool issues_orders = false;
};

// `before`: of another run, such as another point of a sweep; of what costs time, it lends what is
// the same in both.
Groundwork groundwork(const Run& run, const Groundwork* before = nullptr);

class Simulation {
 public:
  Simulation(const Run& run, const Groundwork& ground, std::uint32_t replicate);
  // From a known state on.
  Simulation(const Run& run, const Groundwork& ground, State initial);

  const State& state() const { return state_; }
  std::int32_t steps_done() const { return step_; }
  bool is_over() const { return step_ == run_->timeline.grid.steps; }

  // Plays one step and says what happened in it. The spans live until the next step.
  Happenings advance();

  // The two halves of advance(), for observers who want to see the clocks before they ring: script,
  // leaders and orders; then the formations.
  void prepare();
  Happenings finish();

  // The same where the history is known: these leaders come and these formations happen. By chance
  // leaders turn over and regions form only where `drawn` is not 0 (nowhere where it is empty), and
  // no region issues an order.
  void prepare(std::span<const Arrival> known, std::span<const std::uint8_t> drawn);
  Happenings finish(std::span<const Formation> known, std::span<const std::uint8_t> drawn);

  // From here on the luck of that replicate; leaders of regions whose mask is not 0 are drawn anew.
  void carry_on(std::uint32_t replicate, std::span<const std::uint8_t> unknown_leaders);

  // The script has set the region in this step, between prepare() and finish().
  bool is_set(Region i) const { return was_set_[static_cast<std::size_t>(i)] != 0; }

  // What region i finds itself in, between prepare() and finish(); its hazards follow from it.
  Situation situation(Region i) const;

 private:
  void follow_script();
  void turn_over_leaders();
  void turn_over_leader(Region i);
  void issue_orders();
  void look_around();
  void form_institutions();
  void consider(Region i);
  void write_next();

  void appoint(Region i, Model favours, Region origin);
  bool is_followed(Region i) const { return ground_->follows[level(i)] != 0; }
  bool leaves(Region i) const;
  Pressure order_of_superior(Region i, double& covered) const;
  const Causes& causes(Region i) const { return run_->causes[level(i)]; }
  Level level(Region i) const { return world_->level[static_cast<std::size_t>(i)]; }
  std::uint64_t luck(Region i) const { return world_->luck[static_cast<std::size_t>(i)]; }

  const Run* run_;
  const World* world_;
  const Groundwork* ground_;
  Draws draws_;
  std::int32_t step_ = 0;
  State state_;
  Pictures pictures_;
  std::vector<Conditions> conditions_;
  std::vector<std::uint8_t> was_set_;  // by script in this step
  std::vector<Formation> formations_;
  std::vector<Arrival> arrivals_;
  std::vector<IssuedOrder> orders_;
  std::size_t next_setting_ = 0, next_appointment_ = 0, next_law_ = 0;
};

// Where an outsider who comes to region i at that address was before; kNoRegion: not an outsider.
Region origin_of_leader(const Run& run, const Groundwork& ground, const Draws& draws,
                        Purpose purpose, std::uint32_t step, Region i);

// What a leader who is no outsider favours; kNone: nothing.
Model own_favourite(const Run& run, const Draws& draws, Purpose purpose, std::uint32_t step,
                    Region i);

// A model, or none, drawn by weights; kNone where all weights are 0.
Model weighted_model(const PerModel<double>& weights, double none, int models, std::uint64_t bits);

State initial_state(const Run& run, const Groundwork& ground, const Draws& draws);

// Draws the leader of region i, as met at a random moment, at the start of that step.
void seat_leader(const Run& run, const Groundwork& ground, const Draws& draws, Region i,
                 std::int32_t step, State& state);

// One replicate from start to end; observe(state after the step, happenings) after every step.
template <class Start, class Observe>
void simulate(const Run& run, const Groundwork& ground, std::uint32_t replicate, Start&& start,
              Observe&& observe) {
  Simulation simulation(run, ground, replicate);
  start(simulation.state());
  while (!simulation.is_over()) {
    const Happenings happenings = simulation.advance();
    observe(simulation.state(), happenings);
  }
}

}  // namespace tizhi
