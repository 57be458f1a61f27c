// A history that was seen, led through the engine again.
#include "engine/replay.hpp"

#include "catch.hpp"
#include "support/histories.hpp"
#include "support/random_run.hpp"

namespace tizhi::test {
namespace {

Run random_history_run(std::uint64_t seed) {
  Dice dice(seed);
  Run run = random_run(dice, {40, 4000});
  at_all_levels(run, [](Causes& causes) { causes.mandate.issue_rate = 0; });
  run.follows_leaders = true;
  return run;
}

std::vector<std::vector<Model>> states(const Run& run, const History& history) {
  const Groundwork ground = groundwork(run);
  std::vector<std::vector<Model>> all;
  for (Replay replay(run, ground, history); !replay.is_over();
       all.push_back(replay.state().model)) {
    replay.prepare();
    replay.finish();
  }
  return all;
}

std::vector<std::vector<Model>> simulated(const Run& run, std::uint32_t replicate) {
  std::vector<std::vector<Model>> all;
  simulate(
      run, groundwork(run), replicate, [](const State&) {},
      [&](const State& state, const Happenings&) { all.push_back(state.model); });
  return all;
}

}  // namespace

TEST_CASE("a replay of what was simulated goes through the same states") {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const Run run = random_history_run(seed);
    History history = observed(run, 3);
    INFO(seed);
    REQUIRE(states(run, history) == simulated(run, 3));
    if (history.sightings.empty()) continue;
    history.sightings.pop_back();  // one formation untold, and the states differ
    CHECK(states(run, history) != simulated(run, 3));
  }
}

TEST_CASE("a history imagined with the luck that made it is the same history") {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const Run run = random_history_run(seed);
    const History history = observed(run, 5);
    INFO(seed);
    CHECK(imagined(run, groundwork(run), history, 5).sightings == history.sightings);
  }
}

TEST_CASE("what is carried on without new luck is what the simulation would have done") {
  const Run run = learning_run(60);
  const Groundwork ground = groundwork(run);
  const History history = observed(run, 0);
  Replay replay(run, ground, history);
  for (int n = 0; n < 20; ++n) {
    replay.prepare();
    replay.finish();
  }
  Simulation next = replay.carried_on(0);
  while (!next.is_over()) next.advance();
  CHECK(next.state().model == last_models(run, 0));
  Simulation other = replay.carried_on(1);
  while (!other.is_over()) other.advance();
  CHECK(other.state().model != last_models(run, 0));
}

TEST_CASE("a region out of sight is at no risk, and others see no model there") {
  Run run = learning_run(20);
  History history = observed(run, 0);
  history.sightings = {{4, 4, 2, kNone, Sight::lost, 0}, {9, 9, 2, kB, Sight::found, 0}};
  history.initial.model[2] = kA;
  const Groundwork ground = groundwork(run);
  Replay replay(run, ground, history);
  for (int n = 0; n < 20; ++n) {
    replay.prepare();
    INFO(n);
    CHECK(replay.is_at_risk(2) == (n <= 4 || n > 9));
    CHECK(replay.state().model[2] == (n <= 4 ? kA : n <= 9 ? kNone : kB));
    replay.finish();
  }
}

}  // namespace tizhi::test
