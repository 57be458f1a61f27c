// What two scenarios say differently.
#pragma once

#include <string>
#include <vector>

#include "input/document.hpp"

namespace tizhi {

// A key in dotted names, where items of a list of sections stand by their ids: event.doc36.date.
// A side that does not have it is empty.
struct Change {
  std::string key, before, after;
};

std::vector<Change> changes(const Node& before, const Node& after);
std::vector<Change> changes(const std::string& before, const std::string& after);  // TOML

// What a scenario says differently from the one that it extends; nothing where it extends none.
// The scenario is known to be readable.
std::vector<Change> own_changes(const std::string& path);

}  // namespace tizhi
