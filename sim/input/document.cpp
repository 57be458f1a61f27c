#include "input/document.hpp"

#include <algorithm>
#include <iterator>

#include "input/files.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

const Node* find_id(const Node& list, const std::string& id) {
  for (const Node& item : list.items)
    if (const Node* own = item.find("id"); own != nullptr && own->text == id) return &item;
  return nullptr;
}

void join_by_id(Node& base, Node later) {
  for (Node& item : later.items) {
    const Node* id = item.find("id");
    const Node* twin = id != nullptr ? find_id(base, id->text) : nullptr;
    if (twin == nullptr) {
      base.items.push_back(std::move(item));
      continue;
    }
    Node& known = base.items[static_cast<std::size_t>(twin - base.items.data())];
    known.place = item.place;
    for (Entry& entry : item.entries) known.put(std::move(entry));
  }
}

void merge_section(Node& base, Node later) {
  for (Entry& entry : later.entries) base.put(std::move(entry));
}

}  // namespace

const Entry* Node::entry(std::string_view key) const {
  for (const Entry& e : entries)
    if (e.key == key) return &e;
  return nullptr;
}

const Node* Node::find(std::string_view key) const {
  const Entry* found = entry(key);
  return found != nullptr ? &found->value : nullptr;
}

Node* Node::find(std::string_view key) {
  return const_cast<Node*>(static_cast<const Node*>(this)->find(key));
}

void Node::erase(std::string_view key) {
  std::erase_if(entries, [&](const Entry& e) { return e.key == key; });
}

void Node::put(Entry added) {
  for (Entry& e : entries)
    if (e.key == added.key) {
      e = std::move(added);
      return;
    }
  entries.push_back(std::move(added));
}

bool Node::is_table_list() const {
  return kind == Kind::array && !items.empty() &&
         std::all_of(items.begin(), items.end(),
                     [](const Node& item) { return item.kind == Kind::table; });
}

std::string kind_name(const Node& node) {
  constexpr const char* names[] = {"a table",  "a list",        "text",   "a whole number",
                                   "a number", "true or false", "a date", "a date with a time"};
  return names[static_cast<int>(node.kind)];
}

std::optional<std::string> read_text(const std::string& path, const std::string& file,
                                     const Place& place, Diagnostics& diagnostics) {
  std::string text;
  const FileKind kind = read_bytes(path, text);
  if (kind == FileKind::folder) {
    diagnostics.error(place, "'" + file + "' is a folder", "a file", "name a file in it");
    return std::nullopt;
  }
  if (kind != FileKind::text) {
    const bool exists = kind == FileKind::unreadable;
    const std::string beside = place.line > 0
                                   ? "files are looked for beside the file that names them"
                                   : "the path starts from the folder you are in";
    diagnostics.error(place, "cannot read '" + file + "'", exists ? "" : "a file that exists",
                      exists ? "the file is there: see whether you may read it"
                             : did_you_mean(name_part(path), files_beside(path), beside));
    return std::nullopt;
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  diagnostics.keep(file, text);
  const std::size_t bad = first_bad_byte(text);
  if (bad == std::string::npos) return text;
  const std::string_view before = std::string_view(text).substr(0, bad);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const int column = characters(before.substr(before.rfind('\n') + 1)) + 1;
  diagnostics.error({file, static_cast<int>(line), column, 1}, "this byte is not UTF-8",
                    "a file in UTF-8", "save it as UTF-8, or: iconv -f GB18030 -t UTF-8 " + file);
  diagnostics.keep(file, "");  // bytes that are no text cannot be drawn
  return std::nullopt;
}

void lay_over(Node& base, Node later) {
  for (Entry& entry : later.entries) {
    Node* known = base.find(entry.key);
    if (known == nullptr)
      base.entries.push_back(std::move(entry));
    else if (entry.key == "event" && known->is_table_list() && entry.value.is_table_list())
      join_by_id(*known, std::move(entry.value));
    else if (known->kind == Kind::table && entry.value.kind == Kind::table)
      merge_section(*known, std::move(entry.value));
    else
      *known = std::move(entry.value);
  }
}

std::vector<KeyPart> split_key(std::string_view key, const Place& place) {
  std::vector<KeyPart> parts;
  std::size_t i = 0;
  while (i <= key.size()) {
    const std::size_t begin = i;
    std::string part;
    if (i < key.size() && (key[i] == '"' || key[i] == '\'')) {
      const std::size_t end = key.find(key[i], i + 1);
      if (end == std::string_view::npos) return {};
      part = key.substr(i + 1, end - i - 1);
      i = end + 1;
    } else {
      i = std::min(key.find('.', i), key.size());
      part = trimmed(key.substr(begin, i - begin));
    }
    if (part.empty() || (i < key.size() && key[i] != '.')) return {};
    parts.push_back({part,
                     {place.file, place.line, place.column + characters(key.substr(0, begin)),
                      characters(key.substr(begin, i - begin))}});
    ++i;
  }
  return parts;
}

}  // namespace tizhi
