#include "input/occasions.hpp"

#include <utility>

namespace tizhi {

Tracer::Tracer(const Chronicle& chronicle, const Lineage& lineage,
               std::optional<std::vector<IssuedOrder>> issued)
    : chronicle_{chronicle}, lineage_{lineage}, issued_{std::move(issued)} {}

std::vector<Occasion> Tracer::occasions(const Formation& f) const {
  std::vector<Occasion> all;
  for (const ToldEvent& event : chronicle_.events) add(event, f, all);
  if (f.cause == Cause::mandate) add_issued(f, all);
  return all;
}

void Tracer::add(const ToldEvent& event, const Formation& f, std::vector<Occasion>& all) const {
  Occasion occasion{event.name, event.date, event.deadline, false};
  const Timeline& t = event.timeline;
  switch (f.cause) {
    case Cause::inertia:
      for (const Legacy& legacy : t.legacies)
        if (is_behind(legacy, f)) all.push_back(occasion);
      return;
    case Cause::mandate:
      for (const Order& order : t.orders)
        if (const auto phase = phase_of(order, f)) {
          occasion.is_due = *phase != Phase::pressing;
          all.push_back(occasion);
        }
      return;
    case Cause::script:
      for (const Setting& set : t.settings)
        if (set.region == 0 && set.step == f.step && set.model == f.to) all.push_back(occasion);
      return;
    case Cause::imitation:
    case Cause::leadership:
      return;
  }
}

const Causes& Tracer::causes_of(std::size_t above) const {
  return chronicle_.causes[lineage_.level[above]];
}

bool Tracer::is_behind(const Legacy& legacy, const Formation& f) const {
  return legacy.model == f.to && legacy.amount > 0 &&
         legacy.date < chronicle_.grid.date(f.step + 1) &&
         reaches(legacy.scope, chronicle_.world, 0);
}

// How the order stood toward the region in the formation's step, if it wanted what was formed.
std::optional<Phase> Tracer::phase_of(const Order& order, const Formation& f) const {
  if (!order.is_met_by(f.to) || !reaches(order.scope, chronicle_.world, 0)) return std::nullopt;
  const Grid& grid = chronicle_.grid;
  const auto pressure = causes_of(0).mandate.press(order, distance(order, chronicle_.world, 0),
                                                   grid.date(f.step), grid.date(f.step + 1));
  return pressure ? std::optional(pressure->phase) : std::nullopt;
}

// Orders that the superior issued within the run: known where the output kept them; else, where
// nothing else explains the formation, one there must have been.
void Tracer::add_issued(const Formation& f, std::vector<Occasion>& all) const {
  if (lineage_.codes.size() < 2) return;
  const Mandate& superior = causes_of(1).mandate;
  for (const IssuedOrder& order : issued_.value_or(std::vector<IssuedOrder>{})) {
    const double age = chronicle_.grid.date(f.step - order.step - 1);
    if (order.model != f.to || order.step >= f.step || age >= superior.issue_length) continue;
    all.push_back({{}, of_grid(chronicle_.calendar.date_of_state(order.step)), {}, false});
  }
  if (all.empty() && !issued_ && superior.issue_rate > 0) all.push_back({});
}

}  // namespace tizhi
