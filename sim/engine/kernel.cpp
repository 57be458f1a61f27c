#include "engine/kernel.hpp"

#include "engine/kernel/batch.hpp"

namespace tizhi {

Kernel::Kernel(const Run& run, const Groundwork& ground, const Plan& plan,
               std::uint32_t first_replicate, int replicates)
    : Kernel(run, ground, plan, first_replicate, replicates, 1, {}) {}

Kernel::Kernel(const Run& run, const Groundwork& ground, const Plan& plan,
               std::uint32_t first_replicate, int replicates, int parts, Crew crew)
    : batch_{std::make_unique<Batch>(run, ground, plan, first_replicate, replicates, parts,
                                     std::move(crew))} {}

Kernel::Kernel(Kernel&&) noexcept = default;
Kernel::~Kernel() = default;

int Kernel::replicates() const { return batch_->slots().replicates; }
std::int32_t Kernel::steps_done() const { return batch_->step(); }
bool Kernel::is_over() const { return batch_->step() == batch_->plan().steps; }
void Kernel::advance() { batch_->advance(); }
void Kernel::tell_arrivals(bool are_told) { batch_->tell_arrivals(are_told); }
Happenings Kernel::happenings(int r) const { return batch_->happenings(r); }
std::span<const Model> Kernel::models(int r) const {
  const Slots& slots = batch_->slots();
  return {slots.model.data() +
              static_cast<std::size_t>(r) * static_cast<std::size_t>(slots.plan->stride),
          static_cast<std::size_t>(slots.plan->regions)};
}

}  // namespace tizhi
