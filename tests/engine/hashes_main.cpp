// Plays the golden runs and many random ones, and prints a hash of all that happens in each: in
// whatever way this is compiled and run, it must print the same.
//
//     hashes [--kernel plain|fast] [--target NAME] [--threads N]
//     hashes … --later N               other replicates, N further on: another hash
//     hashes … --history CASE          what happens in one case, a line a happening
//     hashes --targets                 the instruction sets that the fast kernel may use here
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <string>
#include <thread>

#include "support/case.hpp"
#include "support/crews.hpp"
#include "support/fast.hpp"
#include "support/golden_runs.hpp"
#include "support/hashing.hpp"
#include "support/targets.hpp"

namespace {

using namespace tizhi;
using namespace tizhi::test;

struct Options {
  bool fast = false;
  int threads = 1;
  std::uint32_t later = 0;  // replicates: other luck
  std::string history;
};

struct Case {
  std::string name;
  Batch batch;
};

using Visit = std::function<void(int replicate, const Happenings& now)>;

// A world that is worth cutting into parts.
Batch large() {
  Batch batch;
  batch.run = make_run({3, 60, 60}, 4, 20);
  at_all_levels(batch.run, [](Causes& c) {
    c.inertia.pull = c.inertia.drag = toward_all(0.3);
    c.imitation.superior = toward_all(0.2);
    c.imitation.peers = toward_all(0.5);
    c.mandate.compliance = c.mandate.issue_rate = 0.3;
    c.leadership.preference = 0.4;
    c.leadership.outsider = 0.2;
  });
  batch.run.causes[1].imitation.peer_set = PeerSet::level;
  batch.run.causes[2].imitation.lag = 0.25;
  batch.run.timeline.legacies = {{-2, kB, 1, {}}};
  batch.run.timeline.orders = {order_of({kA, kC}, 0.5)};
  return batch;
}

std::vector<Case> cases(const Options& options) {
  std::vector<Case> all;
  for (const GoldenRun& golden : golden_runs())
    all.push_back({golden.name, {0, golden.run, 0, 3, 1}});
  for (std::uint64_t seed = 1; seed <= 200; ++seed)
    all.push_back({"random " + std::to_string(seed), random_batch(seed, {300, 6000})});
  all.push_back({"large", large()});
  for (Case& one : all) one.batch.first += options.later;
  return all;
}

template <class Player>
void play(const Batch& batch, Player&& player, const Visit& visit) {
  while (!player.is_over()) {
    player.advance();
    for (int r = 0; r < batch.replicates; ++r) visit(r, player.happenings(r));
  }
}

// Random cases are cut into parts of their own; only the large one is worth threads.
void play(const Case& one, const Options& options, const Visit& visit) {
  const Batch& batch = one.batch;
  const Groundwork ground = groundwork(batch.run);
  if (!options.fast || !suits(batch.run)) return play(batch, PlainBatch(batch, ground), visit);
  const bool is_large = one.name == "large";
  const int parts = is_large ? options.threads : batch.parts;
  play(batch, FastBatch(batch, ground, parts, is_large ? on_threads : one_after_another), visit);
}

std::uint64_t hash(const Case& one, const Options& options) {
  std::vector<Hash> of_replicates(static_cast<std::size_t>(one.batch.replicates));
  play(one, options,
       [&](int r, const Happenings& now) { of_replicates[static_cast<std::size_t>(r)].add(now); });
  Hash whole;
  for (const Hash& each : of_replicates) whole.add(each.value());
  return whole.value();
}

// The cases' hashes, found by that many threads at once.
std::vector<std::uint64_t> hashes(const std::vector<Case>& all, const Options& options) {
  std::vector<std::uint64_t> found(all.size());
  std::atomic<std::size_t> next{0};
  on_threads(options.threads, [&](int) {
    for (std::size_t n = next++; n < all.size(); n = next++) found[n] = hash(all[n], options);
  });
  return found;
}

void print_hashes(const Options& options) {
  const std::vector<Case> all = cases(options);
  const std::vector<std::uint64_t> found = hashes(all, options);
  Hash one;
  for (std::size_t n = 0; n < all.size(); ++n) {
    std::printf("%s: %016llx\n", all[n].name.c_str(), static_cast<unsigned long long>(found[n]));
    one.add(found[n]);
  }
  std::printf("all: %016llx\n", static_cast<unsigned long long>(one.value()));
}

void print_history(const Options& options) {
  for (const Case& one : cases(options)) {
    if (one.name != options.history) continue;
    play(one, options, [](int r, const Happenings& now) {
      const std::string where = "replicate " + std::to_string(r) + " step ";
      for (const Arrival& a : now.arrivals) std::cout << where << line(a);
      for (const IssuedOrder& o : now.orders) std::cout << where << line(o);
      for (const Formation& f : now.formations) std::cout << where << line(f);
    });
  }
}

int print_targets() {
  for (const std::string& target : targets()) std::cout << target << "\n";
  return 0;
}

}  // namespace

int main(int count, char** words) {
  Options options;
  for (int n = 1; n < count; n += 2) {
    const std::string word = words[n], value = n + 1 < count ? words[n + 1] : "";
    if (word == "--targets") return print_targets();
    if (word == "--kernel") options.fast = value == "fast";
    if (word == "--threads") options.threads = std::atoi(value.c_str());
    if (word == "--later") options.later = static_cast<std::uint32_t>(std::atoi(value.c_str()));
    if (word == "--history") options.history = value;
    if (word == "--target" && restrict_to(value) == Found::no) return 2;
  }
  options.history.empty() ? print_hashes(options) : print_history(options);
}
