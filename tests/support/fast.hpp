// The fast kernel in the manner of a batch, and in duels with the plain one.
#pragma once

#include <memory>
#include <string>

#include "engine/kernel.hpp"
#include "support/crews.hpp"
#include "support/duel.hpp"

namespace tizhi::test {

class FastBatch {
 public:
  FastBatch(const Batch& batch, const Groundwork& ground, int parts, Crew crew)
      : plan_{plan(batch.run, ground)}, kernel_{made(batch, ground, parts, std::move(crew))} {}
  void advance() { kernel_.advance(); }
  bool is_over() const { return kernel_.is_over(); }
  Happenings happenings(int r) const { return kernel_.happenings(r); }
  std::span<const Model> models(int r) const { return kernel_.models(r); }

 private:
  Kernel made(const Batch& batch, const Groundwork& ground, int parts, Crew crew) const {
    if (parts == 1) return {batch.run, ground, *plan_, batch.first, batch.replicates};
    return {batch.run, ground, *plan_, batch.first, batch.replicates, parts, std::move(crew)};
  }

  std::shared_ptr<const Plan> plan_;
  Kernel kernel_;
};

// Plays a batch in both kernels: the first difference, empty where there is none.
std::string duel_with_fast(const Batch& batch, Tally& tally);

}  // namespace tizhi::test
