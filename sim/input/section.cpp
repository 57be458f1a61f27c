#include "input/section.hpp"

#include <algorithm>
#include <charconv>

#include "input/text.hpp"

namespace tizhi {
namespace {

std::string without_it(const std::string& fallback) { return "without this key it is " + fallback; }

std::string what_is(std::string_view what) { return "'" + std::string(what) + "' is "; }

// A key below the wrong heading is the commonest slip in TOML.
std::string where_it_belongs(std::string_view key) {
  constexpr std::string_view tops[] = {"title",       "title_zh",       "description", "question",
                                       "question_zh", "description_zh", "sources",     "extends",
                                       "seed",        "replicates"};
  const std::string quoted = "'" + std::string(key) + "'";
  if (std::find(std::begin(tops), std::end(tops), key) != std::end(tops))
    return quoted + " stands at the top, above the first section";
  std::vector<std::string> sections;
  for (const Parameter& parameter : parameters())
    if (parameter.key == key) sections.push_back("[" + std::string(parameter.section) + "]");
  if (!sections.empty()) return quoted + " belongs to " + listed(sections);
  return "take it out, or turn it into a comment with '#'";
}

// Parts of a date as written, "1982-01" -> {1982, 1}; empty where it is none.
std::vector<std::int32_t> date_parts(const std::string& text) {
  std::vector<std::int32_t> parts;
  constexpr std::size_t widths[] = {4, 2, 2};
  const char* at = text.data();
  const char* const end = at + text.size();
  while (parts.size() < 3) {
    const char* const stop = at + widths[parts.size()];
    std::int32_t part = 0;
    if (stop > end || *at == '-' || std::from_chars(at, stop, part).ptr != stop) return {};
    parts.push_back(part);
    if (stop == end) return parts;
    if (*stop != '-') return {};
    at = stop + 1;
  }
  return {};
}

}  // namespace

void wrong_kind(const Node& node, std::string_view what, std::string expected,
                Diagnostics& diagnostics, std::string way_out) {
  if (node.kind == Kind::text && expected.starts_with("a number") && number_in(node.text))
    way_out = "write it without quotes: " + std::string(what) + " = " + node.text;
  diagnostics.error(node.place, what_is(what) + kind_name(node), std::move(expected),
                    std::move(way_out));
}

std::optional<double> as_number(const Node& node, std::string_view what, const Range& range,
                                Diagnostics& diagnostics, std::string way_out) {
  if (!node.is_number()) {
    wrong_kind(node, what, range.text(), diagnostics, std::move(way_out));
    return std::nullopt;
  }
  if (range.holds(node.number())) return node.number();
  diagnostics.error(node.place, what_is(what) + spelled(node.number()), range.text(),
                    std::move(way_out));
  return std::nullopt;
}

std::optional<std::int64_t> as_whole(const Node& node, std::string_view what, std::int64_t least,
                                     std::int64_t most, Diagnostics& diagnostics,
                                     std::string way_out) {
  const std::string expected =
      "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  if (node.kind != Kind::integer) {
    wrong_kind(node, what, expected, diagnostics, std::move(way_out));
    return std::nullopt;
  }
  if (node.integer >= least && node.integer <= most) return node.integer;
  diagnostics.error(node.place, what_is(what) + std::to_string(node.integer), expected,
                    std::move(way_out));
  return std::nullopt;
}

std::optional<std::string> as_text(const Node& node, std::string_view what,
                                   Diagnostics& diagnostics) {
  if (node.kind == Kind::text) return node.text;
  diagnostics.error(node.place, what_is(what) + kind_name(node), "text",
                    node.is_number() || node.kind == Kind::boolean || node.kind == Kind::date
                        ? "text stands in quotes: " + std::string(what) + " = \"…\""
                        : "write one text in quotes");
  return std::nullopt;
}

std::optional<bool> as_switch(const Node& node, std::string_view what, Diagnostics& diagnostics) {
  if (node.kind == Kind::boolean) return node.boolean;
  const bool is_word = node.kind == Kind::text && (node.text == "true" || node.text == "false");
  diagnostics.error(
      node.place, what_is(what) + kind_name(node), "true or false",
      is_word ? "write it without quotes" : "write " + std::string(what) + " = true, or false");
  return std::nullopt;
}

std::optional<Date> as_date(const Node& node, std::string_view what, Diagnostics& diagnostics) {
  constexpr const char* expected = "a date: \"YYYY\", \"YYYY-MM\" or \"YYYY-MM-DD\"";
  if (node.kind == Kind::date && is_valid(node.date)) return node.date;
  std::vector<std::int32_t> parts;
  if (node.kind == Kind::text) parts = date_parts(node.text);
  if (node.kind == Kind::integer) parts = date_parts(std::to_string(node.integer));
  if (parts.empty()) {
    const bool is_text = node.kind == Kind::text || node.kind == Kind::integer;
    const std::string shown =
        node.kind == Kind::text ? in_quotes(node.text) : std::to_string(node.integer);
    diagnostics.error(node.place, what_is(what) + (is_text ? shown : kind_name(node)), expected,
                      "the year comes first: \"1999-05-01\" is 1 May 1999");
    return std::nullopt;
  }
  parts.resize(3, 1);
  const Date date{parts[0], parts[1], parts[2]};
  if (is_valid(date)) return date;
  const bool month_exists = date.month >= 1 && date.month <= 12 && date.year >= 1;
  diagnostics.error(
      node.place, what_is(what) + "no day of the calendar", expected,
      month_exists
          ? "this month has " + std::to_string(days_in_month(date.year, date.month)) + " days"
          : "months run from 01 to 12, years from 0001 to 9999");
  return std::nullopt;
}

std::optional<std::size_t> as_choice(const Node& node, std::string_view what,
                                     const std::vector<std::string>& choices,
                                     Diagnostics& diagnostics, std::string way_out) {
  if (way_out.empty()) way_out = "choose one, and write it in quotes";
  if (node.kind != Kind::text) {
    wrong_kind(node, what, listed(choices), diagnostics, std::move(way_out));
    return std::nullopt;
  }
  const auto found = std::find(choices.begin(), choices.end(), node.text);
  if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
  diagnostics.error(node.place, what_is(what) + in_quotes(node.text), listed(choices),
                    did_you_mean(node.text, choices, way_out));
  return std::nullopt;
}

bool is_identifier(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || static_cast<unsigned char>(c) >= 0x80;
  });
}

std::optional<std::string> as_identifier(const Node& node, std::string_view what,
                                         Diagnostics& diagnostics) {
  const auto text = as_text(node, what, diagnostics);
  if (!text || is_identifier(*text)) return text;
  std::string tidy = *text;
  for (char& c : tidy)
    if (!is_identifier({&c, 1})) c = '_';
  diagnostics.error(node.place, "'" + *text + "' cannot be an id",
                    "letters, digits, '_' and '-', without spaces or dots",
                    tidy.empty() ? "give it a name" : "did you mean '" + tidy + "'?");
  return std::nullopt;
}

const Node* Section::find(std::string_view key) {
  known_.emplace_back(key);
  return table_->find(key);
}

const Node* Section::required(std::string_view key, std::string_view example) {
  const Node* node = find(key);
  if (node == nullptr)
    diagnostics_->error(table_->place, name_ + " lacks '" + std::string(key) + "'", "",
                        "add a line such as " + std::string(key) + " = " + std::string(example));
  return node;
}

std::string Section::text(std::string_view key, const std::string& fallback) {
  const Node* node = find(key);
  return node == nullptr ? fallback : as_text(*node, key, *diagnostics_).value_or(fallback);
}

double Section::number(std::string_view key, double fallback, const Range& range) {
  const Node* node = find(key);
  return node == nullptr
             ? fallback
             : as_number(*node, key, range, *diagnostics_, without_it(spelled(fallback)))
                   .value_or(fallback);
}

std::int64_t Section::whole(std::string_view key, std::int64_t fallback, std::int64_t least,
                            std::int64_t most) {
  const Node* node = find(key);
  return node == nullptr ? fallback
                         : as_whole(*node, key, least, most, *diagnostics_,
                                    without_it(std::to_string(fallback)))
                               .value_or(fallback);
}

bool Section::on_or_off(std::string_view key, bool fallback) {
  const Node* node = find(key);
  return node == nullptr ? fallback : as_switch(*node, key, *diagnostics_).value_or(fallback);
}

std::optional<Date> Section::date(std::string_view key) {
  const Node* node = find(key);
  return node == nullptr ? std::nullopt : as_date(*node, key, *diagnostics_);
}

std::size_t Section::choice(std::string_view key, std::size_t fallback,
                            const std::vector<std::string>& choices) {
  const Node* node = find(key);
  return node == nullptr ? fallback
                         : as_choice(*node, key, choices, *diagnostics_,
                                     without_it(in_quotes(choices[fallback])))
                               .value_or(fallback);
}

void Section::refuse_the_rest() {
  for (const Entry& e : table_->entries) {
    if (std::find(known_.begin(), known_.end(), e.key) != known_.end()) continue;
    std::string way_out = did_you_mean(e.key, known_);
    if (way_out.empty()) way_out = where_it_belongs(e.key);
    diagnostics_->error(e.place, name_ + " has no key '" + e.key + "'", listed(known_, 99),
                        std::move(way_out));
  }
}

const Node* section_of(const Node& document, std::string_view name, Diagnostics& diagnostics) {
  static const Node empty;
  const Node* node = document.find(name);
  if (node == nullptr) return &empty;
  if (node->kind == Kind::table) return node;
  diagnostics.error(document.entry(name)->place,
                    "'" + std::string(name) + "' is " + kind_name(*node),
                    "a section: [" + std::string(name) + "]",
                    "write the heading on a line, and the section's keys below it");
  return nullptr;
}

const std::vector<Node>& tables_of(const Node& document, std::string_view name,
                                   Diagnostics& diagnostics) {
  static const std::vector<Node> none;
  const Node* node = document.find(name);
  if (node == nullptr || (node->kind == Kind::array && node->items.empty())) return none;
  if (node->is_table_list()) return node->items;
  const std::string heading = "[[" + std::string(name) + "]]";
  diagnostics.error(document.entry(name)->place,
                    "'" + std::string(name) + "' is " + kind_name(*node),
                    "sections with double brackets: " + heading,
                    node->kind == Kind::table ? "write " + heading
                                              : "one " + heading + " for each, with keys below it");
  return none;
}

}  // namespace tizhi
