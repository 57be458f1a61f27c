// Parts -> the output. Reads run by run and writes whole chunks, so that the file's bytes depend on
// the study alone and not on how the runs were cut into parts.
#pragma once

#include <filesystem>
#include <vector>

#include "output/layout.hpp"

namespace tizhi {

// Writes the whole output to `path`. The parts hold all runs, in order.
void assemble(const std::filesystem::path& path, const Study& study, const Provenance& provenance,
              const Tally& tally, const std::vector<std::filesystem::path>& parts);

}  // namespace tizhi
