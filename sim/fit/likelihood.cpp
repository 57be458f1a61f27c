#include "fit/likelihood.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "fit/clock.hpp"

namespace tizhi {
namespace {

// A row's derivatives in the coefficients that it has terms of: `places` says which they are.
struct Local {
  std::vector<int> places;
  double value = 0;
  Vector gradient;
  Matrix hessian;
  bool is_impossible() const { return value == -kInfinity; }
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
  void add_order(const Row& row, const OpenOrder& e, const Local& local);
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
  Vector d_total_, d_toward_, in_targets_, at_model_;
  Matrix dd_toward_;
  bool is_curved_ = false;
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

void RowReader::find_places(const Row& row, Local& local) const {
  local.places.clear();
  for (const Term& t : terms(row))
    if (t.coefficient >= 0) local.places.push_back(t.coefficient);
  for (const OpenOrder& e : orders(row))
    if (e.coefficient >= 0) local.places.push_back(e.coefficient);
  std::sort(local.places.begin(), local.places.end());
  local.places.erase(std::unique(local.places.begin(), local.places.end()), local.places.end());
}

// rate · share(model): the share is a ratio of sums of hazards.
void RowReader::add_order(const Row& row, const OpenOrder& e, const Local& local) {
  const double rate = coefficient(e.coefficient) * e.strength;
  const int own = e.coefficient < 0 ? -1 : local_place(local, e.coefficient);
  sums_.total += rate;
  if (own >= 0) d_total_[own] += e.strength;
  if (!wants(e, row.model)) return;
  const Bare bare = bare_hazards(terms(row), e, row.model, *at_);
  const double share = bare.targets > 0 ? bare.model / bare.targets : 1.0 / bare.count;
  sums_.toward += rate * share;
  if (own >= 0) d_toward_[own] += e.strength * share;
  if (bare.targets <= 0) return;
  is_curved_ = true;
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
  d_toward_ += rate * d_share;
  dd_toward_ -=
      rate / sum * (d_share * in_targets_.transpose() + in_targets_ * d_share.transpose());
  if (own < 0) return;
  dd_toward_.row(own) += e.strength * d_share.transpose();
  dd_toward_.col(own) += e.strength * d_share;
}

void RowReader::derive(const Row& row, Local& local) {
  find_places(row, local);
  const auto size = static_cast<Eigen::Index>(local.places.size());
  sums_ = {};
  d_total_.setZero(size);
  d_toward_.setZero(size);
  is_curved_ = false;
  for (const Term& t : terms(row)) {
    const double per_unit = t.value * (t.is_bare ? row.modifier : 1);
    const double add = coefficient(t.coefficient) * per_unit;
    sums_.total += add;
    if (t.model == row.model) sums_.toward += add;
    if (t.coefficient < 0) continue;
    const int place = local_place(local, t.coefficient);
    d_total_[place] += per_unit;
    if (t.model == row.model) d_toward_[place] += per_unit;
  }
  if (row.orders_begin < row.orders_end) {
    in_targets_.resize(size);
    at_model_.resize(size);
    dd_toward_.setZero(size, size);
    for (const OpenOrder& e : orders(row)) add_order(row, e, local);
  }
  const ClockTerm c = clock(row, sums_);
  local.value = c.f;
  if (local.is_impossible()) return;
  local.gradient = c.h * d_toward_ + c.total * d_total_;
  local.hessian = c.hh * d_toward_ * d_toward_.transpose() +
                  c.ht * (d_toward_ * d_total_.transpose() + d_total_ * d_toward_.transpose()) +
                  c.tt * d_total_ * d_total_.transpose();
  if (is_curved_) local.hessian += c.h * dd_toward_;
}

void add(const Local& local, double count, Derivatives& all) {
  all.value += count * local.value;
  if (local.is_impossible()) return;
  for (std::size_t a = 0; a < local.places.size(); ++a) {
    const auto la = static_cast<Eigen::Index>(a);
    all.gradient[local.places[a]] += count * local.gradient[la];
    for (std::size_t b = 0; b < local.places.size(); ++b)
      all.hessian(local.places[a], local.places[b]) +=
          count * local.hessian(la, static_cast<Eigen::Index>(b));
  }
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
