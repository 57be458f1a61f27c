// Coefficients: the numbers that a likelihood depends on, and where in the causes each stands. One
// may stand for all levels, models and histories (tied), or for some of them.
#pragma once

#include <Eigen/Dense>
#include <string>
#include <vector>

#include "engine/run.hpp"
#include "fit/quantity.hpp"

namespace tizhi {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;

// What is sought: a quantity everywhere, at one level, toward one model, or both.
struct Sought {
  Quantity quantity = Quantity::pull;
  int level = -1;  // -1: at all
  int model = -1;  // -1: toward all
};

// Which of them get numbers of their own.
struct Detailing {
  bool level = false, model = false, history = false;
};

struct Coefficient {
  std::string name;  // imitation.peers.county.attached
  Quantity quantity = Quantity::pull;
  int level = -1, model = -1, history = -1;  // -1: all
  double value = 0;                          // the scenario's; of several the mean
  bool is_free = false;
};

class Coefficients {
 public:
  Coefficients(const Run& run, const std::vector<std::string>& histories,
               const std::vector<Sought>& sought, Detailing detailing);

  std::size_t size() const { return all_.size(); }
  const Coefficient& operator[](std::size_t i) const { return all_[i]; }
  Vector values() const;  // the scenario's

  // Which coefficient is that rate there; -1: none, it is 0.
  int at(Quantity q, std::size_t history, std::size_t level, int model) const {
    return places_[place(q, history, level, model)];
  }

  // The run with these values, for a history.
  void apply(const Vector& values, std::size_t history, Run& run) const;

 private:
  std::size_t place(Quantity q, std::size_t history, std::size_t level, int model) const {
    return ((static_cast<std::size_t>(q) * histories_ + history) * levels_ + level) * models_ +
           static_cast<std::size_t>(model);
  }
  void free(const Run& run, const Sought& sought, const std::vector<std::string>& histories,
            Detailing detailing);
  void free_cells(const Run& run, Coefficient coefficient);
  void fix_the_rest(const Run& run);

  std::size_t histories_, levels_, models_;
  std::vector<Coefficient> all_;
  std::vector<int> places_;
};

}  // namespace tizhi
