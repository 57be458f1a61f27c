#include "cli/numbers.hpp"

#include <charconv>
#include <cmath>
#include <cstdio>

namespace tizhi {

namespace {

template <class Real>
std::string shortest(Real value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return {text, end};
}

}  // namespace

std::string exact(double value) { return shortest(value); }
std::string exact(float value) { return shortest(value); }

std::string with_prefix(double value) {
  const char* prefix = "";
  for (const char* next : {" k", " M", " G", " T"}) {
    if (std::abs(value) < 999.5) break;
    value /= 1000;
    prefix = next;
  }
  char text[32];
  const int decimals = std::abs(value) < 9.995 ? 2 : std::abs(value) < 99.95 ? 1 : 0;
  const bool whole = *prefix == '\0' && value == std::floor(value);
  std::snprintf(text, sizeof text, "%.*f%s", whole ? 0 : decimals, value, prefix);
  return text;
}

std::string with_commas(unsigned long long value) {
  std::string text = std::to_string(value);
  for (std::size_t place = text.size(); place > 3;) text.insert(place -= 3, 1, ',');
  return text;
}

std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) >= 0x20) {
      out += c;
      continue;
    }
    char code[8];
    std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(c));
    out += code;
  }
  return out + '"';
}

std::string json_number(double value) { return std::isfinite(value) ? exact(value) : "null"; }

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) out.append(c == '"' ? 2 : 1, c);
  return out + '"';
}

}  // namespace tizhi
