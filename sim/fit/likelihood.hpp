// The likelihood of a history in the discrete step, with its gradient and Hessian in the
// coefficients. With Λ the sum of hazards and q its part toward other models than the present one:
//   P(no formation) = 1 - q φ(Λ)    P(formation to k) = h_k φ(Λ)    φ(Λ) = (1 - exp(-ΛΔ))/Λ
// Events toward the present model change nothing and are not seen.
#pragma once

#include "fit/evidence.hpp"

namespace tizhi {

struct Derivatives {
  double value = 0;  // -infinity where a row is impossible
  Vector gradient;
  Matrix hessian;
};

enum class Approximation : std::uint8_t {
  exact,
  continuous,  // Σ log h - Σ qΔ: as the step goes to 0; concave where no order is open
};

class Likelihood {
 public:
  explicit Likelihood(const Evidence& evidence, Approximation how = Approximation::exact)
      : evidence_{&evidence}, how_{how} {}

  double value(const Vector& at) const;
  Derivatives derivatives(const Vector& at) const;

 private:
  const Evidence* evidence_;
  Approximation how_;
};

// Of a row whose terms are by model: the chance that the region takes each model, and that it takes
// any other than its own.
struct Prediction {
  PerModel<double> to{};
  double formation = 0;
};
Prediction predict(const Evidence& evidence, const Row& row, const Vector& at);

// The hazard toward the row's model and the sum of all, per year (of a row that obeyed: weights).
struct RowHazards {
  double toward = 0, total = 0;
};
RowHazards row_hazards(const Evidence& evidence, const Row& row, const Vector& at);

}  // namespace tizhi
