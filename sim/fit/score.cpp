#include "fit/score.hpp"

#include <algorithm>
#include <cmath>

namespace tizhi {
namespace {

// How often something formed, and which model, in what was learnt from.
struct BaseRates {
  double formation = 0;
  PerModel<double> to{};
};

BaseRates base_rates(const Evidence& learnt, int models) {
  BaseRates base;
  double formed = 0;
  for (const Row& row : learnt.rows) {
    if (row.came == Came::nothing) continue;
    base.to[row.model] += row.count;
    formed += row.count;
  }
  // Half a formation more, so that nothing is held impossible only because it has not come yet.
  base.formation = (formed + 0.5) / (learnt.at_risk + 1);
  for (int k = 0; k < models; ++k) {
    double& share = base.to[static_cast<std::size_t>(k)];
    share = (share + 0.5) / (formed + 0.5 * models);
  }
  return base;
}

std::vector<Case> cases_of(const Evidence& asked, const Vector& at, const BaseRates& base) {
  std::vector<Case> cases;
  for (const Row& row : asked.rows) {
    const Prediction p = predict(asked, row, at);
    Case one;
    one.p = std::min(p.formation, 1.0);
    one.formed = row.came != Came::nothing;
    one.p_base = base.formation;
    // The slightest chance: a rate may be 0 by what was learnt, and the formation come
    // nevertheless.
    const double came = one.formed ? p.to[row.model] : 1 - one.p;
    one.log_score = std::log(std::max(came, 1e-12));
    one.log_base = std::log(one.formed ? base.formation * base.to[row.model] : 1 - base.formation);
    cases.push_back(one);
  }
  return cases;
}

}  // namespace

std::vector<History> dated_in_the_middle(std::vector<History> histories) {
  for (History& history : histories)
    for (Sighting& s : history.sightings)
      if (s.sight == Sight::formed) s.first = s.last = s.middle();
  return histories;
}

FoldScore score(const Run& run, const std::vector<History>& histories,
                const Coefficients& coefficients, LeadersAre leaders, const Fold& fold,
                Values values) {
  FoldScore result;
  result.name = fold.name;
  result.values = coefficients.values();
  const Inference inference(run, histories, coefficients, {leaders, Rows::merged, fold.learns});
  const Evidence& learnt = inference.evidence_at(result.values);
  result.learnt_from = learnt.formations;
  const BaseRates base = base_rates(learnt, run.models());
  if (values == Values::learnt) {
    const auto held = held_from_the_start(coefficients, learnt);
    const Maximum best = inference.best(result.values, held);
    result.values = best.at;
    Fit fit;
    fit.values = best.at;
    estimate(inference, best, held, Intervals::normal, fit);
    result.uncertainty = Uncertainty(coefficients, fit);
  }
  Run shaped = run;
  coefficients.apply(result.values, 0, shaped);
  const Evidence asked =
      evidence(shaped, histories, coefficients, {leaders, Rows::apart, fold.predicts});
  result.impossible = static_cast<int>(asked.impossible.size());
  result.scores = scores(cases_of(asked, result.values, base));
  return result;
}

}  // namespace tizhi
