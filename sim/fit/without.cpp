#include "fit/without.hpp"

#include <algorithm>
#include <cmath>

namespace tizhi {
namespace {

using Held = std::vector<std::uint8_t>;

// The maximum with those coefficients at 0.
Maximum without(const Inference& inference, const Vector& start, Held held,
                const std::vector<std::size_t>& gone) {
  Vector from = start;
  for (const std::size_t i : gone) {
    held[i] = 1;
    from[static_cast<Eigen::Index>(i)] = 0;
  }
  return inference.best(from, held, Starts::given);
}

double gain_over(const Maximum& best, const Maximum& less) {
  return std::max(best.value - less.value, 0.0);
}

std::vector<std::size_t> rates_of(const Inference& inference, Cause cause, const Held& held) {
  std::vector<std::size_t> rates;
  for (std::size_t i = 0; i < held.size(); ++i)
    if (held[i] == 0 && !inference.is_shape(i) &&
        entry_of(inference.coefficients()[i].quantity).cause == cause)
      rates.push_back(i);
  return rates;
}

// Histories that the engine makes with these values, of the same regions, leaders and gaps.
std::vector<History> simulated(const Inference& inference, const Vector& values, int panel) {
  std::vector<History> all;
  const auto& histories = inference.histories();
  for (std::size_t h = 0; h < histories.size(); ++h) {
    Run run = inference.run();
    run.follows_leaders = true;
    inference.coefficients().apply(values, h, run);
    const auto number = static_cast<std::size_t>(panel) * histories.size() + h;
    all.push_back(imagined(run, groundwork(run), histories[h], static_cast<std::uint32_t>(number)));
  }
  return all;
}

// How often chance alone gains as much, among panels simulated without the cause.
void bootstrap(const Inference& inference, const Maximum& best, const Maximum& less,
               const Held& held, const std::vector<std::size_t>& gone, int panels,
               CauseTest& test) {
  int as_much = 0;
  for (int panel = 0; panel < panels; ++panel) {
    const auto histories = simulated(inference, less.at, panel);
    const Inference again(inference.run(), histories, inference.coefficients(),
                          inference.request());
    if (!again.evidence_at(best.at).impossible.empty()) continue;
    const double gain = gain_over(again.best(best.at, held), without(again, less.at, held, gone));
    as_much += gain >= test.gain - 1e-9;
    ++test.panels;
  }
  test.p = (1.0 + as_much) / (1.0 + test.panels);
  test.law = Law::bootstrap;
}

// Between chi-square laws of neighbouring degrees lies that of rates at their bounds.
double bound(double gain, int rates) {
  if (gain <= 1e-9) return 1;
  return (chi_square_tail(2 * gain, rates) + chi_square_tail(2 * gain, rates - 1)) / 2;
}

}  // namespace

void test_rates(const Inference& inference, const Maximum& best, const Held& held,
                std::vector<Estimate>& estimates) {
  for (Estimate& e : estimates) {
    if (held[e.coefficient] != 0 || inference.is_shape(e.coefficient)) continue;
    e.without = gain_over(best, without(inference, best.at, held, {e.coefficient}));
    e.p = half_and_half(e.without);
  }
}

std::vector<CauseTest> test_causes(const Inference& inference, const Maximum& best,
                                   const Held& held, int panels) {
  std::vector<CauseTest> tests;
  for (int c = 0; c < kPressingCauses; ++c) {
    CauseTest test;
    test.cause = static_cast<Cause>(c);
    const auto gone = rates_of(inference, test.cause, held);
    test.rates = static_cast<int>(gone.size());
    if (gone.empty()) continue;
    const Maximum less = without(inference, best.at, held, gone);
    test.gain = less.value > -kInfinity ? gain_over(best, less) : kInfinity;
    test.p = test.rates == 1 ? half_and_half(test.gain) : bound(test.gain, test.rates);
    test.law = test.rates == 1 ? Law::half_and_half : Law::bound;
    if (panels > 0 && test.gain < kInfinity)
      bootstrap(inference, best, less, held, gone, panels, test);
    tests.push_back(test);
  }
  return tests;
}

namespace {

// The hazards of two causes toward each model, in one row.
struct TwoHazards {
  PerModel<double> one{}, other{};
};

double share_of(const Evidence& all, const Row& row, const OpenOrder& e, const Vector& at,
                Model k) {
  double sum = 0, own = 0;
  int count = 0;
  for (int m = 0; m < kMaxModels; ++m) count += e.targets >> m & 1;
  for (auto t = row.terms_begin; t < row.terms_end; ++t) {
    const Term& term = all.terms[static_cast<std::size_t>(t)];
    if (!term.is_bare || (e.targets >> term.model & 1U) == 0) continue;
    sum += at[term.coefficient] * term.value;
    own += term.model == k ? at[term.coefficient] * term.value : 0;
  }
  return sum > 0 ? own / sum : 1.0 / count;
}

TwoHazards hazards_of(const Evidence& all, const Row& row, const Coefficients& coefficients,
                      const Vector& at, const ProductTest& pair) {
  TwoHazards h;
  const auto add = [&](std::int32_t coefficient, Model k, double amount) {
    if (coefficient < 0) return;
    const Cause cause =
        entry_of(coefficients[static_cast<std::size_t>(coefficient)].quantity).cause;
    if (cause == pair.one) h.one[k] += at[coefficient] * amount;
    if (cause == pair.other) h.other[k] += at[coefficient] * amount;
  };
  for (auto t = row.terms_begin; t < row.terms_end; ++t) {
    const Term& term = all.terms[static_cast<std::size_t>(t)];
    add(term.coefficient, term.model, term.value * (term.is_bare ? row.modifier : 1));
  }
  for (auto e = row.orders_begin; e < row.orders_end; ++e) {
    const OpenOrder& order = all.orders[static_cast<std::size_t>(e)];
    for (int k = 0; k < kMaxModels; ++k)
      if ((order.targets >> k & 1U) != 0)
        add(order.coefficient, static_cast<Model>(k),
            order.strength * share_of(all, row, order, at, static_cast<Model>(k)));
  }
  return h;
}

// The same evidence with the product as one more coefficient, in units of its own mean.
Evidence with_product(const Evidence& all, const Coefficients& coefficients, const Vector& at,
                      const ProductTest& pair) {
  Evidence more = all;
  more.terms.clear();
  const auto number = static_cast<std::int32_t>(coefficients.size());
  double sum = 0, rows = 0;
  for (Row& row : more.rows) {
    const TwoHazards h = hazards_of(all, row, coefficients, at, pair);
    const auto begin = static_cast<std::int32_t>(more.terms.size());
    more.terms.insert(more.terms.end(), all.terms.begin() + row.terms_begin,
                      all.terms.begin() + row.terms_end);
    for (int k = 0; k < kMaxModels; ++k) {
      const auto slot = static_cast<std::size_t>(k);
      const double product = row.came == Came::obeyed ? 0 : h.one[slot] * h.other[slot];
      if (product <= 0) continue;
      more.terms.push_back({number, static_cast<Model>(k), false, product});
      sum += product;
      ++rows;
    }
    row.terms_begin = begin;
    row.terms_end = static_cast<std::int32_t>(more.terms.size());
  }
  for (Term& term : more.terms)
    if (term.coefficient == number) term.value *= rows / sum;
  return more;
}

}  // namespace

std::vector<ProductTest> test_products(const Inference& inference, const Maximum& best,
                                       const Held& held) {
  std::vector<ProductTest> tests;
  Run shaped = inference.run();
  inference.coefficients().apply(best.at, 0, shaped);
  EvidenceRequest request = inference.request();
  request.rows = Rows::by_model;
  const Evidence all = evidence(shaped, inference.histories(), inference.coefficients(), request);
  const Eigen::Index size = best.at.size();
  Vector start = Vector::Zero(size + 1);
  start.head(size) = best.at;
  Box box{Vector::Zero(size + 1), held};
  for (std::size_t i = 0; i < held.size(); ++i)
    if (inference.is_shape(i)) box.held[i] = 1;
  box.held.push_back(0);
  box.least[size] = -kInfinity;
  for (int a = 0; a < kPressingCauses; ++a)
    for (int b = a + 1; b < kPressingCauses; ++b) {
      ProductTest test{static_cast<Cause>(a), static_cast<Cause>(b), 0, 1, 0};
      const Evidence more = with_product(all, inference.coefficients(), best.at, test);
      if (!(exposures(more, inference.coefficients().size() + 1)[size] > 0)) continue;
      const Maximum found = maximise(Likelihood(more), start, box);
      test.gain = std::max(found.value - best.value, 0.0);
      test.p = chi_square_tail(2 * test.gain, 1);
      test.sign = found.at[size] > 0 ? 1 : found.at[size] < 0 ? -1 : 0;
      tests.push_back(test);
    }
  return tests;
}

}  // namespace tizhi
