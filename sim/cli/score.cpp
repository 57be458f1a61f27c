// tizhi score: how well a scenario predicts a part of a history from the rest.
#include <algorithm>

#include "cli/commands.hpp"
#include "cli/score_report.hpp"
#include "input/section.hpp"

namespace tizhi {
namespace {

struct Split {
  std::string text;
  std::int32_t state = 0;  // the first that is to be predicted from
};

std::vector<Split> splits_of(const Options& options, const Lesson& lesson) {
  std::vector<Split> all;
  std::string rest = options.panel.split;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    Diagnostics tried;
    Node node;
    node.kind = Kind::text;
    node.text = rest.substr(0, end);
    rest.erase(0, end + 1);
    const auto date = as_date(node, "--split", tried);
    if (!date)
      throw Failure{Exit::refused, "--split is '" + node.text + "'",
                    "dates are meant: YYYY, YYYY-MM or YYYY-MM-DD, with commas between them"};
    const std::int32_t state = lesson.study().calendar.state_at(*date);
    const bool is_the_end = state == lesson.panel.until;
    const std::int32_t last = lesson.run().timeline.grid.steps;
    if (state < 1 || state > lesson.panel.until || (is_the_end && state == last))
      throw Failure{Exit::refused,
                    "--split '" + node.text +
                        "' leaves nothing to learn from, or "
                        "nothing to predict",
                    "take a date between the scenario's start and the end of what is known, or "
                    "that end itself where the scenario goes on: --set time.end=DATE"};
    all.push_back({node.text, state});
  }
  std::sort(all.begin(), all.end(),
            [](const Split& a, const Split& b) { return a.state < b.state; });
  return all;
}

// Each stretch from all that came before it.
void add_time_folds(const std::vector<Split>& splits, std::vector<Fold>& folds) {
  for (std::size_t n = 0; n < splits.size(); ++n) {
    const std::int32_t from = splits[n].state;
    const std::int32_t until = n + 1 < splits.size() ? splits[n + 1].state : kMaxSteps;
    folds.push_back({splits[n].text, [=](const Origin& o) { return o.step < from; },
                     [=](const Origin& o) { return o.step >= from && o.step < until; }});
  }
}

Region top_of(const World& world, Region i) {
  // Below a single root the parts of the country are the root's children.
  const auto above = [&](Region r) { return world.parent[static_cast<std::size_t>(r)]; };
  while (above(i) != kNoRegion && above(above(i)) != kNoRegion) i = above(i);
  return i;
}

template <class GroupOf>
void add_group_folds(const std::vector<std::pair<int, std::string>>& groups, GroupOf group_of,
                     std::vector<Fold>& folds) {
  for (const auto& [group, name] : groups)
    folds.push_back({name, [=, g = group](const Origin& o) { return group_of(o) != g; },
                     [=, g = group](const Origin& o) { return group_of(o) == g; }});
}

void add_group_folds(const Options& options, const Lesson& lesson, std::vector<Fold>& folds) {
  const World& world = *lesson.run().world;
  std::vector<std::pair<int, std::string>> groups;
  switch (options.panel.folds) {
    case FoldsBy::none:
      return;
    case FoldsBy::level:
      for (std::size_t l = 0; l < world.level_names.size(); ++l)
        groups.emplace_back(static_cast<int>(l), world.level_names[l]);
      return add_group_folds(
          groups,
          [&world](const Origin& o) {
            return static_cast<int>(world.level[static_cast<std::size_t>(o.region)]);
          },
          folds);
    case FoldsBy::history:
      for (std::size_t h = 0; h < lesson.panel.names.size(); ++h)
        groups.emplace_back(static_cast<int>(h), lesson.panel.names[h]);
      return add_group_folds(
          groups, [](const Origin& o) { return static_cast<int>(o.history); }, folds);
    case FoldsBy::top:
      for (Region i = 0; i < world.size(); ++i)
        if (top_of(world, i) == i && (world.parent[static_cast<std::size_t>(i)] != kNoRegion ||
                                      world.has_subordinates[static_cast<std::size_t>(i)] == 0))
          groups.emplace_back(i, world.code(i));
      return add_group_folds(
          groups, [&world](const Origin& o) { return static_cast<int>(top_of(world, o.region)); },
          folds);
  }
}

// From the date on by luck alone; and with what else the numbers may be, where they were learnt.
void run_on(const Lesson& lesson, const Coefficients& coefficients, const FoldScore& learnt,
            const std::vector<History>& histories, std::int32_t from, ScoreReport& report) {
  const std::int32_t until = lesson.run().timeline.grid.steps;
  FreeRunRequest request{from, lesson.panel.until, until, lesson.study().replicates, {from}};
  for (const std::int32_t n : recorded_states(lesson.run().timeline.grid, Frequency::yearly))
    if (n > from && n < until) request.states.push_back(n);
  request.states.push_back(until);
  const auto with = [&](const Vector& values, std::size_t history) {
    Run run = lesson.run();
    run.follows_leaders = true;
    coefficients.apply(values, history, run);
    return run;
  };
  const auto as_learnt = [&](std::size_t h, std::uint32_t) { return with(learnt.values, h); };
  report.free_run = free_run(as_learnt, histories, request);
  if (!learnt.uncertainty) return;
  const auto as_may_be = [&](std::size_t h, std::uint32_t replicate) {
    return with(learnt.uncertainty->drawn(lesson.run().seed, replicate), h);
  };
  report.drawn_run = free_run(as_may_be, histories, request);
}

}  // namespace

Exit score_panel(const Options& options, const Console& console) {
  const Lesson lesson = read_lesson(options, console);
  const Coefficients coefficients = lesson.coefficients();
  const std::vector<Split> splits = splits_of(options, lesson);
  std::vector<Fold> folds;
  add_time_folds(splits, folds);
  add_group_folds(options, lesson, folds);
  const auto histories = dated_in_the_middle(lesson.panel.histories);
  const Values values = options.panel.takes_values ? Values::as_they_are : Values::learnt;
  ScoreReport report;
  report.replicates = lesson.study().replicates;
  for (const Fold& fold : folds)
    report.folds.push_back(
        score(lesson.run(), histories, coefficients, lesson.leaders, fold, values));
  const auto learnt = splits.empty() ? FoldScore{} : report.folds[splits.size() - 1];
  if (!splits.empty()) run_on(lesson, coefficients, learnt, histories, splits.back().state, report);
  std::erase_if(report.folds, [](const FoldScore& f) { return f.scores.cases == 0; });
  if (options.format == Format::json)
    print(score_json(lesson, coefficients, report));
  else if (options.voice == Voice::normal)
    print(score_text(lesson, coefficients, report, options.language));
  return Exit::done;
}

}  // namespace tizhi
