#include "engine/kernel/tenures.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tizhi {
namespace {

struct Entry {
  std::uint8_t edge = 255, sure = 0;
  std::uint32_t below = kAsk;
};

constexpr double kByte = 0x1p32;

Entry entry_at(const Tenures& law, std::size_t t) {
  const double chance = law.chance[t];
  if (static_cast<double>(t) >= law.term || !(chance < 255 * kByte)) return {};
  const auto edge = static_cast<std::uint8_t>(chance / kByte);
  // Whole numbers are below the chance where they are below the next whole one.
  const auto below = static_cast<std::uint64_t>(std::ceil(chance - edge * kByte));
  if (below >= kAsk) return {};
  return {edge, edge, static_cast<std::uint32_t>(below)};
}

// A top byte and all that may follow it is below the chance from a step to the next.
double sure_between(const Tenures& law, std::size_t t) {
  if (t < 3 || t + 2 >= law.chance.size()) return 0;
  if (static_cast<double>(t) + 1 > law.term - kNearTerm) return 0;
  const double* at = law.chance.data() + t;
  return std::max(0.0, std::min(at[0], at[1]) - error_between(at) - 1);
}

// Those who have served nearly a whole number may be taken for their neighbours.
Entry entry_between(const Tenures& law, std::size_t t, std::uint8_t edge, std::uint8_t next) {
  Entry entry{std::max(edge, next), 0, kAsk};
  if (t == 0 || entry.edge == 255) return entry;
  const double sure =
      std::min({sure_between(law, t - 1), sure_between(law, t), sure_between(law, t + 1)});
  entry.sure = static_cast<std::uint8_t>(std::min<double>(sure / kByte, entry.edge));
  return entry;
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

double error_between(const double* at) {
  const auto size = [](double x) { return x < 0 ? -x : x; };
  const double slope = at[1] - at[0];
  const double bend = size(at[2] - at[1] - slope) + size(slope - (at[0] - at[-1]));
  return bend + size(slope) * kNearTerm + 1;
}

void Edges::add(const Tenures& law) {
  const std::size_t served = law.chance.size();
  if (served == 0) {
    of.push_back({0, 0, 0, std::numeric_limits<float>::infinity(), 0});
    edge.resize(std::max(edge.size(), std::size_t{2} * kSpan), 0);
    sure.resize(edge.size(), 0);
    below.resize(edge.size(), kAsk);
    return;
  }
  const std::size_t begin = edge.size();
  const auto put = [&](const Entry& entry) {
    edge.push_back(entry.edge);
    sure.push_back(entry.sure);
    below.push_back(entry.below);
  };
  for (int s = 0; s < kSpan; ++s) put({0, 0, kAsk});
  for (std::size_t t = 0; t < served; ++t) put(entry_at(law, t));
  for (int s = 0; s < 2 * kSpan + 1; ++s) put({});
  const std::size_t size = edge.size() - begin;
  for (int s = 0; s < kSpan; ++s) put({0, 0, kAsk});
  for (std::size_t t = 0; t + kSpan < size; ++t) {
    const std::size_t at = begin + kSpan + t;
    put(entry_between(law, t, edge[at], t + kSpan + 1 < size ? edge[at + 1] : std::uint8_t{255}));
  }
  const auto first = edge.begin() + static_cast<std::ptrdiff_t>(begin + kSpan);
  const auto plain = std::find(first, edge.end(), 255) - first;
  of.push_back({static_cast<std::int32_t>(begin) + kSpan, static_cast<std::int32_t>(size),
                static_cast<float>(size - std::size_t{3} * kSpan),
                static_cast<float>(plain - kSpan), *std::max_element(first, first + kSpan)});
  fresh = std::max(fresh, of.back().fresh);
}

Tenures tabulate(const Leadership& law, const std::shared_ptr<const Turnover>& turnover,
                 const Grid& grid) {
  Tenures tenures;
  tenures.turnover = turnover;
  tenures.chance = turnover->by_steps();
  for (double& chance : tenures.chance) chance *= 0x1p40;
  tenures.term = grid.in_steps(law.term);
  tabulate_first_tenures(law, grid.step, tenures);
  return tenures;
}

}  // namespace tizhi
