#include "support/shrink.hpp"

#include <sstream>

#include "support/case.hpp"
#include "support/without_region.hpp"

namespace tizhi::test {
namespace {

using Step = std::function<void(Batch&)>;

template <class T>
using ListOf = std::vector<T> Timeline::*;

template <class Part>
using PartOf = Part Causes::*;

template <class Part, class Member>
using MemberOf = Member Part::*;

template <class T>
void drop_each(std::vector<Step>& steps, ListOf<T> list, const Batch& batch) {
  for (std::size_t n = (batch.run.timeline.*list).size(); n > 0; --n)
    steps.push_back([list, n](Batch& b) {
      auto& all = b.run.timeline.*list;
      if (n <= all.size()) all.erase(all.begin() + static_cast<std::ptrdiff_t>(n) - 1);
    });
}

// A part of every level's causes back to its default.
template <class Part, class Member>
Step unset(PartOf<Part> part, MemberOf<Part, Member> member) {
  return [=](Batch& b) {
    for (Causes& c : b.run.causes) c.*part.*member = Part{}.*member;
  };
}

std::vector<Step> parameters() {
  using I = Inertia;
  using J = Imitation;
  using M = Mandate;
  using L = Leadership;
  const auto i = &Causes::inertia;
  const auto j = &Causes::imitation;
  const auto m = &Causes::mandate;
  const auto l = &Causes::leadership;
  return {unset(i, &I::pull),         unset(i, &I::half_life),  unset(i, &I::drag),
          unset(i, &I::settling),     unset(j, &J::superior),   unset(j, &J::peers),
          unset(j, &J::conformity),   unset(j, &J::founding),   unset(j, &J::peer_set),
          unset(j, &J::lag),          unset(m, &M::compliance), unset(m, &M::decay),
          unset(m, &M::resistance),   unset(m, &M::crowding),   unset(m, &M::issue_rate),
          unset(m, &M::issue_length), unset(l, &L::preference), unset(l, &L::tenure),
          unset(l, &L::tenure_shape), unset(l, &L::term),       unset(l, &L::honeymoon),
          unset(l, &L::outsider),     unset(l, &L::taste),      unset(l, &L::favourites)};
}

std::vector<Step> traits() {
  return {
      [](Batch& b) {
        change_world(b.run, [](World& w) { w.neighbour_begin = {}, w.neighbours = {}; });
      },
      [](Batch& b) {
        change_world(b.run, [](World& w) { w.prestige.assign(w.prestige.size(), kPrestigeUnit); });
      },
      [](Batch& b) { change_world(b.run, [](World& w) { w.legal.clear(); }); },
      [](Batch& b) { change_world(b.run, [](World& w) { w.fixed.assign(w.fixed.size(), 0); }); }};
}

std::vector<Step> steps_for(const Batch& batch) {
  std::vector<Step> steps{
      [](Batch& b) { b.parts = 1; },
      [](Batch& b) { b.replicates = 1; },
      [](Batch& b) { b.first = 0; },
      [](Batch& b) { b.run.follows_leaders = false; },
      [](Batch& b) { b.run.timeline.grid.steps = (b.run.timeline.grid.steps + 1) / 2; },
      [](Batch& b) { b.run.timeline.grid.steps -= b.run.timeline.grid.steps > 1; },
      [](Batch& b) { b.run.beginnings = {Beginning{}}, b.run.beginning.clear(); },
      [](Batch& b) { b.run.causes.assign(b.run.causes.size(), b.run.causes.front()); },
      [](Batch& b) { b.run.causes.assign(b.run.causes.size(), b.run.causes.back()); }};
  for (Step& step : parameters()) steps.push_back(step);
  for (Step& step : traits()) steps.push_back(step);
  drop_each(steps, &Timeline::windows, batch);
  drop_each(steps, &Timeline::legacies, batch);
  drop_each(steps, &Timeline::orders, batch);
  drop_each(steps, &Timeline::settings, batch);
  drop_each(steps, &Timeline::appointments, batch);
  drop_each(steps, &Timeline::law_changes, batch);
  return steps;
}

// Regions from the last to the first, a block of them at a time.
bool drop_regions(Batch& batch, Region block,
                  const std::function<bool(const Batch&)>& still_differs) {
  bool has_changed = false;
  for (Region i = batch.run.world->size() - 1; i >= 0; i -= block) {
    Batch smaller = batch;
    for (Region j = i; j > i - block && j >= 0; --j)
      if (smaller.run.world->size() > 1 &&
          smaller.run.world->has_subordinates[static_cast<std::size_t>(j)] == 0)
        smaller.run = without_region(smaller.run, j);
    if (smaller.run.world->size() == batch.run.world->size() || !still_differs(smaller)) continue;
    batch = std::move(smaller);
    has_changed = true;
  }
  return has_changed;
}

bool is_same(const Batch& a, const Batch& b) {
  return a.parts == b.parts && a.replicates == b.replicates && a.first == b.first &&
         a.run.follows_leaders == b.run.follows_leaders && a.run.timeline == b.run.timeline &&
         a.run.beginnings == b.run.beginnings && a.run.beginning == b.run.beginning &&
         a.run.causes == b.run.causes && *a.run.world == *b.run.world;
}

void tell(std::ostream& text, const PerModel<double>& values, int models) {
  for (int k = 0; k < models; ++k)
    text << (k > 0 ? "," : "") << values[static_cast<std::size_t>(k)];
}

void tell_world(std::ostream& text, const World& w) {
  for (std::size_t i = 0; i < w.parent.size() && i < 40; ++i)
    text << "  region " << i << " level " << int{w.level[i]} << " parent " << w.parent[i]
         << " prestige " << w.prestige[i] << " legal " << w.legal_of(i) << " fixed "
         << int{w.fixed[i]} << "\n";
  text << "  " << w.neighbours.size() << " arrows between neighbours\n";
}

void tell_causes(std::ostream& text, const Run& run) {
  const auto row = [&](const char* name, const PerModel<double>& values) {
    text << " " << name << " ";
    tell(text, values, run.models());
  };
  for (std::size_t l = 0; l < run.causes.size(); ++l) {
    const auto& [i, j, m, e, on] = run.causes[l];
    text << "  level " << l << " on " << on[0] << on[1] << on[2] << on[3] << "\n    inertia";
    row("pull", i.pull), row("drag", i.drag);
    text << " half_life " << i.half_life << " settling " << i.settling << "\n    imitation";
    row("superior", j.superior), row("peers", j.peers), row("founding", j.founding);
    text << " conformity " << j.conformity << " peer_set " << int(j.peer_set) << " lag " << j.lag
         << "\n    mandate compliance " << m.compliance << " decay " << m.decay << " resistance "
         << m.resistance << " crowding " << m.crowding << " issue " << m.issue_rate << " for "
         << m.issue_length << "\n    leadership preference " << e.preference << " tenure "
         << e.tenure << " shape " << e.tenure_shape << " term " << e.term << " honeymoon "
         << e.honeymoon << " outsider " << e.outsider << " taste " << e.taste;
    row("favourites", e.favourites);
    text << "\n";
  }
}

void tell(std::ostream& text, const Order& o, int models) {
  text << "  order at " << o.date << " deadline " << o.deadline << " until " << o.until << " delay "
       << o.delay << " lag " << o.lag_per_level << " strength " << o.strength << " issuer "
       << o.issuer << " targets " << o.targets << (o.weighted ? " weighted " : " open ");
  tell(text, o.weights, models);
  text << " everywhere " << o.scope.everywhere << " levels " << o.scope.levels << "\n";
}

void tell_timeline(std::ostream& text, const Run& run) {
  const Timeline& t = run.timeline;
  text << "  step " << t.grid.step << " years, " << t.grid.steps << " of them; seed " << run.seed
       << "\n";
  for (const Window& w : t.windows)
    text << "  window " << w.from << " to " << w.until << " factor " << w.factor << " lag "
         << w.lag_per_level << "\n";
  for (const Legacy& e : t.legacies)
    text << "  legacy of " << int{e.model} << " at " << e.date << " amount " << e.amount << "\n";
  for (const Order& o : t.orders) tell(text, o, run.models());
  for (const Setting& e : t.settings)
    text << "  set " << e.region << " to " << int{e.model} << " in step " << e.step << "\n";
  for (const Appointment& e : t.appointments)
    text << "  leader of " << e.region << " for " << int{e.favours} << " in step " << e.step
         << "\n";
  for (const LawChange& e : t.law_changes)
    text << "  legal " << e.value << " from step " << e.step << "\n";
}

}  // namespace

Batch shrunk(Batch batch, const std::function<bool(const Batch&)>& still_differs) {
  for (bool has_changed = true; has_changed;) {
    has_changed = false;
    for (const Step& step : steps_for(batch)) {
      Batch smaller = batch;
      step(smaller);
      if (is_same(smaller, batch) || !still_differs(smaller)) continue;
      batch = std::move(smaller);
      has_changed = true;
    }
    const Region regions = batch.run.world->size();
    for (const Region block : {regions / 4, regions / 16, 1})
      if (block > 0) has_changed |= drop_regions(batch, block, still_differs);
  }
  return batch;
}

std::string told(const Batch& batch) {
  std::ostringstream text;
  text.precision(17);
  text << summary(batch) << "\n";
  tell_world(text, *batch.run.world);
  tell_causes(text, batch.run);
  tell_timeline(text, batch.run);
  return text.str();
}

}  // namespace tizhi::test
