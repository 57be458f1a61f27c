#include "engine/simulation.hpp"

#include <algorithm>
#include <utility>

namespace tizhi {

Turnover::Turnover(const Leadership& law, const Grid& grid)
    : tenure_{law.tenure},
      shape_{law.tenure_shape},
      term_{law.term},
      grid_{grid},
      scale_{law.scale()} {
  constexpr double most = 4096;  // longer tenures are rare enough to be computed each time
  // First leaders have served before the start; beyond 30 in H hardly anyone is left.
  const double served = std::min(law.term, scale_ * power(30, 1 / law.tenure_shape)) / grid.step;
  const double table = std::min(grid.steps + served, most);
  for (std::int32_t n = 0; n < table; ++n)
    by_steps_.push_back(law.turnover(n * grid.step, grid.step, scale_));
}

double Turnover::chance(const Leadership& law, const Grid& grid, double steps) const {
  const auto whole = static_cast<std::size_t>(steps);
  if (whole < by_steps_.size() && static_cast<double>(whole) == steps) return by_steps_[whole];
  return law.turnover(steps * grid.step, grid.step, scale_);
}

namespace {

using Turnovers = std::vector<std::shared_ptr<const Turnover>>;

std::shared_ptr<const Turnover> turnover_of(const Leadership& law, const Grid& grid,
                                            const Turnovers& here, const Turnovers& before) {
  for (const Turnovers* known : {&here, &before})
    for (const auto& one : *known)
      if (one->is_of(law, grid)) return one;
  return std::make_shared<const Turnover>(law, grid);
}

void enroll(const World& world, Groundwork& ground) {
  ground.roster_begin = {0};
  for (const auto& level : regions_by_luck(world, ground.follows)) {
    ground.roster.insert(ground.roster.end(), level.begin(), level.end());
    ground.roster_begin.push_back(static_cast<std::int32_t>(ground.roster.size()));
  }
  ground.place.resize(world.parent.size());
  for (std::size_t at = 0; at < ground.roster.size(); ++at)
    ground.place[static_cast<std::size_t>(ground.roster[at])] = static_cast<std::int32_t>(at);
  // Who is alone may be looked for behind themselves before it is seen that they cannot be.
  ground.roster.push_back(0);
}

}  // namespace

Groundwork groundwork(const Run& run, const Groundwork* before) {
  Groundwork ground;
  const World& world = *run.world;
  ground.strata = stratify(world, run.timeline);
  bool has_outsiders = false;
  for (const Causes& causes : run.causes) {
    const bool is_heeded = causes.acts(Cause::leadership) && causes.leadership.preference > 0;
    ground.follows.push_back(is_heeded);
    ground.has_leaders |= is_heeded || (causes.acts(Cause::leadership) && run.follows_leaders);
    ground.issues_orders |= causes.acts(Cause::mandate) && causes.mandate.issue_rate > 0;
    has_outsiders |= causes.leadership.outsider > 0;
    ground.turnover.push_back(turnover_of(causes.leadership, run.timeline.grid, ground.turnover,
                                          before != nullptr ? before->turnover : Turnovers{}));
  }
  if (run.follows_leaders) ground.follows.assign(run.causes.size(), ground.has_leaders);
  if (!has_outsiders) return ground;
  enroll(world, ground);
  return ground;
}

Simulation::Simulation(const Run& run, const Groundwork& ground, std::uint32_t replicate)
    : run_{&run},
      world_{run.world.get()},
      ground_{&ground},
      draws_{run.seed, replicate},
      state_{initial_state(run, ground, draws_)},
      pictures_{run, state_},
      was_set_(state_.model.size(), 0) {}

Simulation::Simulation(const Run& run, const Groundwork& ground, State initial)
    : run_{&run},
      world_{run.world.get()},
      ground_{&ground},
      draws_{run.seed, 0},
      state_{std::move(initial)},
      pictures_{run, state_},
      was_set_(state_.model.size(), 0) {}

Happenings Simulation::advance() {
  prepare();
  return finish();
}

void Simulation::prepare() {
  formations_.clear();
  arrivals_.clear();
  orders_.clear();
  follow_script();
  turn_over_leaders();
  issue_orders();
  look_around();
}

void Simulation::prepare(std::span<const Arrival> known, std::span<const std::uint8_t> drawn) {
  formations_.clear();
  arrivals_.clear();
  orders_.clear();
  follow_script();
  for (const Arrival& a : known)
    if (is_followed(a.region)) appoint(a.region, a.favours, a.origin);
  for (Region i = 0; ground_->has_leaders && i < world_->size() && !drawn.empty(); ++i)
    if (drawn[static_cast<std::size_t>(i)] != 0) turn_over_leader(i);
  look_around();
}

void Simulation::look_around() {
  pictures_.take(step_, state_);
  conditions_ = conditions(*run_, ground_->strata, step_);
}

Happenings Simulation::finish() {
  form_institutions();
  write_next();
  return {step_++, formations_, arrivals_, orders_};
}

Happenings Simulation::finish(std::span<const Formation> known,
                              std::span<const std::uint8_t> drawn) {
  const std::size_t scripted = formations_.size();
  for (Region i = 0; i < world_->size() && !drawn.empty(); ++i) {
    const auto slot = static_cast<std::size_t>(i);
    if (drawn[slot] != 0 && world_->fixed[slot] == 0 && was_set_[slot] == 0) consider(i);
  }
  formations_.insert(formations_.end(), known.begin(), known.end());
  std::sort(formations_.begin() + static_cast<std::ptrdiff_t>(scripted), formations_.end(),
            [](const Formation& a, const Formation& b) { return a.region < b.region; });
  write_next();
  return {step_++, formations_, arrivals_, orders_};
}

void Simulation::carry_on(std::uint32_t replicate, std::span<const std::uint8_t> unknown_leaders) {
  draws_ = Draws(run_->seed, replicate);
  for (Region i = 0; i < world_->size() && ground_->has_leaders; ++i)
    if (is_followed(i) && unknown_leaders[static_cast<std::size_t>(i)] != 0)
      seat_leader(*run_, *ground_, draws_, i, step_, state_);
}

void Simulation::follow_script() {
  const Timeline& timeline = run_->timeline;
  std::vector<Formation> settings;
  for (; next_setting_ < timeline.settings.size(); ++next_setting_) {
    const Setting& e = timeline.settings[next_setting_];
    if (e.step > step_) break;
    const auto same = std::find_if(settings.begin(), settings.end(),
                                   [&](const Formation& f) { return f.region == e.region; });
    const Model from = state_.model[static_cast<std::size_t>(e.region)];
    if (same != settings.end())
      same->to = e.model;  // several settings of a region in a step count as one, to the last
    else
      settings.push_back({step_, e.region, from, e.model, Cause::script, {}});
  }
  std::sort(settings.begin(), settings.end(),
            [](const Formation& a, const Formation& b) { return a.region < b.region; });
  for (const Formation& f : settings) {
    if (f.from == f.to) continue;
    state_.model[static_cast<std::size_t>(f.region)] = f.to;
    was_set_[static_cast<std::size_t>(f.region)] = 1;
    formations_.push_back(f);
  }
  for (; next_appointment_ < timeline.appointments.size(); ++next_appointment_) {
    const Appointment& e = timeline.appointments[next_appointment_];
    if (e.step > step_) break;
    if (is_followed(e.region)) appoint(e.region, e.favours, kNoRegion);
  }
  for (; next_law_ < timeline.law_changes.size(); ++next_law_) {
    const LawChange& e = timeline.law_changes[next_law_];
    if (e.step > step_) break;
    for (Region i = 0; i < world_->size(); ++i)
      if (reaches(e.scope, *world_, i)) state_.legal[static_cast<std::size_t>(i)] = e.value;
  }
}

void Simulation::appoint(Region i, Model favours, Region origin) {
  state_.leader[static_cast<std::size_t>(i)] = favours;
  state_.leader_since[static_cast<std::size_t>(i)] = step_;
  arrivals_.push_back({step_, i, favours, origin});
}

bool Simulation::leaves(Region i) const {
  const Leadership& law = causes(i).leadership;
  const Grid& grid = run_->timeline.grid;
  const double steps = step_ - state_.leader_since[static_cast<std::size_t>(i)];
  if (steps >= grid.in_steps(law.term)) return steps > 0;
  return draws_.happens(Purpose::turnover, static_cast<std::uint32_t>(step_), luck(i),
                        ground_->turnover[level(i)]->chance(law, grid, steps));
}

void Simulation::turn_over_leaders() {
  if (!ground_->has_leaders) return;
  for (Region i = 0; i < world_->size(); ++i) turn_over_leader(i);
}

void Simulation::turn_over_leader(Region i) {
  if (!is_followed(i) || !leaves(i)) return;
  const auto step = static_cast<std::uint32_t>(step_);
  const Region origin = origin_of_leader(*run_, *ground_, draws_, Purpose::arrival, step, i);
  appoint(i,
          origin == kNoRegion ? own_favourite(*run_, draws_, Purpose::taste, step, i)
                              : state_.model[static_cast<std::size_t>(origin)],
          origin);
}

void Simulation::issue_orders() {
  if (!ground_->issues_orders) return;
  const Grid& grid = run_->timeline.grid;
  for (Region i = 0; i < world_->size(); ++i) {
    const auto slot = static_cast<std::size_t>(i);
    const Mandate& mandate = causes(i).mandate;
    if (world_->has_subordinates[slot] == 0 || state_.model[slot] == kNone) continue;
    const std::int32_t since = state_.own_order_since[slot];
    if (since >= 0 && step_ < since + grid.in_steps(mandate.issue_length)) continue;
    if (!draws_.happens(Purpose::issue, static_cast<std::uint32_t>(step_), luck(i),
                        -expm1(-mandate.issue_rate * grid.step)))
      continue;
    state_.own_order[slot] = state_.model[slot];
    state_.own_order_since[slot] = step_ + 1;
    orders_.push_back({step_, i, state_.model[slot]});
  }
}

// The superior's own order where one is in force; `covered` is its part of the step, in years.
Pressure Simulation::order_of_superior(Region i, double& covered) const {
  Pressure order;
  covered = 0;
  const Region above = world_->parent[static_cast<std::size_t>(i)];
  if (!ground_->issues_orders || above == kNoRegion) return order;
  const std::int32_t since = state_.own_order_since[static_cast<std::size_t>(above)];
  if (since < 0 || step_ < since) return order;
  const Grid& grid = run_->timeline.grid;
  const double left = since + grid.in_steps(causes(above).mandate.issue_length) - step_;
  if (left <= 0) return order;
  const double part = std::min(left, 1.0);
  const int ranks = std::max(level(i) - level(above), 1);
  order.targets =
      static_cast<std::uint16_t>(1U << state_.own_order[static_cast<std::size_t>(above)]);
  order.strength = part * power(causes(i).mandate.decay, ranks - 1);
  covered = part * grid.step;
  return order;
}

Situation Simulation::situation(Region i) const {
  const auto slot = static_cast<std::size_t>(i);
  const Grid& grid = run_->timeline.grid;
  Situation s;
  s.conditions = &conditions_[static_cast<std::size_t>(ground_->strata.of_region[slot])];
  s.model = state_.model[slot];
  s.age = (step_ - state_.model_since[slot]) * grid.step;
  s.legal = state_.legal[slot];
  if (ground_->has_leaders) {
    s.leader = state_.leader[slot];
    s.tenure = (step_ - state_.leader_since[slot]) * grid.step;
  }
  if (world_->parent[slot] != kNoRegion)
    s.superior = pictures_.seen(world_->level[slot], world_->parent[slot]);
  s.peer_share = pictures_.peer_share(i);
  double covered = 0;
  s.issued = order_of_superior(i, covered);
  if (run_->models() == 1) covered = 0;  // an order for the only model names no form
  const double from = grid.date(step_);
  s.silenced = silenced_share(s.conditions->crowded, from + covered, from, grid.date(step_ + 1));
  s.step = grid.step;
  return s;
}

// Clocks ring for one region; nothing is written before all have been looked at.
void Simulation::consider(Region i) {
  const Situation s = situation(i);
  const Causes& causes = this->causes(i);
  const int models = run_->models();
  const auto step = static_cast<std::uint32_t>(step_);
  Hazards hazards;
  const Verdict verdict = causes.verdict(s, models, hazards);
  if (verdict == Verdict::stays) return;
  if (verdict == Verdict::open) {
    // 1 - exp(-x) <= x, so most draws lie above all that could ring, whatever the exponentials say.
    const double at_most = causes.ceiling(s, models) * s.step;
    if (at_most <= 0 || !draws_.may_happen(Purpose::event, step, luck(i), at_most)) return;
    hazards = causes.hazards(s, models);
    const double probability = -expm1(-hazards.total(models) * s.step);
    if (!draws_.happens(Purpose::event, step, luck(i), probability)) return;
  }
  const Pick pick = first_clock(hazards, models, draws_, step, luck(i));
  if (pick.model == s.model) return;
  formations_.push_back(
      {step_, i, s.model, pick.model, pick.cause, ledger(hazards.toward[pick.model])});
}

void Simulation::form_institutions() {
  for (Region i = 0; i < world_->size(); ++i) {
    const auto slot = static_cast<std::size_t>(i);
    if (world_->fixed[slot] == 0 && was_set_[slot] == 0) consider(i);
  }
}

void Simulation::write_next() {
  for (const Formation& f : formations_) {
    const auto slot = static_cast<std::size_t>(f.region);
    state_.model[slot] = f.to;
    state_.model_since[slot] = step_ + 1;
    was_set_[slot] = 0;
  }
}

}  // namespace tizhi
