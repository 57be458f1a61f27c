// Durations of wall clock time, read and written.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tizhi {

// Seconds in "90", "90s", "1.5h", "1h30m", "2d", "500ms" or "1:30:00"; nothing where it is none of
// these.
std::optional<double> seconds_of(std::string_view text);

// "3.2 s", "4 min 05 s", "2 h 10 min", "3 d 4 h".
std::string spelled_duration(double seconds);

}  // namespace tizhi
