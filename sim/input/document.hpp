// A scenario's text as a tree whose every key and value knows its place, so that a wrong meaning
// is shown with line and caret like a wrong spelling.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "input/diagnostic.hpp"
#include "model/calendar.hpp"

namespace tizhi {

enum class Kind : std::uint8_t { table, array, text, integer, real, boolean, date, other };

struct Entry;

// A value. Of the members below `place` only those of its kind mean something.
struct Node {
  Kind kind = Kind::table;
  Place place;
  std::string text;
  std::int64_t integer = 0;
  double real = 0;
  bool boolean = false;
  Date date;
  std::vector<Node> items;     // array
  std::vector<Entry> entries;  // table, in the order of the text

  const Entry* entry(std::string_view key) const;
  const Node* find(std::string_view key) const;
  Node* find(std::string_view key);
  void erase(std::string_view key);
  void put(Entry added);  // replaces the key's value, or adds it

  bool is_number() const { return kind == Kind::integer || kind == Kind::real; }
  double number() const { return kind == Kind::integer ? static_cast<double>(integer) : real; }
  bool is_table_list() const;  // an array of tables, at least one
};

struct Entry {
  std::string key;
  Place place;
  Node value;
};

// "a number", "text", "a table" … as messages say it.
std::string kind_name(const Node& node);

// Reads TOML. A syntax error is reported and gives nothing.
std::optional<Node> parse_toml(const std::string& text, const std::string& file,
                               Diagnostics& diagnostics);

// The document as TOML, as a person would write it.
std::string toml_text(const Node& document);

// Independent of the order of keys, of comments, spaces and ways to write a number.
std::string canonical_text(const Node& node);

// A text in TOML's quotes.
std::string in_quotes(std::string_view text);

// The whole file. An error, at `place`, where it cannot be read or is not UTF-8. A mark of byte
// order at its beginning is dropped.
std::optional<std::string> read_text(const std::string& path, const std::string& file,
                                     const Place& place, Diagnostics& diagnostics);

// Lays `later` over `base`: sections merge, values and tables are replaced whole, events join by
// id.
void lay_over(Node& base, Node later);

// The parts of a dotted key, with their places; quotes as in TOML. Empty where it is malformed.
struct KeyPart {
  std::string key;
  Place place;
};
std::vector<KeyPart> split_key(std::string_view key, const Place& place);

}  // namespace tizhi
