#include "web/telling.hpp"

#include "input/circumstances.hpp"
#include "story/story.hpp"

namespace tizhi {
namespace {

std::string name_in(const std::vector<std::string>& names, Region i) {
  return names.empty() ? "" : names[static_cast<std::size_t>(i)];
}

Name name_of(const World& world, Region i) {
  return {world.code(i), name_in(world.names, i), name_in(world.names_zh, i)};
}

Lineage lineage_of(const World& world, Region region) {
  Lineage lineage{world.level_names, {}, {}};
  for (Region i = region; i != kNoRegion; i = world.parent[static_cast<std::size_t>(i)]) {
    lineage.codes.push_back(world.code(i));
    lineage.level.push_back(world.level[static_cast<std::size_t>(i)]);
  }
  return lineage;
}

Relations relations_of(const World& world) {
  Relations relations{world.parent, world.level, {}};
  for (std::size_t i = 0; i + 1 < world.neighbour_begin.size(); ++i)
    for (auto n = world.neighbour_begin[i]; n < world.neighbour_begin[i + 1]; ++n) {
      const Region other = world.neighbours[static_cast<std::size_t>(n)].region;
      if (static_cast<Region>(i) < other)  // each stands in the other's list
        relations.neighbours.emplace_back(static_cast<Region>(i), other);
    }
  return relations;
}

std::vector<Formation> formations_of(const Record& record, Region region) {
  std::vector<Formation> formations;
  for (std::size_t i = 0; i < record.formations.size(); ++i)
    if (const Formation f = record.formations[i]; f.region == region) formations.push_back(f);
  return formations;
}

std::vector<Glance> glances_of(const World& world, const Record& record, Region region,
                               const std::vector<Formation>& own, const Chronicle& chronicle) {
  const Imitation& imitation =
      chronicle.causes[world.level[static_cast<std::size_t>(region)]].imitation;
  auto glances = glances_due(own, imitation, chronicle.grid);
  Onlooker onlooker(record.initial, world.parent[static_cast<std::size_t>(region)],
                    circle_of(imitation.peer_set, region, relations_of(world)), glances);
  for (std::size_t i = 0; i < record.formations.size(); ++i)
    if (!onlooker.note(record.formations[i])) break;
  onlooker.finish();
  return glances;
}

template <class T, class Wanted>
std::vector<T> those(const std::vector<T>& all, const Wanted& wanted) {
  std::vector<T> found;
  for (const T& one : all)
    if (wanted(one)) found.push_back(one);
  return found;
}

Story story_without_episodes(const Run& run, const Record& record, Region region,
                             const std::vector<Date>& dates) {
  const World& world = *run.world;
  const auto row = static_cast<std::size_t>(region);
  Story story;
  story.region = name_of(world, region);
  if (world.parent[row] != kNoRegion) story.superior = name_of(world, world.parent[row]);
  for (const CatalogueEntry& model : run.catalogue)
    story.models.push_back({model.id, model.name, model.name_zh});
  story.start = dates.front();
  story.end = dates.back();
  story.first = record.initial[row];
  const auto kind = run.beginning.empty() ? 0 : run.beginning[row];
  story.first_age = run.beginnings[static_cast<std::size_t>(kind)].age;
  return story;
}

}  // namespace

std::vector<std::string> told_story(const Study& study, const Variant& variant,
                                    const Record& record, Region region, Language language) {
  const Run& run = variant.run;
  const World& world = *run.world;
  const Region superior = world.parent[static_cast<std::size_t>(region)];
  Facts facts;
  for (std::int32_t n = 0; n <= run.timeline.grid.steps; ++n)
    facts.dates.push_back(study.calendar.date_of_state(n));
  facts.story = story_without_episodes(run, record, region, facts.dates);
  facts.formations = formations_of(record, region);
  facts.has_ledger = true;
  facts.lineage = lineage_of(world, region);
  const auto chronicle = read_chronicle(study.scenario, {{}, variant.id}, facts.lineage);
  if (chronicle) {
    facts.chronicle = &*chronicle;
    facts.glances = glances_of(world, record, region, facts.formations, *chronicle);
    if (study.recording.orders)
      facts.issued =
          those(record.orders, [&](const IssuedOrder& o) { return o.issuer == superior; });
  }
  if (study.recording.leaders)
    facts.arrivals = those(record.arrivals, [&](const Arrival& a) { return a.region == region; });
  facts.name_of = [&](Region other) { return name_of(world, other); };
  return told(story_of(facts), language);
}

}  // namespace tizhi
