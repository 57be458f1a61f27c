// Peers and leaders who come anew in every step with an even taste: voters who now and then take
// whatever they like.
#include <algorithm>
#include <cmath>

#include "catch.hpp"
#include "support/chains.hpp"
#include "support/statistics.hpp"

using namespace tizhi;
using namespace tizhi::test;

namespace {

constexpr double kPeers = 0.8, kPreference = 0.3;

Run noisy_voters(int regions, int models, double step, std::int32_t steps, double tenure) {
  Run run = make_run({regions}, models, steps, step);
  begin_with(run, kA);
  at_all_levels(run, [tenure](Causes& c) {
    c.imitation.peers = toward_all(kPeers);
    c.imitation.peer_set = PeerSet::level;
    c.leadership.preference = kPreference;
    c.leadership.tenure = tenure;
  });
  return run;
}

// The number in A where A is one of K models that leaders like equally: of each of the others a
// region's chance to take A does not depend on which it has.
Matrix noisy_chain(int regions, int models, double step, int peers_counted) {
  const double p = 1 - std::exp(-(kPeers + kPreference) * step);
  const double noise = kPreference / models;
  std::vector<double> keep, take;
  for (int n = 0; n <= regions; ++n) {
    const double own = peers_counted == regions ? n : n - 1;
    const auto to_a = [&](double others) {
      return (noise + kPeers * others / peers_counted) / (kPeers + kPreference);
    };
    keep.push_back(n == 0 ? 1 : 1 - p + p * to_a(own));
    take.push_back(n == regions ? 0 : p * to_a(n));
  }
  return count_chain(regions, keep, take);
}

std::vector<double> as_list(const Vector& law) { return {law.data(), law.data() + law.size()}; }

// The law of the number in A, of N, where the shares are Dirichlet with α each.
Vector dirichlet_multinomial(int regions, int models, double alpha) {
  const double beta = alpha * (models - 1);
  Vector law(regions + 1);
  for (int n = 0; n <= regions; ++n)
    law(n) = std::exp(std::lgamma(regions + 1) - std::lgamma(n + 1) - std::lgamma(regions - n + 1) +
                      std::lgamma(n + alpha) + std::lgamma(regions - n + beta) -
                      std::lgamma(regions + alpha + beta) + std::lgamma(alpha + beta) -
                      std::lgamma(alpha) - std::lgamma(beta));
  return law;
}

std::vector<std::int64_t> played(const Run& run, std::uint32_t replicates) {
  const Groundwork ground = groundwork(run);
  std::vector<std::int64_t> counts(static_cast<std::size_t>(run.world->size()) + 1);
  for (std::uint32_t r = 0; r < replicates; ++r) {
    Simulation simulation(run, ground, r);
    while (!simulation.is_over()) simulation.advance();
    const auto& model = simulation.state().model;
    ++counts[static_cast<std::size_t>(std::count(model.begin(), model.end(), kA))];
  }
  return counts;
}

}  // namespace

TEST_CASE("law: voters with a new leader at every step follow their exact chain") {
  const int regions = 3, steps = 10;
  const std::uint32_t replicates = 22000;
  const double step = 1;
  for (const int models : {2, 3}) {
    const auto counts = played(noisy_voters(regions, models, step, steps, 1e-3), replicates);
    const Vector law = law_after(noisy_chain(regions, models, step, regions - 1), steps, regions);
    // The wrong model: a region counts itself among its peers.
    const Vector wrong = law_after(noisy_chain(regions, models, step, regions), steps, regions);
    CHECK(chi_square_power(replicates, as_list(wrong), as_list(law)) > kPower);
    CHECK(chi_square_p(counts, as_list(law)) > kAlpha);
    CHECK(chi_square_p(counts, as_list(wrong)) < kAlpha);
    // And a wrong simulation: leaders who stay.
    const auto staying = played(noisy_voters(regions, models, step, steps, 10), replicates);
    CHECK(chi_square_p(staying, as_list(law)) < kAlpha);
  }
}

TEST_CASE(
    "law: as the step shrinks the chain comes to rest in a Dirichlet-multinomial law with "
    "alpha = (N-1) preference / (K peers), the difference halving with the step") {
  const int regions = 9;
  for (const int models : {2, 4}) {
    const double alpha = (regions - 1) * kPreference / (models * kPeers);
    const Vector limit = dirichlet_multinomial(regions, models, alpha);
    CHECK(limit.sum() == Approx(1).epsilon(1e-12));
    const auto difference = [&](double step) {
      return (stationary(noisy_chain(regions, models, step, regions - 1)) - limit).cwiseAbs().sum();
    };
    for (double step = 0.1; step > 0.01; step /= 2) {
      const double ratio = difference(step) / difference(step / 2);
      CHECK(ratio > 1.9);
      CHECK(ratio < 2.1);
    }
    // The wrong law: N in place of N - 1.
    const Vector wrong =
        dirichlet_multinomial(regions, models, regions * kPreference / (models * kPeers));
    const Vector near = stationary(noisy_chain(regions, models, 1e-4, regions - 1));
    CHECK((near - limit).cwiseAbs().sum() < 1e-3);
    CHECK((near - wrong).cwiseAbs().sum() > 1e-2);
  }
}
