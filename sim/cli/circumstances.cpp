#include "cli/circumstances.hpp"

#include "cli/glances.hpp"
#include "input/appointed.hpp"
#include "input/occasions.hpp"

namespace tizhi {
namespace {

// Orders that the superior issued within the run, where the output kept them.
std::optional<std::vector<IssuedOrder>> issued_by_superior(const Look& of) {
  if (!of.file.has("order_step")) return std::nullopt;
  if (of.subject.superior < 0) return std::vector<IssuedOrder>{};
  return orders_of(of.file, of.runs, of.replicate, of.subject.superior);
}

Name name_of(const TrajectoryFile& file, Region region) {
  const auto text = [&](const char* name) {
    return file.texts(name, static_cast<std::uint64_t>(region), 1).at(0);
  };
  return {text("region"), text("region_name"), text("region_name_zh")};
}

// The leader in office when the region moved, where the output tells.
std::optional<Leader> leader_at(const Look& of, const std::vector<Arrival>& arrivals,
                                const std::optional<Chronicle>& chronicle, const Formation& f,
                                const std::vector<std::int32_t>& days) {
  if (!of.file.has("arrival_step"))
    return chronicle ? likely_leader(*chronicle, of.subject.lineage, f) : std::nullopt;
  Leader leader;
  for (const Arrival& arrival : arrivals) {
    if (arrival.step > f.step) break;
    leader = {of_grid(date_of_day(days[static_cast<std::size_t>(arrival.step)])), {}, {}};
    if (arrival.origin >= 0) leader.origin = name_of(of.file, arrival.origin);
    if (chronicle) leader.event = appointing(*chronicle, arrival.step);
  }
  return leader;
}

std::vector<Name> models_of(const TrajectoryFile& file) {
  const auto ids = file.texts("model");
  const auto english = file.texts("model_name"), chinese = file.texts("model_name_zh");
  std::vector<Name> names;
  for (std::size_t k = 0; k < ids.size(); ++k) names.push_back({ids[k], english[k], chinese[k]});
  return names;
}

Story story_without_episodes(const Look& of, const History& history,
                             const std::vector<std::int32_t>& days) {
  Story story;
  story.region = of.subject.name;
  story.superior = of.subject.superior_name;
  story.models = models_of(of.file);
  story.start = date_of_day(days.front());
  story.end = date_of_day(days.back());
  story.first = history.first;
  if (of.file.has("initial_age"))
    story.first_age =
        of.file.numbers<double>("initial_age", {static_cast<std::uint64_t>(of.subject.region)}, {1})
            .at(0);
  return story;
}

Episode episode_of(const Formation& f, const std::vector<std::int32_t>& days, bool has_ledger) {
  Episode e;
  const auto step = static_cast<std::size_t>(f.step);
  e.from_date = date_of_day(days[step]);
  e.until_date = date_of_day(days[step + 1]);
  e.from = f.from;
  e.to = f.to;
  e.cause = f.cause;
  if (has_ledger) e.ledger = f.ledger;
  return e;
}

}  // namespace

Story story_of(const Look& of, const History& history, const std::optional<Chronicle>& chronicle) {
  const auto days = of.file.numbers<std::int32_t>("time");
  Story story = story_without_episodes(of, history, days);
  const bool has_ledger = of.file.has("formation_ledger");
  std::vector<Glance> glances;
  std::optional<Tracer> tracer;
  if (chronicle) {
    const Imitation& imitation = chronicle->causes[of.subject.lineage.level[0]].imitation;
    glances = glances_of(of, history, imitation, chronicle->grid);
    tracer.emplace(*chronicle, of.subject.lineage, issued_by_superior(of));
  }
  const auto arrivals = arrivals_of(of.file, of.runs, of.replicate, of.subject.region);
  auto glance = glances.begin();
  for (const Formation& f : history.formations) {
    Episode e = episode_of(f, days, has_ledger);
    if (tracer) e.occasions = tracer->occasions(f);
    if (f.cause == Cause::imitation && glance != glances.end()) {
      e.superior = glance->superior;
      e.company = glance++->company;
    }
    if (f.cause == Cause::leadership) e.leader = leader_at(of, arrivals, chronicle, f, days);
    story.episodes.push_back(std::move(e));
  }
  return story;
}

}  // namespace tizhi
