#include "cli/duration.hpp"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <iterator>

namespace tizhi {
namespace {

struct Unit {
  std::string_view name;
  double seconds;
};
constexpr Unit kUnits[] = {{"ms", 0.001}, {"s", 1},       {"sec", 1},     {"min", 60},
                           {"m", 60},     {"h", 3600},    {"hour", 3600}, {"hours", 3600},
                           {"d", 86400},  {"day", 86400}, {"days", 86400}};

// Takes a number of digits and at most one point off the front of the text.
std::optional<double> take_number(std::string_view& text) {
  const std::size_t length = std::min(text.find_first_not_of("0123456789."), text.size());
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + length, value);
  if (error != std::errc{} || end != text.data() + length || length == 0) return {};
  text.remove_prefix(length);
  return value;
}

std::optional<double> take_unit(std::string_view& text) {
  const std::size_t length = std::min(text.find_first_of("0123456789."), text.size());
  const std::string_view name = text.substr(0, length);
  text.remove_prefix(length);
  for (const Unit& unit : kUnits)
    if (unit.name == name) return unit.seconds;
  return {};
}

// Hours, minutes and seconds, or minutes and seconds, as batch systems write them.
std::optional<double> clock_seconds(std::string_view text) {
  double seconds = 0;
  int fields = 0;
  for (; fields < 3; ++fields) {
    const auto value = take_number(text);
    if (!value) return {};
    seconds = seconds * 60 + *value;
    if (text.empty()) break;
    if (text.front() != ':') return {};
    text.remove_prefix(1);
  }
  if (fields == 0 || fields == 3) return {};
  return seconds;
}

std::string two_parts(long long large, const char* large_unit, long long small,
                      const char* small_unit) {
  char text[64];
  std::snprintf(text, sizeof text, "%lld %s %02lld %s", large, large_unit, small, small_unit);
  return text;
}

}  // namespace

std::optional<double> seconds_of(std::string_view text) {
  if (text.find(':') != std::string_view::npos) return clock_seconds(text);
  double seconds = 0;
  if (text.empty()) return {};
  while (!text.empty()) {
    const auto number = take_number(text);
    if (!number) return {};
    const auto unit = text.empty() && seconds == 0 ? std::optional<double>(1) : take_unit(text);
    if (!unit) return {};
    seconds += *number * *unit;
  }
  return seconds;
}

std::string spelled_duration(double seconds) {
  if (!(seconds >= 0)) return "?";
  if (seconds < 59.95) {
    char text[32];
    if (seconds > 0 && seconds < 9.95e-4)
      std::snprintf(text, sizeof text, "%.2g ms", 1000 * seconds);
    else
      std::snprintf(text, sizeof text, seconds < 9.995 ? "%.2g s" : "%.0f s", seconds);
    return text;
  }
  if (seconds > 1e9) return "decades";
  const long long whole = std::llround(seconds);
  if (whole < 3600) return two_parts(whole / 60, "min", whole % 60, "s");
  if (whole < 86400) return two_parts(whole / 3600, "h", whole % 3600 / 60, "min");
  return two_parts(whole / 86400, "d", whole % 86400 / 3600, "h");
}

}  // namespace tizhi
