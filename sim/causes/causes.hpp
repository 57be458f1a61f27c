// The four causes together: hazards add, and meet only in W, D, B and in orders that leave the
// choice open.
#pragma once

#include "causes/imitation.hpp"
#include "causes/inertia.hpp"
#include "causes/leadership.hpp"
#include "causes/mandate.hpp"
#include "model/formation.hpp"

namespace tizhi {

// What a deadline makes of a region in a step.
enum class Verdict : std::uint8_t {
  open,   // nothing is due: clocks may ring
  stays,  // it complies with what is due
  forms,  // it complies now, for certain
};

// The causes as they act at one level.
struct Causes {
  Inertia inertia;
  Imitation imitation;
  Mandate mandate;
  Leadership leadership;
  std::array<bool, kPressingCauses> on{true, true, true, true};
  bool operator==(const Causes&) const = default;

  bool acts(Cause c) const { return on[static_cast<std::size_t>(c)]; }

  // D, B and the two together with W.
  double hold(const Situation& s) const {
    return acts(Cause::inertia) ? inertia.hold(s.model, s.age) : 1;
  }
  double openness(const Situation& s) const {
    return acts(Cause::mandate) ? 1 - mandate.crowding * s.silenced : 1;
  }

  // The hazards of the causes other than mandate, without W, D and B.
  Hazards bare(const Situation& s, int models) const;

  // h_c(i,k) for all causes and models.
  Hazards hazards(const Situation& s, int models) const;

  // At least Λ, without an exponential: drag and crowding only lower hazards.
  double ceiling(const Situation& s, int models) const;

  // What orders that are due or overdue make of the region; where it forms, `pressing` holds the
  // weights of the models it may take.
  Verdict verdict(const Situation& s, int models, Hazards& pressing) const;
};

}  // namespace tizhi
