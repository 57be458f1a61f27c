#include "story/chances.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

namespace tizhi {
namespace {

struct Tally {
  Transition change;
  std::vector<std::int32_t> first;  // steps, one a replicate in which it happened
};

using Tallies = std::map<std::pair<Model, Model>, Tally>;

// None comes before all models.
int rank(Model m) { return m == kNone ? -1 : m; }

void count_changes(const RegionHistory& history, Tallies& tallies) {
  std::vector<std::pair<Model, Model>> met;
  for (const Formation& f : history.formations) {
    const std::pair key{f.from, f.to};
    Tally& tally = tallies[key];
    ++tally.change.by_cause[static_cast<std::size_t>(f.cause)];
    if (std::find(met.begin(), met.end(), key) != met.end()) continue;
    met.push_back(key);
    tally.first.push_back(f.step);
  }
}

// The least value that at least the share of all does not exceed.
std::int32_t quantile(const std::vector<std::int32_t>& sorted, double share) {
  const auto n = static_cast<double>(sorted.size());
  std::size_t place = 0;
  while (static_cast<double>(place + 1) < share * n - 1e-9) ++place;
  return sorted[place];
}

Transition finished(const std::pair<Model, Model>& key, Tally& tally) {
  std::sort(tally.first.begin(), tally.first.end());
  Transition change = tally.change;
  change.from = key.first;
  change.to = key.second;
  change.replicates = static_cast<std::int64_t>(tally.first.size());
  for (std::size_t q = 0; q < kQuantiles.size(); ++q)
    change.first[q] = quantile(tally.first, kQuantiles[q]);
  return change;
}

bool comes_before(const Transition& a, const Transition& b) {
  if (a.replicates != b.replicates) return a.replicates > b.replicates;
  if (a.times() != b.times()) return a.times() > b.times();
  return std::pair(rank(a.from), rank(a.to)) < std::pair(rank(b.from), rank(b.to));
}

std::vector<Path> paths_of(const std::vector<RegionHistory>& histories) {
  std::map<std::vector<int>, std::int64_t> counts;
  for (const RegionHistory& history : histories) {
    std::vector<int> ranks{rank(history.first)};
    for (const Formation& f : history.formations) ranks.push_back(rank(f.to));
    ++counts[ranks];
  }
  std::vector<Path> paths;
  for (const auto& [ranks, count] : counts) {
    paths.push_back({{}, count});
    for (const int r : ranks) paths.back().models.push_back(r < 0 ? kNone : static_cast<Model>(r));
  }
  std::stable_sort(paths.begin(), paths.end(),
                   [](const Path& a, const Path& b) { return a.replicates > b.replicates; });
  return paths;
}

void add_pressure(const Formation& f, Chances& all) {
  const int sum = std::accumulate(f.ledger.begin(), f.ledger.end(), 0);
  if (sum == 0) return;
  ++all.ledgers;
  for (std::size_t c = 0; c < f.ledger.size(); ++c)
    all.pressure[c] += static_cast<double>(f.ledger[c]) / sum;
}

}  // namespace

std::int64_t Transition::times() const {
  return std::accumulate(by_cause.begin(), by_cause.end(), std::int64_t{0});
}

std::int64_t Chances::formations() const {
  return std::accumulate(by_cause.begin(), by_cause.end(), std::int64_t{0});
}

Model model_at(const RegionHistory& history, std::int32_t state) {
  Model model = history.first;
  for (const Formation& f : history.formations)
    if (f.step < state) model = f.to;
  return model;
}

Chances chances(const std::vector<RegionHistory>& histories, int models,
                const std::vector<std::int32_t>& states) {
  Chances all;
  all.replicates = static_cast<std::int64_t>(histories.size());
  all.holds.assign(states.size(), std::vector<std::int64_t>(static_cast<std::size_t>(models) + 1));
  Tallies tallies;
  for (const RegionHistory& history : histories) {
    count_changes(history, tallies);
    for (std::size_t s = 0; s < states.size(); ++s) {
      const Model m = model_at(history, states[s]);
      ++all.holds[s][m == kNone ? static_cast<std::size_t>(models) : m];
    }
    for (const Formation& f : history.formations) {
      ++all.by_cause[static_cast<std::size_t>(f.cause)];
      add_pressure(f, all);
    }
  }
  for (double& share : all.pressure)
    share /= all.ledgers > 0 ? static_cast<double>(all.ledgers) : 1;
  for (auto& [key, tally] : tallies) all.changes.push_back(finished(key, tally));
  std::sort(all.changes.begin(), all.changes.end(), comes_before);
  all.paths = paths_of(histories);
  return all;
}

}  // namespace tizhi
