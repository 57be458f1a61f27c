// The story of a region in one replicate, from what the output keeps of it.
#pragma once

#include <optional>

#include "cli/look.hpp"
#include "input/chronicle.hpp"
#include "story/story.hpp"

namespace tizhi {

Story story_of(const Look& of, const RegionHistory& history,
               const std::optional<Chronicle>& chronicle);

}  // namespace tizhi
