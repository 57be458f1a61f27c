#include "fit/evidence.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "fit/pressing.hpp"

namespace tizhi {
namespace {

// Deadlines bind only where orders are obeyed at all: where compliance is sought, they are.
Run with_binding_deadlines(const Run& run, const Coefficients& coefficients) {
  Run bound = run;
  for (std::size_t l = 0; l < bound.causes.size(); ++l)
    bound.causes[l].mandate.compliance =
        coefficients.at(Quantity::compliance, 0, l, 0) >= 0 ? 1 : 0;
  bound.follows_leaders = true;
  return bound;
}

// Bytes that are equal where rows are alike.
template <class T>
void append(std::string& key, const T& value) {
  key.append(reinterpret_cast<const char*>(&value), sizeof value);
}

class Collector {
 public:
  Collector(const Run& run, const Coefficients& coefficients, const EvidenceRequest& request)
      : run_{with_binding_deadlines(run, coefficients)},
        ground_{groundwork(run_)},
        coefficients_{&coefficients},
        request_{&request},
        leaders_{run_} {
    all_.step = run.timeline.grid.step;
  }

  void collect(const History& history, std::size_t number);
  Evidence take() { return std::move(all_); }

 private:
  struct Open {  // a formation that may have happened in several steps
    std::vector<std::int32_t> before, formed;      // rows, one a step
    std::vector<std::vector<std::int32_t>> after;  // per step of formation, rows since
    Situation at_first;
  };

  void look(const Replay& replay, Region i);
  void look_into(const Replay& replay, const Situation& s, const Sighting& seen);
  void close(const Open& open);
  PerModel<double> led(const Replay& replay, const Situation& s, Region i);
  Pressing press(const Replay& replay, const Situation& s, Region i);
  std::int32_t add(const Pressing& pressing, Came came, Model model, Model now);
  std::int32_t add_what_came(const Pressing& pressing, const Situation& s, const Sighting* formed);
  std::int32_t keep(Row row, std::vector<Term> terms, const std::vector<OpenOrder>& orders);
  void refuse(const Sighting* seen, Region i, bool was_due);
  void count_models(const Replay& replay);

  Run run_;
  Groundwork ground_;
  const Coefficients* coefficients_;
  const EvidenceRequest* request_;
  ExpectedLeaders leaders_;
  Evidence all_;
  std::unordered_map<std::string, std::int32_t> known_;
  std::map<const Sighting*, Open> open_;
  std::vector<PerModel<double>> counts_;  // per level: regions by model
  Origin at_;
  std::int32_t counts_from_ = 0;
  bool is_mixed_ = false;  // rows go to a mixture
  bool is_vague_ = false;  // the history has dates that are stretches of time
};

constexpr std::int32_t kNoRow = -1;       // it was certain: nothing to be learnt
constexpr std::int32_t kRefusedRow = -2;  // it was impossible

void Collector::count_models(const Replay& replay) {
  counts_.assign(run_.causes.size(), {});
  for (std::size_t i = 0; i < replay.state().model.size(); ++i)
    if (const Model m = replay.state().model[i]; m != kNone) ++counts_[run_.world->level[i]][m];
}

// What stands per unit of preference.
PerModel<double> Collector::led(const Replay& replay, const Situation& s, Region i) {
  PerModel<double> terms{};
  const Level level = run_.world->level[static_cast<std::size_t>(i)];
  const Leadership& law = run_.causes[level].leadership;
  const bool is_known = replay.knows_leader(i);
  if (coefficients_->at(Quantity::preference, static_cast<std::size_t>(at_.history), level, 0) < 0)
    return terms;
  (is_known ? all_.led_by_known : all_.led_by_expected) += 1;
  if (!is_known && request_->leaders != LeadersAre::expected) return terms;
  PerModel<double> shares = counts_[level];
  const double others = static_cast<double>(run_.world->level_count[level]) - 1;
  const Model own = replay.state().model[static_cast<std::size_t>(i)];
  if (own != kNone) --shares[own];
  for (double& share : shares) share = others > 0 ? share / others : 0;
  for (int n = 0; n < run_.models(); ++n) {
    const auto k = static_cast<Model>(n);
    terms[k] =
        is_known ? law.term_of(s, k) : (1 - s.legal) * leaders_.chance(law, level, shares, k);
  }
  return terms;
}

Pressing Collector::press(const Replay& replay, const Situation& s, Region i) {
  const Level level = run_.world->level[static_cast<std::size_t>(i)];
  const Standpoint from{coefficients_, static_cast<std::size_t>(at_.history), level, run_.models()};
  return pressing(run_.causes[level], s, from, led(replay, s, i));
}

void Collector::refuse(const Sighting* seen, Region i, bool was_due) {
  if (is_mixed_) return;
  if (is_vague_ && !was_due) {
    all_.undated += 1;
    return;
  }
  all_.impossible.push_back({at_.history, seen != nullptr ? seen->row : 0, i,
                             seen != nullptr ? seen->to : kNone, at_.step, was_due});
}

std::int32_t Collector::keep(Row row, std::vector<Term> terms,
                             const std::vector<OpenOrder>& orders) {
  std::sort(terms.begin(), terms.end(), [](const Term& a, const Term& b) {
    return std::pair(a.coefficient, a.model) < std::pair(b.coefficient, b.model);
  });
  std::string key;
  append(key, row.came);
  append(key, row.model);
  if (request_->rows != Rows::merged) append(key, row.now);
  append(key, row.modifier);
  for (const Term& t : terms) {
    append(key, t.coefficient);
    append(key, t.model);
    append(key, t.value);
  }
  for (const OpenOrder& e : orders) {
    append(key, e.targets);
    append(key, e.strength);
  }
  const bool is_merged = request_->rows != Rows::apart && !is_mixed_;
  const auto next = static_cast<std::int32_t>(all_.rows.size());
  if (is_merged)
    if (const auto [found, is_new] = known_.emplace(std::move(key), next); !is_new) {
      all_.rows[static_cast<std::size_t>(found->second)].count += 1;
      return found->second;
    }
  row.count = is_mixed_ ? 0 : 1;
  row.terms_begin = static_cast<std::int32_t>(all_.terms.size());
  all_.terms.insert(all_.terms.end(), terms.begin(), terms.end());
  row.terms_end = static_cast<std::int32_t>(all_.terms.size());
  row.orders_begin = static_cast<std::int32_t>(all_.orders.size());
  all_.orders.insert(all_.orders.end(), orders.begin(), orders.end());
  row.orders_end = static_cast<std::int32_t>(all_.orders.size());
  all_.rows.push_back(row);
  if (request_->rows == Rows::apart) all_.origins.push_back(at_);
  return next;
}

// Without open orders only the sum of hazards and the hazard toward the row's model count.
std::vector<Term> summed(const Pressing& pressing, Model model) {
  std::vector<Term> sums;
  for (const Term& t : pressing.terms) {
    const Model toward = t.model == model ? model : kElsewhere;
    const double value = t.is_bare ? t.value * pressing.modifier : t.value;
    if (value == 0) continue;
    const auto same = std::find_if(sums.begin(), sums.end(), [&](const Term& sum) {
      return sum.coefficient == t.coefficient && sum.model == toward;
    });
    if (same != sums.end())
      same->value += value;
    else
      sums.push_back({t.coefficient, toward, false, value});
  }
  return sums;
}

std::int32_t Collector::add(const Pressing& pressing, Came came, Model model, Model now) {
  Row row{came, model, now, 1, 1, 0, 0, 0, 0};
  if (pressing.orders.empty() && request_->rows == Rows::merged)
    return keep(row, summed(pressing, model), {});
  row.modifier = pressing.modifier;
  return keep(row, pressing.terms, pressing.orders);
}

bool presses(const Pressing& p, Model k) {
  return std::any_of(
             p.terms.begin(), p.terms.end(),
             [&](const Term& t) { return t.model == k && (!t.is_bare || p.modifier > 0); }) ||
         std::any_of(p.orders.begin(), p.orders.end(),
                     [&](const OpenOrder& e) { return (e.targets >> k & 1U) != 0; });
}

bool presses_elsewhere(const Pressing& p, Model m) {
  for (int k = 0; k < kMaxModels; ++k)
    if (k != m && presses(p, static_cast<Model>(k))) return true;
  return false;
}

std::int32_t Collector::add_what_came(const Pressing& p, const Situation& s,
                                      const Sighting* formed) {
  const bool is_certain = p.verdict == Verdict::forms;
  if (p.verdict == Verdict::stays || !presses_elsewhere(p, s.model)) {
    if (formed == nullptr) return kNoRow;
    refuse(formed, at_.region, false);
    return kRefusedRow;
  }
  all_.at_risk += !is_mixed_;
  if (formed == nullptr && is_certain) {
    refuse(nullptr, at_.region, true);
    return kRefusedRow;
  }
  if (formed == nullptr) return add(p, Came::nothing, s.model, s.model);
  if (!presses(p, formed->to)) {
    refuse(formed, at_.region, false);
    return kRefusedRow;
  }
  all_.formations += !is_mixed_;
  return add(p, is_certain ? Came::obeyed : Came::formed, formed->to, s.model);
}

// The steps of a formation whose date is known to an interval: in each the region may not have
// formed yet, form, or have formed in any step before.
void Collector::look_into(const Replay& replay, const Situation& s, const Sighting& seen) {
  is_mixed_ = true;
  Open& open = open_[&seen];
  const std::int32_t n = replay.step();
  if (n == seen.first) open.at_first = s;
  Situation before = s, after = s;
  before.model = open.at_first.model;
  before.age = open.at_first.age + (n - seen.first) * s.step;
  const Pressing not_yet = press(replay, before, seen.region);
  open.formed.push_back(add_what_came(not_yet, before, &seen));
  open.before.push_back(add_what_came(not_yet, before, nullptr));
  after.model = seen.to;
  for (std::size_t c = 0; c < open.after.size(); ++c) {
    after.age = (n - seen.first - static_cast<double>(c) - 1) * s.step;
    open.after[c].push_back(add_what_came(press(replay, after, seen.region), after, nullptr));
  }
  open.after.emplace_back();
  is_mixed_ = false;
  // Where the evidence takes only some of the steps, nothing can be said.
  if (open.formed.size() == static_cast<std::size_t>(seen.last - seen.first) + 1) close(open);
}

void Collector::close(const Open& open) {
  Mixture mixture;
  const auto is_possible = [](std::int32_t row) { return row != kRefusedRow; };
  for (std::size_t c = 0; c < open.formed.size() && (c == 0 || is_possible(open.before[c - 1]));
       ++c) {
    const auto& after = open.after[c];
    if (!is_possible(open.formed[c]) || !std::all_of(after.begin(), after.end(), is_possible))
      continue;
    mixture.begins.push_back(static_cast<std::int32_t>(all_.members.size()));
    std::vector<std::int32_t> path(open.before.begin(),
                                   open.before.begin() + static_cast<std::ptrdiff_t>(c));
    path.push_back(open.formed[c]);
    path.insert(path.end(), after.begin(), after.end());
    std::copy_if(path.begin(), path.end(), std::back_inserter(all_.members),
                 [](std::int32_t row) { return row >= 0; });
  }
  if (mixture.begins.empty()) {
    all_.undated += 1;
    return;
  }
  all_.formations += 1;
  all_.at_risk += static_cast<double>(open.formed.size());
  mixture.begins.push_back(static_cast<std::int32_t>(all_.members.size()));
  all_.mixtures.push_back(std::move(mixture));
}

void Collector::look(const Replay& replay, Region i) {
  at_.region = i;
  if (!replay.is_at_risk(i) || (request_->takes && !request_->takes(at_))) return;
  const Sighting* formed = replay.formation(i);
  if (at_.step < counts_from_ || (formed != nullptr && formed->first < counts_from_)) return;
  const Situation s = replay.simulation().situation(i);
  if (formed != nullptr && formed->first < formed->last) return look_into(replay, s, *formed);
  add_what_came(press(replay, s, i), s, formed);
}

void Collector::collect(const History& history, std::size_t number) {
  Replay replay(run_, ground_, history);
  at_.history = static_cast<std::int32_t>(number);
  counts_from_ = history.counts_from;
  all_.given += static_cast<double>(std::count_if(
      history.sightings.begin(), history.sightings.end(),
      [&](const Sighting& s) { return s.sight == Sight::formed && s.first < counts_from_; }));
  is_vague_ =
      std::any_of(history.sightings.begin(), history.sightings.end(),
                  [](const Sighting& s) { return s.sight == Sight::formed && s.first < s.last; });
  for (open_.clear(); !replay.is_over(); replay.finish()) {
    at_.step = replay.step();
    replay.prepare();
    count_models(replay);
    for (Region i = 0; i < run_.world->size(); ++i) look(replay, i);
  }
}

}  // namespace

Evidence evidence(const Run& run, const std::vector<History>& histories,
                  const Coefficients& coefficients, const EvidenceRequest& request) {
  Collector collector(run, coefficients, request);
  for (std::size_t h = 0; h < histories.size(); ++h) collector.collect(histories[h], h);
  return collector.take();
}

}  // namespace tizhi
