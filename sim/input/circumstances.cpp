#include "input/circumstances.hpp"

#include <algorithm>

#include "input/appointed.hpp"
#include "input/occasions.hpp"

namespace tizhi {
namespace {

template <class T, class Wanted>
std::vector<Region> rows_where(const std::vector<T>& column, const Wanted& wanted) {
  std::vector<Region> rows;
  for (std::size_t i = 0; i < column.size(); ++i)
    if (wanted(column[i])) rows.push_back(static_cast<Region>(i));
  return rows;
}

// The leader in office when the region moved, or who that may have been.
std::optional<Leader> leader_at(const Facts& facts, const Formation& f) {
  const Chronicle* chronicle = facts.chronicle;
  if (!facts.arrivals)
    return chronicle != nullptr ? likely_leader(*chronicle, facts.lineage, f) : std::nullopt;
  Leader leader;
  for (const Arrival& arrival : *facts.arrivals) {
    if (arrival.step > f.step) break;
    leader = {of_grid(facts.dates[static_cast<std::size_t>(arrival.step)]), {}, {}};
    if (arrival.origin >= 0) leader.origin = facts.name_of(arrival.origin);
    if (chronicle != nullptr) leader.event = appointing(*chronicle, arrival.step);
  }
  return leader;
}

Episode episode_of(const Facts& facts, const Formation& f) {
  Episode e;
  const auto step = static_cast<std::size_t>(f.step);
  e.from_date = facts.dates[step];
  e.until_date = facts.dates[step + 1];
  e.from = f.from;
  e.to = f.to;
  e.cause = f.cause;
  if (facts.has_ledger) e.ledger = f.ledger;
  return e;
}

}  // namespace

Circle circle_of(PeerSet set, Region region, const Relations& relations) {
  const auto row = static_cast<std::size_t>(region);
  Circle circle;
  switch (set) {
    case PeerSet::siblings:
      circle.who = Peers::siblings;
      circle.rows = rows_where(relations.parent, [&](Region parent) {
        return parent != kNoRegion && parent == relations.parent[row];
      });
      break;
    case PeerSet::level:
      circle.who = Peers::level;
      circle.rows =
          rows_where(relations.level, [&](Level level) { return level == relations.level[row]; });
      break;
    case PeerSet::neighbours:
      circle.who = Peers::neighbours;
      for (const auto& [a, b] : relations.neighbours)
        if (a == region || b == region) circle.rows.push_back(a == region ? b : a);
      break;
    case PeerSet::none:
      break;
  }
  std::erase(circle.rows, region);
  return circle;
}

std::vector<Glance> glances_due(const std::vector<Formation>& formations,
                                const Imitation& imitation, const Grid& grid) {
  const auto lag =
      static_cast<std::int32_t>(std::min<double>(grid.in_steps(imitation.lag) + 0.5, grid.steps));
  std::vector<Glance> glances;
  for (const Formation& f : formations)
    if (f.cause == Cause::imitation) glances.push_back({f.step - lag, f.to, {}, {}});
  return glances;
}

Onlooker::Onlooker(std::vector<Model> models, Region superior, Circle circle,
                   std::vector<Glance>& glances)
    : models_{std::move(models)},
      superior_{superior},
      circle_{std::move(circle)},
      glances_{glances} {}

// A picture holds what was scripted in its step, and nothing else of it.
bool Onlooker::note(const Formation& f) {
  while (next_ < glances_.size() && (f.step > glances_[next_].step ||
                                     (f.step == glances_[next_].step && f.cause != Cause::script)))
    look(glances_[next_++]);
  models_[static_cast<std::size_t>(f.region)] = f.to;
  return next_ < glances_.size();
}

void Onlooker::finish() {
  while (next_ < glances_.size()) look(glances_[next_++]);
}

void Onlooker::look(Glance& glance) const {
  const auto has = [&](Region i) { return models_[static_cast<std::size_t>(i)] == glance.to; };
  if (superior_ >= 0) glance.superior = has(superior_) ? Superior::alike : Superior::differs;
  glance.company = {circle_.who, static_cast<std::int64_t>(circle_.rows.size()),
                    std::count_if(circle_.rows.begin(), circle_.rows.end(), has)};
}

Story story_of(const Facts& facts) {
  Story story = facts.story;
  std::optional<Tracer> tracer;
  if (facts.chronicle != nullptr) tracer.emplace(*facts.chronicle, facts.lineage, facts.issued);
  auto glance = facts.glances.begin();
  for (const Formation& f : facts.formations) {
    Episode e = episode_of(facts, f);
    if (tracer) e.occasions = tracer->occasions(f);
    if (f.cause == Cause::imitation && glance != facts.glances.end()) {
      e.superior = glance->superior;
      e.company = glance++->company;
    }
    if (f.cause == Cause::leadership) e.leader = leader_at(facts, f);
    story.episodes.push_back(std::move(e));
  }
  return story;
}

}  // namespace tizhi
