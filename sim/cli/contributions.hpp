// What the causes contribute, as an output of `tizhi decompose` tells it, for people and programs.
#pragma once

#include <string>

#include "cli/options.hpp"
#include "output/reading.hpp"

namespace tizhi {

// A title, and a row an outcome: its mean without any cause and with all, and each cause's Shapley
// value with its standard error. Empty where there is no outcome.
std::string contribution_table(const TrajectoryFile& file, Language language);

// First-in and last-out effects, and interactions of two causes, a row each.
std::string effect_table(const TrajectoryFile& file, Language language);
std::string interaction_table(const TrajectoryFile& file, Language language);

// A row a model: the shares of a level at the first kept date on or after `at` (empty: the last).
// Throws Failure (refused) where there is no such level or date.
std::string share_table(const TrajectoryFile& file, const std::string& level, const std::string& at,
                        Language language);

std::string json_contributions(const TrajectoryFile& file);

}  // namespace tizhi
