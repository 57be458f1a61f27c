#include "model/formation.hpp"

#include <cmath>
#include <numeric>
#include <random>

#include "catch.hpp"
#include "support/statistics.hpp"

using namespace tizhi;

namespace {

const Draws kDraws(1, 0);

Hazards hazards_of(std::initializer_list<std::array<double, kPressingCauses>> rows) {
  Hazards h;
  std::size_t k = 0;
  for (const auto& row : rows) h.toward[k++] = row;
  return h;
}

int sum(const Ledger& l) { return std::accumulate(l.begin(), l.end(), 0); }

}  // namespace

TEST_CASE("a ledger always adds up to 255") {
  std::mt19937_64 generator(3);
  std::uniform_real_distribution<> exponent(-12, 3);
  for (int n = 0; n < 20000; ++n) {
    std::array<double, kPressingCauses> h{};
    for (double& one : h) one = generator() % 3 == 0 ? 0 : std::pow(10, exponent(generator));
    if (std::accumulate(h.begin(), h.end(), 0.0) <= 0) continue;
    if (sum(ledger(h)) != 255) FAIL("trial " << n);
  }
  SUCCEED();
}

TEST_CASE("a ledger rounds by largest remainder") {
  CHECK(ledger({1, 0, 0, 0}) == Ledger{255, 0, 0, 0});
  CHECK(ledger({2, 0, 1, 0}) == Ledger{170, 0, 85, 0});
  CHECK(ledger({100.4, 0, 154.6, 0}) == Ledger{100, 0, 155, 0});  // remainders .4 and .6
  CHECK(ledger({0, 63.2, 63.9, 127.9}) == Ledger{0, 63, 64, 128});
}

TEST_CASE("equal remainders of a ledger go to the earlier cause") {
  CHECK(ledger({1, 1, 0, 0}) == Ledger{128, 127, 0, 0});  // 127.5 each
  CHECK(ledger({0, 1, 0, 1}) == Ledger{0, 128, 0, 127});
  CHECK(ledger({1, 1, 1, 1}) == Ledger{64, 64, 64, 63});  // 63.75 each
}

TEST_CASE("a ledger knows shares, not sizes") {
  const std::array<double, kPressingCauses> h{0.3, 0.1, 0.05, 0.7};
  std::array<double, kPressingCauses> larger = h;
  for (double& one : larger) one *= 1024;
  CHECK(ledger(h) == ledger(larger));
}

TEST_CASE("the total hazard counts every model and cause of the catalogue, and none beyond") {
  Hazards h = hazards_of({{1, 2, 3, 4}, {10, 20, 30, 40}});
  h.toward[2] = {100, 0, 0, 0};
  CHECK(h.total(2) == 110);
  CHECK(h.total(3) == 210);
}

TEST_CASE("each clock rings first in proportion to its hazard") {
  const Hazards h = hazards_of({{1, 0, 2, 0}, {0, 0, 0, 0}, {0, 3, 0, 4}});
  std::vector<std::int64_t> counts(12);
  for (std::uint32_t n = 0; n < 100000; ++n) {
    const Pick pick = first_clock(h, 3, kDraws, n, 77);
    ++counts[pick.model * 4U + static_cast<std::size_t>(pick.cause)];
  }
  const std::vector<double> law{.1, 0, .2, 0, 0, 0, 0, 0, 0, .3, 0, .4};
  CHECK(test::chi_square_p(counts, law) > test::kAlpha);
  // The wrong law: the model first, by its sum, and then its causes evenly.
  const std::vector<double> wrong{.15, 0, .15, 0, 0, 0, 0, 0, 0, .35, 0, .35};
  CHECK(test::chi_square_power(100000, wrong, law) > test::kPower);
  CHECK(test::chi_square_p(counts, wrong) < test::kAlpha);
}

TEST_CASE("the pick is the least -ln V / h over the clocks' own addresses") {
  const Hazards h = hazards_of({{0.5, 0.1, 0, 0.2}, {0, 0.3, 0.9, 0}});
  for (std::uint32_t step = 0; step < 500; ++step) {
    Model model = kNone;
    int cause = 0;
    double least = kInfinity;
    for (unsigned k = 0; k < 2; ++k)
      for (unsigned c = 0; c < 4; ++c) {
        const std::uint32_t word = kDraws.block(Purpose::pick, step, 77, k)[c];
        const double at = -std::log((word + 0.5) / 0x1p32) / h.toward[k][c];
        if (h.toward[k][c] > 0 && at < least) least = at, model = Model(k), cause = int(c);
      }
    const Pick pick = first_clock(h, 2, kDraws, step, 77);
    CHECK(pick.model == model);
    CHECK(static_cast<int>(pick.cause) == cause);
  }
}

TEST_CASE("removing a cause changes the pick only where that cause was picked") {
  const Hazards all = hazards_of({{0.5, 0.1, 0, 0.2}, {0, 0.3, 0.9, 0}});
  Hazards fewer = all;
  for (auto& row : fewer.toward) row[static_cast<std::size_t>(Cause::mandate)] = 0;
  int kept = 0;
  for (std::uint32_t step = 0; step < 2000; ++step) {
    const Pick before = first_clock(all, 2, kDraws, step, 5);
    if (before.cause == Cause::mandate) continue;
    const Pick after = first_clock(fewer, 2, kDraws, step, 5);
    CHECK((after.model == before.model && after.cause == before.cause));
    ++kept;
  }
  CHECK(kept > 500);
}

TEST_CASE("a clock that cannot ring is never picked") {
  CHECK(first_clock(Hazards{}, 16, kDraws, 0, 1).model == kNone);
  const Hazards one = hazards_of({{0, 0, 0, 0}, {0, 0, 0, 1e-300}});
  const Pick pick = first_clock(one, 2, kDraws, 0, 1);
  CHECK(pick.model == 1);
  CHECK(pick.cause == Cause::leadership);
}
