#include "input/files.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace tizhi {

namespace fs = std::filesystem;

FileKind read_bytes(const std::string& path, std::string& bytes) {
  std::error_code failure;
  if (fs::is_directory(path, failure)) return FileKind::folder;
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return fs::exists(path, failure) ? FileKind::unreadable : FileKind::missing;
  bytes.assign(std::istreambuf_iterator<char>(stream), {});
  return FileKind::text;
}

std::vector<std::string> files_beside(const std::string& path) {
  constexpr std::size_t enough = 1000;
  std::vector<std::string> names;
  const std::string folder = folder_part(path);
  std::error_code failure;
  for (fs::directory_iterator file(folder.empty() ? "." : folder, failure), end;
       !failure && file != end; file.increment(failure))
    if (names.size() < enough) names.push_back(file->path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string normal_path(std::string_view path) {
  return fs::path(path).lexically_normal().string();
}

std::string folder_part(std::string_view path) { return fs::path(path).parent_path().string(); }

std::string name_part(std::string_view path) { return fs::path(path).filename().string(); }

std::string path_within(std::string_view folder, std::string_view name) {
  const fs::path own(name);
  return own.is_absolute() ? own.string() : normal_path((fs::path(folder) / own).string());
}

bool is_absolute(std::string_view path) { return fs::path(path).is_absolute(); }

std::string path_from(std::string_view folder, std::string_view path) {
  const fs::path own(path);
  const auto way = own.lexically_relative(folder.empty() ? "." : folder);
  return (way.empty() ? own : way).generic_string();
}

}  // namespace tizhi
