#include "output/checksum.hpp"

#include <vector>

#include "catch.hpp"

using namespace tizhi;

namespace {

std::uint64_t sum(const std::vector<std::byte>& bytes, std::size_t at_once) {
  Checksum checksum;
  for (std::size_t from = 0; from < bytes.size(); from += at_once)
    checksum.add(std::span(bytes).subspan(from, std::min(at_once, bytes.size() - from)));
  return checksum.value();
}

}  // namespace

TEST_CASE("a checksum depends on the bytes and not on how they come") {
  std::vector<std::byte> bytes(8 * 41);
  for (std::size_t n = 0; n < bytes.size(); ++n) bytes[n] = static_cast<std::byte>(n * n);
  const std::uint64_t whole = sum(bytes, bytes.size());
  for (const std::size_t at_once : {8, 16, 24, 40, 72}) CHECK(sum(bytes, at_once) == whole);
}

TEST_CASE("a checksum sees every bit that changes, words that change places, zeros left out") {
  std::vector<std::byte> bytes(8 * 9);
  const std::uint64_t whole = sum(bytes, 8);
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    bytes[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
    CHECK(sum(bytes, 8) != whole);
    bytes[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
  }
  bytes.resize(8 * 8);
  CHECK(sum(bytes, 8) != whole);
  bytes[0] = std::byte{1};
  const std::uint64_t first = sum(bytes, 8);
  for (std::size_t word = 1; word < 8; ++word) {
    std::swap(bytes[0], bytes[8 * word]);
    CHECK(sum(bytes, 8) != first);
    std::swap(bytes[0], bytes[8 * word]);
  }
}
