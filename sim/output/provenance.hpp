// Which program wrote a file, in which layout.
#pragma once

#include <string>

namespace tizhi {

inline constexpr const char* kFileType = "tizhi";
inline constexpr const char* kFormatVersion = "1.0";

struct Provenance {
  std::string program_version, git;
};

}  // namespace tizhi
