#include "cli/glances.hpp"

#include <algorithm>

namespace tizhi {
namespace {

std::vector<Region> siblings(const Look& of) {
  const auto parent = of.file.numbers<std::int32_t>("region_parent");
  std::vector<Region> rows;
  for (std::size_t i = 0; i < parent.size() && of.subject.superior >= 0; ++i)
    if (parent[i] == of.subject.superior) rows.push_back(static_cast<Region>(i));
  return rows;
}

std::vector<Region> of_level(const Look& of) {
  const auto level = of.file.numbers<std::uint8_t>("region_level");
  std::vector<Region> rows;
  for (std::size_t i = 0; i < level.size(); ++i)
    if (level[i] == of.subject.lineage.level[0]) rows.push_back(static_cast<Region>(i));
  return rows;
}

std::vector<Region> neighbours(const Look& of) {
  if (!of.file.has("neighbour_a")) return {};
  const auto a = of.file.numbers<std::int32_t>("neighbour_a");
  const auto b = of.file.numbers<std::int32_t>("neighbour_b");
  std::vector<Region> rows;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == of.subject.region) rows.push_back(b[i]);
    if (b[i] == of.subject.region) rows.push_back(a[i]);
  }
  return rows;
}

struct Circle {
  Peers who = Peers::unknown;
  std::vector<Region> rows;
};

// Whom the region looks at.
Circle circle_of(const Look& of, PeerSet set) {
  Circle circle;
  switch (set) {
    case PeerSet::siblings:
      circle = {Peers::siblings, siblings(of)};
      break;
    case PeerSet::level:
      circle = {Peers::level, of_level(of)};
      break;
    case PeerSet::neighbours:
      circle = {Peers::neighbours, neighbours(of)};
      break;
    case PeerSet::none:
      break;
  }
  std::erase(circle.rows, of.subject.region);
  return circle;
}

// Fills in glances, in order of their steps, while the formations go by.
class Onlooker {
 public:
  Onlooker(const Look& of, Circle circle, std::vector<Glance>& glances)
      : state_{initial_state(of.file, of.runs, of.replicate)},
        superior_{of.subject.superior},
        circle_{std::move(circle)},
        glances_{glances} {}

  // A picture holds what was scripted in its step, and nothing else of it.
  bool note(const Formation& f) {
    while (next_ < glances_.size() &&
           (f.step > glances_[next_].step ||
            (f.step == glances_[next_].step && f.cause != Cause::script)))
      look(glances_[next_++]);
    state_[static_cast<std::size_t>(f.region)] = f.to;
    return next_ < glances_.size();
  }

  void finish() {
    while (next_ < glances_.size()) look(glances_[next_++]);
  }

 private:
  void look(Glance& glance) const {
    const auto has = [&](Region i) { return state_[static_cast<std::size_t>(i)] == glance.to; };
    if (superior_ >= 0) glance.superior = has(superior_) ? Superior::alike : Superior::differs;
    glance.company = {circle_.who, static_cast<std::int64_t>(circle_.rows.size()),
                      std::count_if(circle_.rows.begin(), circle_.rows.end(), has)};
  }

  std::vector<Model> state_;
  Region superior_;
  Circle circle_;
  std::vector<Glance>& glances_;
  std::size_t next_ = 0;
};

}  // namespace

std::vector<Glance> glances_of(const Look& of, const History& history, const Imitation& imitation,
                               const Grid& grid) {
  const auto lag =
      static_cast<std::int32_t>(std::min<double>(grid.in_steps(imitation.lag) + 0.5, grid.steps));
  std::vector<Glance> glances;
  for (const Formation& f : history.formations)
    if (f.cause == Cause::imitation) glances.push_back({f.step - lag, f.to, {}, {}});
  if (glances.empty()) return glances;
  Onlooker onlooker(of, circle_of(of, imitation.peer_set), glances);
  each_formation(of.file, of.runs, of.replicate,
                 [&](const Formation& f) { return onlooker.note(f); });
  onlooker.finish();
  return glances;
}

}  // namespace tizhi
