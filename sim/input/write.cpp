// The document back as text: for people, and in one canonical form for the hash.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "input/document.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

bool is_bare(std::string_view key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
}

std::string key_text(std::string_view key) {
  return is_bare(key) ? std::string(key) : in_quotes(key);
}

std::string real_text(double number) {
  const std::string text = spelled(number);
  return text.find_first_of(".enai") == std::string::npos ? text + ".0" : text;
}

std::string value_text(const Node& node);

std::string list_text(const Node& node) {
  std::string text = "[";
  for (const Node& item : node.items) text += (text.size() > 1 ? ", " : "") + value_text(item);
  return text + "]";
}

std::string inline_table(const Node& node) {
  std::string text = "{";
  for (const Entry& e : node.entries)
    text += (text.size() > 1 ? ", " : " ") + key_text(e.key) + " = " + value_text(e.value);
  return text + " }";
}

std::string long_text(const std::string& text) {
  if (text.find('\n') == std::string::npos) return in_quotes(text);
  std::string lines = in_quotes(text);
  for (std::size_t at = 0; (at = lines.find("\\n", at)) != std::string::npos; ++at)
    if (at == 0 || lines[at - 1] != '\\') lines.replace(at, 2, "\n");
  return "\"\"\"\n" + lines.substr(1, lines.size() - 2) + "\"\"\"";
}

std::string value_text(const Node& node) {
  switch (node.kind) {
    case Kind::table:
      return inline_table(node);
    case Kind::array:
      return list_text(node);
    case Kind::text:
      return long_text(node.text);
    case Kind::integer:
      return std::to_string(node.integer);
    case Kind::real:
      return real_text(node.real);
    case Kind::boolean:
      return node.boolean ? "true" : "false";
    case Kind::date:
    case Kind::other:
      return iso_text(node.date);
  }
  return "";
}

bool is_section(const Node& node) { return node.kind == Kind::table || node.is_table_list(); }

void write_values(const Node& table, std::string& text) {
  for (const Entry& e : table.entries)
    if (!is_section(e.value)) text += key_text(e.key) + " = " + value_text(e.value) + "\n";
}

// Tables in a section are written in braces, unless they are long.
void write_section(const std::string& header, const Node& table, std::string& text) {
  text += "\n" + header + "\n";
  for (const Entry& e : table.entries) text += key_text(e.key) + " = " + value_text(e.value) + "\n";
}

void write_plain_section(const std::string& name, const Node& table, std::string& text) {
  constexpr std::size_t short_table = 8;
  const auto is_long = [](const Entry& e) {
    return e.value.kind == Kind::table && e.value.entries.size() > short_table;
  };
  Node head = table;
  std::erase_if(head.entries, is_long);
  write_section("[" + name + "]", head, text);
  for (const Entry& e : table.entries)
    if (is_long(e)) write_section("[" + name + "." + key_text(e.key) + "]", e.value, text);
}

std::string canonical_number(const Node& node) {
  if (node.kind == Kind::integer) return std::to_string(node.integer);
  if (std::abs(node.real) < 0x1p53 && node.real == std::floor(node.real))
    return std::to_string(static_cast<std::int64_t>(node.real));
  return spelled(node.real);
}

}  // namespace

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04X", byte);
      out += escape;
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string toml_text(const Node& document) {
  std::string text;
  write_values(document, text);
  for (const Entry& e : document.entries) {
    if (e.value.kind == Kind::table) write_plain_section(key_text(e.key), e.value, text);
    if (e.value.is_table_list())
      for (const Node& item : e.value.items)
        write_section("[[" + key_text(e.key) + "]]", item, text);
  }
  return text;
}

std::string canonical_text(const Node& node) {
  if (node.is_number()) return canonical_number(node);
  if (node.kind == Kind::text) return in_quotes(node.text);
  std::string text;
  if (node.kind == Kind::array) {
    for (const Node& item : node.items) text += canonical_text(item) + ",";
    return "[" + text + "]";
  }
  if (node.kind != Kind::table) return value_text(node);
  std::vector<const Entry*> order;
  for (const Entry& e : node.entries) order.push_back(&e);
  std::sort(order.begin(), order.end(),
            [](const Entry* a, const Entry* b) { return a->key < b->key; });
  for (const Entry* e : order) text += in_quotes(e->key) + "=" + canonical_text(e->value) + ",";
  return "{" + text + "}";
}

}  // namespace tizhi
