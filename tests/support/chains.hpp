// Exact laws of small worlds: what a step does to every state at once, and where that leads.
#pragma once

#include <Eigen/Dense>
#include <vector>

#include "support/case.hpp"

namespace tizhi::test {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

// The number n of N regions that run A, when each of the n keeps it with probability keep[n] and
// each of the others takes it with probability take[n]: row n is the law of the next number.
Matrix count_chain(int regions, const std::vector<double>& keep, const std::vector<double>& take);

// Neutral voters who copy one of the others with probability p.
Matrix voter_chain(int regions, double p);

// From each state between the first and the last, which both absorb: the chance to end in the
// last, and the mean number of steps.
Vector chance_of_last(const Matrix& chain);
Vector steps_to_end(const Matrix& chain);

// The law that a step leaves as it is.
Vector stationary(const Matrix& chain);

// The law after so many steps from a state.
Vector law_after(const Matrix& chain, int steps, Eigen::Index from);

// The engine's own hazards in every state of a run's models (K + 1 to the N; none is the last
// digit's K, region 0 the lowest digit): the exact law of a step in which nothing but the models
// matters. For worlds of a few regions.
Matrix engine_chain(Run run);

// The number of that state.
Eigen::Index state_number(const std::vector<Model>& models, int catalogue);

}  // namespace tizhi::test
