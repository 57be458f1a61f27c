// The fast kernel at work: the replicates of one batch, step by step.
#pragma once

#include <vector>

#include "engine/kernel.hpp"
#include "engine/kernel/clocks.hpp"

namespace tizhi {

// Someone who may issue an order in a step, as the chance's top byte leaves it open.
struct MayIssue {
  std::int32_t issuer;  // in the plan
  std::int32_t replicate;
  std::uint32_t top;
};

// Lists who may issue in the steps of a span, at [step % kSpan].
void list_issuers(const Slots& slots, std::uint32_t span, std::vector<MayIssue>* lists);

// A step in the order of model.md §3. Every sixteen steps the sieve is filled anew.
class Kernel::Batch {
 public:
  Batch(const Run& run, const Groundwork& ground, const Plan& plan, std::uint32_t first,
        int replicates, int parts, Crew crew);
  void advance();
  void tell_arrivals(bool are_told) { tells_arrivals_ = are_told; }

  const Plan& plan() const { return *plan_; }
  const Slots& slots() const { return slots_; }
  std::int32_t step() const { return step_; }
  Happenings happenings(int r) const {
    const auto at = static_cast<std::size_t>(r);
    return {step_ - 1, formations_[at], arrivals_[at], orders_[at]};
  }

 private:
  struct InForce {
    std::int32_t issuer;  // in the plan
    std::int32_t replicate;
    std::int32_t since;
  };

  void begin_span();
  void follow_script();
  void follow_settings();
  void set_by_script(Region region, Model model);
  void follow_appointments();
  void follow_laws();
  void seat_leaders();
  void issue_orders();
  void enforce_orders();
  void enforce(const InForce& order);
  void look_again(const InForce& order, std::int32_t step);
  void put_in_force(const InForce& order);
  void end_force(const InForce& order);
  void form_institutions();
  void collect(Desk& desk, std::size_t from, std::size_t until);
  void compel(Desk& desk, std::int32_t stratum, std::size_t from, std::size_t until);
  void find(Desk& desk, std::size_t from, std::size_t until);
  void find_in(Desk& desk, std::int32_t stratum);
  void ask_in_full(Desk& desk, std::int32_t stratum, std::size_t begin);
  void write(const Desk& desk);
  void write_some(const Finds& found, std::size_t begin, std::size_t end, int r,
                  std::size_t stratum);
  Desk& desk_of(Slot slot);
  void sift_changed(std::int32_t from);
  void in_parts(const std::function<void(std::size_t, std::size_t, Desk&)>& work);

  bool was_set(Slot slot) const { return std::find(set_.begin(), set_.end(), slot) != set_.end(); }
  std::int32_t stratum_of(Slot slot) const { return plan_->stratum_of(slots_.region_of(slot)); }
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
  bool tells_arrivals_ = true;
  std::vector<std::vector<IssuedOrder>> orders_;
  std::size_t next_setting_ = 0, next_appointment_ = 0, next_law_ = 0;
  std::vector<MayIssue> may_issue_[kSpan];
  // Orders in force by the step in which to look at them again, at [step % size]; empty where none
  // are issued.
  std::vector<std::vector<InForce>> in_force_;
};

}  // namespace tizhi
