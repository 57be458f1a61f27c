// The layout of an output, version 1.0: what stands in it besides what the runs contribute.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/study.hpp"
#include "output/hdf5.hpp"
#include "output/provenance.hpp"

namespace tizhi {

// Where each run's formations, arrivals and orders end, in the order of the runs.
struct Tally {
  std::array<std::vector<std::int64_t>, 4> ends;  // by Per
  std::array<std::int64_t, 4> totals{};           // so far, with the run that goes on

  void count(const Record& piece);
  std::int64_t total(Per per) const { return totals[static_cast<std::size_t>(per)]; }
};

// The dimension of the rows, and the prefix of the columns, of what there are many of in a run.
std::string dimension_of(Per per);

// Writes attributes, dimensions, and every variable that no run adds to.
void write_layout(hdf5::NewFile& file, const Study& study, const Provenance& provenance,
                  const Tally& tally);

}  // namespace tizhi
