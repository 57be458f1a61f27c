// The coalitions of the causes and what each cause contributes.
#include "engine/decompose.hpp"

#include <cmath>

#include "catch.hpp"
#include "engine/ensemble.hpp"
#include "support/case.hpp"
#include "support/statistics.hpp"
#include "support/study.hpp"

using namespace tizhi;
using namespace tizhi::test;

namespace {

// Roots that found the one model there is, each cause at a constant hazard of its own: inertia by
// a legacy without end, imitation by a superior that has the model, an order, and leaders who all
// favour it. Nothing wanes.
constexpr std::array<double, kPressingCauses> kHazards{0.3, 0.5, 0.2, 0.4};
constexpr double kYears = 2;
constexpr int kRegions = 4000;

Study founding_study(const std::array<double, kPressingCauses>& hazards, int regions = kRegions) {
  Study study;
  Run run = make_run({1, regions}, 1, 24);
  change_world(run, [](World& world) { world.fixed[0] = 1; });
  run.timeline.settings = {{0, 0, kA}};
  run.timeline.legacies = {{-1, kA, 1, {}}};
  run.timeline.orders = {order_of({kA})};
  at_all_levels(run, [&](Causes& c) {
    c.inertia.pull = toward_all(hazards[0]);
    c.imitation.superior = toward_all(hazards[1]);
    c.mandate.compliance = hazards[2];
    c.leadership.preference = hazards[3];
  });
  study.variants = {{"base", "", run}};
  study.replicates = 25;
  study.outcomes = {{"founded", Measure::share, 1, 1, {}, 0.5, 24}};
  return study;
}

Decomposition decomposition_of(const Study& study) {
  Decomposer decomposer(study);
  play(study, {}, [&](const Job&, Record&& piece) { decomposer.add(piece); });
  return decomposer.decomposition();
}

CoalitionValues founded_by(const std::array<double, kPressingCauses>& hazards) {
  CoalitionValues values{};
  for (unsigned s = 0; s < kCoalitions; ++s) {
    double force = 0;
    for (std::size_t c = 0; c < kPressingCauses; ++c)
      if ((s >> c & 1U) != 0) force += hazards[c];
    values[s] = -std::expm1(-force * kYears);
  }
  return values;
}

double sum_of(const std::array<MeanEstimate, kPressingCauses>& parts) {
  double sum = 0;
  for (const MeanEstimate& part : parts) sum += part.mean;
  return sum;
}

// How many standard errors the estimate lies from the truth.
double off(const MeanEstimate& estimate, double truth) {
  return std::abs(estimate.mean - truth) / estimate.error;
}

constexpr double kFar = 4.9;  // a normal variable is farther out once in a million times

}  // namespace

TEST_CASE("Shapley values add up to the whole for whatever values") {
  for (std::size_t s = 0; s < kCoalitions; ++s) {
    CoalitionValues one{};
    one[s] = 1;  // every game is a sum of such
    double sum = 0;
    for (int c = 0; c < kPressingCauses; ++c) sum += shapley(one, c);
    CHECK(sum == Approx(s == kEveryCause ? 1 : s == 0 ? -1 : 0).margin(1e-15));
  }
}

TEST_CASE("Shapley values of games that can be solved by hand") {
  CoalitionValues unanimous{}, pair{}, additive{};
  for (unsigned s = 0; s < kCoalitions; ++s) {
    unanimous[s] = s == kEveryCause ? 1 : 0;
    pair[s] = (s & 3U) == 3 ? 1 : 0;  // inertia and imitation only do something together
    additive[s] = (s & 1U) + 10 * (s >> 1 & 1U) + 100 * (s >> 2 & 1U) + 1000 * (s >> 3 & 1U);
  }
  double one = 1;
  for (int c = 0; c < kPressingCauses; ++c) {
    CHECK(shapley(unanimous, c) == 0.25);
    CHECK(shapley(pair, c) == (c < 2 ? 0.5 : 0.0));
    CHECK(shapley(additive, c) == one);
    CHECK(first_in(additive, c) == one);
    CHECK(last_out(additive, c) == one);
    CHECK(first_in(unanimous, c) == 0);
    CHECK(last_out(unanimous, c) == 1);
    one *= 10;
  }
  CHECK(interaction(pair, 0, 1) == 1);
  CHECK(interaction(pair, 0, 2) == 0);
  CHECK(interaction(additive, 2, 3) == 0);
  CHECK(interaction(unanimous, 1, 3) == Approx(1.0 / 3));
}

TEST_CASE("causes that the values cannot tell apart have the same value, to the last bit") {
  CoalitionValues alike{};
  for (unsigned s = 0; s < kCoalitions; ++s) {
    const unsigned either = (s & 1U) + (s >> 2 & 1U);  // inertia and mandate only by their number
    alike[s] = 0.1 * either * either + 0.7 / (1 + (s >> 1 & 1U)) - 0.3 * (s >> 3 & 1U) * either;
  }
  CHECK(shapley(alike, 0) == shapley(alike, 2));
  CHECK(interaction(alike, 0, 1) == interaction(alike, 2, 1));
  alike[1] += 0.01;  // inertia alone does a little more than mandate alone
  CHECK(shapley(alike, 0) == Approx(shapley(alike, 2) + 0.01 / 3));
}

// All regions have the model at the end where the superior is copied at once, or the order is due.
TEST_CASE("either of two causes suffices: each has half of it, without any error") {
  Study study = founding_study({0, 1e4, 1e-9, 0});
  Order& order = study.variants[0].run.timeline.orders[0];
  order.deadline = order.until = 1.5;
  const Contributions found = decomposition_of(decomposed(study, 0)).outcomes.front();
  CHECK(found.without.mean == 0);
  CHECK(found.with.mean == 1);
  const std::array<double, kPressingCauses> halves{0, 0.5, 0.5, 0};
  for (std::size_t c = 0; c < kPressingCauses; ++c) {
    CHECK(found.shapley[c].mean == halves[c]);
    CHECK(found.shapley[c].error == 0);
    CHECK(found.first_in[c].mean == 2 * halves[c]);
    CHECK(found.last_out[c].mean == 0);
  }
  for (std::size_t p = 0; p < kCausePairs; ++p)
    CHECK(found.interaction[p].mean == (kPairsOfCauses[p] == std::array{1, 2} ? -1 : 0));
}

// Of one region and one cause a replicate's value is 0 or 1.
TEST_CASE("a standard error is that of the mean of as many replicates") {
  const Study study = founding_study({0.3, 0, 0, 0}, 1);
  const Contributions found = decomposition_of(decomposed(study, 0)).outcomes.front();
  const MeanEstimate& inertia = found.shapley[0];
  REQUIRE((inertia.mean > 0.1 && inertia.mean < 0.9));
  const double expected = std::sqrt(inertia.mean * (1 - inertia.mean) / (study.replicates - 1));
  CHECK(inertia.error == Approx(expected).epsilon(1e-12));
  CHECK(found.with.error == Approx(expected).epsilon(1e-12));
}

TEST_CASE("the coalitions stand in order, the whole first, and each plays its causes alone") {
  const Study study = decomposed(founding_study(kHazards), 0);
  REQUIRE(study.variants.size() == kCoalitions);
  CHECK(study.variants.front().id == "base");
  CHECK(study.variants[1].id == "inertia+imitation+mandate");
  CHECK(study.variants.back().id == "none");
  for (std::size_t v = 0; v < kCoalitions; ++v)
    for (std::size_t c = 0; c < kPressingCauses; ++c)
      CHECK(study.variants[v].run.causes[1].on[c] == ((study.coalitions[v] >> c & 1U) != 0));
}

TEST_CASE("a cause that can change nothing is not played, and contributes exactly nothing") {
  Study idle = founding_study({0.3, 0, 0.2, 0.4});
  at_all_levels(idle.variants[0].run, [](Causes& c) { c.on[3] = false; });
  const Study study = decomposed(idle, 0);
  CHECK(study.variants.size() == 4);
  const Decomposition all = decomposition_of(study);
  const Contributions& founded = all.outcomes.front();
  for (const std::size_t cause : {std::size_t{1}, std::size_t{3}}) {
    CHECK(founded.shapley[cause].mean == 0);
    CHECK(founded.shapley[cause].error == 0);
    CHECK(founded.first_in[cause].mean == 0);
    CHECK(founded.last_out[cause].mean == 0);
  }
  for (std::size_t p = 0; p < kCausePairs; ++p)
    if (kPairsOfCauses[p] != std::array{0, 2}) CHECK(founded.interaction[p].mean == 0);
  CHECK(founded.shapley[0].mean > 0);
  for (std::size_t cell = 0; cell < all.shares.size(); cell += kPressingCauses)
    CHECK((all.shares[cell + 1].mean == 0 && all.shares[cell + 3].mean == 0));
}

TEST_CASE("the four add up to the difference, to the last bit") {
  Study whole = full_study();
  for (Level level = 0; level < 3; ++level)
    for (std::int32_t at = 1; at <= 30; ++at)
      for (const Measure measure : {Measure::share, Measure::diversity, Measure::churn})
        whole.outcomes.push_back({"one", measure, level, 2, {}, 0.5, at});
  for (const std::uint32_t replicates : {1U, 3U, 4U, 7U}) {
    whole.replicates = replicates;
    const Study study = decomposed(whole, 0);
    const Decomposition all = decomposition_of(study);
    REQUIRE(all.outcomes.size() == 2 + 3 * 30 * 3);
    for (const Contributions& one : all.outcomes) {
      CHECK(one.replicates == study.replicates);
      CHECK(sum_of(one.shapley) == one.with.mean - one.without.mean);
    }
  }
}

TEST_CASE("constant hazards: the values are those of 1 - exp(-T Σ h) over the coalitions") {
  const Decomposition all = decomposition_of(decomposed(founding_study(kHazards), 0));
  const CoalitionValues law = founded_by(kHazards);
  const Contributions& found = all.outcomes.front();
  for (int c = 0; c < kPressingCauses; ++c) {
    const auto at = static_cast<std::size_t>(c);
    CHECK(off(found.shapley[at], shapley(law, c)) < kFar);
    CHECK(off(found.first_in[at], first_in(law, c)) < kFar);
    CHECK(off(found.last_out[at], last_out(law, c)) < kFar);
    // Wrong: what a cause does alone, or what its share of the hazard is of the whole.
    CHECK(off(found.shapley[at], first_in(law, c)) > kFar);
    CHECK(off(found.shapley[at], kHazards[at] / 1.4 * law[kEveryCause]) > kFar);
  }
  for (std::size_t p = 0; p < kCausePairs; ++p) {
    const auto [a, b] = kPairsOfCauses[p];
    CHECK(off(found.interaction[p], interaction(law, a, b)) < kFar);
    CHECK(off(found.interaction[p], 0) > kFar);  // wrong: they do not meet
  }
  const MeanEstimate* last = &all.shares[all.shares.size() - kPressingCauses];  // the last year's
  for (std::size_t c = 0; c < kPressingCauses; ++c)
    CHECK(last[c].mean == Approx(found.shapley[c].mean).epsilon(1e-12));
}

TEST_CASE("two causes of the same hazard contribute the same") {
  const auto apart = [](double one, double other) {
    const Study study = decomposed(founding_study({one, 0.5, other, 0.4}), 0);
    const Contributions found = decomposition_of(study).outcomes.front();
    const double error = std::hypot(found.shapley[0].error, found.shapley[2].error);
    return std::abs(found.shapley[0].mean - found.shapley[2].mean) / error;
  };
  CHECK(apart(0.3, 0.3) < kFar);
  CHECK(apart(0.3, 0.33) > kFar);  // wrong: a tenth more
}
