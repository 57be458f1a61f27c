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

// How many rows the runs contribute, by Per.
struct Tally {
  std::array<std::int64_t, 4> totals{};

  void count(const Record& piece);
  std::int64_t total(Per per) const { return totals[static_cast<std::size_t>(per)]; }
};

// Of what there are many in a run, and the study keeps it.
std::vector<Per> events_kept(const Recording& recording);

// The variable that holds a swept parameter; its attribute `parameter` is the name itself.
std::string variable_of_parameter(std::string name);

// The dimension of the rows, and the prefix of the columns, of what there are many of in a run.
std::string dimension_of(Per per);

// Writes attributes, dimensions, and every variable that no run adds to.
void write_layout(hdf5::NewFile& file, const Study& study, const Provenance& provenance);

// Then the dimensions of what there are many of in a run; where each run's rows begin is the
// assembly's to write.
void write_dimensions_of_events(hdf5::NewFile& file, const Study& study, const Tally& tally);

}  // namespace tizhi
