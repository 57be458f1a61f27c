// The pieces of all runs, from wherever they are kept.
#pragma once

#include <functional>

#include "engine/record.hpp"

namespace tizhi {

// Calls visit(piece) for every piece of all runs, in order.
using Pieces = std::function<void(const std::function<void(const Record&)>& visit)>;

}  // namespace tizhi
