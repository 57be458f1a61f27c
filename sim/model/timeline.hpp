// What happens at which date: the grid of steps, windows, legacies, orders, scripted events.
// Dates are years since the start of the run; those before it are negative.
#pragma once

#include <cstdint>
#include <vector>

#include "model/world.hpp"
#include "random/draws.hpp"

namespace tizhi {

// T steps of equal length; state n is at n * step years.
struct Grid {
  double step = 1.0 / 12;  // years
  std::int32_t steps = 0;  // T
  bool operator==(const Grid&) const = default;
  double date(std::int32_t n) const { return n * step; }

  // A duration in steps; what is whole but for rounding (a year of months) is whole.
  double in_steps(double years) const {
    const double steps = years / step;
    if (!(steps < kMaxSteps)) return steps;
    const double whole = static_cast<double>(static_cast<std::int64_t>(steps + 0.5));
    return steps - whole < 1e-9 && whole - steps < 1e-9 ? whole : steps;
  }
};

// The regions an event reaches: everything at or below one of `tops`, or the whole world, at the
// levels of the mask. `except` is left out (an issuer does not order itself).
struct Scope {
  bool everywhere = true;
  std::vector<Region> tops;
  std::uint64_t levels = ~0ULL;
  Region below = kNoRegion;  // only what is strictly below this region
  bool operator==(const Scope&) const = default;
};

bool reaches(const Scope& scope, const World& world, Region i);

// An opening for change: inside it the non-mandate hazards are multiplied by the factor.
struct Window {
  double from = 0;
  double until = 0;
  double factor = 1;
  double lag_per_level = 0;  // years later per level below the first
  bool operator==(const Window&) const = default;
};

// The product of the windows' factors at a level, as its mean over [from, until] (years).
double mean_window(const std::vector<Window>& windows, Level level, double from, double until);

// A past endowment that draws the task to a model.
struct Legacy {
  double date = 0;
  Model model = 0;
  double amount = 1;
  Scope scope;
  bool operator==(const Legacy&) const = default;
};

// A superior's order to its subordinates.
struct Order {
  double date = 0;
  double deadline = kInfinity;
  double until = kInfinity;  // at least the deadline where one is set
  double delay = 0;          // years
  double lag_per_level = 0;  // years
  double strength = 1;
  Region issuer = kNoRegion;  // kNoRegion: from above all, one level away from everyone
  std::uint16_t targets = 0;  // bit k: model k complies
  bool weighted = false;
  PerModel<double> weights{};
  Scope scope;
  bool operator==(const Order&) const = default;

  bool is_met_by(Model m) const { return m != kNone && (targets >> m & 1U) != 0; }
};

// The levels between an order's issuer and a region, at least 1.
int distance(const Order& order, const World& world, Region i);

// What a script does in a step, in the order of dates.
struct Setting {
  std::int32_t step = 0;
  Region region = 0;
  Model model = kNone;
  bool operator==(const Setting&) const = default;
};
struct Appointment {
  std::int32_t step = 0;
  Region region = 0;
  Model favours = kNone;
  bool operator==(const Appointment&) const = default;
};
struct LawChange {
  std::int32_t step = 0;
  Scope scope;
  double value = 0;
  bool operator==(const LawChange&) const = default;
};

// Settings, appointments and law changes are sorted by step, in a step by date; what is dated
// before the start stands at step 0.
struct Timeline {
  Grid grid;
  std::vector<Window> windows;
  std::vector<Legacy> legacies;
  std::vector<Order> orders;
  std::vector<Setting> settings;
  std::vector<Appointment> appointments;
  std::vector<LawChange> law_changes;
  bool operator==(const Timeline&) const = default;
};

// Regions of one level that the same legacies and orders reach at the same distance: what they
// share need be computed once a step.
struct Stratum {
  Level level = 0;
  std::vector<std::int32_t> legacies;  // indices into the timeline
  std::vector<std::int32_t> orders;
  std::vector<std::int32_t> distances;  // one per order
  bool operator==(const Stratum&) const = default;
};

struct Strata {
  std::vector<Stratum> kinds;
  std::vector<std::int32_t> of_region;
};

Strata stratify(const World& world, const Timeline& timeline);

}  // namespace tizhi
