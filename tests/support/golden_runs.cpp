#include "support/golden_runs.hpp"

#include <sstream>
#include <string_view>

#include "support/case.hpp"

namespace tizhi::test {
namespace {

std::string name_of(Model m) {
  return std::string(m == kNone ? "-" : std::string_view("abcdefghijklmnop").substr(m, 1));
}

// Every parameter away from its default, at two levels differently.
void set_everything(Run& run) {
  at_all_levels(run, [](Causes& c) {
    c.inertia = {toward_all(0.25), 6, toward_all(0.7), 3};
    c.inertia.pull[2] = 0.5;
    c.imitation = {toward_all(0.3), toward_all(0.35), 1.4, toward_all(2), PeerSet::siblings, 0.25};
    c.imitation.founding[1] = 3;
    c.mandate = {0.9, 0.6, 0.5, 0.4, 0.2, 0.8};
    c.leadership = {0.5, 3, 1.6, 5, 2, 0.3, 0.8, {}};
    c.leadership.favourites = {2, 1, 0, 1};
  });
  run.causes.back().imitation.lag = 0.5;
  run.causes.back().leadership.tenure = 2;
}

void set_timeline(Run& run) {
  Timeline& t = run.timeline;
  t.windows = {{0.5, 1.2, 3, 0.25}, {1, 2.6, 0.5, 0}};
  t.legacies = {{-4, 0, 1, {}}, {0.37, 2, 1.5, {false, {1}, ~0ULL, kNoRegion}}};
  Order due = order_of({0, 3}, 0.6);
  due.issuer = due.scope.below = 0;
  due.deadline = 2.1;
  due.until = 3;
  due.delay = 0.2;
  due.lag_per_level = 0.15;
  due.weighted = true;
  due.weights = {1, 0, 0, 3};
  Order open = order_of({1, 2}, 1.4);
  open.until = 3.3;
  Order whole = order_of({0, 1, 2, 3}, 0.1);
  whole.strength = 0.5;
  whole.until = 1;
  t.orders = {due, open, whole};
  t.settings = {{3, 0, 1}, {3, 4, 2}, {20, 4, kNone}, {20, 5, 0}};
  t.appointments = {{6, 2, 3}, {6, 3, kNone}};
  t.law_changes = {{10, {false, {1}, ~0ULL, kNoRegion}, 0.6}};
}

Run everything() {
  Run run = make_run({2, 3, 2}, 4, 48);
  change_world(run, [](World& w) {
    for (std::size_t i = 0; i < w.prestige.size(); ++i)
      w.prestige[i] = static_cast<std::int32_t>(512 + 137 * i);
    w.legal.resize(w.parent.size(), 0);
    w.legal[3] = 0.5;
    w.fixed[1] = 1;
  });
  run.beginnings = {{1, {1, 1, 1, 1}, 2}, {0, {0, 0, 1}, 0.5}};
  run.beginning.assign(static_cast<std::size_t>(run.world->size()), 0);
  run.beginning[1] = 1;
  set_everything(run);
  set_timeline(run);
  run.seed = 20240229;
  return run;
}

// Sixteen models and a level of equals, by years.
Run many_models() {
  Run run = make_run({12}, 16, 20, 1);
  run.beginnings[0].weights.fill(1);
  at_all_levels(run, [](Causes& c) {
    c.imitation.peers = toward_all(0.4);
    c.imitation.peer_set = PeerSet::level;
    c.imitation.lag = 2;
    c.leadership.preference = 0.2;
    c.leadership.outsider = 0.5;
  });
  run.seed = ~0ULL;
  return run;
}

// A ring of neighbours by steps of ten days, and an order that falls due twice over.
Run ring() {
  Run run = make_run({10}, 3, 60, 10 / 365.25);
  change_world(run, [](World& w) {
    for (Region i = 0; i < 10; ++i) {
      w.neighbour_begin.push_back(2 * i);
      w.neighbours.push_back({(i + 1) % 10, 1024});
      w.neighbours.push_back({(i + 9) % 10, 512 + i});
    }
    w.neighbour_begin.push_back(20);
  });
  run.beginnings[0].weights = {2, 1, 1};
  at_all_levels(run, [](Causes& c) {
    c.imitation.peers = toward_all(2);
    c.imitation.peer_set = PeerSet::neighbours;
    c.imitation.conformity = 0.8;
    c.mandate.compliance = 1;
    c.leadership.preference = 1;
    c.leadership.tenure = 0.5;
  });
  run.timeline.orders = {order_of({0}), order_of({1, 2})};
  for (Order& order : run.timeline.orders) order.deadline = order.until = 1;
  return run;
}

}  // namespace

std::vector<GoldenRun> golden_runs() {
  return {{"everything", everything()}, {"many models", many_models()}, {"ring", ring()}};
}

std::string line(const Formation& f) {
  std::ostringstream text;
  text << f.step << " region " << f.region << ' ' << name_of(f.from) << '>' << name_of(f.to) << ' '
       << kCauseNames[static_cast<std::size_t>(f.cause)];
  for (const int share : f.ledger) text << ' ' << share;
  text << '\n';
  return text.str();
}

std::string line(const Arrival& a) {
  std::ostringstream text;
  text << a.step << " leader of " << a.region << " for " << name_of(a.favours) << " from "
       << a.origin << '\n';
  return text.str();
}

std::string line(const IssuedOrder& o) {
  std::ostringstream text;
  text << o.step << " order of " << o.issuer << " for " << name_of(o.model) << '\n';
  return text.str();
}

std::string history(const Run& run, std::uint32_t replicate) {
  std::string happened, arrived, ordered;
  simulate(
      run, groundwork(run), replicate, [](const State&) {},
      [&](const State&, const Happenings& now) {
        for (const Formation& f : now.formations) happened += line(f);
        for (const Arrival& a : now.arrivals) arrived += line(a);
        for (const IssuedOrder& o : now.orders) ordered += line(o);
      });
  return happened + arrived + ordered;
}

}  // namespace tizhi::test
