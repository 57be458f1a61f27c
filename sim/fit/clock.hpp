// The logarithm of a row's probability as a function of two hazards, with its derivatives.
#pragma once

#include "fit/likelihood.hpp"

namespace tizhi {

// f(h, Λ): h is the hazard toward the row's model.
struct ClockTerm {
  double f = 0;
  double h = 0, total = 0;        // ∂f/∂h, ∂f/∂Λ
  double hh = 0, ht = 0, tt = 0;  // second derivatives
};

ClockTerm clock_term(Came came, bool has_model, const RowHazards& hazards, double step,
                     Approximation how);

}  // namespace tizhi
