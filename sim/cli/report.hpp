// What is said of a run at its end.
#pragma once

#include "cli/console.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "cli/refusals.hpp"
#include "engine/study.hpp"
#include "input/scenario.hpp"

namespace tizhi {

// The summary is written last; that it can be is better known first. Throws Failure.
void expect_writable(const std::string& file);

// After a run is complete, or was there before: the summary on stderr, with --json the same on
// stdout, and the file of --summary. Reads the outcomes from the output.
void report_run(const Options& options, const Console& console, const Study& study,
                const Pace& pace);

// After a sweep: the same of its points, and what was refused; without an output, whose refusals
// are known then: the points alone.
void report_sweep(const Options& options, const Console& console, const Reading& reading,
                  const Pace& pace);
void report_summary(const Options& options, const Console& console, const Reading& reading,
                    const Refusals& refusals, const Pace& pace);

// How many coalitions were played and what it took, on stderr.
void report_coalitions(const Options& options, const Console& console, const Study& study,
                       const Pace& pace);

// After a stop on request.
void report_stop(const Options& options, const Console& console, const Pace& pace,
                 const std::string& reason);

}  // namespace tizhi
