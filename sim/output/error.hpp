// What goes wrong with a file: which one, why, and the way out.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

namespace tizhi {

struct OutputError : std::runtime_error {
  OutputError(std::filesystem::path where, std::string why, std::string what_to_do);

  std::filesystem::path path;
  std::string reason;
  std::string way_out;  // empty where there is none to name
};

// The failure of a system call, by its errno.
OutputError system_failure(const std::filesystem::path& path, const std::string& deed, int error);

}  // namespace tizhi
