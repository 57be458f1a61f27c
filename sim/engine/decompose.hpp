// Why an outcome is as it is: the 2^4 coalitions of the causes, played with the same luck, and what
// each cause contributes. Shapley (1953), A value for n-person games; the interaction index is that
// of Grabisch and Roubens (1999).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/record.hpp"

namespace tizhi {

// Bit c: cause c acts.
using Coalition = std::uint8_t;
inline constexpr int kCoalitions = 1 << kPressingCauses;
inline constexpr Coalition kEveryCause = kCoalitions - 1;

// The causes that can change anything in the run; the others are off, or all that they have is 0.
Coalition acting_causes(const Run& run);

// "none", "imitation", "inertia+mandate" …
std::string name_of(Coalition coalition);

// A study of the variant's coalitions in place of its variants: base, with all causes, first, the
// smaller ones after, down to none. Coalitions that differ only in causes that cannot change
// anything are one. Of each run its outcomes and the shares, once a year, are kept.
Study decomposed(Study study, std::size_t variant);

// An outcome's value in each coalition.
using CoalitionValues = std::array<double, kCoalitions>;

// What a cause contributes. All four are made of differences between two coalitions, so a cause
// that changes nothing comes to exactly 0; the four of the first add up to the whole.
double shapley(const CoalitionValues& values, int cause);
double first_in(const CoalitionValues& values, int cause);  // the cause alone, against none
double last_out(const CoalitionValues& values, int cause);  // all, against all but the cause
double interaction(const CoalitionValues& values, int one, int other);  // beyond what each does

// The two causes of each of the six pairs.
inline constexpr int kCausePairs = 6;
inline constexpr std::array<std::array<int, 2>, kCausePairs> kPairsOfCauses{
    {{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}}};

// A mean over replicates and its standard error; NaN where there are none, or only one.
struct MeanEstimate {
  double mean = 0;
  double error = 0;
};

// Of one outcome, in its unit.
struct Contributions {
  std::string outcome;
  std::uint32_t replicates = 0;                       // in which every coalition has a value
  MeanEstimate without, with;                         // no cause; all
  std::array<MeanEstimate, kPressingCauses> shapley;  // the means add up to with - without, exactly
  std::array<MeanEstimate, kPressingCauses> first_in, last_out;
  std::array<MeanEstimate, kCausePairs> interaction;
};

struct Decomposition {
  std::vector<Contributions> outcomes;
  // Shapley values of the shares: kept states × levels × models × causes.
  std::vector<MeanEstimate> shares;
};

// Takes the records of a decomposed study in the order of its jobs.
class Decomposer {
 public:
  explicit Decomposer(const Study& study);  // must outlive it
  void add(const Record& piece);
  Decomposition decomposition() const;

 private:
  std::vector<CoalitionValues> values_of(std::size_t outcome) const;
  Contributions contributions(std::size_t outcome) const;
  std::vector<MeanEstimate> shares() const;

  const Study* study_;
  std::array<std::size_t, kCoalitions> variant_{};  // that plays each coalition
  std::vector<double> values_;                      // variants × replicates × outcomes
  std::vector<std::int32_t> counts_;  // replicates × (states × levels × models) × causes, · 12
  std::size_t cells_ = 0;             // states × levels × models
  std::size_t job_ = 0, cell_ = 0;    // where the next piece goes
};

}  // namespace tizhi
