#include "support/gallery.hpp"

#include <fstream>
#include <sstream>

namespace tizhi::test {
namespace {

constexpr const char* kTime = "[time]\nstart = \"1990\"\nend = \"2000\"\n";
constexpr const char* kModels = "[[model]]\nid = \"dedicated\"\n[[model]]\nid = \"attached\"\n";
constexpr const char* kRegions =
    "[regions]\ngenerate = [1, 3, 2]\nlevels = [\"centre\", \"province\", \"county\"]\n";

// \xHH -> the byte.
std::string with_bytes(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text.compare(i, 2, "\\x") == 0 && i + 4 <= text.size()) {
      out += static_cast<char>(std::stoi(text.substr(i + 2, 2), nullptr, 16));
      i += 3;
    } else {
      out += text[i];
    }
  return out;
}

void complete(GalleryCase& one) {
  std::string& scenario = one.files["scenario.toml"];
  if (scenario.starts_with("# bare\n")) return;
  for (const auto& [header, usual] : {std::pair{"[time]", kTime}, std::pair{"[[model]]", kModels},
                                      std::pair{"[regions]", kRegions}})
    if (scenario.find(header) == std::string::npos) scenario += usual;
}

}  // namespace

Gallery read_gallery(const std::filesystem::path& path) {
  Gallery gallery;
  std::ifstream stream(path);
  std::string file, line;
  while (std::getline(stream, line)) {
    if (line.starts_with("== ")) {
      gallery.cases.push_back({line.substr(3), {}, {{"scenario.toml", ""}}, {}, {}});
      file = "scenario.toml";
    } else if (gallery.cases.empty()) {
      gallery.preamble += line + "\n";
      continue;
    } else if (line.starts_with("-- ")) {
      file = line.substr(3);
      if (file == "says") continue;
    } else if (file == "says") {
      gallery.cases.back().says += line + "\n";
      continue;
    } else if (file == "options") {
      gallery.cases.back().options.push_back(line);
    } else {
      gallery.cases.back().files[file] += with_bytes(line + "\n");
    }
    gallery.cases.back().text += line + "\n";
  }
  for (GalleryCase& one : gallery.cases) complete(one);
  return gallery;
}

void write_gallery(const std::filesystem::path& path, const Gallery& gallery) {
  std::ofstream stream(path);
  stream << gallery.preamble;
  for (const GalleryCase& one : gallery.cases) stream << one.text << "-- says\n" << one.says;
}

}  // namespace tizhi::test
