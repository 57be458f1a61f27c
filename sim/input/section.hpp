// Reads a table of the document key by key; what was never asked for is unknown.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "input/document.hpp"
#include "input/parameters.hpp"

namespace tizhi {

// Reads of single values. `what` names the key. Each reports what is wrong and gives nothing then.
std::optional<double> as_number(const Node& node, std::string_view what, const Range& range,
                                Diagnostics& diagnostics, std::string way_out = "");
std::optional<std::int64_t> as_whole(const Node& node, std::string_view what, std::int64_t least,
                                     std::int64_t most, Diagnostics& diagnostics,
                                     std::string way_out = "");
std::optional<std::string> as_text(const Node& node, std::string_view what,
                                   Diagnostics& diagnostics);
std::optional<bool> as_switch(const Node& node, std::string_view what, Diagnostics& diagnostics);
std::optional<Date> as_date(const Node& node, std::string_view what, Diagnostics& diagnostics);

// The place of the text among the choices.
std::optional<std::size_t> as_choice(const Node& node, std::string_view what,
                                     const std::vector<std::string>& choices,
                                     Diagnostics& diagnostics, std::string way_out = "");

// A name that can stand in dotted keys and in variables of the output.
bool is_identifier(std::string_view text);
std::optional<std::string> as_identifier(const Node& node, std::string_view what,
                                         Diagnostics& diagnostics);

void wrong_kind(const Node& node, std::string_view what, std::string expected,
                Diagnostics& diagnostics, std::string way_out = "");

class Section {
 public:
  // `name` is how messages call it: "[time]", "a 'legacy' event" …
  Section(const Node& table, std::string name, Diagnostics& diagnostics)
      : table_{&table}, name_{std::move(name)}, diagnostics_{&diagnostics} {}

  const Node* find(std::string_view key);  // null: not there
  // The same, and an error that shows a line to add.
  const Node* required(std::string_view key, std::string_view example);

  std::string text(std::string_view key, const std::string& fallback = "");
  double number(std::string_view key, double fallback, const Range& range);
  std::int64_t whole(std::string_view key, std::int64_t fallback, std::int64_t least,
                     std::int64_t most);
  bool on_or_off(std::string_view key, bool fallback);
  std::optional<Date> date(std::string_view key);
  std::size_t choice(std::string_view key, std::size_t fallback,
                     const std::vector<std::string>& choices);

  // Reports every key that was not asked for.
  void refuse_the_rest();

  // From here on messages call it so.
  void call(std::string name) { name_ = std::move(name); }

  Place place() const { return table_->place; }
  const std::string& name() const { return name_; }
  const Node& table() const { return *table_; }
  Diagnostics& diagnostics() { return *diagnostics_; }

 private:
  const Node* table_;
  std::string name_;
  Diagnostics* diagnostics_;
  std::vector<std::string> known_;
};

// A section of the document; an empty one where it is not there. Null where it is no table, which
// is reported.
const Node* section_of(const Node& document, std::string_view name, Diagnostics& diagnostics);

// The items of an array of tables; none where it is not there or, reported, of another kind.
const std::vector<Node>& tables_of(const Node& document, std::string_view name,
                                   Diagnostics& diagnostics);

}  // namespace tizhi
