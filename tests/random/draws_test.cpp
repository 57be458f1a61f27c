#include "random/draws.hpp"

#include <array>
#include <vector>

#include "catch.hpp"
#include "support/statistics.hpp"

using namespace tizhi;

namespace {

const std::uint64_t kBeijing = luck("110000");

// The 40 bits of a chance's uniform, by the layout that draws.hpp promises.
std::uint64_t forty_bits(const Draws& draws, Purpose chance, std::uint32_t step,
                         std::uint64_t where) {
  const std::uint64_t top = draws.top_byte(chance, step, where);
  return top << 32 | draws.block(chance, step, where, 1)[0];
}

}  // namespace

TEST_CASE("a region's luck is FNV-1a of its code, and can be carried on from a prefix") {
  CHECK(luck("") == 0xcbf29ce484222325ULL);
  CHECK(luck("a") == 0xaf63dc4c8601ec8cULL);  // published test vectors of FNV-1a
  CHECK(luck("foobar") == 0x85944171f73967e8ULL);
  CHECK(luck(".7", luck("1.1")) == luck("1.1.7"));
}

TEST_CASE("the address is (replicate, purpose and step, luck) under the seed") {
  const Draws draws(0x0123456789abcdefULL, 42);
  const auto low = static_cast<std::uint32_t>(kBeijing);
  const auto high = static_cast<std::uint32_t>(kBeijing >> 32);
  CHECK(draws.block(Purpose::taste, 515, kBeijing) ==
        philox({42, 7U << 24 | 515U, low, high}, {0x89abcdefU, 0x01234567U}));
  CHECK(draws.block(Purpose::pick, 3, kBeijing, 15) ==
        philox({42, 31U << 24 | 3U, low, high}, {0x89abcdefU, 0x01234567U}));
}

// Golden numbers: whoever changes the layout changes every trajectory ever computed.
TEST_CASE("the address layout never changes") {
  const Draws draws(1, 0);
  CHECK(draws.block(Purpose::event, 0, luck("1"))[0] == 3202765125U);
  CHECK(draws.block(Purpose::turnover, 7, luck("1.1"))[1] == 1842630380U);
  CHECK(draws.block(Purpose::pick, 100, luck("110000"), 3)[2] == 815274844U);
  CHECK(Draws(~0ULL, 99).block(Purpose::initial_taste, 0, luck("1"))[3] == 2128313679U);
  CHECK(forty_bits(draws, Purpose::event, 19, luck("1.1")) == 452447465424ULL);
}

TEST_CASE("purposes keep their numbers") {
  const std::vector<std::pair<Purpose, int>> numbers{
      {Purpose::event, 0},          {Purpose::turnover, 2},
      {Purpose::issue, 4},          {Purpose::arrival, 6},
      {Purpose::taste, 7},          {Purpose::initial_model, 8},
      {Purpose::initial_tenure, 9}, {Purpose::initial_arrival, 10},
      {Purpose::initial_taste, 11}, {Purpose::pick, 16}};
  for (const auto& [purpose, number] : numbers) CHECK(static_cast<int>(purpose) == number);
}

TEST_CASE("one block serves sixteen steps, a byte each") {
  const Draws draws(1, 0);
  for (std::uint32_t step = 160; step < 176; ++step) {
    const Block block = draws.block(Purpose::event, 10, kBeijing);
    const unsigned byte = step % 16;
    CHECK(draws.top_byte(Purpose::event, step, kBeijing) ==
          (block[byte / 4] >> 8 * (byte % 4) & 0xff));
  }
}

TEST_CASE("an event happens exactly where its 40-bit uniform lies below the probability") {
  const Draws draws(5, 3);
  for (std::uint32_t step = 0; step < 2000; ++step) {
    const std::uint64_t bits = forty_bits(draws, Purpose::event, step, kBeijing);
    const double uniform = static_cast<double>(bits) * 0x1p-40;
    CHECK_FALSE(draws.happens(Purpose::event, step, kBeijing, uniform));
    CHECK(draws.happens(Purpose::event, step, kBeijing, uniform + 0x1p-41));
    CHECK(draws.happens(Purpose::event, step, kBeijing, 1));
    CHECK_FALSE(draws.happens(Purpose::event, step, kBeijing, 0));
  }
}

TEST_CASE("what may not happen by its byte does not happen; what happens may") {
  const Draws draws(5, 3);
  int excluded = 0;
  for (std::uint32_t step = 0; step < 5000; ++step) {
    const double most = draws.block(Purpose::taste, step, 1)[0] * 0x1p-35;  // up to 1/8
    const bool may = draws.may_happen(Purpose::event, step, kBeijing, most);
    for (const double probability : {most, 0.99 * most, 0.1 * most})
      if (draws.happens(Purpose::event, step, kBeijing, probability)) CHECK(may);
    excluded += !may;
  }
  CHECK(excluded > 4500);  // a sixteenth may, and one byte more
}

TEST_CASE("a draw depends on each part of its address") {
  const Block here = Draws(1, 2).block(Purpose::event, 3, 4);
  CHECK(Draws(2, 2).block(Purpose::event, 3, 4) != here);
  CHECK(Draws(1ULL << 32 | 1, 2).block(Purpose::event, 3, 4) != here);
  CHECK(Draws(1, 3).block(Purpose::event, 3, 4) != here);
  CHECK(Draws(1, 2).block(Purpose::turnover, 3, 4) != here);
  CHECK(Draws(1, 2).block(Purpose::event, 4, 4) != here);
  CHECK(Draws(1, 2).block(Purpose::event, 3, 5) != here);
  CHECK(Draws(1, 2).block(Purpose::event, 3, 4ULL << 32) != here);
}

TEST_CASE("top bytes are uniform over steps and over regions") {
  const Draws draws(1, 0);
  const std::vector<double> law(256, 1.0 / 256);
  std::vector<std::int64_t> over_steps(256), over_regions(256), over_replicates(256);
  for (std::uint32_t n = 0; n < 200000; ++n) {
    ++over_steps[draws.top_byte(Purpose::event, n, kBeijing)];
    ++over_regions[draws.top_byte(Purpose::event, 7, luck(std::to_string(n)))];
    ++over_replicates[Draws(1, n).top_byte(Purpose::event, 7, kBeijing)];
  }
  CHECK(test::chi_square_p(over_steps, law) > test::kAlpha);
  CHECK(test::chi_square_p(over_regions, law) > test::kAlpha);
  CHECK(test::chi_square_p(over_replicates, law) > test::kAlpha);
  // The wrong law: a byte that a modulo of 255 has bent.
  std::vector<double> bent(256, 1.0 / 256);
  bent[0] = 2.0 / 256, bent[255] = 0;
  CHECK(test::chi_square_power(200000, bent, law) > test::kPower);
  CHECK(test::chi_square_p(over_steps, bent) < test::kAlpha);
}

TEST_CASE("neighbouring steps do not echo one another") {
  const Draws draws(1, 0);
  const std::vector<double> law(256, 1.0 / 256);
  std::vector<std::int64_t> pairs(256);
  for (std::uint32_t n = 0; n < 200000; ++n) {
    const std::uint32_t now = draws.top_byte(Purpose::event, n, kBeijing);
    const std::uint32_t next = draws.top_byte(Purpose::event, n + 1, kBeijing);
    ++pairs[(now >> 4) << 4 | next >> 4];
  }
  CHECK(test::chi_square_p(pairs, law) > test::kAlpha);
}

TEST_CASE("numbers below n are all reached and never n itself") {
  CHECK(below(0, 7) == 0);
  CHECK(below(~0ULL, 7) == 6);
  CHECK(below(~0ULL, 1) == 0);
  CHECK(below(1ULL << 63, 10) == 5);
  CHECK(below(~0ULL, ~0U) == ~0U - 1);
  CHECK(unit(~0ULL) < 1);
  CHECK(unit(0) == 0);
}

TEST_CASE("waiting times are positive and of exponential law") {
  CHECK(waiting_time(~0U) > 0);
  CHECK(waiting_time(0) < 23);
  std::vector<double> sample;
  const Draws draws(1, 0);
  for (std::uint32_t n = 0; n < 60000; ++n)
    sample.push_back(waiting_time(draws.block(Purpose::pick, n, kBeijing)[n % 4]));
  const auto exponential = [](double x) { return -tizhi::expm1(-x); };
  CHECK(test::kolmogorov_p(sample, exponential) > test::kAlpha);
  const auto wrong = [](double x) { return -tizhi::expm1(-1.05 * x); };  // a rate 5 % too high
  CHECK(test::kolmogorov_p(sample, wrong) < test::kAlpha);
}
