// Inertia 历史形成的体制惯性: old bodies pull the new function to themselves, and what stands
// stays.
//   h(i,k) = W D B · pull · L(i,k)        L(i,k) = Σ amount · 2^(-(t - t_e)/half_life)   [1/year]
//   D(i)   = exp(-drag · (1 - exp(-age/settling))), 1 where nothing stands
#pragma once

#include <algorithm>

#include "model/situation.hpp"
#include "model/timeline.hpp"
#include "random/elementary.hpp"

namespace tizhi {

struct Inertia {
  PerModel<double> pull{};       // per year and unit of legacy, toward each model
  double half_life = kInfinity;  // years until half of a legacy is forgotten
  PerModel<double> drag{};       // how firmly each model holds when old: departures · exp(-drag)
  double settling = 5;           // years in which a new body becomes an established one
  bool operator==(const Inertia&) const = default;

  // Per unit of pull: L(k).
  static double term(const Situation& s, Model k) { return s.conditions->legacy[k]; }

  // D of a model of that age in years.
  double hold(Model m, double age) const {
    if (m == kNone || drag[m] == 0) return 1;
    return exp(drag[m] * expm1(-age / settling));
  }

  // One legacy's part in L as its mean over [from, until], in which it acts from its date on.
  double legacy(const Legacy& e, double from, double until) const {
    const double begin = std::max(from, e.date);
    if (begin >= until) return 0;
    const double present = (until - begin) / (until - from);
    if (half_life == kInfinity) return e.amount * present;
    const double decay = kLn2 / half_life;
    const double faded = (until - begin) * decay;
    return e.amount * present * exp(-(begin - e.date) * decay) * (-expm1(-faded) / faded);
  }
};

}  // namespace tizhi
