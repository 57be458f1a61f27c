#include "input/appointed.hpp"

namespace tizhi {

Name appointing(const Chronicle& chronicle, std::int32_t step) {
  for (const ToldEvent& event : chronicle.events)
    for (const Appointment& appointed : event.timeline.appointments)
      if (appointed.region == 0 && appointed.step == step) return event.name;
  return {};
}

std::optional<Leader> likely_leader(const Chronicle& chronicle, const Lineage& lineage,
                                    const Formation& f) {
  const ToldEvent* last = nullptr;
  Appointment appointed;
  for (const ToldEvent& event : chronicle.events)
    for (const Appointment& one : event.timeline.appointments)
      if (one.region == 0 && one.step <= f.step &&
          (last == nullptr || one.step >= appointed.step)) {
        last = &event;
        appointed = one;
      }
  const Leadership& law = chronicle.causes[lineage.level[0]].leadership;
  if (last == nullptr || appointed.favours != f.to ||
      chronicle.grid.date(f.step - appointed.step) >= law.term)
    return std::nullopt;
  return Leader{last->date, {}, last->name, Identity::likely};
}

}  // namespace tizhi
