// What the timeline does by itself: settings, named leaders, laws.
#include <algorithm>

#include "engine/kernel/batch.hpp"
#include "engine/kernel/leaders.hpp"

namespace tizhi {

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
    const Slot who[1] = {slot};
    const std::uint32_t to[1] = {model};
    slots_.write(who, r, to, step_);
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
      const Slot slot = r * plan_->stride + e.region;
      appoint(slots_, slot, e.favours, step_, span_, desk_of(slot).arriving);
      changed_[static_cast<std::size_t>(stratum_of(slot))].push_back(slot);
      arrivals_[static_cast<std::size_t>(r)].push_back({step_, e.region, e.favours, kNoRegion});
    }
  }
  sift_changed(step_);
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

}  // namespace tizhi
