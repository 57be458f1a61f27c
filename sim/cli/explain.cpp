// tizhi explain: why one region has the institution that it has.
#include "cli/explain.hpp"

#include <algorithm>
#include <array>

#include "cli/circumstances.hpp"
#include "cli/commands.hpp"
#include "cli/contents.hpp"
#include "cli/numbers.hpp"
#include "cli/terminal.hpp"

namespace tizhi {
namespace {

constexpr int kWidest = 96;  // columns of prose

void refuse_without_formations(const TrajectoryFile& file) {
  if (file.has("formation_step")) return;
  const char* way_out =
      file.has("coalition")
          ? "'tizhi decompose' keeps none: explain an output of 'tizhi run' on the same scenario"
          : "run it again, into another file, with --set output.formations=true";
  throw Failure{Exit::refused, "the output holds no formations, and they are what is told",
                way_out};
}

// A number below a count, as the output numbers its points and replicates.
std::uint64_t checked(std::uint64_t number, std::uint64_t count, const std::string& what) {
  if (number < count) return number;
  const std::string range =
      count == 1 ? "it has only " + what + " 0" : "they run from 0 to " + std::to_string(count - 1);
  throw Failure{Exit::refused, "the output has no " + what + " " + std::to_string(number), range};
}

// A few first states of round years, and the end.
std::vector<Moment> moments_of(const std::vector<Date>& dates) {
  constexpr int most = 5;
  std::vector<Moment> moments;
  const auto last = static_cast<std::int32_t>(dates.size()) - 1;
  const int first_year = dates.front().year + 1, last_year = dates.back().year;
  const auto rounds = [&](int gap) { return last_year / gap - (first_year - 1) / gap; };
  int gap = 1;
  for (const int next : {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10000})
    if (rounds(gap) > most) gap = next;
  for (int year = (first_year + gap - 1) / gap * gap; year <= last_year; year += gap) {
    const auto at = std::lower_bound(dates.begin(), dates.end(), Date{year, 1, 1});
    const auto state = static_cast<std::int32_t>(at - dates.begin());
    if (state < last) moments.push_back({state, std::to_string(year)});
  }
  moments.push_back({last, ""});
  return moments;
}

// Shares of the level at the end, the mean of the replicates; empty where none were kept.
std::vector<double> shares_at_end(const TrajectoryFile& file, const RunsOf& runs, Level level) {
  if (!file.has("share")) return {};
  const Extent shape = file.shape("share");
  const auto shares =
      file.numbers<float>("share", {runs.point, runs.variant, 0, shape[3] - 1, level, 0},
                          {1, 1, shape[2], 1, 1, shape[5]});
  std::vector<double> means(shape[5]);
  for (std::size_t i = 0; i < shares.size(); ++i)
    means[i % shape[5]] += static_cast<double>(shares[i]) / static_cast<double>(shape[2]);
  double none = 1;
  for (const double mean : means) none -= mean;
  means.push_back(none < 1e-6 ? 0 : none);  // single precision leaves a little
  return means;
}

// A point by its number: a shard's file begins with another than 0.
std::uint64_t place_of_point(const TrajectoryFile& file, std::optional<std::uint64_t> number) {
  const auto points = file.numbers<std::int32_t>("point");
  if (!number) return 0;
  for (std::size_t p = 0; p < points.size(); ++p)
    if (static_cast<std::uint64_t>(points[p]) == *number) return p;
  const std::string first = std::to_string(points.front()), last = std::to_string(points.back());
  throw Failure{
      Exit::refused, "the output has no point " + std::to_string(*number),
      points.size() == 1 ? "it has only point " + first : "they run from " + first + " to " + last};
}

RunsOf runs_of(const Options& options, const TrajectoryFile& file) {
  const auto variants = file.texts("variant");
  const auto variant = options.variant.empty() ? 0 : place_of(options.variant, variants, "variant");
  return {place_of_point(file, options.point), variant};
}

// What a sweep set at the point: each swept parameter is a variable.
std::vector<std::string> settings_of(const TrajectoryFile& file, std::uint64_t point) {
  std::vector<std::string> settings;
  for (const std::string& name : file.variables()) {
    if (file.dimensions(name) != std::vector<std::string>{"point"} || name == "point") continue;
    const std::string parameter = file.attribute(name, "parameter");
    const double value = file.numbers<double>(name, {point}, {1}).at(0);
    settings.push_back((parameter.empty() ? name : parameter) + "=" + exact(value));
  }
  return settings;
}

void tell(const Look& of, const RegionHistory& history, const std::optional<Chronicle>& chronicle,
          Explanation& all) {
  all.story = story_of(of, history, chronicle);
  all.formations = history.formations;
  for (Episode& e : all.story.episodes) {
    for (const Transition& change : all.chances.changes)
      if (change.from == e.from && change.to == e.to)
        e.often = Often{change.replicates, all.chances.replicates};
    std::vector<std::string> ids;
    for (const Occasion& o : e.occasions)
      if (!o.event.code.empty()) ids.push_back(o.event.code);
    if (e.leader && !e.leader->event.code.empty()) ids.push_back(e.leader->event.code);
    all.event_ids.push_back(std::move(ids));
  }
}

Explanation explained(const Options& options, const TrajectoryFile& file) {
  Explanation all;
  const RunsOf runs = runs_of(options, file);
  all.points = file.length("point");
  all.point = file.numbers<std::int32_t>("point", {runs.point}, {1}).at(0);
  all.title = file.attribute("title");
  all.title_zh = file.attribute("title_zh");
  all.variant = file.texts("variant", runs.variant, 1).at(0);
  all.variant_title = file.texts("variant_title", runs.variant, 1).at(0);
  all.replicate = checked(options.replicate.value_or(0), file.length("replicate"), "replicate");
  all.subject = find_subject(file, options.region);
  for (const std::int32_t day : file.numbers<std::int32_t>("time"))
    all.dates.push_back(date_of_day(day));
  all.moments = moments_of(all.dates);
  all.moments.back().label = dates_of(file, "time").back();
  std::vector<std::int32_t> states;
  for (const Moment& moment : all.moments) states.push_back(moment.state);
  const auto of_region = histories(file, runs, all.subject.region);
  all.chances = chances(of_region, static_cast<int>(file.length("model")), states);
  all.level_end = shares_at_end(file, runs, all.subject.lineage.level[0]);
  const Played played{settings_of(file, runs.point), all.variant};
  auto chronicle = read_chronicle(file.attribute("scenario"), played, all.subject.lineage);
  tell({file, all.subject, runs, all.replicate}, of_region[all.replicate], chronicle, all);
  if (chronicle) all.events = std::move(chronicle->events);
  return all;
}

std::string note_of_choice(std::int64_t replicates, Language language) {
  const std::string n = std::to_string(replicates);
  if (language == Language::chinese)
    return "所讲为第0次重复（共" + n + "次）；--replicate N 可讲另一次\n";
  return "the story is that of replicate 0, the first of " + n + "; --replicate N tells another\n";
}

}  // namespace

Exit explain_region(const Options& options, const Console& console) {
  const TrajectoryFile file = open_output(options.subject);
  refuse_without_formations(file);
  const Explanation all = explained(options, file);
  if (!options.replicate && all.chances.replicates > 1)
    console.say(note_of_choice(all.chances.replicates, options.language));
  if (options.format == Format::json) return print(explanation_json(all, options.language));
  const Terminal terminal = terminal_of(1);
  const int width =
      terminal.medium == Medium::terminal ? std::min(terminal.width, kWidest) : kWidest;
  return print(explanation_text(all, options.language, width));
}

}  // namespace tizhi
