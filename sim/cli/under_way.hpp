// What can be told of an output that is not there yet.
#pragma once

#include <string>

namespace tizhi {

// A run or sweep that was begun, or the shards of a sweep: what of them is complete, under way or
// missing. Empty where nothing of it is to be found.
std::string told_under_way(const std::string& out);

}  // namespace tizhi
