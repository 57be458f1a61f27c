// The fast kernel against the plain one.
#pragma once

#include <string>

#include "support/duel.hpp"
#if __has_include("engine/kernel.hpp")
#include "engine/kernel.hpp"
#else
namespace tizhi {
inline bool suits(const Run&) { return true; }
}  // namespace tizhi
#endif

namespace tizhi::test {

// Plays a batch in both kernels: the first difference, empty where there is none.
std::string duel_with_fast(const Batch& batch, Tally& tally);

}  // namespace tizhi::test
