#include "bench/players.hpp"

#include <algorithm>
#include <memory>

#include "bench/bare.hpp"
#include "bench/naive_country.hpp"
#include "engine/kernel.hpp"

namespace tizhi {
namespace {

std::uint64_t size_of(const Run& run) {
  return static_cast<std::uint64_t>(run.world->size()) *
         static_cast<std::uint64_t>(run.timeline.grid.steps);
}

Player naive_player(const Run& run) {
  const auto student = std::make_shared<naive::Simulation>(naive_country(run));
  const auto play = [student, &run](std::uint32_t first, std::uint32_t replicates) {
    Score score{size_of(run) * replicates, 0};
    for (std::uint32_t r = 0; r < replicates; ++r) {
      student->run(first + r);
      score.formations += student->formations().size();
    }
    return score;
  };
  return {"naive", [] {}, play};
}

Player plain_player(const Run& run, const Groundwork& ground) {
  const auto play = [&](std::uint32_t first, std::uint32_t replicates) {
    Score score{size_of(run) * replicates, 0};
    for (std::uint32_t r = 0; r < replicates; ++r)
      simulate(
          run, ground, first + r, [](const State&) {},
          [&](const State&, const Happenings& now) { score.formations += now.formations.size(); });
    return score;
  };
  return {"plain", [] {}, play};
}

std::optional<Player> fast_player(const Run& run, const Groundwork& ground) {
  if (!suits(run)) return std::nullopt;
  const std::shared_ptr<const Plan> plan = tizhi::plan(run, ground);
  const int most = batch_size(run);
  const auto play = [=, &run, &ground](std::uint32_t first, std::uint32_t replicates) {
    Score score{size_of(run) * replicates, 0};
    for (std::uint32_t r = 0; r < replicates; r += static_cast<std::uint32_t>(most)) {
      const int batch = std::min(most, static_cast<int>(replicates - r));
      Kernel kernel(run, ground, *plan, first + r, batch);
      kernel.tell_arrivals(false);  // as in a run whose output does not want them: by default
      while (!kernel.is_over()) {
        kernel.advance();
        for (int one = 0; one < batch; ++one)
          score.formations += kernel.happenings(one).formations.size();
      }
    }
    return score;
  };
  return Player{"fast", [] {}, play, static_cast<std::uint32_t>(most)};
}

// A replicate of the bare loop has as many region-steps as one of the run; its formations are hits.
Player bare_player(const std::string& name, const Run& run, Bare (*loop)(std::uint64_t)) {
  const auto play = [loop, &run](std::uint32_t, std::uint32_t replicates) {
    const Bare done = loop(size_of(run) * replicates);
    return Score{done.region_steps, done.hits};
  };
  return {name, [] {}, play};
}

}  // namespace

std::optional<Player> player(const std::string& name, const Run& run, const Groundwork& ground) {
  const std::size_t colon = name.find(':');
  const std::string kind = name.substr(0, colon);
  const std::string set = colon == std::string::npos ? "" : name.substr(colon + 1);
  if (!use_instruction_set(set)) return std::nullopt;
  std::optional<Player> found;
  if (kind == "naive") found = naive_player(run);
  if (kind == "plain") found = plain_player(run, ground);
  if (kind == "fast") found = fast_player(run, ground);
  if (kind == "bare") found = bare_player(name, run, bare);
  if (kind == "bare3") found = bare_player(name, run, bare_by_three);
  if (kind == "clones") found = bare_player(name, run, bare_clones);
  if (!found) return std::nullopt;
  found->name = name;
  found->prepare = [set] { use_instruction_set(set); };
  return found;
}

}  // namespace tizhi
