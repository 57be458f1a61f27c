// The fast path: the same formations as the plain Simulation, one by one, found without visiting
// every region. One random byte a region and step, compared with a ceiling of what could happen,
// rejects nearly all; the rest is weighed in single precision, many regions at once, with a margin
// for its rounding, and whoever comes too near to a boundary is asked again in the plain way.
#pragma once

#include <functional>
#include <memory>
#include <span>

#include "engine/simulation.hpp"

namespace tizhi {

struct Plan;

// What all batches of a run share, beside the Groundwork. Both must outlive the kernels. `before`:
// the plan of another run, which lends what is the same in both.
std::shared_ptr<const Plan> plan(const Run& run, const Groundwork& ground,
                                 const Plan* before = nullptr);

// Does the fast kernel take this run? Not where sums of prestige pass 31 bits, or where a rate or
// an exponent lies so far out that single precision says nothing about it.
bool suits(const Run& run);

// How many replicates to play at once: several where the world is small.
int batch_size(const Run& run);

// Runs work(0) … work(parts-1), perhaps on several threads, and returns when all are done.
using Crew = std::function<void(int parts, const std::function<void(int)>& work)>;

class Kernel {
 public:
  Kernel(const Run& run, const Groundwork& ground, const Plan& plan, std::uint32_t first_replicate,
         int replicates);

  // One big world on several threads: its regions are cut into that many parts.
  Kernel(const Run& run, const Groundwork& ground, const Plan& plan, std::uint32_t first_replicate,
         int replicates, int parts, Crew crew);
  Kernel(Kernel&&) noexcept;
  ~Kernel();

  int replicates() const;
  std::int32_t steps_done() const;
  bool is_over() const;

  // One step of every replicate of the batch.
  void advance();

  // Whether happenings tell of the leaders who come by chance: they do unless it is forbidden. To
  // write all of them down costs time, and most runs want none.
  void tell_arrivals(bool are_told);

  // What happened in the last step to replicate first + r. The spans live until the next step.
  Happenings happenings(int r) const;

  // The models as they stand, in the order of the regions.
  std::span<const Model> models(int r) const;

 private:
  class Batch;
  std::unique_ptr<Batch> batch_;
};

}  // namespace tizhi
