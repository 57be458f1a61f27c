#include "cli/circumstances.hpp"

#include "input/circumstances.hpp"

namespace tizhi {
namespace {

// Orders that the superior issued within the run, where the output kept them.
std::optional<std::vector<IssuedOrder>> issued_by_superior(const Look& of) {
  if (!of.file.has("order_step")) return std::nullopt;
  if (of.subject.superior < 0) return std::vector<IssuedOrder>{};
  return orders_of(of.file, of.runs, of.replicate, of.subject.superior);
}

std::optional<std::vector<Arrival>> arrivals_of(const Look& of) {
  if (!of.file.has("arrival_step")) return std::nullopt;
  return arrivals_of(of.file, of.runs, of.replicate, of.subject.region);
}

Name name_of(const TrajectoryFile& file, Region region) {
  const auto text = [&](const char* name) {
    return file.texts(name, static_cast<std::uint64_t>(region), 1).at(0);
  };
  return {text("region"), text("region_name"), text("region_name_zh")};
}

std::vector<Name> models_of(const TrajectoryFile& file) {
  const auto ids = file.texts("model");
  const auto english = file.texts("model_name"), chinese = file.texts("model_name_zh");
  std::vector<Name> names;
  for (std::size_t k = 0; k < ids.size(); ++k) names.push_back({ids[k], english[k], chinese[k]});
  return names;
}

Story story_without_episodes(const Look& of, const RegionHistory& history,
                             const std::vector<Date>& dates) {
  Story story;
  story.region = of.subject.name;
  story.superior = of.subject.superior_name;
  story.models = models_of(of.file);
  story.start = dates.front();
  story.end = dates.back();
  story.first = history.first;
  if (of.file.has("initial_age"))
    story.first_age =
        of.file.numbers<double>("initial_age", {static_cast<std::uint64_t>(of.subject.region)}, {1})
            .at(0);
  return story;
}

// What the set asks for, and no more: in a big world the columns are long.
Relations relations_of(const TrajectoryFile& file, PeerSet set) {
  Relations relations;
  if (set == PeerSet::siblings) relations.parent = file.numbers<std::int32_t>("region_parent");
  if (set == PeerSet::level) relations.level = file.numbers<std::uint8_t>("region_level");
  if (set != PeerSet::neighbours || !file.has("neighbour_a")) return relations;
  const auto a = file.numbers<std::int32_t>("neighbour_a");
  const auto b = file.numbers<std::int32_t>("neighbour_b");
  for (std::size_t i = 0; i < a.size(); ++i) relations.neighbours.emplace_back(a[i], b[i]);
  return relations;
}

std::vector<Glance> glances_of(const Look& of, const RegionHistory& history,
                               const Chronicle& chronicle) {
  const Imitation& imitation = chronicle.causes[of.subject.lineage.level[0]].imitation;
  auto glances = glances_due(history.formations, imitation, chronicle.grid);
  if (glances.empty()) return glances;
  const PeerSet set = imitation.peer_set;
  Onlooker onlooker(initial_state(of.file, of.runs, of.replicate), of.subject.superior,
                    circle_of(set, of.subject.region, relations_of(of.file, set)), glances);
  each_formation(of.file, of.runs, of.replicate,
                 [&](const Formation& f) { return onlooker.note(f); });
  onlooker.finish();
  return glances;
}

}  // namespace

Story story_of(const Look& of, const RegionHistory& history,
               const std::optional<Chronicle>& chronicle) {
  Facts facts;
  for (const std::int32_t day : of.file.numbers<std::int32_t>("time"))
    facts.dates.push_back(date_of_day(day));
  facts.story = story_without_episodes(of, history, facts.dates);
  facts.formations = history.formations;
  facts.has_ledger = of.file.has("formation_ledger");
  facts.lineage = of.subject.lineage;
  if (chronicle) {
    facts.chronicle = &*chronicle;
    facts.glances = glances_of(of, history, *chronicle);
    facts.issued = issued_by_superior(of);
  }
  facts.arrivals = arrivals_of(of);
  facts.name_of = [&](Region region) { return name_of(of.file, region); };
  return story_of(facts);
}

}  // namespace tizhi
