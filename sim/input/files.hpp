// Files and their names, as the readers of this room ask for them. A machine without a file system
// (web/files.cpp) answers the same questions in its own way.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tizhi {

enum class FileKind { text, folder, unreadable, missing };

// The bytes of the file, where there is one that may be read.
FileKind read_bytes(const std::string& path, std::string& bytes);

// Names of what lies in the file's folder, sorted; of a huge folder some.
std::vector<std::string> files_beside(const std::string& path);

// Without needless parts: "a/./b/../c" is "a/c".
std::string normal_path(std::string_view path);

// The folder that a path names before its last part: "" where it has one part only.
std::string folder_part(std::string_view path);
std::string name_part(std::string_view path);

bool is_absolute(std::string_view path);

// A name as it reads from a folder; an absolute one stays what it is.
std::string path_within(std::string_view folder, std::string_view name);
// The way back: a path as it is called from that folder, if both begin at the same place.
std::string path_from(std::string_view folder, std::string_view path);

}  // namespace tizhi
