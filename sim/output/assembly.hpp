// Records -> the output. Takes them piece by piece and writes whole chunks in the order in which
// they fill: the values depend on the study alone, the bytes on where long runs are cut into pieces
// too. Parts leave no trace.
#pragma once

#include <filesystem>
#include <functional>

#include "engine/record.hpp"
#include "output/layout.hpp"

namespace tizhi {

// Calls visit(piece) for every piece of all runs, in order.
using Pieces = std::function<void(const std::function<void(const Record&)>& visit)>;

// Writes the whole output to `path`. The tally is that of the pieces.
void assemble(const std::filesystem::path& path, const Study& study, const Provenance& provenance,
              const Tally& tally, const Pieces& pieces);

}  // namespace tizhi
