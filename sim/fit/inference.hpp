// Inference: the best values of coefficients for some histories. Rates by Newton's method; shapes,
// which change the terms themselves, by a search around it.
#pragma once

#include <optional>

#include "fit/newton.hpp"

namespace tizhi {

// From where a maximum is looked for: from all sides, or from what is known to lie near.
enum class Starts : std::uint8_t { several, given };

class Inference {
 public:
  // All must outlive the inference.
  Inference(const Run& run, const std::vector<History>& histories, const Coefficients& coefficients,
            EvidenceRequest request);

  // The evidence where the shapes have these values.
  const Evidence& evidence_at(const Vector& values) const;

  // The best values; those whose mask is not 0 stay as `start` has them.
  Maximum best(const Vector& start, const std::vector<std::uint8_t>& held,
               Starts starts = Starts::several) const;

  // From where to look for rates: equal parts of what formed, by exposure.
  Vector beginning(const Vector& shapes, const std::vector<std::uint8_t>& held) const;

  // Minus the second derivatives of the logarithm of the likelihood in all that `places` names,
  // shapes among them.
  Matrix information(const Maximum& at, const std::vector<Eigen::Index>& places) const;

  bool is_shape(std::size_t i) const {
    return entry_of((*coefficients_)[i].quantity).sort == Sort::shape;
  }
  const Coefficients& coefficients() const { return *coefficients_; }
  const Run& run() const { return *run_; }
  const std::vector<History>& histories() const { return *histories_; }
  const EvidenceRequest& request() const { return request_; }

 private:
  Maximum best_rates(const Vector& start, const std::vector<std::uint8_t>& held,
                     Starts starts) const;
  Vector best_shapes(const Vector& start, const std::vector<std::uint8_t>& held,
                     const std::vector<std::size_t>& shapes, Starts starts) const;

  const Run* run_;
  const std::vector<History>* histories_;
  const Coefficients* coefficients_;
  EvidenceRequest request_;
  mutable std::optional<Evidence> evidence_;
  mutable std::vector<double> shapes_;  // of that evidence
};

// Per coefficient: region-years of its terms, all that it has pressed with a rate of 1.
Vector exposures(const Evidence& evidence, std::size_t coefficients);

}  // namespace tizhi
