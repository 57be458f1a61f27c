// The records that an output was made of, read from it again, piece by piece as they were.
#pragma once

#include <functional>

#include "engine/record.hpp"
#include "output/reading.hpp"

namespace tizhi {

// Calls visit(piece) for all runs in order. The file is one of this study's, or of a shard of it.
void visit_records(const TrajectoryFile& file, const Study& study,
                   const std::function<void(const Record&)>& visit);

}  // namespace tizhi
