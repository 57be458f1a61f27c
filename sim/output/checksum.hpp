// A checksum of words: finds what disks and crashes do to a file, as fast as memory gives it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace tizhi {

class Checksum {
 public:
  void add(std::span<const std::byte> bytes);  // whole words of 8 bytes
  std::uint64_t value() const;

 private:
  // Word n goes to lane n mod 4: four chains of multiplications at a time.
  std::array<std::uint64_t, 4> lanes_{0x7469'7a68'6920'7631, 0x243f'6a88'85a3'08d3,
                                      0x1319'8a2e'0370'7344, 0xa409'3822'299f'31d0};
  std::size_t words_ = 0;
};

}  // namespace tizhi
