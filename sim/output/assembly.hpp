// Records -> the output. Takes them piece by piece and writes whole chunks in the order in which
// they fill: the values depend on the study alone, the bytes on where long runs are cut into pieces
// too. Parts leave no trace.
#pragma once

#include <filesystem>

#include "output/layout.hpp"
#include "output/pieces.hpp"

namespace tizhi {

// Writes the whole output to `path`. The tally is that of the pieces.
void assemble(const std::filesystem::path& path, const Study& study, const Provenance& provenance,
              const Tally& tally, const Pieces& pieces);

}  // namespace tizhi
