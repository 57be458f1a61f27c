// Outcomes of one run, measured as it is played.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "engine/census.hpp"
#include "engine/focus.hpp"
#include "engine/study.hpp"

namespace tizhi {

// Reads each outcome in the state that it is about. NaN where it is not defined: a share that is
// never reached, an alignment where no region and superior both have a model.
class Measures {
 public:
  // Both must outlive the measures.
  Measures(const Run& run, const std::vector<Outcome>& outcomes);

  // To be called for every state n in turn, from 0 on. `models`: of all regions, in that state.
  void look(std::int32_t n, const Census& census, std::span<const Model> models) {
    for (auto& [o, focus] : focuses_) focus.look(n, models);
    if (n == next_date_ || !awaited_.empty()) measure(n, census, models);
  }

  // To be called for every step in turn, after the state before it was looked at.
  void note(std::int32_t step, std::span<const Formation> formations) {
    for (auto& [o, focus] : focuses_) focus.note(step, formations);
  }

  const std::vector<double>& values() const { return values_; }

 private:
  // Null where the census tells all that the outcome needs.
  const Focus* focus(std::size_t outcome) const;
  void measure(std::int32_t n, const Census& census, std::span<const Model> models);
  void find_next_date(std::int32_t after);

  const Run* run_;
  const std::vector<Outcome>* outcomes_;
  std::vector<double> values_;
  std::vector<std::pair<std::size_t, Focus>> focuses_;  // by outcome
  std::vector<std::size_t> awaited_;                    // outcomes whose share is not reached yet
  std::int32_t next_date_ = -1;  // the next state that an outcome is read at; -1: none
};

// exp of the entropy of the counts: the effective number of models; 0 where all counts are 0.
double effective_number(const std::int32_t* counts, int models);

}  // namespace tizhi
