#include "support/study.hpp"

#include "support/case.hpp"

namespace tizhi::test {
namespace {

void let_every_cause_act(Run& run) {
  at_all_levels(run, [](Causes& causes) {
    causes.inertia.pull = toward_all(0.2);
    causes.imitation.superior = toward_all(0.3);
    causes.imitation.peers = toward_all(0.3);
    causes.mandate.compliance = 0.5;
    causes.mandate.issue_rate = 0.5;
    causes.leadership.preference = 0.4;
    causes.leadership.tenure = 1;
    causes.leadership.outsider = 0.5;
  });
  run.timeline.legacies = {{-2.5, kA, 1, Scope{}}};
  run.timeline.orders = {order_of({kB}, 0.5)};
  run.timeline.settings = {{3, 0, kC}};
}

void give_neighbours(World& world) {
  const auto size = static_cast<std::size_t>(world.size());
  world.names.assign(size, "Region");
  world.names_zh.assign(size, "地区");
  world.names[1] = "";
  world.row.assign(size, 1);
  world.col.assign(size, 2);
  world.neighbour_begin.assign(size + 1, 0);
  for (std::size_t i = 0; i < size; ++i)
    world.neighbour_begin[i + 1] = world.neighbour_begin[i] + (i == 1 || i == 2 ? 1 : 0);
  world.neighbours = {{2, 512}, {1, 512}};
}

}  // namespace

Study full_study() {
  Study study;
  Run run = make_run({1, 3, 4}, 3, 30);
  let_every_cause_act(run);
  change_world(run, give_neighbours);
  run.follows_leaders = true;
  study.title = "Everything";
  study.title_zh = "一应俱全";
  study.scenario = "title = \"Everything\"\n# 体制\n";
  study.scenario_hash = "0123456789abcdef";
  study.calendar.start = {1982, 1, 1};
  study.events = {{"centres", {1979, 7, 1}, "legacy", "made up for a test"},
                  {"order", {1982, 7, 1}, "mandate", ""}};
  study.variants = {{"base", "As it is", run}, {"without_peers", "没有同侪", run}};
  at_all_levels(study.variants[1].run, [](Causes& c) { c.imitation.peers = toward_all(0); });
  study.replicates = 4;
  study.outcomes = {{"b_at_end", Measure::share, 2, 2, {}, 0.5, 30},
                    {"never", Measure::time_to, kAllLevels, 4, {}, 1.0, 0}};
  study.recording = {true, true, true, true, Frequency::yearly, Frequency::yearly, 0};
  return study;
}

Study bare_study() {
  Study study;
  study.title = "Nothing";
  study.scenario_hash = "fedcba9876543210";
  study.calendar.start = {2000, 1, 1};
  study.variants = {{"base", "", make_run({1}, 1, 1)}};
  study.recording = {true, true, true, true, Frequency::every_step, Frequency::every_step, 0};
  return study;
}

std::vector<Record> records(const Study& study) {
  std::vector<Record> all;
  for (const Variant& variant : study.variants)
    for (std::uint32_t r = 0; r < study.replicates; ++r)
      all.push_back(
          record(variant.run, groundwork(variant.run), r, study.outcomes, study.recording));
  return all;
}

}  // namespace tizhi::test
