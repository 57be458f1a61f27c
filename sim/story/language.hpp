// The languages that people are spoken to in.
#pragma once

#include <cstdint>

namespace tizhi {

enum class Language : std::uint8_t { english, chinese };

}  // namespace tizhi
