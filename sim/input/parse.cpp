// The only file that knows toml++.
#define TOML_ASSERT(condition) static_cast<void>(0)  // `[.odr` would end the program otherwise
#define TOML_ENABLE_FORMATTERS 0
#define TOML_EXCEPTIONS 0  // the reader is compiled for WebAssembly too, which has none

#include <charconv>

#include "input/text.hpp"

#ifndef __cpp_lib_to_chars
// Where libc++ has no from_chars of real numbers toml++ would bring the streams and all their
// locales, a quarter of the classroom page. So it finds one here.
#define TOML_FLOAT_CHARCONV 1
namespace std {
inline from_chars_result from_chars(const char* begin, const char* end, double& number) {
  const auto read = tizhi::number_in(string(begin, end));
  if (!read) return {begin, errc::invalid_argument};
  number = *read;
  return {end, errc{}};
}
}  // namespace std
#endif

#include <toml++/toml.h>

#include <algorithm>
#include <tuple>

#include "input/document.hpp"
#include "input/syntax.hpp"

namespace tizhi {
namespace {

constexpr int kToLineEnd = 1 << 20;  // longer than any line: the drawing stops at its end

Place place_of(const toml::source_region& region, const std::string& file) {
  Place place{file, static_cast<int>(region.begin.line), static_cast<int>(region.begin.column), 1};
  if (region.end.line > region.begin.line)
    place.length = kToLineEnd;
  else if (region.end.column > region.begin.column)
    place.length = static_cast<int>(region.end.column - region.begin.column);
  return place;
}

Node converted(const toml::node& source, const std::string& file);

void fill_table(Node& node, const toml::table& table, const std::string& file) {
  node.kind = Kind::table;
  for (auto&& [key, value] : table)
    node.entries.push_back(
        {std::string(key.str()), place_of(key.source(), file), converted(value, file)});
  // toml++ sorts by name; a reader wants the order of the text.
  std::stable_sort(node.entries.begin(), node.entries.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.place.line, a.place.column) < std::tie(b.place.line, b.place.column);
  });
}

void fill_date(Node& node, const toml::date& date) {
  node.kind = Kind::date;
  node.date = {date.year, date.month, date.day};
}

Node converted(const toml::node& source, const std::string& file) {
  Node node;
  node.place = place_of(source.source(), file);
  node.kind = Kind::other;
  if (const auto* table = source.as_table()) {
    fill_table(node, *table, file);
  } else if (const auto* array = source.as_array()) {
    node.kind = Kind::array;
    for (auto&& item : *array) node.items.push_back(converted(item, file));
  } else if (const auto* text = source.as_string()) {
    node.kind = Kind::text;
    node.text = text->get();
  } else if (const auto* integer = source.as_integer()) {
    node.kind = Kind::integer;
    node.integer = integer->get();
  } else if (const auto* real = source.as_floating_point()) {
    node.kind = Kind::real;
    node.real = real->get();
  } else if (const auto* boolean = source.as_boolean()) {
    node.kind = Kind::boolean;
    node.boolean = boolean->get();
  } else if (const auto* date = source.as_date()) {
    fill_date(node, date->get());
  }
  return node;
}

std::string_view line_of(std::string_view text, int number) {
  for (int line = 1; line < number; ++line) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<Node> parse_toml(const std::string& text, const std::string& file,
                               Diagnostics& diagnostics) {
  const toml::parse_result result = toml::parse(text);
  if (!result) {
    const toml::parse_error& error = result.error();
    const Place place = place_of(error.source(), file);
    diagnostics.add(explain_syntax(line_of(text, place.line), place, error.description()));
    return std::nullopt;
  }
  Node document;
  document.place = {file, 0, 0, 1};
  fill_table(document, result.table(), file);
  return document;
}

}  // namespace tizhi
