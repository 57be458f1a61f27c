// The circumstances of a region's formations in one replicate, gathered from the output: what its
// superior and peers had, which orders and legacies stood behind them, which leader was in office.
#pragma once

#include <optional>

#include "cli/look.hpp"
#include "input/chronicle.hpp"
#include "story/story.hpp"

namespace tizhi {

Story story_of(const Look& of, const History& history, const std::optional<Chronicle>& chronicle);

}  // namespace tizhi
