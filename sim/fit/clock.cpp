#include "fit/clock.hpp"

#include <cmath>

namespace tizhi {
namespace {

// log φ and its first two derivatives, φ(Λ) = (1 - exp(-ΛΔ))/Λ.
struct LogPhi {
  double value, first, second;
  LogPhi(double total, double step) {
    const double a = total * step;
    if (a < 1e-3) {  // the series of a/(e^a - 1), whose next terms are below 1e-17
      value = std::log(step) - a / 2 + a * a / 24 - a * a * a * a / 2880;
      first = step * (-0.5 + a / 12 - a * a * a / 720);
      second = step * step * (1.0 / 12 - a * a / 240);
      return;
    }
    const double grown = std::expm1(a);
    value = std::log(-std::expm1(-a) / total);
    first = step / grown - 1 / total;
    second = 1 / (total * total) - step * step * (1 / grown + 1 / (grown * grown));
  }
};

ClockTerm formed(const RowHazards& h, double step) {
  if (!(h.toward > 0)) return {-kInfinity, 0, 0, 0, 0, 0};
  const LogPhi phi(h.total, step);
  return {std::log(h.toward) + phi.value,
          1 / h.toward,
          phi.first,
          -1 / (h.toward * h.toward),
          0,
          phi.second};
}

// With q = Λ - h: derivatives in (q, Λ) first, then in (h, Λ).
ClockTerm unchanged(const RowHazards& h, double step) {
  const double q = std::max(h.total - h.toward, 0.0);
  if (h.total <= 0) return {0, 0, 0, 0, 0, 0};
  const LogPhi log_phi(h.total, step);
  const double phi = std::exp(log_phi.value);
  const double first = phi * log_phi.first;
  const double second = phi * (log_phi.second + log_phi.first * log_phi.first);
  const double left =
      q * phi < 0.5 ? 1 - q * phi : (h.toward + q * std::exp(-h.total * step)) / h.total;
  const double f = q * phi < 0.5 ? std::log1p(-q * phi) : std::log(left);
  const double fq = -phi / left, ft = -q * first / left;
  const double fqq = -fq * fq;
  const double fqt = -first / left - fq * ft;
  const double ftt = -q * second / left - ft * ft;
  return {f, -fq, fq + ft, fqq, -fqq - fqt, fqq + 2 * fqt + ftt};
}

}  // namespace

ClockTerm clock_term(Came came, bool has_model, const RowHazards& h, double step,
                     Approximation how) {
  const double log_h = h.toward > 0 ? std::log(h.toward) : -kInfinity;
  if (came == Came::obeyed)
    return {log_h - std::log(h.total), 1 / h.toward, -1 / h.total, -1 / (h.toward * h.toward), 0,
            1 / (h.total * h.total)};
  const bool is_formed = came == Came::formed;
  if (how == Approximation::continuous) {
    // The region's own model is not among the terms of a row that formed: its null events, which
    // do not count, are a part of Λ all the same. They are few where steps are short.
    if (is_formed)
      return {log_h - h.total * step, 1 / h.toward, -step, -1 / (h.toward * h.toward), 0, 0};
    return {-(h.total - h.toward) * step, step, -step, 0, 0, 0};
  }
  if (is_formed) return formed(h, step);
  if (!has_model) return {-h.total * step, 0, -step, 0, 0, 0};
  return unchanged(h, step);
}

}  // namespace tizhi
