// A batch that shows a difference, made as plain as it can be while it still shows it, and in
// words.
#pragma once

#include <functional>
#include <string>

#include "support/duel.hpp"

namespace tizhi::test {

Batch shrunk(Batch batch, const std::function<bool(const Batch&)>& still_differs);

// Everything in the run that is not a default.
std::string told(const Batch& batch);

}  // namespace tizhi::test
