// From what a sweep asks for to the points of a study. Who has no sweeps (web/points.cpp) answers
// here that there are none, and needs nothing of what points are made of.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/study.hpp"
#include "input/sweep.hpp"
#include "input/variants.hpp"

namespace tizhi {

class PointReader;

// Lays out the points that the request, or the scenario's [sweep], asks for, and gives the study
// its points. `scenario`: how messages call it. Nothing, and errors, where it cannot be done.
std::shared_ptr<const PointReader> plan_points(Study& study, const std::optional<Sweep>& sweep,
                                               const SweepRequest& request, const Node& document,
                                               const Frame& frame,
                                               const std::vector<Counterfactual>& counterfactuals,
                                               const std::string& scenario,
                                               Diagnostics& diagnostics);

}  // namespace tizhi
