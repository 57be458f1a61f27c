#include "engine/kernel/plan.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "engine/kernel.hpp"

namespace tizhi {
namespace {

constexpr double kTiny = 1e-10;  // what single precision can still weigh
constexpr double kHuge = 1e20;
constexpr float kTraces = 1e-20F;  // far more than e^kLeastExponent
constexpr double kCrumb = 1e-6;    // of a factor that ends at 0
constexpr double kBent = 64;       // exponents of e and of shares that keep their precision

bool within(double rate) { return rate == 0 || (rate > kTiny && rate < kHuge); }

std::int64_t common_unit(const World& world) {
  std::int64_t unit = 0;
  for (const std::int32_t prestige : world.prestige) unit = std::gcd(unit, std::int64_t{prestige});
  return std::max<std::int64_t>(unit, 1);
}

bool suits(const Causes& c, int models) {
  bool fine = within(c.imitation.conformity) && c.imitation.conformity < kBent &&
              within(c.inertia.settling) &&
              within(c.leadership.honeymoon == kInfinity ? 1 : c.leadership.honeymoon) &&
              within(c.leadership.preference) && within(c.mandate.compliance);
  for (std::size_t k = 0; k < static_cast<std::size_t>(models); ++k)
    fine = fine && within(c.inertia.pull[k]) && within(c.imitation.superior[k]) &&
           within(c.imitation.peers[k]) && within(c.imitation.founding[k]) &&
           c.inertia.drag[k] * std::max(1.0, c.mandate.resistance) < kBent;
  return fine;
}

float up(double x) { return static_cast<float>(x) * (1 + 4 * kMargin); }

// ---- leaders

// Of the level, or of another level under the same law, here or in the plan before.
std::shared_ptr<const Tenures> tenures_of(std::size_t level, const Plan& plan, const Plan* before) {
  const auto& turnover = plan.ground->turnover[level];
  if (plan.ground->follows[level] == 0) return std::make_shared<const Tenures>();
  for (const Plan* known : {&plan, before})
    if (known != nullptr)
      for (const LevelLaw& law : known->levels)
        if (law.tenures->turnover == turnover) return law.tenures;
  const Run& run = *plan.run;
  return std::make_shared<const Tenures>(
      tabulate(run.causes[level].leadership, turnover, run.timeline.grid));
}

constexpr std::uint64_t kSure = 1ULL << 53;  // a chance · 2^53

// A chance · 2^53. That of 1 has one bit more than there is room for: what it gives in its place is
// above all uniforms too.
void put_chance(std::uint64_t chance, std::size_t at, Seating::Row& high, Seating::Row& low) {
  const bool is_sure = chance >= kSure;
  high[at] = is_sure ? 0xFFFFFFFFU : static_cast<std::uint32_t>(chance >> 21);
  low[at] = is_sure ? 0x200000U : static_cast<std::uint32_t>(chance & 0x1FFFFF);
}

// The uniforms · 2^53 below the chance are all below this whole number.
std::uint64_t rounded_up(double chance) {
  const double exact = std::clamp(chance, 0.0, 1.0) * 0x1p53;
  const auto whole = static_cast<std::uint64_t>(exact);
  return whole + (static_cast<double>(whole) < exact ? 1 : 0);
}

// The least uniform · 2^53 by which a later model than k is chosen. The greater the uniform, the
// later the model, however its weights are rounded: what is left of it is never less for having
// been more before a subtraction.
std::uint64_t least_beyond(const PerModel<double>& weights, int models, Model k) {
  std::uint64_t least = 0;
  for (std::uint64_t bit = kSure / 2; bit != 0; bit /= 2)
    if (weighted_model(weights, 0, models, (least + bit - 1) << 11) <= k) least += bit;
  return weighted_model(weights, 0, models, least << 11) <= k ? kSure : least;
}

void add_level(const Leadership& law, std::size_t l, int models, std::size_t regions,
               Seating& seating) {
  const double weight =
      std::accumulate(law.favourites.begin(), law.favourites.begin() + models, 0.0);
  put_chance(rounded_up(regions < 2 ? 0 : law.outsider), l, seating.outsider_high,
             seating.outsider_low);
  put_chance(rounded_up(weight > 0 ? law.taste : 0), l, seating.taste_high, seating.taste_low);
  seating.others[l] = static_cast<std::uint32_t>(std::max<std::size_t>(regions, 1) - 1);
  for (int k = 0; k + 1 < models; ++k)
    put_chance(least_beyond(law.favourites, models, static_cast<Model>(k)),
               static_cast<std::size_t>(k) * seating.wide + l, seating.favour_high,
               seating.favour_low);
}

// Beside a big world the records would take a tenth of its memory, and it waits for memory anyway.
void list_seats(const World& world, Plan& plan) {
  constexpr std::size_t most = 1 << 20;
  if (world.level.size() > most) return;
  for (Region i = 0; i < world.size(); ++i) plan.seats.push_back(plan.seat_of(i));
}

// How newcomers are drawn.
void prepare_seats(const Run& run, const Groundwork& ground, Plan& plan) {
  Seating& seating = plan.seating;
  for (auto* row : {&seating.outsider_high, &seating.outsider_low, &seating.taste_high,
                    &seating.taste_low, &seating.others, &seating.first})
    row->resize(seating.wide);
  for (auto* rows : {&seating.favour_high, &seating.favour_low})
    rows->resize(seating.wide * static_cast<std::size_t>(plan.models));
  for (std::size_t l = 0; l < run.causes.size(); ++l) {
    const bool moves = !ground.roster.empty();
    seating.first[l] = moves ? static_cast<std::uint32_t>(ground.roster_begin[l]) : 0;
    const std::int32_t size = moves ? ground.roster_begin[l + 1] - ground.roster_begin[l] : 0;
    add_level(run.causes[l].leadership, l, plan.models, static_cast<std::size_t>(size), seating);
  }
  list_seats(*run.world, plan);
}

// ---- levels

LevelLaw law_of(const Run& run, const Causes& c, std::shared_ptr<const Tenures> tenures) {
  const Grid& grid = run.timeline.grid;
  const auto models = static_cast<std::size_t>(run.models());
  LevelLaw law;
  for (std::size_t k = 0; k < models; ++k) {
    if (c.acts(Cause::imitation)) {
      law.superior[k] = static_cast<float>(c.imitation.superior[k]);
      law.peers[k] = static_cast<float>(c.imitation.peers[k]);
    }
    law.founding[k] = static_cast<float>(c.imitation.founding[k]);
    if (c.acts(Cause::inertia)) law.drag[k] = static_cast<float>(c.inertia.drag[k]);
    law.holds |= law.drag[k] > 0;
    law.peers_alike = law.peers_alike && c.imitation.peers[k] == c.imitation.peers[0] &&
                      c.imitation.founding[k] == c.imitation.founding[0] &&
                      c.imitation.conformity == 1;
  }
  law.conformity = static_cast<float>(c.imitation.conformity);
  law.settling = static_cast<float>(grid.step / c.inertia.settling);
  law.peer_set = c.acts(Cause::imitation) ? c.imitation.peer_set : PeerSet::none;
  if (c.acts(Cause::leadership)) {
    law.preference = static_cast<float>(c.leadership.preference * c.leadership.zeal(0, grid.step));
    law.honeymoon = static_cast<float>(grid.step / c.leadership.honeymoon);
  }
  if (c.acts(Cause::mandate)) {
    law.compliance = static_cast<float>(c.mandate.compliance);
    law.resistance = static_cast<float>(c.mandate.resistance);
  }
  law.issue = -expm1(-c.mandate.issue_rate * grid.step);
  law.issue_steps = grid.in_steps(c.mandate.issue_length);
  law.faint = kTraces * (law.preference + 1);
  for (std::size_t k = 0; k < models; ++k)
    law.faint += kTraces * law.peers[k] * std::max(law.founding[k], 1.0F);
  law.tenures = std::move(tenures);
  law.are_first_in_doubt = law.honeymoon * law.tenures->knot * kBend / 4 > kMargin / 2;
  return law;
}

// ---- the world

void map_regions(const World& world, const Groundwork& ground, Plan& plan) {
  const auto words = static_cast<std::size_t>(plan.stride / kGroup);
  plan.level.assign(static_cast<std::size_t>(plan.stride), 0);
  std::copy(world.level.begin(), world.level.end(), plan.level.begin());
  plan.present.assign(words, 0);
  plan.movable.assign(words, 0);
  plan.led.assign(words, 0);
  plan.uniform.assign(words, -1);
  for (std::size_t i = 0; i < world.level.size(); ++i) {
    const std::uint64_t bit = 1ULL << (i % kGroup);
    plan.present[i / kGroup] |= bit;
    if (world.fixed[i] == 0) plan.movable[i / kGroup] |= bit;
    if (ground.follows[world.level[i]] != 0) plan.led[i / kGroup] |= bit;
    const std::int32_t kind = ground.strata.of_region[i];
    std::int32_t& shared = plan.uniform[i / kGroup];
    if (i % kGroup == 0)
      shared = kind;
    else if (shared != kind)
      shared = -1;
  }
  for (std::size_t word = 0; word < words; ++word) {
    auto& all = plan.stretches;
    if (all.empty() || all.back().stratum != plan.uniform[word])
      all.push_back({plan.uniform[word], word, word});
    all.back().end = word + 1;
  }
  const std::size_t last = (words - 1) * kGroup;
  plan.last_luck.assign(world.luck.begin() + static_cast<std::ptrdiff_t>(last), world.luck.end());
  plan.last_luck.resize(kGroup);
  const std::int64_t unit = common_unit(world);
  if (std::any_of(world.prestige.begin(), world.prestige.end(),
                  [&](std::int32_t prestige) { return prestige != unit; }))
    for (const std::int32_t prestige : world.prestige)
      plan.weight.push_back(static_cast<std::int32_t>(prestige / unit));
  plan.bonds.resize(static_cast<std::size_t>(plan.stride));
  for (std::size_t i = 0; i < world.parent.size(); ++i)
    plan.bonds[i] = {world.parent[i], world.family[i], world.luck[i]};
  plan.families = static_cast<std::int32_t>(world.family_prestige.size());
}

void list_issuers(const World& world, Plan& plan) {
  std::vector<std::int32_t> place(world.parent.size(), -1);
  for (Region i = 0; i < world.size(); ++i) {
    const auto slot = static_cast<std::size_t>(i);
    if (world.has_subordinates[slot] == 0 || plan.levels[world.level[slot]].issue <= 0) continue;
    place[slot] = static_cast<std::int32_t>(plan.issuers.size());
    plan.issuers.push_back(i);
    const double chance = plan.levels[world.level[slot]].issue;
    plan.issuer_luck.push_back(world.luck[slot]);
    plan.issue_edges.push_back(static_cast<std::uint32_t>(std::min(chance * 256, 255.0)) *
                               0x01010101U);
  }
  constexpr std::size_t wide = 4 * Keys::kWide;  // two vectors at a time, of half as wide numbers
  plan.issuer_luck.resize((plan.issuers.size() + wide - 1) / wide * wide);
  plan.issue_edges.resize(plan.issuer_luck.size());
  const auto issuer_of = [&](Region i) {
    const Region above = world.parent[static_cast<std::size_t>(i)];
    return above == kNoRegion ? -1 : place[static_cast<std::size_t>(above)];
  };
  plan.child_begin.assign(plan.issuers.size(), 0);
  plan.child_end.assign(plan.issuers.size(), 0);
  const bool is_side_by_side = std::is_sorted(world.parent.begin(), world.parent.end());
  for (Region i = 0; i < world.size(); ++i) {
    if (issuer_of(i) < 0) continue;
    const auto j = static_cast<std::size_t>(issuer_of(i));
    if (is_side_by_side && plan.child_end[j] == 0) plan.child_begin[j] = plan.child_end[j] = i;
    ++plan.child_end[j];
  }
  if (is_side_by_side) return;
  std::int32_t all = 0;
  for (std::size_t j = 0; j < plan.issuers.size(); ++j) {
    plan.child_begin[j] = all;
    all += plan.child_end[j];
    plan.child_end[j] = plan.child_begin[j];
  }
  plan.children.resize(static_cast<std::size_t>(all));
  for (Region i = 0; i < world.size(); ++i)
    if (issuer_of(i) >= 0)
      plan.children[static_cast<std::size_t>(
          plan.child_end[static_cast<std::size_t>(issuer_of(i))]++)] = i;
}

void order_pages(const Run& run, Plan& plan) {
  const Grid& grid = run.timeline.grid;
  plan.lags.push_back(0);
  for (std::size_t l = 0; l < run.causes.size(); ++l) {
    const double steps =
        std::min<double>(grid.in_steps(run.causes[l].imitation.lag) + 0.5, grid.steps);
    const auto lag = static_cast<std::int32_t>(steps);
    auto same = std::find(plan.lags.begin(), plan.lags.end(), lag);
    if (same == plan.lags.end()) same = plan.lags.insert(same, lag);
    plan.levels[l].page = static_cast<int>(same - plan.lags.begin());
    plan.sums_families |= plan.levels[l].peer_set == PeerSet::siblings;
    plan.sums_levels |= plan.levels[l].peer_set == PeerSet::level;
  }
}

// ---- weather

Push push_of(const Pressure& p, int models) {
  Push push{p.phase, p.targets, p.weights != nullptr, static_cast<float>(p.strength), {}};
  double sum = 0;
  int wanted = 0;
  for (int k = 0; k < models; ++k) {
    if ((p.targets >> k & 1U) == 0) continue;
    ++wanted;
    if (p.weights != nullptr) sum += (*p.weights)[static_cast<std::size_t>(k)];
  }
  for (int k = 0; k < models; ++k) {
    if ((p.targets >> k & 1U) == 0) continue;
    const auto slot = static_cast<std::size_t>(k);
    push.share[slot] =
        static_cast<float>(sum > 0 ? (*p.weights)[slot] / sum : 1.0 / std::max(wanted, 1));
  }
  // Where the weights come to nothing the choice is even, whatever the other causes want.
  return push;
}

// The most that peers can press in all: every share at its worst.
double peers_ceiling(const Imitation& imitation, int models, bool founds) {
  double most = 0;
  for (std::size_t k = 0; k < static_cast<std::size_t>(models); ++k)
    most = std::max(most, imitation.peers[k] * (founds ? imitation.founding[k] : 1));
  const double spread = imitation.conformity >= 1 ? 1 : power(models, 1 - imitation.conformity);
  return most * spread;
}

double imitation_ceiling(const Causes& c, int models, bool founds) {
  if (!c.acts(Cause::imitation)) return 0;
  double superior = 0;
  for (std::size_t k = 0; k < static_cast<std::size_t>(models); ++k)
    superior = std::max(superior, c.imitation.superior[k] * (founds ? c.imitation.founding[k] : 1));
  return superior + peers_ceiling(c.imitation, models, founds);
}

Weather weather_of(const Plan& plan, Level level, const Conditions& here, double from,
                   double until) {
  const Run& run = *plan.run;
  const Causes& c = run.causes[level];
  const double step = run.timeline.grid.step;
  Weather w;
  w.window = static_cast<float>(here.window);
  double pulls = 0;
  for (std::size_t k = 0; k < static_cast<std::size_t>(plan.models); ++k) {
    const double pull = c.acts(Cause::inertia) ? c.inertia.pull[k] * here.legacy[k] : 0;
    w.pull[k] = static_cast<float>(pull);
    w.is_plain |= !within(pull);
    pulls += pull;
  }
  w.pulls = static_cast<float>(pulls);
  double pressing = 0;
  if (c.acts(Cause::mandate)) {
    const double alone = silenced_share(here.crowded, from, from, until);
    w.open_alone = static_cast<float>(1 - c.mandate.crowding * alone);
    w.open_ordered = plan.models == 1 ? w.open_alone : static_cast<float>(1 - c.mandate.crowding);
    for (const Pressure& p : here.pressures) {
      w.pushes.push_back(push_of(p, plan.models));
      if (p.phase == Phase::pressing) pressing += p.strength;
      if (c.mandate.compliance <= 0 || p.phase == Phase::pressing) continue;
      (p.phase == Phase::due ? w.is_due : w.is_overdue) = true;
      w.complying |= p.targets;
    }
    w.pressing = static_cast<float>(pressing);
    w.storm = up(c.mandate.compliance * pressing * step);
  }
  // An order of the superior's own silences no less than the timeline's orders alone.
  const double change = here.window * step * double{w.open_alone};
  w.lull = up(change * (pulls + imitation_ceiling(c, plan.models, false)));
  w.calm = up(change * (pulls + imitation_ceiling(c, plan.models, true)));
  w.zeal = c.acts(Cause::leadership) ? up(change * c.leadership.preference) : 0;
  w.is_plain |= c.imitation.peer_set == PeerSet::neighbours && c.acts(Cause::imitation);
  w.is_plain |= !within(w.open_alone) || !within(w.open_ordered);
  w.is_plain |= !within(here.window) || !within(pulls) || !within(pressing) || w.calm > kHuge ||
                w.lull > kHuge || w.zeal > kHuge || w.storm > kHuge;
  return w;
}

}  // namespace

Keys::Keys(std::uint64_t seed) {
  PhiloxKey key{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
  for (int round = 0; round < kPhiloxRounds; ++round, key = next_key(key)) {
    std::fill_n(low[round], kWide, key.low);
    std::fill_n(high[round], kWide, key.high);
  }
}

const std::uint64_t* Plan::luck(std::size_t word) const {
  return word + 1 == uniform.size() ? last_luck.data() : run->world->luck.data() + word * kGroup;
}

Day Plan::day(std::int32_t step) const {
  Day day{conditions(*run, ground->strata, step), {}};
  const Grid& grid = run->timeline.grid;
  for (std::size_t s = 0; s < day.conditions.size(); ++s)
    day.weather.push_back(weather_of(*this, ground->strata.kinds[s].level, day.conditions[s],
                                     grid.date(step), grid.date(step + 1)));
  return day;
}

std::shared_ptr<const Plan> plan(const Run& run, const Groundwork& ground, const Plan* before) {
  auto made = std::make_shared<Plan>(run.seed, run.causes.size());
  Plan& plan = *made;
  const World& world = *run.world;
  plan.run = &run;
  plan.ground = &ground;
  plan.steps = run.timeline.grid.steps;
  plan.models = run.models();
  plan.regions = world.size();
  plan.stride = (world.size() + kGroup - 1) / kGroup * kGroup;
  for (std::size_t l = 0; l < run.causes.size(); ++l)
    plan.levels.push_back(law_of(run, run.causes[l], tenures_of(l, plan, before)));
  for (const LevelLaw& law : plan.levels) plan.edges.add(*law.tenures);
  map_regions(world, ground, plan);
  if (ground.has_leaders) prepare_seats(run, ground, plan);
  if (ground.issues_orders) list_issuers(world, plan);
  order_pages(run, plan);
  plan.has_legal =
      !run.timeline.law_changes.empty() ||
      std::any_of(world.legal.begin(), world.legal.end(), [](double legal) { return legal != 0; });
  const std::size_t entries = ground.strata.kinds.size() * static_cast<std::size_t>(plan.steps);
  constexpr std::size_t most = 200'000;
  if (entries <= most)
    for (std::int32_t n = 0; n < plan.steps; ++n) plan.days.push_back(plan.day(n));
  return made;
}

bool suits(const Run& run) {
  const World& world = *run.world;
  if (world.size() == 0 || run.models() == 0) return false;
  const std::int64_t prestige =
      std::accumulate(world.level_prestige.begin(), world.level_prestige.end(), std::int64_t{0});
  if (prestige / common_unit(world) > std::numeric_limits<std::int32_t>::max()) return false;
  // Fields of a slot and rows of sums are addressed by 31 bits.
  const std::int64_t slots = std::int64_t{world.size()} * batch_size(run);
  const std::int64_t rows = static_cast<std::int64_t>(world.family_prestige.size()) *
                            batch_size(run) * (run.models() + 5);
  constexpr std::int64_t most = 1 << 30;
  if (8 * slots > most || rows > most) return false;
  const auto is_coarse = [](double legal) { return legal == 1 || legal <= 1 - kCrumb; };
  return std::all_of(world.legal.begin(), world.legal.end(), is_coarse) &&
         std::all_of(run.timeline.law_changes.begin(), run.timeline.law_changes.end(),
                     [&](const LawChange& e) { return is_coarse(e.value); }) &&
         std::all_of(run.causes.begin(), run.causes.end(),
                     [&](const Causes& c) { return suits(c, run.models()); });
}

int batch_size(const Run& run) {
  constexpr std::int64_t slots = 16384;
  return static_cast<int>(std::clamp<std::int64_t>(slots / std::max(run.world->size(), 1), 1, 16));
}

}  // namespace tizhi
