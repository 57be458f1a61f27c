// Mandate 来自上级的规定: a superior orders its subordinates.
//   h(i,k) = D^resistance · compliance · Σ_e strength · decay^(d-1) · g(t) · share_e(i,k) [1/year]
//   g = 1, or 1/(1 - v) with a deadline, v = elapsed share of the time to it. In the step that
//   holds the deadline everyone in scope complies.
#pragma once

#include <algorithm>
#include <optional>

#include "model/formation.hpp"
#include "model/situation.hpp"
#include "model/timeline.hpp"
#include "random/elementary.hpp"

namespace tizhi {

struct Mandate {
  double compliance = 0;    // per year, toward what an order of strength 1 wants
  double decay = 1;         // factor per further level between issuer and region
  double resistance = 0;    // 0: inertia does not slow orders; 1: as much as the other causes
  double crowding = 0;      // 0 … 1, how far an order silences the other causes
  double issue_rate = 0;    // per year, orders that a region issues for its own model
  double issue_length = 1;  // years such an order is in force
  bool operator==(const Mandate&) const = default;

  // When an order begins to bite at distance d, in years since the start.
  static double bite(const Order& e, int d) { return e.date + e.delay + e.lag_per_level * (d - 1); }

  // How an order stands toward regions at distance d in the step [from, until], if it acts at all.
  std::optional<Pressure> press(const Order& e, int d, double from, double until) const {
    Pressure p{Phase::pressing, e.targets, e.weighted ? &e.weights : nullptr, 0};
    const double reach = e.strength * power(decay, d - 1);
    const double begin = bite(e, d);
    if (e.deadline < kInfinity && e.deadline <= until) {
      if (e.deadline <= from && e.until <= from) return std::nullopt;
      p.phase = e.deadline > from ? Phase::due : Phase::overdue;
      p.strength = reach * (e.deadline - begin);
    } else {
      p.strength = reach * urgency(e, begin, from, until);
    }
    return p.strength > 0 ? std::optional(p) : std::nullopt;
  }

  // The mean of g over the step, 0 outside the time in which the order acts. The deadline, if any,
  // lies behind the step.
  static double urgency(const Order& e, double begin, double from, double until) {
    const double a = std::max(begin, from);
    const double b = std::min(e.until, until);
    if (a >= b) return 0;
    if (e.deadline == kInfinity) return (b - a) / (until - from);
    const double length = e.deadline - begin;
    return length / (until - from) * log((e.deadline - a) / (e.deadline - b));
  }

  // When the order silences other causes during the step.
  static Interval in_force(const Order& e, int d, double from, double until) {
    return {std::max(bite(e, d), from), std::min(e.until, until)};
  }

  // Adds strength · share_e(i,·) of one order, per unit of compliance and of D^resistance. `open`
  // are the other causes' bare hazards, to which an order without weights leaves the choice.
  static void add_terms(const Pressure& e, const Situation& s, const PerModel<double>& open,
                        int models, PerModel<double>& terms) {
    if (e.is_met_by(s.model)) {
      terms[s.model] += e.strength;
      return;
    }
    const PerModel<double>& weights = e.weights != nullptr ? *e.weights : open;
    double sum = 0;
    int wanted = 0;
    for (int k = 0; k < models; ++k) {
      if ((e.targets >> k & 1U) == 0) continue;
      sum += weights[static_cast<std::size_t>(k)];
      ++wanted;
    }
    for (int k = 0; k < models; ++k) {
      if ((e.targets >> k & 1U) == 0) continue;
      const auto slot = static_cast<std::size_t>(k);
      terms[slot] += e.strength * (sum > 0 ? weights[slot] / sum : 1.0 / wanted);
    }
  }
};

}  // namespace tizhi
