// The ceiling that speed is measured against does the work that it says.
#include "bench/bare.hpp"

#include <cmath>

#include "catch.hpp"

using namespace tizhi;

TEST_CASE("the bare loop finds the same draws with every instruction set") {
  const Bare plain = bare_clones(1000000);
  REQUIRE(plain.region_steps >= 1000000);
  // A word lies below the threshold of 2^25 with a chance of 2^-7; six standard deviations.
  const double expected = static_cast<double>(plain.region_steps) / 128;
  CHECK(std::abs(static_cast<double>(plain.hits) - expected) < 6 * std::sqrt(expected));
  for (const std::string& name : instruction_sets()) {
    CAPTURE(name);
    REQUIRE(use_instruction_set(name));
    CHECK(bare(1000000).hits == plain.hits);
    CHECK(bare_by_three(1000000).hits == plain.hits);
  }
  CHECK(use_instruction_set(""));
  CHECK(!use_instruction_set("no such set"));
  CHECK(use_instruction_set(""));
}
