#include "input/load.hpp"

#include <algorithm>

#include "input/files.hpp"
#include "input/section.hpp"

namespace tizhi {
namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Lays files over each other, what a file extends before the file itself.
class Loader {
 public:
  Loader(Sources& sources, Diagnostics& diagnostics)
      : sources_{sources}, diagnostics_{diagnostics} {}

  std::optional<Node> read(const std::string& file, const Place& place);
  bool lay_extended(Node& document, const std::string& file, std::vector<std::string> above);
  void lay(Node own, const std::string& file);

  Node result;
  bool is_empty = true;  // nothing has been laid yet

 private:
  std::optional<std::vector<Node>> names_of(const Node& extends);
  bool lay_one(const Node& name, const std::vector<std::string>& above);
  void refuse_circle(const Place& place, const std::vector<std::string>& above,
                     const std::string& file);

  Sources& sources_;
  Diagnostics& diagnostics_;
  std::vector<std::string> laid_;
};

std::optional<Node> Loader::read(const std::string& file, const Place& place) {
  const auto text = read_text(file, file, place, diagnostics_);
  if (!text) return std::nullopt;
  sources_.files.push_back(file);
  return parse_toml(*text, file, diagnostics_);
}

// The texts of `extends`: one, or a list of them.
std::optional<std::vector<Node>> Loader::names_of(const Node& extends) {
  const bool is_list = extends.kind == Kind::array;
  std::vector<Node> names = is_list ? extends.items : std::vector<Node>{extends};
  if (names.empty()) {
    diagnostics_.error(extends.place, "this list is empty", "at least one scenario",
                       "take 'extends' out, or name a file: extends = \"base.toml\"");
    return std::nullopt;
  }
  for (const Node& name : names)
    if (!as_text(name, "extends", diagnostics_)) return std::nullopt;
  return names;
}

void Loader::refuse_circle(const Place& place, const std::vector<std::string>& above,
                           const std::string& file) {
  std::string circle;
  for (const std::string& one : above) circle += one + " -> ";
  diagnostics_.error(place, "scenarios extend each other in a circle: " + circle + file,
                     "a chain that ends", "take this 'extends' out");
}

bool Loader::lay_one(const Node& name, const std::vector<std::string>& above) {
  const std::string file = path_of(name, sources_);
  if (contains(above, file)) {
    refuse_circle(name.place, above, file);
    return false;
  }
  if (contains(laid_, file)) return true;
  auto own = read(file, name.place);
  if (!own || !lay_extended(*own, file, above)) return false;
  lay(std::move(*own), file);
  return true;
}

// Takes `extends` out of the document; `above` are the files that wait for this one, the
// outermost first.
bool Loader::lay_extended(Node& document, const std::string& file, std::vector<std::string> above) {
  const Node* extends = document.find("extends");
  if (extends == nullptr) return true;
  const auto names = names_of(*extends);
  if (!names) return false;
  above.push_back(file);
  for (const Node& name : *names)
    if (!lay_one(name, above)) return false;
  document.erase("extends");
  return true;
}

void Loader::lay(Node own, const std::string& file) {
  laid_.push_back(file);
  if (is_empty) {
    result = std::move(own);
  } else {
    lay_over(result, std::move(own));
    result.place = {file, 0, 0, 1};
  }
  is_empty = false;
}

enum class Itself : std::uint8_t { included, left_out };

std::optional<Node> load(const std::string& path, Itself itself, Sources& sources,
                         Diagnostics& diagnostics) {
  const std::string name = normal_path(path);
  sources.folder = folder_part(name);
  Loader loader(sources, diagnostics);
  auto own = loader.read(name, {name, 0, 0, 1});
  if (!own || !loader.lay_extended(*own, name, {})) return std::nullopt;
  if (itself == Itself::included) loader.lay(std::move(*own), name);
  return loader.is_empty ? std::nullopt : std::optional(std::move(loader.result));
}

}  // namespace

std::optional<Node> load_text(const std::string& text, const std::string& path, Sources& sources,
                              Diagnostics& diagnostics) {
  sources.folder = folder_part(path);
  sources.files.push_back(path);
  diagnostics.keep(path, text);
  return parse_toml(text, path, diagnostics);
}

std::optional<Node> load_document(const std::string& path, Sources& sources,
                                  Diagnostics& diagnostics) {
  return load(path, Itself::included, sources, diagnostics);
}

std::optional<Node> load_extended(const std::string& path, Sources& sources,
                                  Diagnostics& diagnostics) {
  return load(path, Itself::left_out, sources, diagnostics);
}

}  // namespace tizhi
