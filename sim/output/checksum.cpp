#include "output/checksum.hpp"

#include <bit>
#include <cstring>

namespace tizhi {
namespace {

std::uint64_t mixed(std::uint64_t value, std::uint64_t word) {
  return std::rotl(value ^ word, 29) * 0x9e37'79b9'7f4a'7c15;
}

std::uint64_t word_at(const std::byte* place) {
  std::uint64_t word = 0;
  std::memcpy(&word, place, sizeof word);
  return word;
}

}  // namespace

void Checksum::add(std::span<const std::byte> bytes) {
  const std::byte* place = bytes.data();
  std::size_t words = bytes.size() / 8;
  const auto one = [&] {
    std::uint64_t& lane = lanes_[words_++ % 4];
    lane = mixed(lane, word_at(place));
    place += 8;
    --words;
  };
  while (words > 0 && words_ % 4 != 0) one();
  words_ += words / 4 * 4;
  for (; words >= 4; words -= 4, place += 32)
    for (std::size_t lane = 0; lane < 4; ++lane)
      lanes_[lane] = mixed(lanes_[lane], word_at(place + 8 * lane));
  while (words > 0) one();
}

std::uint64_t Checksum::value() const {
  std::uint64_t value = words_;
  for (const std::uint64_t lane : lanes_) value = mixed(value, lane);
  return value;
}

}  // namespace tizhi
