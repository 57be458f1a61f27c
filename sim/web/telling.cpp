#include "web/telling.hpp"

#include <algorithm>
#include <optional>

#include "input/appointed.hpp"
#include "input/occasions.hpp"
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

bool are_peers(const World& world, PeerSet set, Region a, Region b) {
  const auto i = static_cast<std::size_t>(a), j = static_cast<std::size_t>(b);
  switch (set) {
    case PeerSet::siblings:
      return world.parent[i] != kNoRegion && world.parent[i] == world.parent[j];
    case PeerSet::level:
      return world.level[i] == world.level[j];
    case PeerSet::neighbours:
    case PeerSet::none:
      break;
  }
  return false;
}

// Those whom a region looks at beside its superior.
std::vector<Region> circle_of(const World& world, PeerSet set, Region region) {
  std::vector<Region> circle;
  for (Region i = 0; i < world.size(); ++i)
    if (i != region && are_peers(world, set, region, i)) circle.push_back(i);
  if (set != PeerSet::neighbours || world.neighbour_begin.empty()) return circle;
  for (Region i = 0; i < world.size(); ++i)  // who looks at i stands in i's list
    for (auto n = world.neighbour_begin[static_cast<std::size_t>(i)];
         n < world.neighbour_begin[static_cast<std::size_t>(i) + 1]; ++n)
      if (world.neighbours[static_cast<std::size_t>(n)].region == region) circle.push_back(i);
  return circle;
}

Peers kind_of(PeerSet set) {
  constexpr Peers kinds[] = {Peers::siblings, Peers::level, Peers::neighbours, Peers::unknown};
  return kinds[static_cast<std::size_t>(set)];
}

// What is told from, gathered once.
struct Witness {
  Witness(const Study& told, const Variant& of, const Record& played, Region whose)
      : study{told},
        run{of.run},
        world{*of.run.world},
        record{played},
        region{whose},
        superior{world.parent[static_cast<std::size_t>(whose)]},
        lineage{lineage_of(world, whose)},
        chronicle{read_chronicle(told.scenario, {{}, of.id}, lineage)},
        circle{circle_of(world, imitation().peer_set, whose)} {}

  const Imitation& imitation() const {
    return run.causes[world.level[static_cast<std::size_t>(region)]].imitation;
  }
  Date date(std::int32_t state) const { return study.calendar.date_of_state(state); }

  const Study& study;
  const Run& run;
  const World& world;
  const Record& record;
  Region region, superior;
  Lineage lineage;
  std::optional<Chronicle> chronicle;
  std::vector<Region> circle;
};

// The models of a step as the region pictures them: with what was scripted in it, and no more.
std::vector<Model> picture_of(const Witness& w, std::int32_t step) {
  std::vector<Model> models = w.record.initial;
  for (std::size_t i = 0; i < w.record.formations.size(); ++i) {
    const Formation f = w.record.formations[i];
    if (f.step > step || (f.step == step && f.cause != Cause::script)) break;
    models[static_cast<std::size_t>(f.region)] = f.to;
  }
  return models;
}

void look_around(const Witness& w, const Formation& f, Episode& e) {
  const Grid& grid = w.run.timeline.grid;
  const double lag = std::min<double>(grid.in_steps(w.imitation().lag) + 0.5, grid.steps);
  const auto models = picture_of(w, f.step - static_cast<std::int32_t>(lag));
  const auto has = [&](Region i) { return models[static_cast<std::size_t>(i)] == f.to; };
  if (w.superior != kNoRegion) e.superior = has(w.superior) ? Superior::alike : Superior::differs;
  e.company = {kind_of(w.imitation().peer_set), static_cast<std::int64_t>(w.circle.size()),
               std::count_if(w.circle.begin(), w.circle.end(), has)};
}

// The leader in office when the region moved, where the study records leaders.
std::optional<Leader> leader_at(const Witness& w, const Formation& f) {
  if (!w.study.recording.leaders)
    return w.chronicle ? likely_leader(*w.chronicle, w.lineage, f) : std::nullopt;
  Leader leader;
  for (const Arrival& arrival : w.record.arrivals) {
    if (arrival.step > f.step) break;
    if (arrival.region != w.region) continue;
    leader = {};
    leader.since = of_grid(w.date(arrival.step));
    if (arrival.origin >= 0) leader.origin = name_of(w.world, arrival.origin);
    if (w.chronicle) leader.event = appointing(*w.chronicle, arrival.step);
  }
  return leader;
}

std::optional<std::vector<IssuedOrder>> issued_by_superior(const Witness& w) {
  if (!w.study.recording.orders) return std::nullopt;
  std::vector<IssuedOrder> issued;
  for (const IssuedOrder& order : w.record.orders)
    if (order.issuer == w.superior) issued.push_back(order);
  return issued;
}

Story story_without_episodes(const Witness& w) {
  const auto slot = static_cast<std::size_t>(w.region);
  Story story;
  story.region = name_of(w.world, w.region);
  if (w.superior != kNoRegion) story.superior = name_of(w.world, w.superior);
  for (const CatalogueEntry& model : w.run.catalogue)
    story.models.push_back({model.id, model.name, model.name_zh});
  story.start = w.date(0);
  story.end = w.date(w.run.timeline.grid.steps);
  story.first = w.record.initial[slot];
  const auto kind = w.run.beginning.empty() ? 0 : w.run.beginning[slot];
  story.first_age = w.run.beginnings[static_cast<std::size_t>(kind)].age;
  return story;
}

Story story_of(const Witness& w) {
  Story story = story_without_episodes(w);
  std::optional<Tracer> tracer;
  if (w.chronicle) tracer.emplace(*w.chronicle, w.lineage, issued_by_superior(w));
  for (std::size_t i = 0; i < w.record.formations.size(); ++i) {
    const Formation f = w.record.formations[i];
    if (f.region != w.region) continue;
    Episode e;
    e.from_date = w.date(f.step);
    e.until_date = w.date(f.step + 1);
    e.from = f.from;
    e.to = f.to;
    e.cause = f.cause;
    e.ledger = f.ledger;
    if (tracer) e.occasions = tracer->occasions(f);
    if (f.cause == Cause::imitation) look_around(w, f, e);
    if (f.cause == Cause::leadership) e.leader = leader_at(w, f);
    story.episodes.push_back(std::move(e));
  }
  return story;
}

}  // namespace

std::vector<std::string> told_story(const Study& study, const Variant& variant,
                                    const Record& record, Region region, Language language) {
  return told(story_of(Witness(study, variant, record, region)), language);
}

}  // namespace tizhi
