// What speed is measured against is the same model: its means agree with the engine's.
#include <cmath>

#include "bench/naive_country.hpp"
#include "catch.hpp"
#include "engine/simulation.hpp"
#include "input/scenario.hpp"

namespace {

using namespace tizhi;

constexpr std::int32_t kEvery = 24;  // steps between the states that are compared

Study country(const std::vector<std::string>& sets) {
  Overrides overrides;
  overrides.sets = sets;
  const std::string folder = TIZHI_SOURCE_DIR "/tests/bench/scenarios/";
  Reading reading = read_scenario(folder + "country.toml", overrides);
  REQUIRE(reading.study);
  return *std::move(reading.study);
}

// What is compared of one replicate: regions per level and model at some states, and formations
// per cause.
using Figures = std::vector<double>;

Figures played_plainly(const Run& run, const Groundwork& ground, std::uint32_t replicate) {
  const auto models = static_cast<std::size_t>(run.models());
  Figures by_cause(5), figures;
  const auto start = [](const State&) {};
  const auto observe = [&](const State& state, const Happenings& now) {
    for (const Formation& f : now.formations) ++by_cause[static_cast<std::size_t>(f.cause)];
    if ((now.step + 1) % kEvery != 0) return;
    Figures counts(run.world->level_names.size() * models);
    for (std::size_t i = 0; i < state.model.size(); ++i)
      if (state.model[i] != kNone) ++counts[run.world->level[i] * models + state.model[i]];
    figures.insert(figures.end(), counts.begin(), counts.end());
  };
  simulate(run, ground, replicate, start, observe);
  figures.insert(figures.end(), by_cause.begin(), by_cause.end());
  return figures;
}

Figures played_naively(naive::Simulation& student, const Run& run, std::uint32_t replicate) {
  student.run(1000 + replicate);
  const auto row = static_cast<std::size_t>(run.models()) * run.world->level_names.size();
  Figures figures;
  for (std::size_t state = kEvery; state * row < student.counts().size(); state += kEvery)
    for (std::size_t k = 0; k < row; ++k) figures.push_back(student.counts()[state * row + k]);
  Figures by_cause(5);
  for (const naive::Formation& f : student.formations())
    ++by_cause[static_cast<std::size_t>(f.cause)];
  figures.insert(figures.end(), by_cause.begin(), by_cause.end());
  return figures;
}

struct Moments {
  Figures sum, squares;
  double n = 0;

  void add(const Figures& figures) {
    sum.resize(figures.size());
    squares.resize(figures.size());
    for (std::size_t k = 0; k < figures.size(); ++k) {
      sum[k] += figures[k];
      squares[k] += figures[k] * figures[k];
    }
    ++n;
  }
  double mean(std::size_t k) const { return sum[k] / n; }
  // Of the mean; as if one more region were uncertain, because rare models vary by luck alone.
  double variance(std::size_t k) const {
    return ((squares[k] - sum[k] * mean(k)) / (n - 1) + 1) / n;
  }
};

Moments plainly(const Run& run, std::uint32_t replicates) {
  const Groundwork ground = groundwork(run);
  Moments moments;
  for (std::uint32_t r = 0; r < replicates; ++r) moments.add(played_plainly(run, ground, r));
  return moments;
}

Moments naively(const Run& run, std::uint32_t replicates) {
  naive::Simulation student(naive_country(run));
  Moments moments;
  for (std::uint32_t r = 0; r < replicates; ++r) moments.add(played_naively(student, run, r));
  return moments;
}

// The largest |t| of all figures.
double farthest(const Moments& a, const Moments& b) {
  REQUIRE(a.sum.size() == b.sum.size());
  double most = 0;
  for (std::size_t k = 0; k < a.sum.size(); ++k) {
    const double t = (a.mean(k) - b.mean(k)) / std::sqrt(a.variance(k) + b.variance(k));
    most = std::max(most, std::abs(t));
  }
  return most;
}

// About 450 figures; t of 38 degrees of freedom exceeds 8 in one case of 1e9: alarm below 1e-6.
constexpr double kBound = 8;
constexpr std::uint32_t kReplicates = 20;

}  // namespace

TEST_CASE("the student's model has the engine's means") {
  const Study study = country({});
  const Run& run = study.variants[0].run;
  const Moments engine = plainly(run, kReplicates);
  CHECK(farthest(engine, naively(run, kReplicates)) < kBound);
  // and would not without one of the causes,
  for (std::size_t c = 0; c < kPressingCauses; ++c) {
    Run without = run;
    for (Causes& causes : without.causes) causes.on[c] = false;
    CAPTURE(c);
    CHECK(farthest(engine, naively(without, 8)) > kBound);
  }
  // without windows or deadlines, or with leaders who stay twice as long.
  Run no_windows = run, no_deadlines = run, long_terms = run;
  no_windows.timeline.windows.clear();
  for (Order& e : no_deadlines.timeline.orders) e.deadline = kInfinity;
  for (Causes& causes : long_terms.causes) causes.leadership.tenure *= 2;
  CHECK(farthest(engine, naively(no_windows, 8)) > kBound);
  CHECK(farthest(engine, naively(no_deadlines, 8)) > kBound);
  CHECK(farthest(engine, naively(long_terms, 8)) > kBound);
}

TEST_CASE("the student's model has the engine's means with the less common parameters too") {
  const std::vector<std::string> sets{
      "imitation.lag=0.5",    "imitation.conformity=1.6",     "imitation.founding=3",
      "mandate.resistance=1", "imitation.peer_set=\"level\"", "imitation.peers=0.6",
      "leadership.taste=0.8", "inertia.half_life=inf",        "mandate.issue_rate=0.3"};
  const Study study = country(sets);
  const Run& run = study.variants[0].run;
  CHECK(farthest(plainly(run, kReplicates), naively(run, kReplicates)) < kBound);
}
