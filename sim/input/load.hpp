// A scenario's whole document: the file, what it extends, what the command line sets.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "input/atlas.hpp"
#include "input/document.hpp"

namespace tizhi {

// Nothing where a file cannot be read or is no TOML.
std::optional<Node> load_document(const std::filesystem::path& path, Sources& sources,
                                  Diagnostics& diagnostics);

// The same of a text that extends nothing, as if it stood in that file.
std::optional<Node> load_text(const std::string& text, const std::filesystem::path& path,
                              Sources& sources, Diagnostics& diagnostics);

}  // namespace tizhi
