// The files of a page: a table of names, where a folder is whatever stands before the last slash.
#include "input/files.hpp"

#include <algorithm>

#include "web/host.hpp"

namespace tizhi {
namespace {

// The parts of a path between its slashes.
std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    if (end > 0) parts.push_back(path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return parts;
}

std::vector<std::string> all_names() {
  const std::string all = fetch_names();
  std::vector<std::string> names;
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t end = std::min(all.find('\n', at), all.size());
    names.push_back(all.substr(at, end - at));
    at = end + 1;
  }
  return names;
}

bool is_folder(const std::string& path) {
  const auto names = all_names();
  return path == "." || std::any_of(names.begin(), names.end(), [&](const std::string& name) {
           return name.starts_with(path + '/');
         });
}

std::string joined(const std::vector<std::string_view>& parts, std::string text) {
  for (std::size_t p = 0; p < parts.size(); ++p) {
    if (p > 0) text += '/';
    text += parts[p];
  }
  return text;
}

}  // namespace

FileKind read_bytes(const std::string& path, std::string& bytes) {
  if (fetch_file(path, bytes)) return FileKind::text;
  return is_folder(path) ? FileKind::folder : FileKind::missing;
}

std::vector<std::string> files_beside(const std::string& path) {
  const std::string folder = folder_part(path);
  std::vector<std::string> names;
  for (const std::string& name : all_names())
    if (folder_part(name) == folder) names.push_back(name_part(name));
  std::sort(names.begin(), names.end());
  return names;
}

std::string normal_path(std::string_view path) {
  std::vector<std::string_view> parts;
  for (const std::string_view part : parts_of(path)) {
    if (part == ".") continue;
    if (part == ".." && !parts.empty() && parts.back() != "..")
      parts.pop_back();
    else
      parts.push_back(part);
  }
  if (is_absolute(path)) return joined(parts, "/");
  return parts.empty() ? "." : joined(parts, "");
}

bool is_absolute(std::string_view path) { return path.starts_with('/'); }

std::string folder_part(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? "" : std::string(path.substr(0, slash));
}

std::string name_part(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));  // npos + 1 is 0
}

std::string path_within(std::string_view folder, std::string_view name) {
  if (folder.empty() || is_absolute(name)) return normal_path(name);
  return normal_path(std::string(folder) + '/' + std::string(name));
}

std::string path_from(std::string_view folder, std::string_view path) {
  if (is_absolute(path) != is_absolute(folder)) return std::string(path);
  const auto from = parts_of(folder), to = parts_of(path);
  const auto [f, t] = std::mismatch(from.begin(), from.end(), to.begin(), to.end());
  std::vector<std::string_view> parts(static_cast<std::size_t>(from.end() - f), "..");
  parts.insert(parts.end(), t, to.end());
  return joined(parts, "");
}

}  // namespace tizhi
