// Playing a study into an output: what `run` and `decompose` have in common.
#pragma once

#include <functional>

#include "cli/console.hpp"
#include "cli/failure.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "engine/study.hpp"
#include "output/trajectory.hpp"

namespace tizhi {

// Says what came of it, from the finished output.
using ReportRun = std::function<void(const Pace&)>;

// Makes the output of its finished runs.
using FinishRun = std::function<void(TrajectoryWriter&)>;

// What is made of the runs: the output, or something else.
enum class Product : std::uint8_t { output, other };

// Plays what is missing of the study, whatever there is under the output's name.
Exit play_to(const Options& options, const Console& console, const Study& study, Product product,
             const FinishRun& finish, const ReportRun& report);

// Plays what is missing of the study into options.output, or finds it there whole. Stops cleanly on
// request (Exit::stopped); may throw Failure and OutputError.
Exit play_study(const Options& options, const Console& console, const Study& study,
                const ReportRun& report);

}  // namespace tizhi
