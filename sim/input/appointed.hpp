// Leaders whom the timeline brought to the region that a chronicle is about.
#pragma once

#include <optional>

#include "input/chronicle.hpp"
#include "story/story.hpp"

namespace tizhi {

// The event that brought a leader in that step; all empty: no event did.
Name appointing(const Chronicle& chronicle, std::int32_t step);

// The last whom the timeline brought before a formation, if that one favours what was formed and
// may still be there.
std::optional<Leader> likely_leader(const Chronicle& chronicle, const Lineage& lineage,
                                    const Formation& f);

}  // namespace tizhi
