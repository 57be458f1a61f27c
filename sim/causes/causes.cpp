#include "causes/causes.hpp"

namespace tizhi {
namespace {

constexpr std::array kOtherCauses{Cause::inertia, Cause::imitation, Cause::leadership};

// Every order that reaches the region in this step, the superior's own last.
template <class Visit>
void for_each_pressure(const Situation& s, Visit&& visit) {
  for (const Pressure& e : s.conditions->pressures) visit(e);
  if (s.issued.strength > 0) visit(s.issued);
}

PerModel<double> sum_over_causes(const Hazards& bare, int models) {
  PerModel<double> sum{};
  for (int k = 0; k < models; ++k)
    for (const Cause c : kOtherCauses)
      sum[static_cast<std::size_t>(k)] += bare(static_cast<Model>(k), c);
  return sum;
}

}  // namespace

Hazards Causes::bare(const Situation& s, int models) const {
  Hazards h;
  for (int i = 0; i < models; ++i) {
    const auto k = static_cast<Model>(i);
    if (acts(Cause::inertia)) h(k, Cause::inertia) = inertia.pull[k] * Inertia::term(s, k);
    if (acts(Cause::imitation))
      h(k, Cause::imitation) = imitation.superior[k] * imitation.superior_term(s, k) +
                               imitation.peers[k] * imitation.peers_term(s, k);
    if (acts(Cause::leadership))
      h(k, Cause::leadership) = leadership.preference * leadership.term_of(s, k);
  }
  return h;
}

Hazards Causes::hazards(const Situation& s, int models) const {
  Hazards h = bare(s, models);
  const double hold = this->hold(s);
  const bool is_ordered = !s.conditions->pressures.empty() || s.issued.strength > 0;
  if (acts(Cause::mandate) && is_ordered) {
    PerModel<double> terms{};
    const PerModel<double> open = sum_over_causes(h, models);
    for_each_pressure(s, [&](const Pressure& e) {
      if (e.phase == Phase::pressing) Mandate::add_terms(e, s, open, models, terms);
    });
    const double rate = power(hold, mandate.resistance) * mandate.compliance;
    for (int k = 0; k < models; ++k)
      h(static_cast<Model>(k), Cause::mandate) = rate * terms[static_cast<std::size_t>(k)];
  }
  const double modifier = s.conditions->window * hold * openness(s);
  for (int k = 0; k < models; ++k)
    for (const Cause c : kOtherCauses) h(static_cast<Model>(k), c) *= modifier;
  return h;
}

double Causes::ceiling(const Situation& s, int models) const {
  double sum = bare(s, models).total(models) * s.conditions->window;
  if (acts(Cause::mandate))
    for_each_pressure(s, [&](const Pressure& e) { sum += mandate.compliance * e.strength; });
  return sum * (1 + 1e-9);  // whatever the rounding of another order of summing
}

Verdict Causes::verdict(const Situation& s, int models, Hazards& pressing) const {
  bool is_due = false, is_overdue = false, complies = false;
  for (const Pressure& e : s.conditions->pressures) {
    is_due |= e.phase == Phase::due;
    is_overdue |= e.phase == Phase::overdue;
    complies |= e.phase != Phase::pressing && e.is_met_by(s.model);
  }
  if (!is_due && (!is_overdue || complies)) return Verdict::open;
  if (!acts(Cause::mandate) || mandate.compliance <= 0) return Verdict::open;
  if (power(hold(s), mandate.resistance) <= 0) return Verdict::open;
  if (complies) return Verdict::stays;
  PerModel<double> terms{};
  const PerModel<double> open = sum_over_causes(bare(s, models), models);
  for (const Pressure& e : s.conditions->pressures)
    if (e.phase != Phase::pressing) Mandate::add_terms(e, s, open, models, terms);
  pressing = {};
  for (int k = 0; k < models; ++k)
    pressing(static_cast<Model>(k), Cause::mandate) = terms[static_cast<std::size_t>(k)];
  return Verdict::forms;
}

}  // namespace tizhi
