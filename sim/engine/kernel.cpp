#include "engine/kernel.hpp"

#include <algorithm>

#include "engine/kernel/exact.hpp"
#include "engine/kernel/leaders.hpp"

namespace tizhi {

// A step in the order of model.md §3. Every sixteen steps the sieve is filled anew.
class Kernel::Batch {
 public:
  Batch(const Run& run, const Groundwork& ground, const Plan& plan, std::uint32_t first,
        int replicates, int parts, Crew crew);
  void advance();

  const Plan& plan() const { return *plan_; }
  const Slots& slots() const { return slots_; }
  std::int32_t step() const { return step_; }
  Happenings happenings(int r) const {
    const auto at = static_cast<std::size_t>(r);
    return {step_ - 1, formations_[at], arrivals_[at], orders_[at]};
  }

 private:
  struct Candidate {
    std::size_t issuer;  // in the plan
    int replicate;
  };
  struct InForce {
    std::size_t issuer;
    int replicate;
    std::int32_t since;
  };

  void begin_span();
  void draw_issuers();
  void follow_script();
  void follow_settings();
  void set_by_script(Region region, Model model);
  void follow_appointments();
  void follow_laws();
  void seat_leaders();
  void issue_orders();
  void enforce_orders();
  void put_in_force(const InForce& order);
  void end_force(const InForce& order);
  void form_institutions();
  void collect(Desk& desk, std::size_t from, std::size_t until);
  void compel(Desk& desk, std::int32_t stratum, std::size_t from, std::size_t until);
  void find(Desk& desk, std::size_t from, std::size_t until);
  void find_in(Desk& desk, std::int32_t stratum);
  void ask_in_full(Desk& desk, std::int32_t stratum);
  void write(const Desk& desk);
  void sift_changed(std::int32_t from);
  void in_parts(const std::function<void(std::size_t, std::size_t, Desk&)>& work);

  bool was_set(Slot slot) const { return std::find(set_.begin(), set_.end(), slot) != set_.end(); }
  std::int32_t stratum_of(Slot slot) const {
    return ground_->strata.of_region[static_cast<std::size_t>(slots_.region_of(slot))];
  }
  Region child(std::int32_t at) const {
    return plan_->children.empty() ? at : plan_->children[static_cast<std::size_t>(at)];
  }
  const Day& day() const { return days_[static_cast<std::size_t>(step_ - span_.begin)]; }
  std::size_t strata() const { return ground_->strata.kinds.size(); }

  const Run* run_;
  const Groundwork* ground_;
  const Plan* plan_;
  Slots slots_;
  int parts_;
  Crew crew_;
  std::int32_t step_ = 0;
  Span span_;
  std::vector<Day> own_days_;
  const Day* days_ = nullptr;
  Outlook outlook_;
  std::vector<Desk> desks_;
  std::vector<std::vector<Slot>> changed_;  // by stratum
  std::vector<Slot> set_;                   // by script in this step
  std::vector<std::vector<Formation>> formations_;
  std::vector<std::size_t> scripted_;  // how many of them are the script's
  std::vector<std::vector<Arrival>> arrivals_;
  std::vector<std::vector<IssuedOrder>> orders_;
  std::size_t next_setting_ = 0, next_appointment_ = 0, next_law_ = 0;
  std::vector<Candidate> may_issue_[kSpan];
  std::vector<InForce> in_force_;
  std::vector<Slot> issuing_;
  Blocks blocks_;
};

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
  for (int r = 0; r < replicates; ++r)
    for (const Region i : plan.issuers) issuing_.push_back(r * plan.stride + i);
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

void Kernel::Batch::advance() {
  for (auto& all : formations_) all.clear();
  for (auto& all : arrivals_) all.clear();
  for (auto& all : orders_) all.clear();
  set_.clear();
  if (step_ == span_.end) begin_span();
  follow_script();
  if (ground_->has_leaders) seat_leaders();
  if (!in_force_.empty()) enforce_orders();
  if (!issuing_.empty()) issue_orders();
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
  outlook_ = outlook({days_, static_cast<std::size_t>(span_.end - span_.begin)}, span_, strata());
  in_parts([&](std::size_t from, std::size_t until, Desk&) {
    sift_regions(slots_, outlook_, span_, from, until);
    if (ground_->has_leaders) settle_departures(slots_, span_, from, until);
  });
  if (!issuing_.empty()) draw_issuers();
}

// Whether one of the four bytes of a word is below n, n <= 128.
static bool has_byte_below(std::uint32_t word, std::uint32_t n) {
  return ((word - 0x01010101U * n) & ~word & 0x80808080U) != 0;
}

void Kernel::Batch::draw_issuers() {
  for (auto& list : may_issue_) list.clear();
  draw_blocks(slots_, issuing_, Purpose::issue, static_cast<std::uint32_t>(span_.begin / kSpan), 0,
              blocks_);
  for (std::size_t j = 0; j < issuing_.size(); ++j) {
    const double chance = plan_->levels[slots_.level_of(issuing_[j])].issue;
    const auto below = static_cast<std::uint32_t>(std::min(chance * 256, 255.0)) + 1;
    for (std::int32_t word = 0; word < 4; ++word) {
      const std::uint32_t bytes = blocks_.words[word][j];
      if (below <= 128 && !has_byte_below(bytes, below)) continue;
      for (std::int32_t b = 0; b < 4; ++b)
        if ((bytes >> (8 * b) & 0xFFU) < below)
          may_issue_[4 * word + b].push_back(
              {j % plan_->issuers.size(), static_cast<int>(j / plan_->issuers.size())});
    }
  }
}

// ---- 1. script

void Kernel::Batch::follow_script() {
  follow_settings();
  follow_appointments();
  follow_laws();
}

void Kernel::Batch::follow_settings() {
  const auto& all = run_->timeline.settings;
  std::vector<Setting> now;
  for (; next_setting_ < all.size() && all[next_setting_].step <= step_; ++next_setting_) {
    const Setting& e = all[next_setting_];
    const auto same = std::find_if(now.begin(), now.end(),
                                   [&](const Setting& s) { return s.region == e.region; });
    if (same != now.end())
      same->model = e.model;
    else
      now.push_back(e);
  }
  std::sort(now.begin(), now.end(),
            [](const Setting& a, const Setting& b) { return a.region < b.region; });
  for (const Setting& e : now) set_by_script(e.region, e.model);
  sift_changed(step_ + 1);
}

void Kernel::Batch::set_by_script(Region region, Model model) {
  for (int r = 0; r < slots_.replicates; ++r) {
    const Slot slot = r * plan_->stride + region;
    const auto s = static_cast<std::size_t>(slot);
    const Model from = slots_.model[s];
    if (from == model) continue;
    formations_[static_cast<std::size_t>(r)].push_back(
        {step_, region, from, model, Cause::script, {}});
    slots_.write(slot, model, step_);
    slots_.office[s].since = static_cast<float>(step_ + 1);
    set_.push_back(slot);
    changed_[static_cast<std::size_t>(stratum_of(slot))].push_back(slot);
  }
}

void Kernel::Batch::follow_appointments() {
  const auto& all = run_->timeline.appointments;
  for (; next_appointment_ < all.size() && all[next_appointment_].step <= step_;
       ++next_appointment_) {
    const Appointment& e = all[next_appointment_];
    if (ground_->follows[plan_->level[static_cast<std::size_t>(e.region)]] == 0) continue;
    for (int r = 0; r < slots_.replicates; ++r) {
      appoint(slots_, r * plan_->stride + e.region, e.favours, step_, span_);
      arrivals_[static_cast<std::size_t>(r)].push_back({step_, e.region, e.favours, kNoRegion});
    }
  }
}

void Kernel::Batch::follow_laws() {
  const auto& all = run_->timeline.law_changes;
  const World& world = *run_->world;
  for (; next_law_ < all.size() && all[next_law_].step <= step_; ++next_law_) {
    if (slots_.legal.empty()) {
      slots_.legal.assign(slots_.office.size(), 0);
      for (std::size_t slot = 0; slot < slots_.legal.size(); ++slot) {
        const auto i = slot % static_cast<std::size_t>(plan_->stride);
        if (i < world.legal.size()) slots_.legal[slot] = world.legal[i];
      }
    }
    for (Region i = 0; i < plan_->regions; ++i) {
      if (!reaches(all[next_law_].scope, world, i)) continue;
      for (int r = 0; r < slots_.replicates; ++r) {
        const Slot slot = r * plan_->stride + i;
        const auto s = static_cast<std::size_t>(slot);
        slots_.legal[s] = all[next_law_].value;
        slots_.law[s] = static_cast<float>(1 - all[next_law_].value);
      }
    }
  }
}

// ---- 2. leaders and orders

void Kernel::Batch::seat_leaders() {
  const std::uint64_t* bits = slots_.arrive_at(step_);
  in_parts([&](std::size_t from, std::size_t until, Desk& desk) {
    desk.list.clear();
    list_bits(bits, from, until, desk.list);
    seat(slots_, step_, desk.list, desk.arrivals);
  });
  for (const Desk& desk : desks_) {
    const Arrival* next = desk.arrivals.data();
    for (std::size_t at = 0; at < desk.list.size();) {
      const int r = slots_.replicate_of(desk.list[at]);
      const std::size_t begin = at;
      const Slot end = (r + 1) * plan_->stride;
      while (at < desk.list.size() && desk.list[at] < end) ++at;
      auto& all = arrivals_[static_cast<std::size_t>(r)];
      all.insert(all.end(), next + begin, next + at);
    }
  }
}

void Kernel::Batch::issue_orders() {
  for (const auto& [issuer, replicate] : may_issue_[step_ % kSpan]) {
    const Region region = plan_->issuers[issuer];
    const Slot slot = replicate * plan_->stride + region;
    const auto s = static_cast<std::size_t>(slot);
    const LevelLaw& law = plan_->levels[plan_->level[static_cast<std::size_t>(region)]];
    const Model model = slots_.model[s];
    if (model == kNone) continue;
    const std::int32_t since = slots_.own_order_since[s];
    if (since >= 0 && step_ < since + law.issue_steps) continue;
    const Draws draws(run_->seed, slots_.first + static_cast<std::uint32_t>(replicate));
    if (!draws.happens(Purpose::issue, static_cast<std::uint32_t>(step_), slots_.office[s].luck,
                       law.issue))
      continue;
    slots_.own_order[s] = model;
    slots_.own_order_since[s] = step_ + 1;
    orders_[static_cast<std::size_t>(replicate)].push_back({step_, region, model});
    in_force_.push_back({issuer, replicate, step_ + 1});
  }
}

void Kernel::Batch::enforce_orders() {
  const auto steps_left = [&](const InForce& order) {
    const auto region = static_cast<std::size_t>(plan_->issuers[order.issuer]);
    return order.since + plan_->levels[plan_->level[region]].issue_steps - step_;
  };
  for (const InForce& order : in_force_) {
    const double left = steps_left(order);
    if (left <= 0)
      end_force(order);
    else if (order.since == step_ || left < 1)
      put_in_force(order);
  }
  std::erase_if(in_force_, [&](const InForce& order) { return steps_left(order) <= 0; });
  sift_changed(step_);
}

// What of a post an order does not change.
constexpr std::uint32_t kOutsideOrders = ~(0xFFU << Post::order | 1U << Post::partial);

void Kernel::Batch::put_in_force(const InForce& order) {
  const Slot base = order.replicate * plan_->stride;
  const auto issuer = static_cast<std::size_t>(plan_->issuers[order.issuer]);
  const Model model = slots_.own_order[static_cast<std::size_t>(base) + issuer];
  const Level upper = plan_->level[issuer];
  const double left = order.since + plan_->levels[upper].issue_steps - step_;
  for (std::int32_t c = plan_->child_begin[order.issuer]; c < plan_->child_end[order.issuer]; ++c) {
    const Slot slot = base + child(c);
    const auto s = static_cast<std::size_t>(slot);
    const Level level = slots_.level_of(slot);
    const int ranks = std::max(level - upper, 1);
    const double strength = power(run_->causes[level].mandate.decay, ranks - 1);
    // What is left of the last step, or next to nothing, is a matter for the plain way.
    const bool is_plain = left < 1 || strength < 1e-6;
    slots_.order[s] = static_cast<float>(strength);
    slots_.office[s].post = (slots_.office[s].post & kOutsideOrders) |
                            std::uint32_t{model} << Post::order |
                            std::uint32_t{is_plain} << Post::partial;
    changed_[static_cast<std::size_t>(stratum_of(slot))].push_back(slot);
  }
}

void Kernel::Batch::end_force(const InForce& order) {
  const Slot base = order.replicate * plan_->stride;
  for (std::int32_t c = plan_->child_begin[order.issuer]; c < plan_->child_end[order.issuer]; ++c) {
    const Slot slot = base + child(c);
    const auto s = static_cast<std::size_t>(slot);
    slots_.order[s] = 0;
    slots_.office[s].post = (slots_.office[s].post & kOutsideOrders) | std::uint32_t{kNone}
                                                                           << Post::order;
  }
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

void Kernel::Batch::ask_in_full(Desk& desk, std::int32_t stratum) {
  const Conditions& conditions = day().conditions[static_cast<std::size_t>(stratum)];
  for (const Slot slot : desk.doubtful)
    if (const auto found = consider(slots_, conditions, slot, step_)) desk.found.push_back(*found);
  desk.doubtful.clear();
}

// The found of one stratum come in order of their slots.
void Kernel::Batch::find_in(Desk& desk, std::int32_t stratum) {
  const auto s = static_cast<std::size_t>(stratum);
  const Weather& weather = day().weather[s];
  const Conditions& conditions = day().conditions[s];
  auto& candidates = desk.candidates[s];
  auto& forced = desk.forced[s];
  auto& found = desk.found;
  const std::size_t begin = found.size();
  if (weather.is_plain) {
    desk.doubtful.insert(desk.doubtful.end(), candidates.begin(), candidates.end());
    desk.doubtful.insert(desk.doubtful.end(), forced.begin(), forced.end());
  } else {
    desk.ringing.clear();
    weigh(slots_, stratum, weather, step_, candidates, desk.ringing, desk.doubtful);
    choose(slots_, stratum, weather, step_, Compulsion::free, desk.ringing, found, desk.doubtful);
    choose(slots_, stratum, weather, step_, Compulsion::due, forced, found, desk.doubtful);
    for (std::size_t f = begin; f < found.size(); ++f)
      if ((found[f].ledger[0] | found[f].ledger[1] | found[f].ledger[2] | found[f].ledger[3]) == 0)
        found[f].ledger = full_ledger(slots_, conditions, found[f].slot, step_, found[f].to);
  }
  const std::size_t in_order = forced.empty() ? found.size() : begin;
  forced.clear();
  ask_in_full(desk, stratum);
  const auto by_slot = [](const Found& a, const Found& b) { return a.slot < b.slot; };
  const auto at = [&](std::size_t place) {
    return found.begin() + static_cast<std::ptrdiff_t>(place);
  };
  if (in_order == found.size()) return;
  std::sort(at(in_order), found.end(), by_slot);
  std::inplace_merge(at(begin), at(in_order), found.end(), by_slot);
}

void Kernel::Batch::find(Desk& desk, std::size_t from, std::size_t until) {
  desk.found.clear();
  collect(desk, from, until);
  for (std::size_t s = 0; s < strata(); ++s) {
    const auto stratum = static_cast<std::int32_t>(s);
    const Weather& weather = day().weather[s];
    if (weather.is_due || weather.is_overdue) compel(desk, stratum, from, until);
    if (!desk.candidates[s].empty() || !desk.forced[s].empty()) find_in(desk, stratum);
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
  for (const Found& found : desk.found) {
    const int r = slots_.replicate_of(found.slot);
    const auto s = static_cast<std::size_t>(found.slot);
    const Model from = slots_.model[s];
    formations_[static_cast<std::size_t>(r)].push_back(
        {step_, found.slot - r * plan_->stride, from, found.to, found.cause, found.ledger});
    const auto stratum = static_cast<std::size_t>(stratum_of(found.slot));
    // Where the sieve was as wide before as it is now, nobody new falls through.
    if (from == kNone ? !outlook_.is_calm_wider[stratum] : slots_.hold[s] < 1)
      changed_[stratum].push_back(found.slot);
    slots_.write(found.slot, found.to, step_ + 1);
    slots_.office[s].since = static_cast<float>(step_ + 1);
  }
}

void Kernel::Batch::sift_changed(std::int32_t from) {
  for (std::size_t s = 0; s < strata(); ++s) {
    sift_again(slots_, outlook_, static_cast<std::int32_t>(s), changed_[s], from, span_);
    changed_[s].clear();
  }
}

// ---- the outside

Kernel::Kernel(const Run& run, const Groundwork& ground, const Plan& plan,
               std::uint32_t first_replicate, int replicates)
    : Kernel(run, ground, plan, first_replicate, replicates, 1, {}) {}

Kernel::Kernel(const Run& run, const Groundwork& ground, const Plan& plan,
               std::uint32_t first_replicate, int replicates, int parts, Crew crew)
    : batch_{std::make_unique<Batch>(run, ground, plan, first_replicate, replicates, parts,
                                     std::move(crew))} {}

Kernel::Kernel(Kernel&&) noexcept = default;
Kernel::~Kernel() = default;

int Kernel::replicates() const { return batch_->slots().replicates; }
std::int32_t Kernel::steps_done() const { return batch_->step(); }
bool Kernel::is_over() const { return batch_->step() == batch_->plan().steps; }
void Kernel::advance() { batch_->advance(); }
Happenings Kernel::happenings(int r) const { return batch_->happenings(r); }
std::span<const Model> Kernel::models(int r) const {
  const Slots& slots = batch_->slots();
  return {slots.model.data() +
              static_cast<std::size_t>(r) * static_cast<std::size_t>(slots.plan->stride),
          static_cast<std::size_t>(slots.plan->regions)};
}

}  // namespace tizhi
