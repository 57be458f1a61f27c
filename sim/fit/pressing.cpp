#include "fit/pressing.hpp"

#include <bit>

namespace tizhi {
namespace {

void add_bare(const Standpoint& from, Quantity q, int k, double value, Pressing& all) {
  const int coefficient = from.coefficients->at(q, from.history, from.level, k);
  if (coefficient >= 0 && value > 0)
    all.terms.push_back({coefficient, static_cast<Model>(k), true, value});
}

bool leaves_the_choice_open(const Pressure& e, const Situation& s) {
  return e.weights == nullptr && !e.is_met_by(s.model) && std::popcount(e.targets) > 1;
}

// One order: terms where the choice is not open, else the choice itself.
void add_order(const Pressure& e, const Situation& s, int coefficient, double rate, int models,
               Pressing& all) {
  if (leaves_the_choice_open(e, s)) {
    all.orders.push_back({coefficient, e.targets, rate * e.strength});
    return;
  }
  PerModel<double> terms{};
  Mandate::add_terms(e, s, {}, models, terms);
  for (int k = 0; k < models; ++k)
    if (const double term = rate * terms[static_cast<std::size_t>(k)]; term > 0)
      all.terms.push_back({coefficient, static_cast<Model>(k), false, term});
}

}  // namespace

ExpectedLeaders::ExpectedLeaders(const Run& run) {
  constexpr int points = 512;
  for (const Causes& causes : run.causes) {
    const Leadership& law = causes.leadership;
    double mean = 0;
    for (int n = 0; n < points && law.honeymoon < kInfinity; ++n)
      mean += law.zeal(stationary_tenure(law, (n + 0.5) / points), run.timeline.grid.step) / points;
    zeal.push_back(law.honeymoon < kInfinity ? mean : 1);
    PerModel<double> weights{};
    double sum = 0;
    for (int k = 0; k < run.models(); ++k) sum += law.favourites[static_cast<std::size_t>(k)];
    for (int k = 0; k < run.models() && sum > 0; ++k) {
      const auto slot = static_cast<std::size_t>(k);
      weights[slot] = law.taste * law.favourites[slot] / sum;
    }
    favoured.push_back(weights);
  }
}

double ExpectedLeaders::chance(const Leadership& law, Level level, const PerModel<double>& shares,
                               Model k) const {
  return zeal[level] * (law.outsider * shares[k] + (1 - law.outsider) * favoured[level][k]);
}

Pressing pressing(const Causes& causes, const Situation& s, const Standpoint& from,
                  const PerModel<double>& led) {
  Pressing all;
  for (int i = 0; i < from.models; ++i) {
    const auto k = static_cast<Model>(i);
    add_bare(from, Quantity::pull, i, Inertia::term(s, k), all);
    add_bare(from, Quantity::superior, i, causes.imitation.superior_term(s, k), all);
    add_bare(from, Quantity::peers, i, causes.imitation.peers_term(s, k), all);
    add_bare(from, Quantity::preference, i, led[k], all);
  }
  const double hold = causes.hold(s);
  all.modifier = s.conditions->window * hold * causes.openness(s);
  Hazards due;
  all.verdict = causes.verdict(s, from.models, due);
  const int compliance = from.coefficients->at(Quantity::compliance, from.history, from.level, 0);
  if (compliance < 0) return all;
  const bool is_certain = all.verdict == Verdict::forms;
  const double rate = is_certain ? 1 : power(hold, causes.mandate.resistance);
  if (is_certain) all.modifier = 0;  // only the orders that are due press; the choice is theirs
  for (const Pressure& e : s.conditions->pressures)
    if ((e.phase != Phase::pressing) == is_certain)
      add_order(e, s, is_certain ? kConstant : compliance, rate, from.models, all);
  return all;
}

}  // namespace tizhi
