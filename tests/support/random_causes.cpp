#include "support/random_causes.hpp"

namespace tizhi::test {
namespace {

// How fast things go in a run: a typical rate, per year.
double random_tempo(Dice& dice) {
  return dice.one_of({1e-3, 0.02, 0.02, 0.1, 0.3, 0.3, 1.0, 4.0, 40.0});
}

class CausesMaker {
 public:
  CausesMaker(Dice& dice, int models, double step)
      : dice_{dice},
        models_{models},
        step_{step},
        tempo_{random_tempo(dice)},
        is_extreme_{dice.chance(20)} {}

  Causes made() {
    Causes c;
    if (dice_.chance(75)) fill(c.inertia);
    if (dice_.chance(75)) fill(c.imitation);
    if (dice_.chance(75)) fill(c.mandate);
    if (dice_.chance(75)) fill(c.leadership);
    for (bool& on : c.on) on = dice_.chance(93);
    return c;
  }

 private:
  double rate() {
    if (is_extreme_ && dice_.chance(10)) return dice_.one_of({1e-300, 1e-15, 1e5, 1e15, 1e200});
    return dice_.chance(10) ? 0 : tempo_ * dice_.number(0.05, 2);
  }

  PerModel<double> by_model(double (CausesMaker::*drawn)()) {
    PerModel<double> values{};
    const double one = (this->*drawn)();
    const int same = dice_.one_of({100, 100, 50, 0});
    for (int k = 0; k < models_; ++k)
      values[static_cast<std::size_t>(k)] = dice_.chance(same) ? one : (this->*drawn)();
    return values;
  }

  double drag() {
    const double most = is_extreme_ ? 800 : 8;
    return dice_.one_of({0.0, dice_.number(0, 2), dice_.number(0, 5), most});
  }
  double factor() { return dice_.one_of({0.0, 1.0, dice_.number(0, 4), 30.0}); }
  double length() { return dice_.one_of({step_, dice_.number(0.05, 1), dice_.number(0.5, 20)}); }
  double share() { return dice_.one_of({0.0, 1.0, dice_.number(0, 1)}); }

  void fill(Inertia& c) {
    c.pull = by_model(&CausesMaker::rate);
    c.half_life = dice_.one_of({kInfinity, kInfinity, length(), length(), 0.1 * step_});
    if (dice_.chance(60)) c.drag = by_model(&CausesMaker::drag);
    c.settling = dice_.one_of({5.0, length(), 1e-9});
  }

  void fill(Imitation& c) {
    c.superior = by_model(&CausesMaker::rate);
    c.peers = by_model(&CausesMaker::rate);
    if (dice_.chance(50))
      c.conformity = dice_.one_of({0.5, 2.0, 3.0, dice_.number(0.05, 4), is_extreme_ ? 60.0 : 1.5,
                                   is_extreme_ ? 1e-9 : 0.9});
    if (dice_.chance(50)) c.founding = by_model(&CausesMaker::factor);
    c.peer_set = dice_.one_of({PeerSet::siblings, PeerSet::siblings, PeerSet::level, PeerSet::level,
                               PeerSet::neighbours, PeerSet::neighbours, PeerSet::none});
    if (dice_.chance(40))
      c.lag = dice_.one_of({step_, 2 * step_, 15 * step_, 17 * step_, length(), 1e9});
  }

  void fill(Mandate& c) {
    c.compliance = rate();
    c.decay = dice_.one_of({1.0, 0.0, dice_.number(0, 1), dice_.number(1, 2)});
    c.resistance = dice_.one_of({0.0, 1.0, dice_.number(0, 3)});
    c.crowding = share();
    if (dice_.chance(50)) c.issue_rate = rate();
    c.issue_length = dice_.one_of({0.0, 1.0, step_, kInfinity, length(), 1.5 * step_});
  }

  void fill(Leadership& c) {
    if (dice_.chance(85)) c.preference = rate();
    c.tenure = dice_.one_of({3.5, 3.5, length(), length(), length(), 0.1 * step_, 1e6});
    c.tenure_shape =
        dice_.one_of({1.0, 1.0, 2.0, dice_.number(0.3, 4), dice_.number(0.3, 4), 0.05, 100.0});
    c.term = dice_.one_of({kInfinity, kInfinity, kInfinity, 0.0, 5.0, step_, 17 * step_, length()});
    c.honeymoon = dice_.one_of({kInfinity, length(), length(), 0.3 * step_, 1e-6});
    c.outsider = share();
    c.taste = share();
    if (dice_.chance(60)) c.favourites = by_model(&CausesMaker::factor);
  }

  Dice& dice_;
  int models_;
  double step_;  // years
  double tempo_;
  bool is_extreme_;
};

}  // namespace

std::vector<Causes> random_causes(Dice& dice, int levels, int models, double step) {
  CausesMaker maker(dice, models, step);
  std::vector<Causes> all{maker.made()};
  const int alike = dice.one_of({100, 50, 0});
  while (static_cast<int>(all.size()) < levels)
    all.push_back(dice.chance(alike) ? all.back() : maker.made());
  return all;
}

}  // namespace tizhi::test
