#include <bit>

#include "catch.hpp"
#include "random/philox.hpp"

using namespace tizhi;

// The three vectors that accompany the authors' own Philox4x32-10 (Random123, kat_vectors).
TEST_CASE("philox gives the published vectors") {
  CHECK(philox({0, 0, 0, 0}, {0, 0}) == Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  const std::uint32_t ones = 0xffffffff;
  CHECK(philox({ones, ones, ones, ones}, {ones, ones}) ==
        Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("philox can be computed while compiling, so no machine's state enters it") {
  static_assert(philox({0, 0, 0, 0}, {0, 0})[0] == 0x6627e8d5);
  SUCCEED();
}

TEST_CASE("every bit of counter and key moves about half of the bits of the block") {
  const Block counter{1, 2, 3, 4};
  const Block before = philox(counter, {5, 6});
  for (unsigned bit = 0; bit < 192; ++bit) {
    Block moved = counter;
    PhiloxKey key{5, 6};
    if (bit < 128)
      moved[bit / 32] ^= 1U << bit % 32;
    else
      (bit < 160 ? key.low : key.high) ^= 1U << bit % 32;
    const Block after = philox(moved, key);
    int changed = 0;
    for (std::size_t w = 0; w < 4; ++w) changed += std::popcount(before[w] ^ after[w]);
    CAPTURE(bit);
    CHECK(changed > 32);  // 64 expected, deviation 5.7: beyond five deviations
    CHECK(changed < 96);
  }
}
