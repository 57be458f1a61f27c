// Who can play a run, and be timed.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "engine/simulation.hpp"

namespace tizhi {

struct Score {
  std::uint64_t region_steps = 0;
  std::uint64_t formations = 0;
};

struct Player {
  std::string name;
  std::function<void()> prepare;  // before the clock runs
  std::function<Score(std::uint32_t first_replicate, std::uint32_t replicates)> play;
  std::uint32_t together = 1;  // replicates that it takes at once
};

// naive, plain, fast, bare, bare3 (three vectors together) or clones; fast and bare also with an
// instruction set behind a colon. Nothing where the name says nothing or the machine lacks it. The
// player wants `run` and `ground` to live on.
std::optional<Player> player(const std::string& name, const Run& run, const Groundwork& ground);

}  // namespace tizhi
