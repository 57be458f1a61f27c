// tizhi_bench SCENARIO ROUNDS SECONDS PLAYER... [KEY=VALUE...]
// Lets the players play the scenario in turn, A B C A B C ..., so that a drift of the machine meets
// all of them, and prints a line of CSV for each turn. A turn lasts at least so many seconds of CPU
// time; it plays other replicates in each round. KEY=VALUE is as in `tizhi run --set`.
//   tizhi_bench --sets                 the instruction sets of this machine, best first
//   tizhi_bench --play PLAYER SCENARIO REPLICATES [KEY=VALUE...]      plays and prints nothing
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>

#include "bench/bare.hpp"
#include "bench/players.hpp"
#include "input/scenario.hpp"

namespace {

using namespace tizhi;
using Words = std::vector<std::string>;

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// The most that this program ever had in memory, in MB; 0 where the system does not tell.
double megabytes() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (double kilobytes = 0; word == "VmHWM:" && status >> kilobytes)
      return kilobytes * 1024 / 1e6;
  return 0;
}

Study read(const std::string& file, const Words& sets) {
  Overrides overrides;
  overrides.sets = sets;
  Reading reading = read_scenario(file, overrides);
  if (!reading.study) {
    std::cerr << reading.diagnostics.drawn(Colour::off);
    std::exit(2);
  }
  return *std::move(reading.study);
}

// Takes the KEY=VALUEs out of the words.
Words take_sets(Words& words) {
  const auto is_player = [](const std::string& w) { return w.find('=') == std::string::npos; };
  const auto middle = std::stable_partition(words.begin(), words.end(), is_player);
  Words sets(middle, words.end());
  words.erase(middle, words.end());
  return sets;
}

struct Turn {
  Score score;
  double seconds = 0;
};

Turn take_turn(const Player& player, std::uint32_t first, std::uint32_t replicates) {
  player.prepare();
  const double begin = cpu_seconds();
  const Score score = player.play(first, replicates);
  return {score, cpu_seconds() - begin};
}

// How many replicates make a turn long enough; the trial also warms the caches.
std::uint32_t enough(const Player& player, double seconds) {
  const Turn trial = take_turn(player, 0, player.together);
  const double batches = std::ceil(seconds / std::max(trial.seconds, 1e-6));
  return player.together * static_cast<std::uint32_t>(std::clamp(batches, 1.0, 1e6));
}

int contest(const Words& words, const Words& sets) {
  const Study study = read(words[0], sets);
  const Run& run = study.variants.front().run;
  const Groundwork ground = groundwork(run);
  const int rounds = std::stoi(words[1]);
  std::vector<Player> players;
  std::vector<std::uint32_t> replicates;
  for (std::size_t n = 3; n < words.size(); ++n)
    if (auto found = player(words[n], run, ground)) {
      replicates.push_back(enough(*found, std::stod(words[2])));
      players.push_back(*std::move(found));
    }
  std::cout << "player,round,regions,steps,region_steps,formations,seconds,mb\n";
  for (int round = 0; round < rounds; ++round)
    for (std::size_t p = 0; p < players.size(); ++p) {
      const auto first = static_cast<std::uint32_t>(round) * replicates[p];
      const Turn turn = take_turn(players[p], first, replicates[p]);
      std::cout << players[p].name << ',' << round << ',' << run.world->size() << ','
                << run.timeline.grid.steps << ',' << turn.score.region_steps << ','
                << turn.score.formations << ',' << turn.seconds << ',' << megabytes() << std::endl;
    }
  return 0;
}

int play(const Words& words, const Words& sets) {
  const Study study = read(words[2], sets);
  const Run& run = study.variants.front().run;
  const Groundwork ground = groundwork(run);
  const auto found = player(words[1], run, ground);
  if (!found) return 2;
  found->play(0, static_cast<std::uint32_t>(std::stoul(words[3])));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Words words(argv + 1, argv + argc);
  const Words sets = take_sets(words);
  if (words == Words{"--sets"}) {
    for (const std::string& name : instruction_sets()) std::cout << name << '\n';
    return 0;
  }
  if (words.size() == 4 && words[0] == "--play") return play(words, sets);
  if (words.size() >= 4) return contest(words, sets);
  std::cerr << "tizhi_bench SCENARIO ROUNDS SECONDS PLAYER... [KEY=VALUE...]\n"
               "tizhi_bench --play PLAYER SCENARIO REPLICATES [KEY=VALUE...]\n"
               "tizhi_bench --sets\n";
  return 2;
}
