#include "engine/kernel/tenures.hpp"

#include <algorithm>

namespace tizhi {
namespace {

void tabulate_edges(Tenures& tenures) {
  const std::size_t served = tenures.chance.size();
  tenures.edge.assign(kSpan, 0);
  for (std::size_t t = 0; t < served; ++t) {
    const bool is_over = static_cast<double>(t) >= tenures.term;
    const double edge = is_over ? 255 : std::min(255.0, tenures.chance[t] * 0x1p-32);
    tenures.edge.push_back(static_cast<std::uint8_t>(edge));
  }
  tenures.edge.insert(tenures.edge.end(), 2 * kSpan + 1, 255);
  for (const std::uint8_t edge : tenures.edge)
    tenures.sure.push_back(edge < 255 ? edge : std::uint8_t{0});
  tenures.between = tenures.edge.size();
  for (std::size_t t = 0; t + 1 < tenures.between; ++t)
    tenures.edge.push_back(std::max(tenures.edge[t], tenures.edge[t + 1]));
  tenures.edge.push_back(255);
  tenures.sure.resize(tenures.edge.size(), 0);
  const auto newcomers = tenures.edge.begin() + kSpan;
  tenures.fresh = *std::max_element(newcomers, newcomers + kSpan);
}

// Where the table's straight lines tell a first tenure, and how wide each is.
void straighten(std::vector<Tenures::Knot>& knots) {
  for (std::size_t at = 1; at + 1 < knots.size(); ++at) {
    const double width = knots[at + 1].reached - knots[at].reached;
    const double before = knots[at].reached - knots[at - 1].reached;
    // The bend of the law over one knot.
    const double bend = width > 0 ? (before - width) / width : 1;
    if (bend < kBend && bend > -kBend) knots[at].width = width;
  }
}

void tabulate_first_tenures(const Leadership& law, double step, Tenures& tenures) {
  if (law.tenure_shape == 1) return;  // solved in closed form
  constexpr int knots = 1024;
  const double scale = law.scale();
  // Beyond 30 in the exponent nothing is left of the survival that the table could resolve.
  const double longest = std::min(law.term / scale, power(30, 1 / law.tenure_shape));
  const double limit = survival_integral(law.term / scale, law.tenure_shape);
  tenures.knot = longest / knots * scale / step;
  for (int j = 0; j <= knots; ++j)
    tenures.knots.push_back({survival_integral(longest * j / knots, law.tenure_shape) / limit, 0});
  std::int32_t at = 0;
  for (int g = 0; g < knots; ++g) {
    while (at + 1 < knots && tenures.knots[static_cast<std::size_t>(at) + 1].reached * knots <= g)
      ++at;
    tenures.guess.push_back(at);
  }
  if (tenures.knot <= 0.5) straighten(tenures.knots);
  tenures.knots.insert(tenures.knots.end(), 2, {kInfinity, 0});
}

}  // namespace

Tenures tabulate(const Leadership& law, const std::shared_ptr<const Turnover>& turnover,
                 const Grid& grid) {
  Tenures tenures;
  tenures.turnover = turnover;
  tenures.chance = turnover->by_steps();
  for (double& chance : tenures.chance) chance *= 0x1p40;
  tenures.term = grid.in_steps(law.term);
  tabulate_edges(tenures);
  tabulate_first_tenures(law, grid.step, tenures);
  return tenures;
}

}  // namespace tizhi
