// What presses a region, and what comes of it.
#include <algorithm>
#include <cmath>

#include "bench/naive.hpp"

namespace naive {
namespace {

enum Cause { inertia, imitation, mandate, leadership };

double overlap(double from, double until, double begin, double end) {
  return std::max(0.0, std::min(until, end) - std::max(from, begin));
}

}  // namespace

const std::vector<int>& Simulation::picture(int number) const {
  const auto pages = static_cast<int>(album_.size());
  return album_[(step_ - lags_[number] + pages) % pages];
}

// What regions see of one another, and the peers' prestige behind each model.
void Simulation::look_around() {
  std::vector<int>& page = album_[step_ % album_.size()];
  for (std::size_t i = 0; i < country_.regions.size(); ++i) page[i] = country_.regions[i].model;
  for (std::size_t p = 0; p < lags_.size(); ++p) sum_up(p);
}

void Simulation::sum_up(std::size_t p) {
  const std::vector<int>& seen = picture(static_cast<int>(p));
  family_[p].assign(country_.families * country_.models, 0);
  level_[p].assign(country_.levels.size() * country_.models, 0);
  for (std::size_t i = 0; i < country_.regions.size(); ++i) {
    const Region& r = country_.regions[i];
    if (seen[i] == kNone) continue;
    level_[p][r.level * country_.models + seen[i]] += r.prestige;
    if (r.family != kNone) family_[p][r.family * country_.models + seen[i]] += r.prestige;
  }
}

// What is the same for all regions of a level in this step.
void Simulation::weigh_events() {
  const double from = now(), dt = country_.dt, middle = from + dt / 2;
  const std::size_t levels = country_.levels.size();
  window_.assign(levels, 1);
  for (const Window& w : country_.windows)
    for (std::size_t l = 0; l < levels; ++l) {
      const double later = w.lag_per_level * static_cast<double>(l);
      if (w.from + later <= middle && middle < w.until + later) window_[l] *= w.factor;
    }
  memory_.assign(country_.legacies.size(), std::vector<double>(levels, 0));
  for (std::size_t e = 0; e < country_.legacies.size(); ++e)
    for (std::size_t l = 0; l < levels; ++l) {
      const Legacy& legacy = country_.legacies[e];
      const double present = overlap(from, from + dt, legacy.date, kNever);
      const double age = from + dt - present / 2 - legacy.date;  // at the middle of its presence
      if (present > 0)
        memory_[e][l] =
            legacy.amount * present / dt * std::exp2(-age / country_.levels[l].half_life);
    }
  pressing_.assign(country_.orders.size(), std::vector<Press>(levels));
  for (std::size_t e = 0; e < country_.orders.size(); ++e)
    for (std::size_t l = 0; l < levels; ++l)
      pressing_[e][l] = press_of(country_.orders[e], static_cast<int>(l));
}

Press Simulation::press_of(const Order& order, int l) const {
  const Level& level = country_.levels[l];
  const int d = order.issuer_level == kNone ? 1 : std::max(1, l - order.issuer_level);
  const double bites = order.date + order.delay + order.lag_per_level * (d - 1);
  const double from = now(), until = from + country_.dt;
  const double reach = order.strength * std::pow(level.decay, d - 1);
  Press press;
  const bool names_a_form = static_cast<int>(order.targets.size()) < country_.models;
  if (order.strength > 0 && names_a_form)
    press.silences = overlap(from, until, bites, order.until) / country_.dt;
  if (order.deadline < until + 1e-12) {
    press.is_due = order.deadline > from + 1e-12;
    press.is_overdue = !press.is_due && order.until > from + 1e-12;
    if (!press.is_due && !press.is_overdue) return press;
    press.strength = reach * (order.deadline - bites);
  } else {
    const double begin = std::max(from, bites), end = std::min(until, order.until);
    if (begin >= end) return press;
    // The mean of 1/(1 - v) over the step.
    const double length = order.deadline - bites;
    const double urgency =
        order.deadline == kNever
            ? end - begin
            : length * std::log((order.deadline - begin) / (order.deadline - end));
    press.strength = reach * urgency / country_.dt;
  }
  press.acts = press.strength > 0;
  return press;
}

PerModel Simulation::peer_shares(const Region& r) const {
  PerModel shares{};
  const Level& level = country_.levels[r.level];
  const std::vector<int>& seen = picture(level.picture);
  const int own = seen[&r - country_.regions.data()];
  double total = 0;
  if (level.peer_set == Peers::neighbours) {
    for (const Neighbour& n : r.neighbours) {
      const double weight = n.weight * country_.regions[n.region].prestige;
      if (seen[n.region] != kNone) shares[seen[n.region]] += weight;
      total += weight;
    }
  } else if (level.peer_set != Peers::none) {
    const bool by_family = level.peer_set == Peers::siblings;
    if (by_family && r.family == kNone) return shares;
    const int group = by_family ? r.family : r.level;
    const double* sums = &(by_family ? family_ : level_)[level.picture][group * country_.models];
    std::copy_n(sums, country_.models, shares.begin());
    if (own != kNone) shares[own] -= r.prestige;
    total = (by_family ? family_total_ : level_total_)[group] - r.prestige;
  }
  for (int k = 0; k < country_.models; ++k) shares[k] = total > 0 ? shares[k] / total : 0;
  return shares;
}

// The hazards of all causes but mandate, before windows, drag and crowding.
Simulation::Hazards Simulation::bare_hazards(const Region& r) const {
  const Level& level = country_.levels[r.level];
  Hazards h{};
  if (level.on[inertia])
    for (const int e : r.legacies) {
      const int k = country_.legacies[e].model;
      h[inertia][k] += level.pull[k] * memory_[e][r.level];
    }
  if (level.on[imitation]) {
    const PerModel shares = peer_shares(r);
    for (int k = 0; k < country_.models; ++k) {
      const bool is_linear = level.conformity == 1 || shares[k] <= 0;
      h[imitation][k] =
          level.peers[k] * (is_linear ? shares[k] : std::pow(shares[k], level.conformity));
    }
    const int above = r.parent == kNone ? kNone : picture(level.picture)[r.parent];
    if (above != kNone) h[imitation][above] += level.superior[above];
    if (r.model == kNone)
      for (int k = 0; k < country_.models; ++k) h[imitation][k] *= level.founding[k];
  }
  if (level.on[leadership] && r.leader != kNone) {
    const double zeal = std::exp(-(now() - r.leader_since) / level.honeymoon) * level.fading;
    h[leadership][r.leader] = (1 - r.legal) * level.preference * zeal;
  }
  return h;
}

double Simulation::hold(const Region& r) const {
  const Level& level = country_.levels[r.level];
  if (!level.on[inertia] || r.model == kNone) return 1;
  const double age = now() - r.model_since;
  return std::exp(-level.drag[r.model] * (1 - std::exp(-age / level.settling)));
}

void Simulation::add_terms(const Order& order, double strength, const Region& r,
                           const Hazards& bare, PerModel& terms) const {
  if (r.model != kNone && order.wanted[r.model]) {
    terms[r.model] += strength;
    return;
  }
  PerModel weights{};
  double sum = 0;
  for (const int k : order.targets) {
    weights[k] = order.weighted ? order.weights[k]
                                : bare[inertia][k] + bare[imitation][k] + bare[leadership][k];
    sum += weights[k];
  }
  for (const int k : order.targets)
    terms[k] +=
        strength * (sum > 0 ? weights[k] / sum : 1.0 / static_cast<double>(order.targets.size()));
}

// The part of this step in which the superior's own order is in force.
double Simulation::own_order_of_superior(const Region& r) const {
  if (r.parent == kNone) return 0;
  const Region& above = country_.regions[r.parent];
  if (above.own_order == kNone) return 0;
  const double end = above.own_order_since + country_.levels[above.level].issue_length;
  const double part = overlap(now(), now() + country_.dt, above.own_order_since, end);
  return part > 1e-9 ? part / country_.dt : 0;
}

Simulation::Hazards Simulation::hazards(const Region& r) const {
  const Level& level = country_.levels[r.level];
  Hazards h = bare_hazards(r);
  const double held = hold(r);
  double silenced = 0;
  if (level.on[mandate]) {
    PerModel terms{};
    for (const int e : r.orders) {
      const Press& press = pressing_[e][r.level];
      silenced = std::max(silenced, press.silences);
      if (press.acts && !press.is_due && !press.is_overdue)
        add_terms(country_.orders[e], press.strength, r, h, terms);
    }
    if (const double part = own_order_of_superior(r); part > 0) {
      const Region& above = country_.regions[r.parent];
      if (country_.models > 1) silenced = std::max(silenced, part);
      terms[above.own_order] +=
          part * std::pow(level.decay, std::max(1, r.level - above.level) - 1);
    }
    const bool is_slowed = level.resistance > 0 && held < 1;
    const double rate = level.compliance * (is_slowed ? std::pow(held, level.resistance) : 1);
    for (int k = 0; k < country_.models; ++k) h[mandate][k] = rate * terms[k];
  }
  const double openness = level.on[mandate] ? 1 - level.crowding * silenced : 1;
  const double modifier = window_[r.level] * held * openness;
  for (const int c : {inertia, imitation, leadership})
    for (int k = 0; k < country_.models; ++k) h[c][k] *= modifier;
  return h;
}

// Does a deadline of this step, or a past one that still binds, decide for the region?
bool Simulation::is_forced(const Region& r, bool& complies) const {
  bool is_due = false, is_overdue = false;
  complies = false;
  if (!country_.levels[r.level].on[mandate] || country_.levels[r.level].compliance <= 0)
    return false;
  for (const int e : r.orders) {
    const Press& press = pressing_[e][r.level];
    if (!press.acts || (!press.is_due && !press.is_overdue)) continue;
    is_due |= press.is_due;
    is_overdue |= press.is_overdue;
    complies |= r.model != kNone && country_.orders[e].wanted[r.model];
  }
  return is_due || (is_overdue && !complies);
}

Simulation::Hazards Simulation::forced_hazards(const Region& r) const {
  const Hazards bare = bare_hazards(r);
  Hazards h{};
  for (const int e : r.orders) {
    const Press& press = pressing_[e][r.level];
    if (press.acts && (press.is_due || press.is_overdue))
      add_terms(country_.orders[e], press.strength, r, bare, h[mandate]);
  }
  return h;
}

void Simulation::consider(int i) {
  const Region& r = country_.regions[i];
  if (r.fixed || r.was_set) return;
  bool complies = false;
  if (is_forced(r, complies)) {
    if (!complies) form(i, forced_hazards(r));
    return;
  }
  const Hazards h = hazards(r);
  double total = 0;
  for (const PerModel& toward : h)
    for (int k = 0; k < country_.models; ++k) total += toward[k];
  if (uniform() < 1 - std::exp(-total * country_.dt)) form(i, h);
}

// One of the pairs of cause and model, in proportion to its hazard.
void Simulation::form(int i, const Hazards& h) {
  const int models = country_.models;
  std::vector<double> flat;
  for (const PerModel& toward : h) flat.insert(flat.end(), toward.begin(), toward.begin() + models);
  const int drawn = std::discrete_distribution<int>(flat.begin(), flat.end())(rng_);
  const int cause = drawn / models, to = drawn % models;
  const int from = country_.regions[i].model;
  if (to == from) return;
  Formation f{step_, i, from, to, cause, {}};
  double sum = 0;
  for (int c = 0; c < kCauses; ++c) sum += f.shares[c] = h[c][to];
  for (double& share : f.shares) share /= sum;
  formations_.push_back(f);
}

}  // namespace naive
