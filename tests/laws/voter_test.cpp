// Peers only, two models, everyone of the level a peer with equal prestige: the neutral voter model
// in discrete steps.
#include <algorithm>
#include <cmath>
#include <random>

#include "catch.hpp"
#include "support/chains.hpp"
#include "support/statistics.hpp"

using namespace tizhi;
using namespace tizhi::test;

namespace {

Run voters(int regions, int with_a, double step, std::int32_t steps, double peers = 1) {
  Run run = make_run({regions}, 2, steps, step);
  std::vector<Model> models(static_cast<std::size_t>(regions), kB);
  std::fill_n(models.begin(), with_a, kA);
  begin_each(run, models);
  at_all_levels(run, [peers](Causes& c) {
    c.imitation.peers = toward_all(peers);
    c.imitation.peer_set = PeerSet::level;
  });
  return run;
}

int count_a(const std::vector<Model>& models) {
  return static_cast<int>(std::count(models.begin(), models.end(), kA));
}

// How a replicate ends: the number of steps until all agree, and whether on A.
struct End {
  int steps = 0;
  bool is_a = false;
};

End play_to_end(const Run& run, const Groundwork& ground, std::uint32_t replicate) {
  Simulation simulation(run, ground, replicate);
  const int all = run.world->size();
  int with_a = count_a(simulation.state().model);
  while (with_a > 0 && with_a < all)
    for (const Formation& f : simulation.advance().formations) with_a += f.to == kA ? 1 : -1;
  return {simulation.steps_done(), with_a == all};
}

struct Ends {
  std::int64_t on_a = 0;
  double mean_steps = 0;
};

Ends play_ends(const Run& run, std::uint32_t replicates) {
  const Groundwork ground = groundwork(run);
  Ends ends;
  for (std::uint32_t r = 0; r < replicates; ++r) {
    const End end = play_to_end(run, ground, r);
    ends.on_a += end.is_a;
    ends.mean_steps += static_cast<double>(end.steps) / replicates;
  }
  return ends;
}

// Standard deviation of the number of steps: from E T² = E (2T - 1) summed along the way.
double deviation_of_steps(const Matrix& chain, int from) {
  const Eigen::Index last = chain.rows() - 1;
  const Vector mean = steps_to_end(chain);
  const Matrix q = chain.block(1, 1, last - 1, last - 1);
  const Vector inner_mean = mean.segment(1, last - 1);
  const Vector square = (Matrix::Identity(last - 1, last - 1) - q)
                            .partialPivLu()
                            .solve(2 * inner_mean - Vector::Ones(last - 1));
  return std::sqrt(square(from - 1) - mean(from) * mean(from));
}

constexpr std::int32_t kForever = 100000;

// The wrong model: no null events. A region moves with the hazard of the others' share alone.
Matrix without_null_events(int regions, double step) {
  std::vector<double> keep, take;
  for (int n = 0; n <= regions; ++n) {
    keep.push_back(std::exp(-step * (regions - n) / (regions - 1.0)));
    take.push_back(n == regions ? 0 : -std::expm1(-step * n / (regions - 1.0)));
  }
  return count_chain(regions, keep, take);
}

std::int64_t fixations_without_null_events(int regions, int from, double step, int replicates) {
  std::mt19937_64 generator(1);
  std::int64_t on_a = 0;
  for (int r = 0; r < replicates; ++r) {
    int n = from;
    while (n > 0 && n < regions) {
      std::binomial_distribution<int> keep(n, std::exp(-step * (regions - n) / (regions - 1.0)));
      std::binomial_distribution<int> take(regions - n, -std::expm1(-step * n / (regions - 1.0)));
      n = keep(generator) + take(generator);
    }
    on_a += n == regions;
  }
  return on_a;
}

}  // namespace

TEST_CASE("law: the engine's step is exactly the voters' two binomials") {
  for (const double step : {kMonth, 1.0, 3.0}) {
    const int regions = 5;
    const Matrix chain = voter_chain(regions, 1 - std::exp(-step));
    const Matrix engine = engine_chain(voters(regions, 0, step, 1));
    for (int n = 0; n <= regions; ++n) {
      std::vector<Model> models(regions, kB);
      std::fill_n(models.begin(), n, kA);
      const Vector next = engine.row(state_number(models, 2)).transpose();
      Vector counted = Vector::Zero(regions + 1);
      for (Eigen::Index state = 0; state < next.size(); ++state) {
        int with_a = 0;
        Eigen::Index rest = state;
        for (int i = 0; i < regions; ++i, rest /= 3) with_a += rest % 3 == kA;
        counted(with_a) += next(state);
      }
      CHECK((counted - chain.row(n).transpose()).cwiseAbs().maxCoeff() < 1e-13);
    }
  }
}

TEST_CASE("law: one step of voters, n' = Bin(n, 1 - p(N-n)/(N-1)) + Bin(N-n, p n/(N-1))") {
  const int regions = 8, from = 3, replicates = 40000;
  const Run run = voters(regions, from, 1, 1);
  const Groundwork ground = groundwork(run);
  std::vector<std::int64_t> counts(regions + 1);
  for (std::uint32_t r = 0; r < replicates; ++r) {
    Simulation simulation(run, ground, r);
    simulation.advance();
    ++counts[static_cast<std::size_t>(count_a(simulation.state().model))];
  }
  const auto row = [&](const Matrix& chain) {
    const Vector law = chain.row(from).transpose();
    return std::vector<double>(law.data(), law.data() + law.size());
  };
  const std::vector<double> law = row(voter_chain(regions, 1 - std::exp(-1)));
  // The wrong model: a region counts itself among its peers.
  const double p = 1 - std::exp(-1);
  std::vector<double> keep, take;
  for (int n = 0; n <= regions; ++n) {
    keep.push_back(1 - p * (regions - n) / regions);
    take.push_back(p * n / regions);
  }
  const std::vector<double> wrong = row(count_chain(regions, keep, take));
  CHECK(chi_square_power(replicates, wrong, law) > kPower);
  CHECK(chi_square_p(counts, law) > kAlpha);
  CHECK(chi_square_p(counts, wrong) < kAlpha);
}

TEST_CASE("law: neutral voters fix n/N at every step length, by the chain") {
  for (const double step : {kMonth, 1.0, 10.0}) {
    const Vector chance = chance_of_last(voter_chain(20, 1 - std::exp(-step)));
    for (int n = 0; n <= 20; ++n) CHECK(chance(n) == Approx(n / 20.0).margin(1e-12));
  }
}

TEST_CASE("law: neutral voters fix n/N at every step length, played") {
  const int regions = 8, from = 2;
  const std::uint32_t replicates = 3000;
  for (const double step : {1.0, 4.0}) {
    const auto on_a = play_ends(voters(regions, from, step, kForever), replicates).on_a;
    const double wrong = chance_of_last(without_null_events(regions, step))(from);
    CHECK(binomial_p(on_a, replicates, 0.25) > kAlpha);
    if (step < 4) continue;
    CHECK(wrong > 0.25);  // steps without null events favour the minority
    CHECK(binomial_power(replicates, 0.25, wrong) > kPower);
    const auto favoured = fixations_without_null_events(regions, from, step, replicates);
    CHECK(binomial_p(favoured, replicates, 0.25) < kAlpha);
  }
}

TEST_CASE(
    "law: 100 voters, 30 of them for A, agree after 65.0 years by months; 60.0 as the step "
    "shrinks") {
  const auto years = [](double step) {
    return steps_to_end(voter_chain(100, 1 - std::exp(-step)))(30) * step;
  };
  CHECK(years(kMonth) == Approx(65.0).margin(0.05));
  CHECK(years(kMonth / 16) == Approx(60.0).margin(0.5));
  // Linear in the step: what is left of the difference at a step of 0 is of second order.
  CHECK(2 * years(kMonth / 32) - years(kMonth / 16) == Approx(60.0).margin(0.05));
}

TEST_CASE("law: the mean time to agreement is that of the linear solve, played") {
  const int regions = 12, from = 4;
  const double step = 0.5;
  const std::uint32_t replicates = 8000;
  const Matrix chain = voter_chain(regions, 1 - std::exp(-step));
  const double law = steps_to_end(chain)(from);
  const double deviation = deviation_of_steps(chain, from);
  const Ends ends = play_ends(voters(regions, from, step, kForever), replicates);
  CHECK(mean_p(ends.mean_steps, law, deviation, replicates) > kAlpha);
  CHECK(binomial_p(ends.on_a, replicates, 4 / 12.0) > kAlpha);
  // The wrong law: that of continuous time, counted in steps.
  const double wrong = steps_to_end(voter_chain(regions, 1 - std::exp(-step / 64)))(from) / 64;
  CHECK(mean_power(wrong, law, deviation, replicates) > kPower);
  CHECK(mean_p(ends.mean_steps, wrong, deviation, replicates) < kAlpha);
}

TEST_CASE("law: 100 voters by months, played") {
  const std::uint32_t replicates = 150;
  const Matrix chain = voter_chain(100, 1 - std::exp(-kMonth));
  const double law = steps_to_end(chain)(30), deviation = deviation_of_steps(chain, 30);
  Run run = voters(100, 30, kMonth, kForever);
  CHECK(mean_p(play_ends(run, replicates).mean_steps, law, deviation, replicates) > kAlpha);
  // The wrong model: each peer's pull counted from both ends.
  const double wrong = steps_to_end(voter_chain(100, 1 - std::exp(-kMonth * 2)))(30);
  CHECK(mean_power(law, wrong, deviation * wrong / law, replicates) > kPower);
  run = voters(100, 30, kMonth, kForever, 2);
  CHECK(mean_p(play_ends(run, replicates).mean_steps, law, deviation, replicates) < kAlpha);
}
