#include "fit/inference.hpp"

#include <nlopt.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

namespace tizhi {
namespace {

constexpr double kShift = 1;  // a shape that may be 0 is searched for as log(value + 1)

// Shapes are sought on a scale of logarithms.
double to_scale(const QuantityEntry& q, double value) {
  return q.least > 0 ? std::log(value) : std::log(value + kShift);
}
double from_scale(const QuantityEntry& q, double value) {
  return q.least > 0 ? std::exp(value) : std::exp(value) - kShift;
}

double counted(const Row& row, bool is_of_mixture) { return is_of_mixture ? 1 : row.count; }

}  // namespace

Vector exposures(const Evidence& evidence, std::size_t coefficients) {
  Vector sum = Vector::Zero(static_cast<Eigen::Index>(coefficients));
  for (const Row& row : evidence.rows) {
    const double years = counted(row, row.count <= 0) * evidence.step;
    for (auto t = row.terms_begin; t < row.terms_end; ++t) {
      const Term& term = evidence.terms[static_cast<std::size_t>(t)];
      if (term.coefficient >= 0)
        sum[term.coefficient] += years * term.value * (term.is_bare ? row.modifier : 1);
    }
    for (auto e = row.orders_begin; e < row.orders_end; ++e) {
      const OpenOrder& order = evidence.orders[static_cast<std::size_t>(e)];
      if (order.coefficient >= 0) sum[order.coefficient] += years * order.strength;
    }
  }
  return sum;
}

Inference::Inference(const Run& run, const std::vector<History>& histories,
                     const Coefficients& coefficients, EvidenceRequest request)
    : run_{&run},
      histories_{&histories},
      coefficients_{&coefficients},
      request_{std::move(request)} {}

const Evidence& Inference::evidence_at(const Vector& values) const {
  std::vector<double> shapes;
  for (std::size_t i = 0; i < coefficients_->size(); ++i)
    if (is_shape(i)) shapes.push_back(values[static_cast<Eigen::Index>(i)]);
  if (!evidence_ || shapes != shapes_) {
    Run shaped = *run_;
    coefficients_->apply(values, 0, shaped);
    evidence_ = evidence(shaped, *histories_, *coefficients_, request_);
    shapes_ = std::move(shapes);
  }
  return *evidence_;
}

Vector Inference::beginning(const Vector& shapes, const std::vector<std::uint8_t>& held) const {
  const Evidence& all = evidence_at(shapes);
  const Vector exposure = exposures(all, coefficients_->size());
  Vector start = shapes;
  double rates = 0;
  for (std::size_t i = 0; i < held.size(); ++i) rates += held[i] == 0 && !is_shape(i);
  for (std::size_t i = 0; i < held.size(); ++i) {
    const auto at = static_cast<Eigen::Index>(i);
    if (held[i] == 0 && !is_shape(i) && exposure[at] > 0)
      start[at] = std::max(all.formations, 0.5) / rates / exposure[at];
  }
  return start;
}

// From the maximum of the concave likelihood of short steps, and from either side of it.
Maximum Inference::best_rates(const Vector& start, const std::vector<std::uint8_t>& held,
                              Starts starts) const {
  const Evidence& all = evidence_at(start);
  Box box{Vector::Zero(start.size()), held};
  for (std::size_t i = 0; i < held.size(); ++i)
    if (is_shape(i)) box.held[i] = 1;
  const Likelihood exact(all);
  if (starts == Starts::given) {
    Maximum near = maximise(exact, start, box);
    if (near.is_found && near.value > -kInfinity) return near;
  }
  const Vector even = beginning(start, box.held);
  const Vector concave = maximise(Likelihood(all, Approximation::continuous), even, box).at;
  Maximum best;
  for (const double part : {0.0, 1.0, 0.5}) {
    Maximum found = maximise(exact, concave + part * (even - concave), box);
    if (found.value > best.value || best.at.size() == 0) best = std::move(found);
    const bool is_simple = all.orders.empty() && all.mixtures.empty();
    if (is_simple && best.is_found && part == 1.0) break;
  }
  return best;
}

namespace {

// What NLopt is handed: it climbs by asking for values.
struct Search {
  const std::vector<std::size_t>* shapes;
  const Coefficients* coefficients;
  std::function<double(const Vector&)> value;
  Vector at;

  Vector values(const double* scaled) const {
    Vector values = at;
    for (std::size_t s = 0; s < shapes->size(); ++s) {
      const std::size_t i = (*shapes)[s];
      const QuantityEntry& q = entry_of((*coefficients)[i].quantity);
      values[static_cast<Eigen::Index>(i)] = std::clamp(from_scale(q, scaled[s]), q.least, q.most);
    }
    return values;
  }
};

double ask(unsigned, const double* scaled, double*, void* search) {
  const auto& s = *static_cast<Search*>(search);
  return s.value(s.values(scaled));
}

}  // namespace

Vector Inference::best_shapes(const Vector& start, const std::vector<std::uint8_t>& held,
                              const std::vector<std::size_t>& shapes, Starts starts) const {
  // Rates are looked for from where they were best with the shapes before.
  Vector near = best_rates(start, held, starts).at;
  const auto best_value = [&](Vector values) {
    for (std::size_t i = 0; i < held.size(); ++i)
      if (!is_shape(i)) values[static_cast<Eigen::Index>(i)] = near[static_cast<Eigen::Index>(i)];
    const Maximum found = best_rates(values, held, Starts::given);
    near = found.at;
    return found.value;
  };
  Search search{&shapes, coefficients_, best_value, start};
  std::vector<double> at, least, most;
  for (const std::size_t i : shapes) {
    const QuantityEntry& q = entry_of((*coefficients_)[i].quantity);
    double value = start[static_cast<Eigen::Index>(i)];
    if (!(value > q.least && value < q.most)) value = q.usual;
    at.push_back(to_scale(q, value));
    least.push_back(to_scale(q, q.least));
    most.push_back(to_scale(q, q.most));
  }
  const std::unique_ptr<nlopt_opt_s, decltype(&nlopt_destroy)> solver(
      nlopt_create(shapes.size() > 1 ? NLOPT_LN_BOBYQA : NLOPT_LN_COBYLA,
                   static_cast<unsigned>(shapes.size())),
      nlopt_destroy);
  nlopt_set_max_objective(solver.get(), ask, &search);
  nlopt_set_lower_bounds(solver.get(), least.data());
  nlopt_set_upper_bounds(solver.get(), most.data());
  const bool is_near = starts == Starts::given;
  nlopt_set_initial_step1(solver.get(), is_near ? 0.1 : 0.3);
  nlopt_set_xtol_abs1(solver.get(), is_near ? 1e-4 : 1e-5);
  nlopt_set_maxeval(solver.get(), 60 + 60 * static_cast<int>(shapes.size()));
  double value = 0;
  nlopt_optimize(solver.get(), at.data(), &value);
  return search.values(at.data());
}

Maximum Inference::best(const Vector& start, const std::vector<std::uint8_t>& held,
                        Starts starts) const {
  std::vector<std::size_t> shapes;
  for (std::size_t i = 0; i < held.size(); ++i)
    if (held[i] == 0 && is_shape(i)) shapes.push_back(i);
  if (shapes.empty()) return best_rates(start, held, starts);
  return best_rates(best_shapes(start, held, shapes, starts), held, Starts::several);
}

Matrix Inference::information(const Maximum& at, const std::vector<Eigen::Index>& places) const {
  const auto size = static_cast<Eigen::Index>(places.size());
  Matrix second = Likelihood(evidence_at(at.at)).derivatives(at.at).hessian(places, places);
  const auto there = [&](const Vector& values) {
    return Likelihood(evidence_at(values)).derivatives(values);
  };
  for (Eigen::Index s = 0; s < size; ++s) {
    const auto i = static_cast<std::size_t>(places[static_cast<std::size_t>(s)]);
    if (!is_shape(i)) continue;
    const Eigen::Index here = places[static_cast<std::size_t>(s)];
    const double step = 1e-3 * std::max(at.at[here], 0.05);
    Vector up = at.at, down = at.at;
    up[here] += step;
    down[here] -= step;
    const Derivatives above = there(up), below = there(down);
    second(s, s) = (above.value - 2 * at.value + below.value) / (step * step);
    for (Eigen::Index o = 0; o < size; ++o) {
      const Eigen::Index other = places[static_cast<std::size_t>(o)];
      if (o == s) continue;
      if (!is_shape(static_cast<std::size_t>(other))) {
        second(s, o) = second(o, s) = (above.gradient[other] - below.gradient[other]) / (2 * step);
      } else if (o > s) {
        const double side = 1e-3 * std::max(at.at[other], 0.05);
        double sum = 0;
        for (const int a : {1, -1})
          for (const int b : {1, -1}) {
            Vector corner = at.at;
            corner[here] += a * step;
            corner[other] += b * side;
            sum += a * b * there(corner).value;
          }
        second(s, o) = second(o, s) = sum / (4 * step * side);
      }
    }
  }
  return -second;
}

}  // namespace tizhi
