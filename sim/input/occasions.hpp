// What stands behind a formation: the orders in force, the legacies, the events of the script.
#pragma once

#include <optional>
#include <vector>

#include "engine/run.hpp"
#include "input/chronicle.hpp"
#include "story/story.hpp"

namespace tizhi {

class Tracer {
 public:
  // Of the region that is the lineage's first. The first two must outlive it. `issued`: by its
  // superior within the run, where that is known.
  Tracer(const Chronicle& chronicle, const Lineage& lineage,
         std::optional<std::vector<IssuedOrder>> issued);

  // Those that want what the region formed, of the kind that goes with the formation's cause.
  std::vector<Occasion> occasions(const Formation& f) const;

 private:
  void add(const ToldEvent& event, const Formation& f, std::vector<Occasion>& all) const;
  void add_issued(const Formation& f, std::vector<Occasion>& all) const;
  bool is_behind(const Legacy& legacy, const Formation& f) const;
  std::optional<Phase> phase_of(const Order& order, const Formation& f) const;
  const Causes& causes_of(std::size_t above) const;

  const Chronicle& chronicle_;
  const Lineage& lineage_;
  std::optional<std::vector<IssuedOrder>> issued_;
};

}  // namespace tizhi
