#include "support/fast.hpp"

namespace tizhi::test {

std::string duel_with_fast(const Batch& batch, Tally& tally) {
  const Groundwork ground = groundwork(batch.run);
  FastBatch fast(batch, ground, batch.parts, one_after_another);
  return duel(batch, ground, fast, tally);
}

}  // namespace tizhi::test
