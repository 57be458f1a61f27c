// How many threads this process may keep busy.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace tizhi {

// The least of what the batch system's variables grant; 0 where they say nothing. `variable` gives
// the value of an environment variable or null.
int granted_cpus(const std::function<const char*(const char*)>& variable);

// The CPUs that a control group's quota allows ("max 100000", "150000 100000": two); 0: no limit.
int quota_cpus(std::string_view quota_and_period);

// The CPUs in the affinity mask, no more than the batch system and the control group grant.
int usable_cpus();

}  // namespace tizhi
