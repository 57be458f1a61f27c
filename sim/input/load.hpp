// A scenario's whole document: the file, what it extends, what the command line sets.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "input/atlas.hpp"
#include "input/document.hpp"

namespace tizhi {

// Nothing where a file cannot be read or is no TOML.
std::optional<Node> load_document(const std::string& path, Sources& sources,
                                  Diagnostics& diagnostics);

}  // namespace tizhi
