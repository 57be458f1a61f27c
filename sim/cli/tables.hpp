// The tables of an output as CSV: RFC 4180 in UTF-8, lines end with LF.
#pragma once

#include <string>

#include "cli/console.hpp"
#include "output/reading.hpp"

namespace tizhi {

// Only these; empty: all.
struct Choice {
  std::string level, variant;
};

// Each reads the output in blocks and stops where the reader of the data has gone away.
void write_shares(const TrajectoryFile& file, Data& data, const Choice& choice);
void write_formations(const TrajectoryFile& file, Data& data, const Choice& choice);
void write_outcomes(const TrajectoryFile& file, Data& data, const Choice& choice);
void write_differences(const TrajectoryFile& file, Data& data, const Choice& choice);
void write_contributions(const TrajectoryFile& file, Data& data, const Choice& choice);
void write_regions(const TrajectoryFile& file, Data& data, const Choice& choice);

// The outcomes' means as a table for people.
std::string outcome_table(const TrajectoryFile& file, Language language);

// The same as a list of JSON.
std::string json_outcomes(const TrajectoryFile& file);

}  // namespace tizhi
