// The ceilings of the sieve in a span: steps of nearly the same weather share one.
#include <algorithm>

#include "engine/kernel/sift.hpp"

namespace tizhi {

Outlook outlook(const Plan& plan, std::span<const Day> days, Span span) {
  const auto& kinds = plan.ground->strata.kinds;
  const std::size_t strata = kinds.size();
  Outlook out;
  for (std::size_t s = 0; s < strata; ++s) {
    out.begin.push_back(out.spells.size());
    for (std::int32_t step = span.begin; step < span.end; ++step) {
      const Weather& w = days[static_cast<std::size_t>(step - span.begin)].weather[s];
      const Spell now{step, step + 1, w.lull * 256, w.calm * 256, w.zeal * 256, w.storm * 256};
      const auto is_near = [](float a, float b) {
        return a <= 1.25F * b + 0.25F && b <= 1.25F * a + 0.25F;
      };
      Spell* last = out.spells.size() > out.begin.back() ? &out.spells.back() : nullptr;
      if (last == nullptr || !is_near(last->lull, now.lull) || !is_near(last->calm, now.calm) ||
          !is_near(last->zeal, now.zeal) || !is_near(last->storm, now.storm)) {
        out.spells.push_back(now);
        continue;
      }
      last->end = step + 1;
      last->lull = std::max(last->lull, now.lull);
      last->calm = std::max(last->calm, now.calm);
      last->zeal = std::max(last->zeal, now.zeal);
      last->storm = std::max(last->storm, now.storm);
    }
  }
  out.begin.push_back(out.spells.size());
  for (std::size_t s = 0; s < strata; ++s) {
    const std::span<const Spell> spells = out.of(static_cast<std::int32_t>(s));
    const bool is_calm_wider = std::all_of(spells.begin(), spells.end(),
                                           [](const Spell& at) { return at.calm >= at.lull; });
    out.may_rise.push_back({plan.levels[kinds[s].level].holds, !is_calm_wider});
  }
  return out;
}

}  // namespace tizhi
