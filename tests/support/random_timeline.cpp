#include "support/random_timeline.hpp"

#include <algorithm>

namespace tizhi::test {
namespace {

class TimelineMaker {
 public:
  TimelineMaker(Dice& dice, const World& world, int models, Timeline& timeline)
      : dice_{dice},
        world_{world},
        models_{models},
        timeline_{timeline},
        most_{dice.chance(10) ? 1e5 : 50} {}

  void fill() {
    some(timeline_.windows, 3, [&] { return window(); });
    some(timeline_.legacies, 4, [&] { return legacy(); });
    some(timeline_.orders, 5, [&] { return order(); });
    if (timeline_.orders.size() > 1 && dice_.chance(30)) due_together();
    const int busy = dice_.one_of({1, 6, 40});
    some(timeline_.settings, busy, [&] { return Setting{step(), region(), model_or_none()}; });
    const auto named = [&] { return Appointment{step(), region(), model_or_none()}; };
    some(timeline_.appointments, busy, named);
    some(timeline_.law_changes, 4, [&] { return LawChange{step(), scope(), share()}; });
    in_order(timeline_.settings);
    in_order(timeline_.appointments);
    in_order(timeline_.law_changes);
  }

 private:
  template <class T, class Make>
  void some(std::vector<T>& all, int most, Make&& make) {
    if (dice_.chance(50)) return;
    for (int left = dice_.from(1, most); left > 0; --left) all.push_back(make());
  }

  template <class T>
  static void in_order(std::vector<T>& all) {
    std::stable_sort(all.begin(), all.end(),
                     [](const T& a, const T& b) { return a.step < b.step; });
  }

  double years() const { return timeline_.grid.date(timeline_.grid.steps); }
  std::int32_t step() { return dice_.chance(20) ? 0 : dice_.below(timeline_.grid.steps); }
  Region region() { return dice_.below(world_.size()); }
  Model model() { return static_cast<Model>(dice_.below(models_)); }
  Model model_or_none() { return dice_.chance(20) ? kNone : model(); }
  double share() { return dice_.one_of({0.0, 1.0, dice_.number(0, 1)}); }

  // Mostly inside the run; often exactly a state's own date.
  double date() {
    const double any = years() * dice_.number(-0.2, 1.1);
    return dice_.chance(40) ? timeline_.grid.date(dice_.below(timeline_.grid.steps)) : any;
  }

  Window window() {
    const double from = date();
    return {from, from + years() * dice_.number(0.001, 0.6),
            dice_.one_of({0.0, 0.3, 3.0, dice_.number(0, 10), most_}),
            dice_.chance(30) ? years() * dice_.number(0, 0.2) : 0};
  }

  Legacy legacy() {
    return {dice_.chance(30) ? -dice_.number(0, 60) : date(), model(),
            dice_.one_of({1.0, 0.0, dice_.number(0, 3), most_}), scope()};
  }

  std::uint64_t some_levels() { return dice_.chance(70) ? ~0ULL : dice_.word(); }

  Scope scope() {
    Scope scope;
    scope.levels = some_levels();
    if (dice_.chance(50)) return scope;
    scope.everywhere = false;
    for (int left = dice_.from(1, 3); left > 0; --left) scope.tops.push_back(region());
    return scope;
  }

  Order order() {
    Order order;
    order.date = date();
    order.scope = scope();
    order.strength = dice_.one_of({1.0, dice_.number(0.1, 3), 0.0, most_});
    set_issuer(order);
    set_targets(order);
    set_times(order);
    return order;
  }

  void set_issuer(Order& order) {
    const Region issuer = region();
    if (world_.has_subordinates[static_cast<std::size_t>(issuer)] == 0 || dice_.chance(40)) return;
    order.issuer = order.scope.below = issuer;
    order.scope.everywhere = order.scope.everywhere || dice_.chance(50);
  }

  void set_targets(Order& order) {
    const auto all = static_cast<std::uint16_t>((1U << models_) - 1);
    order.targets = dice_.one_of({static_cast<std::uint16_t>(1U << model()), all,
                                  static_cast<std::uint16_t>(dice_.word() & all)});
    if (order.targets == 0) order.targets = all;
    order.weighted = dice_.chance(50);
    if (!order.weighted) return;
    for (int k = 0; k < models_; ++k)
      if ((order.targets >> k & 1U) != 0)
        order.weights[static_cast<std::size_t>(k)] = dice_.one_of({1.0, dice_.number(0, 4), 0.0});
  }

  // The order bites before it ends, and before its deadline, at every distance.
  void set_times(Order& order) {
    if (dice_.chance(30)) order.delay = years() * dice_.number(0, 0.2);
    if (dice_.chance(30)) order.lag_per_level = years() * dice_.number(0, 0.05);
    const double bites = order.date + order.delay + order.lag_per_level * world_.levels();
    const double ends = bites + years() * dice_.one_of({0.001, 0.02, dice_.number(0.01, 0.6)});
    if (dice_.chance(50)) {
      order.deadline = order.until = on_grid(ends, bites);
      if (dice_.chance(60)) order.until += years() * dice_.number(0, 0.3);
    } else if (dice_.chance(50)) {
      order.until = ends;
    }
  }

  // Often the date of a state, as deadlines on the first of a month are.
  double on_grid(double date, double after) {
    const double step = timeline_.grid.step;
    const double state = static_cast<double>(static_cast<std::int64_t>(date / step) + 1) * step;
    return state > after && dice_.chance(60) ? state : date;
  }

  void due_together() {
    Order& first = timeline_.orders[0];
    Order& second = timeline_.orders[1];
    if (first.deadline == kInfinity) return;
    const double bites = second.date + second.delay + second.lag_per_level * world_.levels();
    if (bites < first.deadline) second.deadline = second.until = first.deadline;
  }

  Dice& dice_;
  const World& world_;
  int models_;
  Timeline& timeline_;
  double most_;  // the highest factor, amount and strength
};

}  // namespace

void fill_timeline(Dice& dice, const World& world, int models, Timeline& timeline) {
  TimelineMaker(dice, world, models, timeline).fill();
}

}  // namespace tizhi::test
