// One process at a time writes an output: OUT.h5.lock names it by host, process id and, as ids
// are used again, the time at which the process began.
#pragma once

#include <filesystem>
#include <string>

namespace tizhi {

enum class Takeover { if_stale, always };

// Held from construction to destruction. A lock whose process on this host is gone is taken over;
// any other that stands throws OutputError, saying whose it is, unless it is to be taken over
// always. File locks of the system are not used: many shared file systems do not keep them.
class Lock {
 public:
  Lock(const std::filesystem::path& out, Takeover takeover);
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  ~Lock();

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  std::string owner_;
};

}  // namespace tizhi
