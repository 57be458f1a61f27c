#include "support/chains.hpp"

#include <cmath>

#include "support/statistics.hpp"

namespace tizhi::test {

Matrix count_chain(int regions, const std::vector<double>& keep, const std::vector<double>& take) {
  Matrix chain = Matrix::Zero(regions + 1, regions + 1);
  for (int n = 0; n <= regions; ++n) {
    const auto slot = static_cast<std::size_t>(n);
    const std::vector<double> kept = binomial_law(n, keep[slot]);
    const std::vector<double> taken = binomial_law(regions - n, take[slot]);
    for (std::size_t a = 0; a < kept.size(); ++a)
      for (std::size_t b = 0; b < taken.size(); ++b)
        chain(n, static_cast<Eigen::Index>(a + b)) += kept[a] * taken[b];
  }
  return chain;
}

Matrix voter_chain(int regions, double p) {
  std::vector<double> keep, take;
  for (int n = 0; n <= regions; ++n) {
    keep.push_back(1 - p * (regions - n) / (regions - 1.0));
    take.push_back(n == regions ? 0 : p * n / (regions - 1.0));
  }
  keep[0] = 1;
  return count_chain(regions, keep, take);
}

namespace {

// 1 - Q between the ends.
Matrix inner(const Matrix& chain) {
  const Eigen::Index between = chain.rows() - 2;
  return Matrix::Identity(between, between) - chain.block(1, 1, between, between);
}

}  // namespace

Vector chance_of_last(const Matrix& chain) {
  const Eigen::Index last = chain.rows() - 1;
  Vector chance = Vector::Zero(chain.rows());
  chance(last) = 1;
  chance.segment(1, last - 1) =
      inner(chain).partialPivLu().solve(chain.block(1, last, last - 1, 1));
  return chance;
}

Vector steps_to_end(const Matrix& chain) {
  const Eigen::Index last = chain.rows() - 1;
  Vector steps = Vector::Zero(chain.rows());
  steps.segment(1, last - 1) = inner(chain).partialPivLu().solve(Vector::Ones(last - 1));
  return steps;
}

Vector stationary(const Matrix& chain) {
  Matrix balance = chain.transpose() - Matrix::Identity(chain.rows(), chain.cols());
  balance.row(0).setOnes();
  Vector right = Vector::Zero(chain.rows());
  right(0) = 1;
  return balance.fullPivLu().solve(right);
}

Vector law_after(const Matrix& chain, int steps, Eigen::Index from) {
  Vector law = Vector::Zero(chain.rows());
  law(from) = 1;
  for (int n = 0; n < steps; ++n) law = chain.transpose() * law;
  return law;
}

namespace {

std::vector<Model> models_of(Eigen::Index state, std::size_t regions, int catalogue) {
  std::vector<Model> models;
  for (std::size_t i = 0; i < regions; ++i, state /= catalogue + 1) {
    const auto digit = static_cast<Model>(state % (catalogue + 1));
    models.push_back(digit == catalogue ? kNone : digit);
  }
  return models;
}

// The law of each region's next model; the last entry is for none.
std::vector<Vector> next_models(const Run& run) {
  const Groundwork ground = groundwork(run);
  Simulation simulation(run, ground, 0);
  simulation.prepare();
  const int models = run.models();
  std::vector<Vector> laws;
  for (Region i = 0; i < run.world->size(); ++i) {
    const Causes& causes = run.causes[run.world->level[static_cast<std::size_t>(i)]];
    const Situation s = simulation.situation(i);
    const Hazards h = causes.hazards(s, models);
    const double rate = h.total(models);
    const double event = run.world->fixed[static_cast<std::size_t>(i)] != 0
                             ? 0
                             : -std::expm1(-rate * run.timeline.grid.step);
    Vector law = Vector::Zero(models + 1);
    law(s.model == kNone ? models : s.model) = 1 - event;
    for (int k = 0; k < models && event > 0; ++k)
      for (const double one : h.toward[static_cast<std::size_t>(k)]) law(k) += event * one / rate;
    laws.push_back(law);
  }
  return laws;
}

}  // namespace

Matrix engine_chain(Run run) {
  const auto regions = static_cast<std::size_t>(run.world->size());
  const int digits = run.models() + 1;
  const auto states = static_cast<Eigen::Index>(std::pow(digits, regions) + 0.5);
  Matrix chain(states, states);
  for (Eigen::Index from = 0; from < states; ++from) {
    begin_each(run, models_of(from, regions, run.models()));
    const std::vector<Vector> laws = next_models(run);
    for (Eigen::Index to = 0; to < states; ++to) {
      double chance = 1;
      Eigen::Index rest = to;
      for (const Vector& law : laws) {
        chance *= law(rest % digits);
        rest /= digits;
      }
      chain(from, to) = chance;
    }
  }
  return chain;
}

Eigen::Index state_number(const std::vector<Model>& models, int catalogue) {
  Eigen::Index state = 0, unit = 1;
  for (const Model m : models) {
    state += unit * (m == kNone ? catalogue : m);
    unit *= catalogue + 1;
  }
  return state;
}

}  // namespace tizhi::test
