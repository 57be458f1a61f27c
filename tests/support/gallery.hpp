// Galleries: text files of inputs, each with exactly what the reader says of it.
//   == what is wrong          a case begins
//   the scenario's text       without [time], [[model]], [regions] the usual ones follow
//   -- FILE                   another file of the case; `-- options` holds --set, --seed …
//   -- says                   what is said
// \xHH stands for a byte.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace tizhi::test {

struct GalleryCase {
  std::string name;
  std::string text;                          // as it stands in the gallery, without what is said
  std::map<std::string, std::string> files;  // scenario.toml among them
  std::vector<std::string> options;
  std::string says;
};

struct Gallery {
  std::string preamble;
  std::vector<GalleryCase> cases;
};

Gallery read_gallery(const std::filesystem::path& path);

// The gallery's text with other answers.
void write_gallery(const std::filesystem::path& path, const Gallery& gallery);

}  // namespace tizhi::test
