#include "engine/focus.hpp"

#include <algorithm>
#include <bit>

namespace tizhi {
namespace {

constexpr std::uint32_t kBare = 1U << kMaxModels;  // the region had no model at `from`
constexpr std::uint32_t kAnyModel = kBare - 1;

bool follows_regions(Measure measure) {
  return measure == Measure::kept || measure == Measure::forms;
}

std::uint32_t bit(Model m) { return m == kNone ? kBare : 1U << m; }

}  // namespace

bool Focus::is_needed(const Outcome& outcome) {
  return !outcome.scope.everywhere || outcome.from > 0 || follows_regions(outcome.measure);
}

Focus::Focus(const Outcome& outcome, const World& world)
    : outcome_{&outcome},
      holds_(static_cast<std::size_t>(world.size()), 0),
      run_(follows_regions(outcome.measure) ? holds_.size() : 0, 0) {
  for (Region i = 0; i < world.size(); ++i) {
    const auto slot = static_cast<std::size_t>(i);
    if (outcome.level != kAllLevels && outcome.level != world.level[slot]) continue;
    if (!reaches(outcome.scope, world, i)) continue;
    holds_[slot] = 1;
    regions_.push_back(i);
  }
}

void Focus::look(std::int32_t n, std::span<const Model> models) {
  if (n != outcome_->from || run_.empty()) return;
  for (const Region i : regions_)
    run_[static_cast<std::size_t>(i)] = bit(models[static_cast<std::size_t>(i)]);
}

void Focus::note(std::int32_t step, std::span<const Formation> formations) {
  if (step < outcome_->from || step >= outcome_->at) return;
  for (const Formation& f : formations) {
    const auto slot = static_cast<std::size_t>(f.region);
    formed_ += holds_[slot] != 0 && counts(f.cause);
    if (!run_.empty()) run_[slot] |= bit(f.to);
  }
}

bool Focus::counts(Cause cause) const {
  return outcome_->measure == Measure::by_cause ? cause == outcome_->cause : cause != Cause::script;
}

std::int64_t Focus::kept() const {
  return std::count_if(regions_.begin(), regions_.end(), [&](Region i) {
    return (run_[static_cast<std::size_t>(i)] & ~std::uint32_t{outcome_->models}) == 0;
  });
}

std::int64_t Focus::varied() const {
  return std::count_if(regions_.begin(), regions_.end(), [&](Region i) {
    return std::popcount(run_[static_cast<std::size_t>(i)] & kAnyModel) >= outcome_->least;
  });
}

PerModel<std::int32_t> Focus::counts(std::span<const Model> models) const {
  PerModel<std::int32_t> counts{};
  for (const Region i : regions_) {
    const Model m = models[static_cast<std::size_t>(i)];
    if (m != kNone) ++counts[m];
  }
  return counts;
}

}  // namespace tizhi
