#include "engine/record.hpp"

#include <cmath>

#include "catch.hpp"
#include "support/case.hpp"

using namespace tizhi;
using namespace tizhi::test;

namespace {

// Six regions over two years by quarters: 0 above 1, 2 and 3; 4 and 5 below 1. All by script.
Run told_run() {
  World world;
  world.level_names = {"province", "prefecture", "county"};
  world.codes = {"0", "1", "2", "3", "11", "12"};
  world.parent = {kNoRegion, 0, 0, 0, 1, 1};
  world.level = {0, 1, 1, 1, 2, 2};
  world.prestige.assign(6, 1024);
  world.legal.assign(6, 0);
  world.fixed.assign(6, 0);
  complete(world);
  Run run = make_run(world, 3, 8, 0.25);
  begin_each(run, {kA, kA, kB, kNone, kB, kNone});
  run.timeline.settings = {{1, 3, kA}, {3, 2, kA}, {3, 4, kA}, {5, 1, kC}};
  return run;
}

double measured(Outcome outcome) {
  static const Run run = told_run();
  return record(run, groundwork(run), 0, {outcome}, {}).outcomes[0];
}

Outcome about(Measure measure, Level level, std::int32_t at, std::uint16_t models = 0) {
  Outcome outcome;
  outcome.measure = measure;
  outcome.level = level;
  outcome.at = at;
  outcome.models = models;
  return outcome;
}

Outcome within(Outcome outcome, std::vector<Region> tops, std::int32_t from = 0) {
  outcome.scope.everywhere = false;
  outcome.scope.tops = std::move(tops);
  outcome.from = from;
  return outcome;
}

// A run in which clocks ring, kept in full.
Run lively_run() {
  Run run = make_run({1, 20, 3}, 3, 48);
  run.timeline.legacies.push_back({0, kA, 1, {}});
  run.timeline.settings = {{7, 5, kC}};
  at_all_levels(run, [](Causes& c) {
    c.inertia.pull = toward_all(0.2);
    c.leadership.preference = 0.4;
  });
  return run;
}

}  // namespace

TEST_CASE("share counts all regions of the level, with and without a model") {
  CHECK(measured(about(Measure::share, 1, 0, 1)) == Approx(1 / 3.0));
  CHECK(measured(about(Measure::share, 1, 2, 1)) == Approx(2 / 3.0));
  CHECK(measured(about(Measure::share, 1, 4, 1)) == 1);
  CHECK(measured(about(Measure::share, 1, 8, 1)) == Approx(2 / 3.0));
  CHECK(measured(about(Measure::share, 1, 8, 0b101)) == 1);
  CHECK(measured(about(Measure::share, kAllLevels, 8, 1)) == Approx(4 / 6.0));
}

TEST_CASE("diversity is the effective number of models among those that have one") {
  CHECK(measured(about(Measure::diversity, 0, 0)) == Approx(1));
  CHECK(measured(about(Measure::diversity, 1, 0)) == Approx(2));
  const double entropy = -(2 / 3.0 * std::log(2 / 3.0) + 1 / 3.0 * std::log(1 / 3.0));
  CHECK(measured(about(Measure::diversity, 1, 2)) == Approx(std::exp(entropy)));
  const std::int32_t nobody[3] = {0, 0, 0};
  CHECK(effective_number(nobody, 3) == 0);
}

TEST_CASE("alignment is the share that has its superior's model, where both have one") {
  CHECK(measured(about(Measure::alignment, 1, 0)) == 0.5);
  CHECK(measured(about(Measure::alignment, 1, 4)) == 1);
  CHECK(measured(about(Measure::alignment, 2, 0)) == 0);
  CHECK(measured(about(Measure::alignment, 2, 3)) == 0);  // formed in step 3, seen in state 4
  CHECK(measured(about(Measure::alignment, 2, 4)) == 1);
  CHECK(measured(about(Measure::alignment, 2, 6)) == 0);
  CHECK(measured(about(Measure::alignment, kAllLevels, 0)) == Approx(1 / 3.0));
  CHECK(std::isnan(measured(about(Measure::alignment, 0, 4))));  // roots have no superior
}

TEST_CASE("churn leaves the script out, by_cause asks for one cause, script included") {
  CHECK(measured(about(Measure::churn, 1, 8)) == 0);
  Outcome script = about(Measure::by_cause, 1, 8);
  script.cause = Cause::script;
  CHECK(measured(script) == Approx(3 / (3 * 2.0)));
  script.at = 4;
  CHECK(measured(script) == Approx(2 / (3 * 1.0)));
  script.at = 3;  // the formations of step 3 lie behind state 3
  CHECK(measured(script) == Approx(1 / (3 * 0.75)));
  script.at = 0;
  CHECK(std::isnan(measured(script)));
}

TEST_CASE("time_to is the date of the first state that has the share, NaN if none") {
  Outcome outcome = about(Measure::time_to, 1, 8, 1);
  outcome.share = 0.3;
  CHECK(measured(outcome) == 0);
  outcome.share = 0.5;
  CHECK(measured(outcome) == 0.5);  // formed in step 1, seen in state 2
  outcome.share = 1;
  CHECK(measured(outcome) == 1);
  outcome.models = 2;
  CHECK(std::isnan(measured(outcome)));
}

TEST_CASE("a scope narrows every measure to a region and all below it") {
  CHECK(measured(within(about(Measure::share, kAllLevels, 4, 1), {1})) == Approx(2 / 3.0));
  CHECK(measured(within(about(Measure::share, 2, 4, 1), {1})) == 0.5);
  CHECK(measured(within(about(Measure::share, 1, 0, 1), {1, 2})) == 0.5);
  CHECK(measured(within(about(Measure::diversity, kAllLevels, 0), {1})) == Approx(2));
  CHECK(measured(within(about(Measure::alignment, kAllLevels, 4), {1})) == 1);
  CHECK(measured(within(about(Measure::alignment, kAllLevels, 8), {1})) == 0);
  Outcome reached = within(about(Measure::time_to, 2, 8, 1), {1});
  CHECK(measured(reached) == 1);
  reached.scope.tops = {5};
  CHECK(std::isnan(measured(reached)));
}

TEST_CASE("formations within a scope and from a date on") {
  Outcome script = within(about(Measure::by_cause, kAllLevels, 8), {1});
  script.cause = Cause::script;
  CHECK(measured(script) == Approx(2 / (3 * 2.0)));
  script.from = 3;  // step 3 begins in state 3
  CHECK(measured(script) == Approx(2 / (3 * 1.25)));
  script.from = 4;
  CHECK(measured(script) == Approx(1 / (3 * 1.0)));
  script.at = 5;
  CHECK(measured(script) == 0);
  script.scope = {};
  script.from = 1;
  CHECK(measured(script) == Approx(3 / (6 * 1.0)));
  script.measure = Measure::churn;
  CHECK(measured(script) == 0);
}

TEST_CASE("kept is the share that ran the models at every date of the period") {
  CHECK(measured(about(Measure::kept, 1, 8, 0b001)) == 0);  // 1 leaves, 2 and 3 come later
  CHECK(measured(about(Measure::kept, 1, 8, 0b101)) == Approx(1 / 3.0));
  CHECK(measured(about(Measure::kept, 1, 8, 0b111)) == Approx(2 / 3.0));  // not the one without
  CHECK(measured(about(Measure::kept, 1, 5, 0b001)) == Approx(1 / 3.0));
  Outcome late = about(Measure::kept, 1, 8, 0b001);
  late.from = 4;
  CHECK(measured(late) == Approx(2 / 3.0));
  CHECK(measured(within(late, {2, 3}, 4)) == 1);
  CHECK(measured(within(late, {2, 3}, 3)) == 0.5);
}

TEST_CASE("forms is the share that ran at least so many models in the period") {
  CHECK(measured(about(Measure::forms, 1, 8)) == Approx(2 / 3.0));  // 1: A, C; 2: B, A; 3: A
  CHECK(measured(about(Measure::forms, 1, 4)) == Approx(1 / 3.0));
  Outcome one = about(Measure::forms, 1, 8);
  one.least = 1;
  CHECK(measured(one) == 1);
  one.at = 1;  // 3 has no model yet
  CHECK(measured(one) == Approx(2 / 3.0));
  CHECK(measured(within(about(Measure::forms, kAllLevels, 8), {1}, 4)) == Approx(1 / 3.0));
  one.least = 3;
  CHECK(measured(one) == 0);
}

TEST_CASE("what a scope counts of a lively run is what its regions' formations tell") {
  const Run run = lively_run();
  const Record whole = record(run, groundwork(run), 1, {}, {});
  const Outcome outcome = within(about(Measure::churn, 2, 40), {5, 7}, 11);
  int formed = 0;
  for (std::size_t f = 0; f < whole.formations.size(); ++f) {
    const Formation formation = whole.formations[f];
    const Region above = run.world->parent[static_cast<std::size_t>(formation.region)];
    formed += (above == 5 || above == 7) && formation.step >= 11 && formation.step < 40;
  }
  CHECK(formed > 2);
  const double value = record(run, groundwork(run), 1, {outcome}, {}).outcomes[0];
  CHECK(value == Approx(formed / (6 * 29 / 12.0)));
}

TEST_CASE("a record's counts, formations and trajectory tell one history") {
  const Run run = lively_run();
  Recording recording;
  recording.trajectory = Frequency::every_step;
  const Record kept = record(run, groundwork(run), 2, {}, recording);
  CHECK(kept.formations == formations(run, 2));
  const auto regions = static_cast<std::size_t>(run.world->size());
  std::vector<Model> model = kept.initial;
  std::size_t next = 0;
  for (std::size_t n = 0; n <= 48; ++n) {
    std::vector<std::int32_t> counts(9);
    for (std::size_t i = 0; i < regions; ++i) {
      CHECK(kept.trajectory[n * regions + i] == model[i]);
      if (model[i] != kNone) ++counts[run.world->level[i] * 3U + model[i]];
    }
    CHECK(std::equal(counts.begin(), counts.end(), kept.counts.begin() + std::ptrdiff_t(n) * 9));
    for (; next < kept.formations.size() && kept.formations[next].step == int(n); ++next)
      model[static_cast<std::size_t>(kept.formations[next].region)] = kept.formations[next].to;
  }
  CHECK(next == kept.formations.size());
}

TEST_CASE("the causes' formations add up to the churn") {
  const Run run = lively_run();
  std::vector<Outcome> outcomes{about(Measure::churn, kAllLevels, 48)};
  for (const Cause c : {Cause::inertia, Cause::imitation, Cause::mandate, Cause::leadership}) {
    outcomes.push_back(about(Measure::by_cause, kAllLevels, 48));
    outcomes.back().cause = c;
  }
  const auto values = record(run, groundwork(run), 0, outcomes, {}).outcomes;
  CHECK(values[0] > 0.1);
  CHECK(values[0] == Approx(values[1] + values[2] + values[3] + values[4]).epsilon(1e-14));
}

TEST_CASE("arrivals and orders are kept only where asked") {
  Run run = lively_run();
  at_all_levels(run, [](Causes& c) { c.mandate.issue_rate = 1; });
  Recording recording;
  Record kept = record(run, groundwork(run), 0, {}, recording);
  CHECK((kept.arrivals.empty() && kept.orders.empty()));
  recording.leaders = recording.orders = true;
  kept = record(run, groundwork(run), 0, {}, recording);
  CHECK(kept.arrivals.size() > 50);
  CHECK(kept.orders.size() > 5);
}

TEST_CASE("yearly means the first state on or after each anniversary, and the last") {
  CHECK(recorded_states({kMonth, 30}, Frequency::yearly) ==
        std::vector<std::int32_t>{0, 12, 24, 30});
  CHECK(recorded_states({100 / 365.25, 9}, Frequency::yearly) ==
        std::vector<std::int32_t>{0, 4, 8, 9});
  CHECK(recorded_states({2, 3}, Frequency::yearly).back() == 3);
  CHECK(recorded_states({kMonth, 3}, Frequency::every_step).size() == 4);
  CHECK(recorded_states({kMonth, 3}, Frequency::never).empty());
}
