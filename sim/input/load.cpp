#include "input/load.hpp"

#include <algorithm>

#include "input/files.hpp"
#include "input/section.hpp"

namespace tizhi {
namespace {

// `above` are the files that wait for this one, the outermost first.
std::optional<Node> load(const std::string& file, const Place& place,
                         std::vector<std::string> above, Sources& sources,
                         Diagnostics& diagnostics) {
  const auto text = read_text(file, file, place, diagnostics);
  if (!text) return std::nullopt;
  sources.files.push_back(file);
  auto document = parse_toml(*text, file, diagnostics);
  if (!document) return std::nullopt;
  const Node* extends = document->find("extends");
  if (extends == nullptr) return document;
  if (!as_text(*extends, "extends", diagnostics)) return std::nullopt;
  const auto base_path = path_of(*extends, sources);
  const Place base_place = extends->place;
  above.push_back(file);
  if (std::find(above.begin(), above.end(), base_path) != above.end()) {
    std::string circle;
    for (const std::string& one : above) circle += one + " -> ";
    diagnostics.error(base_place, "scenarios extend each other in a circle: " + circle + base_path,
                      "a chain that ends", "take this 'extends' out");
    return std::nullopt;
  }
  auto base = load(base_path, base_place, above, sources, diagnostics);
  if (!base) return std::nullopt;
  document->erase("extends");
  lay_over(*base, std::move(*document));
  base->place = {file, 0, 0, 1};
  return base;
}

}  // namespace

std::optional<Node> load_document(const std::string& path, Sources& sources,
                                  Diagnostics& diagnostics) {
  const std::string name = normal_path(path);
  sources.folder = folder_part(name);
  return load(name, {name, 0, 0, 1}, {}, sources, diagnostics);
}

}  // namespace tizhi
