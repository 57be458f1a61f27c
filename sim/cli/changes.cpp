#include "cli/changes.hpp"

#include <algorithm>
#include <filesystem>

#include "input/load.hpp"

namespace tizhi {
namespace {

using Leaves = std::vector<std::pair<std::string, std::string>>;

std::string written(const Node& value) {
  Node document;
  Entry& entry = document.entries.emplace_back();
  entry.key = "x";
  entry.value = value;
  const std::string text = toml_text(document);
  const std::size_t begin = text.find("x = ") + 4;
  return text.substr(begin, text.find_last_not_of('\n') + 1 - begin);
}

std::string item_name(const Node& item, std::size_t place) {
  const Node* id = item.find("id");
  return id != nullptr ? id->text : std::to_string(place + 1);
}

void collect(const Node& node, const std::string& name, Leaves& leaves) {
  const std::string prefix = name.empty() ? "" : name + ".";
  if (node.kind == Kind::table) {
    for (const Entry& entry : node.entries) collect(entry.value, prefix + entry.key, leaves);
  } else if (node.is_table_list()) {
    for (std::size_t i = 0; i < node.items.size(); ++i)
      collect(node.items[i], prefix + item_name(node.items[i], i), leaves);
  } else {
    leaves.emplace_back(name, written(node));
  }
}

std::string find(const Leaves& leaves, const std::string& key) {
  const auto found = std::find_if(leaves.begin(), leaves.end(),
                                  [&](const auto& leaf) { return leaf.first == key; });
  return found == leaves.end() ? "" : found->second;
}

}  // namespace

std::vector<Change> changes(const Node& before, const Node& after) {
  Leaves old, now;
  collect(before, "", old);
  collect(after, "", now);
  std::vector<Change> all;
  for (const auto& [key, value] : now)
    if (std::string was = find(old, key); was != value) all.push_back({key, std::move(was), value});
  for (const auto& [key, value] : old)
    if (find(now, key).empty()) all.push_back({key, value, ""});
  return all;
}

std::vector<Change> changes(const std::string& before, const std::string& after) {
  Diagnostics unheard;
  const auto old = parse_toml(before, "", unheard);
  const auto now = parse_toml(after, "", unheard);
  return old && now ? changes(*old, *now) : std::vector<Change>{};
}

std::vector<Change> own_changes(const std::string& path) {
  Diagnostics unheard;
  Sources old_sources, sources;
  const auto old = load_extended(path, old_sources, unheard);
  const auto now = load_document(path, sources, unheard);
  return old && now ? changes(*old, *now) : std::vector<Change>{};
}

}  // namespace tizhi
