// What the commands want to know of an output.
#pragma once

#include <string>
#include <vector>

#include "output/reading.hpp"

namespace tizhi {

// Opens an output. Throws Failure (refused) where it is none.
TrajectoryFile open_output(const std::string& path);

// An outcome over the replicates of a variant.
struct Summary {
  std::string outcome, variant, unit;
  double mean = 0;          // of those that have a value; of times: of min(time, end)
  double sd = 0;            // of the same, with n - 1
  std::size_t defined = 0;  // replicates that have a value: a time that never comes has none
  std::size_t replicates = 0;
};

// One a variant and outcome, outcome by outcome.
std::vector<Summary> summaries(const TrajectoryFile& file);

// Of values in which NaN is no value; `end` takes its place where it is not NaN itself.
Summary summary_of(const std::vector<double>& values, double end);

// An outcome's variable and unit, and what counts where it has no value: of times the end, in
// years; else NaN.
struct OutcomeOfFile {
  std::string variable, unit;
  double end = 0;
};
OutcomeOfFile outcome_of(const TrajectoryFile& file, const std::string& id);

std::vector<std::string> outcome_ids(const TrajectoryFile& file);

// The variables that hold a swept parameter's values.
std::vector<std::string> parameter_variables(const TrajectoryFile& file);

// All formations of all runs; 0 where they were not kept.
std::uint64_t formation_count(const TrajectoryFile& file);

// Dates as "1998-03-01", or "1998-03" where all are first days of months.
std::vector<std::string> dates_of(const TrajectoryFile& file, const std::string& variable);

// The place of a name in a list of the output's, or of another holder's. Throws Failure (refused),
// naming what there is.
std::size_t place_of(const std::string& name, const std::vector<std::string>& known,
                     const std::string& what, const std::string& holder = "the output");

}  // namespace tizhi
