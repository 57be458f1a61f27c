// Numbers for people, and numbers and text for programs.
#pragma once

#include <string>
#include <string_view>

namespace tizhi {

// The shortest text that reads back as the same number; "nan", "inf".
std::string exact(double value);
std::string exact(float value);

// Three digits and a prefix: "4.61 M", "950", "1.2 G". Bytes as "3.1 MB".
std::string with_prefix(double value);

// "1,423,511"
std::string with_commas(unsigned long long value);

// A string of JSON with its quotes, and a number of JSON (null where it is not finite).
std::string json_text(std::string_view text);
std::string json_number(double value);

// A field of RFC 4180: quoted where it needs to be.
std::string csv_field(std::string_view text);

}  // namespace tizhi
