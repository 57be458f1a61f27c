#include "fit/likelihood.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "fit/clock.hpp"

namespace tizhi {
namespace {

// A row's value as a function of two hazards, and their derivatives in the coefficients that it has
// terms of: `places` says which they are.
struct Local {
  std::vector<int> places;
  ClockTerm clock;
  Vector toward, total;
  Matrix curvature;  // second derivatives of the hazard toward the row's model
  bool is_curved = false;

  double gradient(Eigen::Index a) const { return clock.h * toward[a] + clock.total * total[a]; }
  double hessian(Eigen::Index a, Eigen::Index b) const {
    const double plain = clock.hh * toward[a] * toward[b] + clock.tt * total[a] * total[b] +
                         clock.ht * (toward[a] * total[b] + total[a] * toward[b]);
    return is_curved ? plain + clock.h * curvature(a, b) : plain;
  }
};

// One row at one point. The same object serves all rows, so that its memory is asked for once.
class RowReader {
 public:
  RowReader(const Evidence& evidence, const Vector& at, Approximation how)
      : evidence_{&evidence}, at_{&at}, how_{how} {}

  RowHazards hazards(const Row& row);
  double value(const Row& row);
  void derive(const Row& row, Local& local);

 private:
  double coefficient(int index) const { return index < 0 ? 1 : (*at_)[index]; }
  std::span<const Term> terms(const Row& row) const {
    return std::span(evidence_->terms)
        .subspan(static_cast<std::size_t>(row.terms_begin),
                 static_cast<std::size_t>(row.terms_end - row.terms_begin));
  }
  std::span<const OpenOrder> orders(const Row& row) const {
    return std::span(evidence_->orders)
        .subspan(static_cast<std::size_t>(row.orders_begin),
                 static_cast<std::size_t>(row.orders_end - row.orders_begin));
  }
  void find_places(const Row& row, Local& local) const;
  void add_order(const Row& row, const OpenOrder& e, Local& local);
  int local_place(const Local& local, int coefficient) const;
  ClockTerm clock(const Row& row, const RowHazards& h) const {
    // Where a product of causes hinders, more than all of a hazard may be taken away.
    const double least = -1e-12 * (h.total < 0 ? -h.total : h.total);
    if (h.toward < least || h.total - h.toward < least) return {-kInfinity, 0, 0, 0, 0, 0};
    return clock_term(row.came, row.model != kNone, h, evidence_->step, how_);
  }

  const Evidence* evidence_;
  const Vector* at_;
  Approximation how_;
  RowHazards sums_;
  Vector in_targets_, at_model_;
};

// The bare hazards that an open order chooses by: of all its targets, and of the row's model.
struct Bare {
  double targets = 0, model = 0;
  int count = 0;
};

Bare bare_hazards(std::span<const Term> terms, const OpenOrder& e, Model model, const Vector& at) {
  Bare bare;
  for (int k = 0; k < kMaxModels; ++k) bare.count += e.targets >> k & 1;
  for (const Term& t : terms) {
    if (!t.is_bare || (e.targets >> t.model & 1U) == 0) continue;
    const double h = at[t.coefficient] * t.value;
    bare.targets += h;
    if (t.model == model) bare.model += h;
  }
  return bare;
}

bool wants(const OpenOrder& e, Model m) { return m < kMaxModels && (e.targets >> m & 1U) != 0; }

RowHazards RowReader::hazards(const Row& row) {
  RowHazards h;
  for (const Term& t : terms(row)) {
    const double add = coefficient(t.coefficient) * t.value * (t.is_bare ? row.modifier : 1);
    h.total += add;
    if (t.model == row.model) h.toward += add;
  }
  for (const OpenOrder& e : orders(row)) {
    const double rate = coefficient(e.coefficient) * e.strength;
    h.total += rate;
    if (!wants(e, row.model)) continue;
    const Bare bare = bare_hazards(terms(row), e, row.model, *at_);
    h.toward += rate * (bare.targets > 0 ? bare.model / bare.targets : 1.0 / bare.count);
  }
  return h;
}

double RowReader::value(const Row& row) { return clock(row, hazards(row)).f; }

int RowReader::local_place(const Local& local, int coefficient) const {
  return static_cast<int>(std::lower_bound(local.places.begin(), local.places.end(), coefficient) -
                          local.places.begin());
}

// Terms stand in the order of their coefficients.
void RowReader::find_places(const Row& row, Local& local) const {
  local.places.clear();
  for (const Term& t : terms(row))
    if (t.coefficient >= 0 && (local.places.empty() || local.places.back() != t.coefficient))
      local.places.push_back(t.coefficient);
  for (const OpenOrder& e : orders(row)) {
    const auto at = std::lower_bound(local.places.begin(), local.places.end(), e.coefficient);
    if (e.coefficient >= 0 && (at == local.places.end() || *at != e.coefficient))
      local.places.insert(at, e.coefficient);
  }
}

// rate · share(model): the share is a ratio of sums of hazards.
void RowReader::add_order(const Row& row, const OpenOrder& e, Local& local) {
  const double rate = coefficient(e.coefficient) * e.strength;
  const int own = e.coefficient < 0 ? -1 : local_place(local, e.coefficient);
  sums_.total += rate;
  if (own >= 0) local.total[own] += e.strength;
  if (!wants(e, row.model)) return;
  const Bare bare = bare_hazards(terms(row), e, row.model, *at_);
  const double share = bare.targets > 0 ? bare.model / bare.targets : 1.0 / bare.count;
  sums_.toward += rate * share;
  if (own >= 0) local.toward[own] += e.strength * share;
  if (bare.targets <= 0) return;
  local.is_curved = true;
  in_targets_.setZero();
  at_model_.setZero();
  for (const Term& t : terms(row)) {
    if (!t.is_bare || !wants(e, t.model)) continue;
    const int place = local_place(local, t.coefficient);
    in_targets_[place] += t.value;
    if (t.model == row.model) at_model_[place] += t.value;
  }
  const double sum = bare.targets;
  const Vector d_share = (at_model_ - share * in_targets_) / sum;
  local.toward += rate * d_share;
  local.curvature -=
      rate / sum * (d_share * in_targets_.transpose() + in_targets_ * d_share.transpose());
  if (own < 0) return;
  local.curvature.row(own) += e.strength * d_share.transpose();
  local.curvature.col(own) += e.strength * d_share;
}

void RowReader::derive(const Row& row, Local& local) {
  find_places(row, local);
  const auto size = static_cast<Eigen::Index>(local.places.size());
  sums_ = {};
  local.total.setZero(size);
  local.toward.setZero(size);
  local.is_curved = false;
  for (const Term& t : terms(row)) {
    const double per_unit = t.value * (t.is_bare ? row.modifier : 1);
    const double add = coefficient(t.coefficient) * per_unit;
    sums_.total += add;
    if (t.model == row.model) sums_.toward += add;
    if (t.coefficient < 0) continue;
    const int place = local_place(local, t.coefficient);
    local.total[place] += per_unit;
    if (t.model == row.model) local.toward[place] += per_unit;
  }
  if (row.orders_begin < row.orders_end) {
    in_targets_.resize(size);
    at_model_.resize(size);
    local.curvature.setZero(size, size);
    for (const OpenOrder& e : orders(row)) add_order(row, e, local);
  }
  local.clock = clock(row, sums_);
}

// The lower triangle of second derivatives alone: complete() fills in the other.
void add(const Local& local, double count, Derivatives& all) {
  all.value += count * local.clock.f;
  if (local.clock.f == -kInfinity) return;
  for (std::size_t a = 0; a < local.places.size(); ++a) {
    const auto la = static_cast<Eigen::Index>(a);
    all.gradient[local.places[a]] += count * local.gradient(la);
    for (std::size_t b = 0; b <= a; ++b)
      all.hessian(local.places[a], local.places[b]) +=
          count * local.hessian(la, static_cast<Eigen::Index>(b));
  }
}

void complete(Derivatives& all) {
  all.hessian = Matrix(all.hessian.selfadjointView<Eigen::Lower>());
}

Derivatives nothing(Eigen::Index size) { return {0, Vector::Zero(size), Matrix::Zero(size, size)}; }

// The paths of a mixture: f(path) is the sum of its rows; log Σ exp f.
template <class PathValue>
double mixed_value(const Mixture& mixture, PathValue&& value) {
  std::vector<double> values;
  for (std::size_t p = 0; p + 1 < mixture.begins.size(); ++p) values.push_back(value(p));
  const double most = *std::max_element(values.begin(), values.end());
  if (most == -kInfinity) return most;
  double sum = 0;
  for (const double v : values) sum += std::exp(v - most);
  return most + std::log(sum);
}

void add_mixture(const Evidence& evidence, const Mixture& mixture, RowReader& reader,
                 Derivatives& all) {
  std::vector<Derivatives> paths;
  Local local;
  for (std::size_t p = 0; p + 1 < mixture.begins.size(); ++p) {
    paths.push_back(nothing(all.gradient.size()));
    for (auto m = mixture.begins[p]; m < mixture.begins[p + 1]; ++m) {
      const std::int32_t row = evidence.members[static_cast<std::size_t>(m)];
      reader.derive(evidence.rows[static_cast<std::size_t>(row)], local);
      add(local, 1, paths.back());
    }
    complete(paths.back());
  }
  const double value = mixed_value(mixture, [&](std::size_t p) { return paths[p].value; });
  all.value += value;
  if (value == -kInfinity) return;
  Vector gradient = Vector::Zero(all.gradient.size());
  for (const Derivatives& path : paths) {
    if (path.value == -kInfinity) continue;
    const double weight = std::exp(path.value - value);
    gradient += weight * path.gradient;
    all.hessian += weight * (path.hessian + path.gradient * path.gradient.transpose());
  }
  all.gradient += gradient;
  all.hessian -= gradient * gradient.transpose();
}

}  // namespace

double Likelihood::value(const Vector& at) const {
  RowReader reader(*evidence_, at, how_);
  double sum = 0;
  for (const Row& row : evidence_->rows)
    if (row.count > 0) sum += row.count * reader.value(row);
  for (const Mixture& mixture : evidence_->mixtures)
    sum += mixed_value(mixture, [&](std::size_t p) {
      double path = 0;
      for (auto m = mixture.begins[p]; m < mixture.begins[p + 1]; ++m)
        path += reader.value(
            evidence_
                ->rows[static_cast<std::size_t>(evidence_->members[static_cast<std::size_t>(m)])]);
      return path;
    });
  return sum == sum ? sum : -kInfinity;
}

Derivatives Likelihood::derivatives(const Vector& at) const {
  RowReader reader(*evidence_, at, how_);
  Derivatives all = nothing(at.size());
  Local local;
  for (const Row& row : evidence_->rows) {
    if (row.count <= 0) continue;
    reader.derive(row, local);
    add(local, row.count, all);
  }
  complete(all);
  for (const Mixture& mixture : evidence_->mixtures) add_mixture(*evidence_, mixture, reader, all);
  return all;
}

RowHazards row_hazards(const Evidence& evidence, const Row& row, const Vector& at) {
  return RowReader(evidence, at, Approximation::exact).hazards(row);
}

Prediction predict(const Evidence& evidence, const Row& row, const Vector& at) {
  Prediction p;
  RowReader reader(evidence, at, Approximation::exact);
  Row toward = row;
  for (int k = 0; k < kMaxModels; ++k) {
    toward.model = static_cast<Model>(k);
    const RowHazards h = reader.hazards(toward);
    if (h.toward <= 0 || toward.model == row.now) continue;
    const double any = row.came == Came::obeyed ? 1 : -std::expm1(-h.total * evidence.step);
    p.to[toward.model] = any * h.toward / h.total;
    p.formation += p.to[toward.model];
  }
  return p;
}

}  // namespace tizhi
