#include "bench/naive.hpp"

#include <algorithm>
#include <cmath>

namespace naive {

Simulation::Simulation(const Country& country) : country_{country} {
  int longest = 0;
  for (Level& level : country_.levels) {
    const auto known = std::find(lags_.begin(), lags_.end(), level.lag);
    level.picture = static_cast<int>(known - lags_.begin());
    if (known == lags_.end()) lags_.push_back(level.lag);
    longest = std::max(longest, level.lag);
  }
  album_.resize(static_cast<std::size_t>(longest) + 1);
  family_.resize(lags_.size());
  level_.resize(lags_.size());
  family_total_.assign(country_.families, 0);
  level_total_.assign(country_.levels.size(), 0);
  for (const Region& r : country_.regions) {
    if (r.family != kNone) family_total_[r.family] += r.prestige;
    level_total_[r.level] += r.prestige;
  }
}

void Simulation::run(std::uint64_t seed) {
  reset(seed);
  count();
  for (step_ = 0; step_ < country_.steps; ++step_) {
    step_begin_ = formations_.size();
    follow_script();
    if (country_.has_leaders) turn_over_leaders();
    if (country_.issues_orders) issue_orders();
    look_around();
    weigh_events();
    for (int i = 0; i < static_cast<int>(country_.regions.size()); ++i) consider(i);
    write_next();
    count();
  }
}

void Simulation::reset(std::uint64_t seed) {
  rng_.seed(seed);
  formations_.clear();
  counts_.clear();
  next_setting_ = next_appointment_ = next_law_ = 0;
  for (Region& r : country_.regions) {
    const Beginning& beginning = country_.beginnings[r.beginning];
    r.model = draw_model(beginning.weights, beginning.none);
    r.model_since = -beginning.age;
    r.legal = r.legal_at_start;
    r.own_order = kNone;
    r.own_order_since = -kNever;
    r.was_set = false;
  }
  step_ = 0;
  if (country_.has_leaders)
    for (int i = 0; i < static_cast<int>(country_.regions.size()); ++i) {
      Region& r = country_.regions[i];
      r.leader = favourite_of_newcomer(i);
      r.leader_since = -draw_first_tenure(country_.levels[r.level]);
    }
  std::vector<int> first;
  for (const Region& r : country_.regions) first.push_back(r.model);
  for (std::vector<int>& page : album_) page = first;
}

int Simulation::draw_model(const PerModel& weights, double none) {
  std::vector<double> all(weights.begin(), weights.begin() + country_.models);
  all.push_back(none);
  if (std::all_of(all.begin(), all.end(), [](double w) { return w <= 0; })) return kNone;
  const int drawn = std::discrete_distribution<int>(all.begin(), all.end())(rng_);
  return drawn == country_.models ? kNone : drawn;
}

// A leader met at a random moment: density in proportion to the survival, by rejection.
double Simulation::draw_first_tenure(const Level& level) {
  const double longest = level.scale * std::pow(40, 1 / level.tenure_shape);
  for (;;) {
    const double u = uniform() * std::min(level.term, longest);
    if (uniform() < std::exp(-std::pow(u / level.scale, level.tenure_shape))) return u;
  }
}

void Simulation::follow_script() {
  for (; next_setting_ < country_.settings.size(); ++next_setting_) {
    const Setting& e = country_.settings[next_setting_];
    if (e.step > step_) break;
    Region& r = country_.regions[e.region];
    if (r.model == e.model) continue;
    formations_.push_back({step_, e.region, r.model, e.model, kScript, {}});
    r.model = e.model;
    r.was_set = true;
  }
  for (; next_appointment_ < country_.appointments.size(); ++next_appointment_) {
    const Setting& e = country_.appointments[next_appointment_];
    if (e.step > step_) break;
    country_.regions[e.region].leader = e.model;
    country_.regions[e.region].leader_since = now();
  }
  for (; next_law_ < country_.law_changes.size(); ++next_law_) {
    const LawChange& e = country_.law_changes[next_law_];
    if (e.step > step_) break;
    for (const int i : e.regions) country_.regions[i].legal = e.value;
  }
}

double Simulation::chance_of_leaving(const Level& level, double tenure) const {
  const double served = std::pow(tenure / level.scale, level.tenure_shape);
  const double before =
      std::pow(std::max(0.0, tenure - country_.dt) / level.scale, level.tenure_shape);
  return 1 - std::exp(before - served);
}

int Simulation::favourite_of_newcomer(int i) {
  const Level& level = country_.levels[country_.regions[i].level];
  if (level.members.size() > 1 && uniform() < level.outsider) {
    std::uniform_int_distribution<std::size_t> anyone(0, level.members.size() - 1);
    int from = i;
    while (from == i) from = level.members[anyone(rng_)];
    return country_.regions[from].model;
  }
  return uniform() < level.taste ? draw_model(level.favourites, 0) : kNone;
}

void Simulation::turn_over_leaders() {
  for (int i = 0; i < static_cast<int>(country_.regions.size()); ++i) {
    Region& r = country_.regions[i];
    const Level& level = country_.levels[r.level];
    const double tenure = now() - r.leader_since;
    const bool is_over = tenure > 1e-9 && tenure > level.term - 1e-9;
    if (!is_over && uniform() >= chance_of_leaving(level, tenure)) continue;
    r.leader = favourite_of_newcomer(i);
    r.leader_since = now();
  }
}

void Simulation::issue_orders() {
  for (Region& r : country_.regions) {
    const Level& level = country_.levels[r.level];
    if (r.children.empty() || r.model == kNone || level.issue_rate <= 0) continue;
    if (now() < r.own_order_since + level.issue_length - 1e-9) continue;
    if (uniform() >= 1 - std::exp(-level.issue_rate * country_.dt)) continue;
    r.own_order = r.model;
    r.own_order_since = now() + country_.dt;
  }
}

void Simulation::write_next() {
  for (std::size_t f = step_begin_; f < formations_.size(); ++f) {
    Region& r = country_.regions[formations_[f].region];
    r.model = formations_[f].to;
    r.model_since = now() + country_.dt;
    r.was_set = false;
  }
}

void Simulation::count() {
  const std::size_t begin = counts_.size();
  counts_.resize(begin + country_.levels.size() * country_.models, 0);
  for (const Region& r : country_.regions)
    if (r.model != kNone) ++counts_[begin + r.level * country_.models + r.model];
}

}  // namespace naive
