#include "engine/study.hpp"

namespace tizhi {

std::vector<std::int32_t> recorded_states(const Grid& grid, Frequency frequency) {
  std::vector<std::int32_t> states;
  if (frequency == Frequency::never) return states;
  double next = 0;  // in steps: the next anniversary, or simply the next state
  for (std::int32_t n = 0; n <= grid.steps; ++n) {
    if (n < next && n < grid.steps) continue;
    states.push_back(n);
    const double year = static_cast<double>(states.size());
    next = frequency == Frequency::yearly ? grid.in_steps(year) : n + 1;
  }
  return states;
}

std::size_t points_of(const Study& study) {
  return study.points ? static_cast<std::size_t>(study.points->count) : 1;
}

std::size_t runs_of_a_point(const Study& study) { return study.variants.size() * study.replicates; }

std::size_t jobs_of(const Study& study) { return points_of(study) * runs_of_a_point(study); }

}  // namespace tizhi
