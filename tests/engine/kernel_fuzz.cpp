// kernel_fuzz FIRST COUNT [REGIONS [TARGET]]: plays random runs in the plain kernel and in the fast
// one, and prints the first difference of each run that differs. Exit code 1 where there is one.
// kernel_fuzz --shrink SEED [REGIONS [TARGET]]: the plainest run that still differs, in words.
#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "support/duel.hpp"
#include "support/fast.hpp"
#include "support/shrink.hpp"
#include "support/targets.hpp"

namespace {

using namespace tizhi;
using namespace tizhi::test;

struct Score {
  Tally tally;
  int differing = 0, unsuited = 0;
};

void play(std::uint64_t seed, const Size& size, Score& score) {
  const Batch batch = random_batch(seed, size);
  if (!suits(batch.run)) {
    ++score.unsuited;
    return;
  }
  const std::string found = duel_with_fast(batch, score.tally);
  if (found.empty()) return;
  ++score.differing;
  std::cout << "seed " << seed << ": " << summary(batch) << "\n  " << found << std::flush;
}

std::string found_in(const Batch& batch) {
  Tally unused;
  return suits(batch.run) ? duel_with_fast(batch, unused) : "";
}

int shrink(std::uint64_t seed, const Size& size) {
  const auto differs = [](const Batch& batch) { return !found_in(batch).empty(); };
  const Batch whole = random_batch(seed, size);
  if (!differs(whole)) return 0;
  const Batch small = shrunk(whole, differs);
  std::cout << told(small) << "  " << found_in(small);
  return 1;
}

}  // namespace

int main(int count, char** words) {
  if (count < 3) {
    std::cerr << "kernel_fuzz FIRST COUNT [REGIONS [TARGET]] | --shrink SEED [REGIONS [TARGET]]\n";
    return 2;
  }
  Size size;
  if (count > 3) size.regions = std::atoi(words[3]);
  size.region_steps = std::max(size.region_steps, 20 * size.regions);
  if (count > 4 && restrict_to(words[4]) == Found::no) return 2;
  if (std::string(words[1]) == "--shrink")
    return shrink(std::strtoull(words[2], nullptr, 10), size);
  Score score;
  const auto first = std::strtoull(words[1], nullptr, 10);
  const auto runs = std::strtoull(words[2], nullptr, 10);
  for (auto seed = first; seed < first + runs; ++seed) play(seed, size, score);
  std::cout << score.tally.text() << "\n"
            << score.unsuited << " runs do not suit, " << score.differing << " differ\n";
  return score.differing > 0 ? 1 : 0;
}
