// A scenario's whole document: the file, what it extends, what the command line sets.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "input/atlas.hpp"
#include "input/document.hpp"

namespace tizhi {

// `extends` names a file or a list of files, each of which may extend others. They are laid over
// each other in this order, every file once, and the scenario last: of two scenarios that extend
// the same one, the later of a list puts over the earlier only what it says itself.
// Nothing where a file cannot be read or is no TOML.
std::optional<Node> load_document(const std::string& path, Sources& sources,
                                  Diagnostics& diagnostics);

// The same without the scenario itself: what it extends. Nothing where it extends nothing.
std::optional<Node> load_extended(const std::string& path, Sources& sources,
                                  Diagnostics& diagnostics);

// The same of a text that extends nothing, as if it stood in that file.
std::optional<Node> load_text(const std::string& text, const std::string& path, Sources& sources,
                              Diagnostics& diagnostics);

}  // namespace tizhi
