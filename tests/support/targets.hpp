// The instruction sets that the fast kernel may choose from at run time, for tests that choose.
#pragma once

#include <string>
#include <vector>

#include "hwy/targets.h"

namespace tizhi::test {

// The best first.
inline std::vector<std::string> targets() {
  std::vector<std::string> names;
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets())
    names.emplace_back(hwy::TargetName(target));
  return names;
}

enum class Found { yes, no };

// Leaves the fast kernel that one alone, or all of them again where the name is empty.
inline Found restrict_to(const std::string& name) {
  hwy::SetSupportedTargetsForTest(0);
  if (name.empty()) return Found::yes;
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    if (name != hwy::TargetName(target)) continue;
    hwy::SetSupportedTargetsForTest(target);
    return Found::yes;
  }
  return Found::no;
}

}  // namespace tizhi::test
