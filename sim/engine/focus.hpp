// Focus: the regions that one outcome is about, and what has happened to them since its date
// `from`. For outcomes of which the census, which counts by level, cannot tell.
#pragma once

#include <span>
#include <vector>

#include "engine/run.hpp"
#include "engine/study.hpp"

namespace tizhi {

class Focus {
 public:
  // Whether the outcome needs one: it is about a part of the tree, or about what happens from a
  // date on.
  static bool is_needed(const Outcome& outcome);

  Focus(const Outcome& outcome, const World& world);

  // To be called for every state in turn, before the formations of the step that follows it.
  void look(std::int32_t n, std::span<const Model> models);
  void note(std::int32_t step, std::span<const Formation> formations);

  std::span<const Region> regions() const { return regions_; }

  // Formations that the outcome counts, from its date `from` up to its date `at`.
  std::int64_t formed() const { return formed_; }

  // Regions that have run the outcome's models, and no other, since `from`.
  std::int64_t kept() const;

  PerModel<std::int32_t> counts(std::span<const Model> models) const;

  // Regions that have run at least so many models as the outcome asks for since `from`.
  std::int64_t varied() const;

 private:
  bool counts(Cause cause) const;

  const Outcome* outcome_;
  std::vector<Region> regions_;
  std::vector<std::uint8_t> holds_;  // 1: the region is one of them
  std::vector<std::uint32_t> run_;   // the models that a region has run since `from`, as bits
  std::int64_t formed_ = 0;
};

}  // namespace tizhi
