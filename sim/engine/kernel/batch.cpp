#include "engine/kernel/batch.hpp"

#include <algorithm>

#include "engine/kernel/exact.hpp"
#include "engine/kernel/leaders.hpp"

namespace tizhi {

Kernel::Batch::Batch(const Run& run, const Groundwork& ground, const Plan& plan,
                     std::uint32_t first, int replicates, int parts, Crew crew)
    : run_{&run},
      ground_{&ground},
      plan_{&plan},
      slots_{plan, ground, first, replicates},
      parts_{std::max(parts, 1)},
      crew_{std::move(crew)},
      desks_(static_cast<std::size_t>(parts_)),
      changed_(ground.strata.kinds.size()),
      formations_(static_cast<std::size_t>(replicates)),
      arrivals_(static_cast<std::size_t>(replicates)),
      orders_(static_cast<std::size_t>(replicates)) {
  for (Desk& desk : desks_) {
    desk.candidates.resize(strata());
    desk.forced.resize(strata());
  }
  if (ground.has_leaders) seat_first_leaders(slots_);
  if (plan.issuers.empty()) return;
  double longest = 1;
  for (const LevelLaw& law : plan.levels) longest = std::max(longest, law.issue_steps);
  constexpr double most = 254;  // longer orders are looked at between, too
  in_force_.resize(static_cast<std::size_t>(std::min(longest, most)) + 2);
}

void Kernel::Batch::in_parts(const std::function<void(std::size_t, std::size_t, Desk&)>& work) {
  const auto part = [&](int p) {
    const auto at = static_cast<std::size_t>(p), all = static_cast<std::size_t>(parts_);
    work(slots_.words * at / all, slots_.words * (at + 1) / all, desks_[at]);
  };
  if (parts_ == 1 || !crew_)
    for (int p = 0; p < parts_; ++p) part(p);
  else
    crew_(parts_, part);
}

// In whose part the slot lies.
Desk& Kernel::Batch::desk_of(Slot slot) {
  const auto word = static_cast<std::size_t>(slot / kGroup), all = desks_.size();
  std::size_t at = 0;
  while (slots_.words * (at + 1) / all <= word) ++at;
  return desks_[at];
}

void Kernel::Batch::advance() {
  for (auto& all : formations_) all.clear();
  for (auto& all : arrivals_) all.clear();
  for (auto& all : orders_) all.clear();
  set_.clear();
  if (step_ == span_.end) begin_span();
  follow_script();
  if (ground_->has_leaders) seat_leaders();
  if (!in_force_.empty()) {
    enforce_orders();
    issue_orders();
  }
  slots_.bring_pages_to(step_);
  form_institutions();
  ++step_;
}

// ---- the span

void Kernel::Batch::begin_span() {
  span_ = {step_, std::min(plan_->steps, (step_ / kSpan + 1) * kSpan)};
  if (plan_->days.empty()) {
    own_days_.clear();
    for (std::int32_t n = span_.begin; n < span_.end; ++n) own_days_.push_back(plan_->day(n));
    days_ = own_days_.data();
  } else {
    days_ = plan_->days.data() + span_.begin;
  }
  outlook_ = outlook(*plan_, {days_, static_cast<std::size_t>(span_.end - span_.begin)}, span_);
  in_parts([&](std::size_t from, std::size_t until, Desk& desk) {
    if (ground_->has_leaders) settle_departures(slots_, span_, from, until, desk.arriving);
    sift_regions(slots_, outlook_, span_, from, until);
  });
  if (!in_force_.empty())
    list_issuers(slots_, static_cast<std::uint32_t>(step_ / kSpan), may_issue_);
}

// ---- 2. leaders

void Kernel::Batch::seat_leaders() {
  in_parts([&](std::size_t, std::size_t, Desk& desk) {
    seat(slots_, step_, desk.arriving[step_ % kSpan]);
  });
  if (!tells_arrivals_) return;
  for (const Desk& desk : desks_) tell(slots_, step_, desk.arriving[step_ % kSpan], arrivals_);
}

// ---- 3. clocks

void Kernel::Batch::collect(Desk& desk, std::size_t from, std::size_t until) {
  const std::uint64_t* bits = slots_.reconsider_at(step_);
  for (auto& list : desk.candidates) list.clear();
  const std::size_t words_each = plan_->uniform.size();
  for (std::size_t base = from / words_each * words_each; base < until; base += words_each)
    for (const Stretch& stretch : plan_->stretches) {
      const std::size_t begin = std::max(from, base + stretch.begin);
      const std::size_t end = std::min(until, base + stretch.end);
      if (begin >= end) continue;
      if (stretch.stratum >= 0) {
        list_bits(bits, begin, end, desk.candidates[static_cast<std::size_t>(stretch.stratum)]);
        continue;
      }
      desk.list.clear();
      list_bits(bits, begin, end, desk.list);
      for (const Slot slot : desk.list)
        desk.candidates[static_cast<std::size_t>(stratum_of(slot))].push_back(slot);
    }
  if (set_.empty()) return;
  for (auto& list : desk.candidates) std::erase_if(list, [&](Slot slot) { return was_set(slot); });
}

// Whoever does not comply with what is due forms for certain; who complies with what is due in
// this very step stays.
void Kernel::Batch::compel(Desk& desk, std::int32_t stratum, std::size_t from, std::size_t until) {
  const Weather& weather = day().weather[static_cast<std::size_t>(stratum)];
  auto& candidates = desk.candidates[static_cast<std::size_t>(stratum)];
  auto& forced = desk.forced[static_cast<std::size_t>(stratum)];
  const auto complies = [&](Slot slot) {
    const Model m = slots_.model[static_cast<std::size_t>(slot)];
    return m != kNone && (weather.complying >> m & 1U) != 0;
  };
  for (std::size_t word = from; word < until; ++word) {
    const std::size_t region_word = word % plan_->uniform.size();
    if (plan_->uniform[region_word] >= 0 && plan_->uniform[region_word] != stratum) continue;
    for (std::uint64_t left = plan_->movable[region_word]; left != 0; left &= left - 1) {
      const auto slot = static_cast<Slot>(word * kGroup) + __builtin_ctzll(left);
      if (stratum_of(slot) == stratum && !complies(slot) && !was_set(slot)) forced.push_back(slot);
    }
  }
  if (weather.is_due)
    candidates.clear();
  else
    std::erase_if(candidates, [&](Slot slot) { return !complies(slot); });
}

// Of the stratum's finds, which stand from `begin` on.
void Kernel::Batch::ask_in_full(Desk& desk, std::int32_t stratum, std::size_t begin) {
  const Conditions& conditions = day().conditions[static_cast<std::size_t>(stratum)];
  for (const Slot slot : desk.doubtful)
    if (const auto found = consider(slots_, conditions, slot, step_))
      desk.found.add(begin, slot, found->to, found->cause, found->ledger);
  desk.doubtful.clear();
}

void Kernel::Batch::find_in(Desk& desk, std::int32_t stratum) {
  const auto s = static_cast<std::size_t>(stratum);
  const Weather& weather = day().weather[s];
  const Conditions& conditions = day().conditions[s];
  auto& candidates = desk.candidates[s];
  auto& forced = desk.forced[s];
  Finds& found = desk.found;
  const std::size_t begin = found.there;
  if (weather.is_plain) {
    desk.doubtful.insert(desk.doubtful.end(), candidates.begin(), candidates.end());
    desk.doubtful.insert(desk.doubtful.end(), forced.begin(), forced.end());
  } else {
    ring(slots_, stratum, weather, step_, Compulsion::free, candidates, found, desk.doubtful);
    ring(slots_, stratum, weather, step_, Compulsion::due, forced, found, desk.doubtful);
    for (std::size_t f = begin; f < found.there; ++f)
      if (found.share[f] == 0)
        found.share[f] = packed(full_ledger(slots_, conditions, found.slot[f], step_,
                                            static_cast<Model>(found.what[f])));
  }
  forced.clear();
  ask_in_full(desk, stratum, begin);
}

void Kernel::Batch::find(Desk& desk, std::size_t from, std::size_t until) {
  desk.found.there = 0;
  desk.found_until.clear();
  collect(desk, from, until);
  for (std::size_t s = 0; s < strata(); ++s) {
    const auto stratum = static_cast<std::int32_t>(s);
    const Weather& weather = day().weather[s];
    if (weather.is_due || weather.is_overdue) compel(desk, stratum, from, until);
    if (!desk.candidates[s].empty() || !desk.forced[s].empty()) find_in(desk, stratum);
    desk.found_until.push_back(desk.found.there);
  }
}

void Kernel::Batch::form_institutions() {
  in_parts([&](std::size_t from, std::size_t until, Desk& desk) { find(desk, from, until); });
  scripted_.clear();
  for (const auto& all : formations_) scripted_.push_back(all.size());
  for (const Desk& desk : desks_) write(desk);
  const auto by_region = [](const Formation& a, const Formation& b) { return a.region < b.region; };
  for (std::size_t r = 0; r < formations_.size(); ++r) {
    const auto begin = formations_[r].begin() + static_cast<std::ptrdiff_t>(scripted_[r]);
    if (!std::is_sorted(begin, formations_[r].end(), by_region))
      std::sort(begin, formations_[r].end(), by_region);
  }
  sift_changed(step_ + 1);
}

// ---- 4. read now, write next

void Kernel::Batch::write(const Desk& desk) {
  const Finds& found = desk.found;
  std::size_t f = 0;
  for (std::size_t s = 0; s < strata(); ++s)
    while (f < desk.found_until[s]) {
      const int r = slots_.replicate_of(found.slot[f]);
      const Slot base = r * plan_->stride;
      const auto is_here = [&](Slot slot) { return slot >= base && slot < base + plan_->stride; };
      const std::size_t begin = f;
      while (f < desk.found_until[s] && is_here(found.slot[f])) ++f;
      write_some(found, begin, f, r, s);
    }
}

// Those of one replicate and stratum.
void Kernel::Batch::write_some(const Finds& found, std::size_t begin, std::size_t end, int r,
                               std::size_t stratum) {
  auto& all = formations_[static_cast<std::size_t>(r)];
  const std::size_t more = end - begin;
  all.resize(all.size() + more);
  Formation* formation = all.data() + all.size() - more;
  std::vector<Slot>& changed = changed_[stratum];
  std::size_t rising = changed.size();
  changed.resize(rising + more);
  const auto may_rise = outlook_.may_rise[stratum];
  const Slot base = r * plan_->stride;
  for (std::size_t f = begin; f < end; ++f) {
    if (slots_.are_far()) slots_.call_for({found.slot.data() + f, end - f}, r);
    const Slot slot = found.slot[f];
    const Model from = slots_.model[static_cast<std::size_t>(slot)];
    *formation++ = {step_,
                    slot - base,
                    from,
                    static_cast<Model>(found.what[f]),
                    static_cast<Cause>(found.what[f] >> 8),
                    unpacked(found.share[f])};
    changed[rising] = slot;
    rising += may_rise[from == kNone ? 1 : 0] ? 1 : 0;
    slots_.office[static_cast<std::size_t>(slot)].since = static_cast<float>(step_ + 1);
  }
  changed.resize(rising);
  slots_.write({found.slot.data() + begin, more}, r, found.what.data() + begin, step_ + 1);
}

void Kernel::Batch::sift_changed(std::int32_t from) {
  for (std::size_t s = 0; s < strata(); ++s) {
    sift_again(slots_, outlook_, static_cast<std::int32_t>(s), changed_[s], from, span_);
    changed_[s].clear();
  }
}

}  // namespace tizhi
