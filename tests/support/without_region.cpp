#include "support/without_region.hpp"

#include <algorithm>

namespace tizhi::test {
namespace {

class Removal {
 public:
  explicit Removal(Region gone) : gone_{gone} {}

  void from(World& w) const {
    if (w.codes.empty()) spell_codes(w);
    drop_neighbours(w);
    for (Region& above : w.parent) above = renamed(above);
    drop_row(w.codes), drop_row(w.parent), drop_row(w.level);
    drop_row(w.prestige), drop_row(w.legal), drop_row(w.fixed);
  }

  void from(Timeline& t) const {
    for (Legacy& legacy : t.legacies) leave(legacy.scope);
    for (LawChange& change : t.law_changes) leave(change.scope);
    for (Order& order : t.orders) {
      leave(order.scope);
      order.issuer = renamed(order.issuer);
      order.scope.below = renamed(order.scope.below);
    }
    leave(t.settings);
    leave(t.appointments);
  }

  template <class T>
  void drop_row(std::vector<T>& rows) const {
    if (!rows.empty()) rows.erase(rows.begin() + gone_);
  }

 private:
  Region renamed(Region i) const { return i > gone_ ? i - 1 : i; }

  static void spell_codes(World& w) {
    std::vector<std::string> codes;
    for (Region i = 0; i < w.size(); ++i) codes.push_back(w.code(i));
    w.codes = std::move(codes);
  }

  void drop_neighbours(World& w) const {
    if (w.neighbour_begin.empty()) return;
    std::vector<std::int64_t> begin{0};
    std::vector<Neighbour> kept;
    for (std::size_t i = 0; i < w.parent.size(); ++i) {
      if (static_cast<Region>(i) == gone_) continue;
      for (auto e = w.neighbour_begin[i]; e < w.neighbour_begin[i + 1]; ++e) {
        const Neighbour& one = w.neighbours[static_cast<std::size_t>(e)];
        if (one.region != gone_) kept.push_back({renamed(one.region), one.weight});
      }
      begin.push_back(static_cast<std::int64_t>(kept.size()));
    }
    w.neighbour_begin = std::move(begin);
    w.neighbours = std::move(kept);
  }

  void leave(Scope& scope) const {
    std::erase(scope.tops, gone_);
    for (Region& top : scope.tops) top = renamed(top);
  }

  template <class T>
  void leave(std::vector<T>& events) const {
    std::erase_if(events, [&](const T& e) { return e.region == gone_; });
    for (T& e : events) e.region = renamed(e.region);
  }

  Region gone_;
};

}  // namespace

Run without_region(const Run& run, Region gone) {
  Run left = run;
  const Removal removal(gone);
  World world = *run.world;
  removal.from(world);
  complete(world);
  left.world = std::make_shared<const World>(std::move(world));
  removal.from(left.timeline);
  removal.drop_row(left.beginning);
  return left;
}

}  // namespace tizhi::test
