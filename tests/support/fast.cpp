#include "support/fast.hpp"

#include <thread>

namespace tizhi::test {
namespace {

#if __has_include("engine/kernel.hpp")
// A crew that works on one part after the other, the last first.
void backwards(int parts, const std::function<void(int)>& work) {
  while (parts > 0) work(--parts);
}

void on_threads(int parts, const std::function<void(int)>& work) {
  std::vector<std::thread> crew;
  for (int part = 0; part < parts; ++part) crew.emplace_back(work, part);
  for (std::thread& one : crew) one.join();
}
#endif

}  // namespace

std::string duel_with_fast(const Batch& batch, Tally& tally) {
  const Groundwork ground = groundwork(batch.run);
#if __has_include("engine/kernel.hpp")
  const auto shared = plan(batch.run, ground);
  if (batch.parts == 1) {
    Kernel kernel(batch.run, ground, *shared, batch.first, batch.replicates);
    return duel(batch, ground, kernel, tally);
  }
  Kernel kernel(batch.run, ground, *shared, batch.first, batch.replicates, batch.parts,
                batch.seed % 2 == 0 ? on_threads : backwards);
  return duel(batch, ground, kernel, tally);
#else
  PlainBatch plain(batch, ground);
  return duel(batch, ground, plain, tally);
#endif
}

}  // namespace tizhi::test
