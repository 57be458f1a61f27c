#include "input/settings.hpp"

#include <algorithm>

#include "input/parameters.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

void move_places(Node& node, const Place& place) {
  node.place = {place.file, place.line, place.column + node.place.column - 1, node.place.length};
  for (Node& item : node.items) move_places(item, place);
  for (Entry& e : node.entries) {
    e.place = {place.file, place.line, place.column + e.place.column - 1, e.place.length};
    move_places(e.value, place);
  }
}

bool is_bare_word(const std::string& text) {
  return !text.empty() && text.find_first_of("\"'[]{}=,#") == std::string::npos;
}

// The value as TOML; what is none, but a plain word, is text.
std::optional<Node> parse_value(const std::string& text, const Place& place,
                                Diagnostics& diagnostics) {
  constexpr int shift = 4;  // of "v = "
  Diagnostics problems;
  auto document = parse_toml("v = " + text, place.file, problems);
  if (document && document->entries.size() == 1) {
    Node value = std::move(document->entries[0].value);
    Place origin = place;
    origin.column -= shift;
    move_places(value, origin);
    return value;
  }
  if (!is_bare_word(text)) {
    diagnostics.error(place, "this is no value: " + text, "a number, a word, or TOML",
                      "--set 'imitation.peers={province = 0.5}', for instance");
    return std::nullopt;
  }
  Node word;
  word.kind = Kind::text;
  word.text = text;
  word.place = place;
  return word;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The number in front of the key's last parts, for every level or every model.
void spread(Node& node, const std::vector<std::string>& names, const Place& place) {
  Node table;
  table.place = node.place;
  for (const std::string& name : names) table.entries.push_back({name, place, node});
  node = std::move(table);
}

Node* item_of(Node& list, const KeyPart& part, const std::string& section,
              Diagnostics& diagnostics) {
  std::vector<std::string> ids;
  for (Node& item : list.items) {
    const Node* id = item.find("id");
    if (id == nullptr) continue;
    if (id->text == part.key) return &item;
    ids.push_back(id->text);
  }
  diagnostics.error(part.place, "there is no " + section + " '" + part.key + "'",
                    ids.empty() ? "" : listed(ids),
                    did_you_mean(part.key, ids, "name it by its id"));
  return nullptr;
}

Node* entered(Node& table, const KeyPart& part) {
  if (Node* known = table.find(part.key)) return known;
  Node fresh;
  fresh.place = part.place;
  table.entries.push_back({part.key, part.place, fresh});
  return &table.entries.back().value;
}

bool is_parameter(const std::vector<KeyPart>& key) {
  return key.size() >= 2 &&
         std::any_of(parameters().begin(), parameters().end(), [&](const Parameter& p) {
           return p.section == key[0].key && p.key == key[1].key;
         });
}

// The names that stand for the whole catalogue: families, and models without one. A model's own
// value goes before its family's, so that either kind of name may be set beside these.
std::vector<std::string> choices_of(const Node& document) {
  std::vector<std::string> names;
  const Node* models = document.find("model");
  if (models == nullptr) return names;
  for (const Node& model : models->items) {
    const Node* family = model.find("family");
    const Node* name = family != nullptr ? family : model.find("id");
    if (name != nullptr && !contains(names, name->text)) names.push_back(name->text);
  }
  return names;
}

// Weights that no one has named are equal, and stay so beside the one that is set.
void name_weights(const Setup& setup, const std::vector<std::string>& models, Node& document) {
  const auto is_meant = [&](const Parameter& p) {
    return p.unit == Unit::weight && p.section == setup.key[0].key && p.key == setup.key[1].key;
  };
  const std::vector<std::string> choices = choices_of(document);
  if (setup.key.size() != 3 ||
      !(contains(models, setup.key[2].key) || contains(choices, setup.key[2].key)) ||
      std::none_of(parameters().begin(), parameters().end(), is_meant))
    return;
  Node* section = entered(document, setup.key[0]);
  if (section->kind != Kind::table || section->find(setup.key[1].key) != nullptr) return;
  Node weight;
  weight.kind = Kind::integer;
  weight.place = setup.key[1].place;
  weight.integer = 1;
  spread(weight, choices, weight.place);
  section->put({setup.key[1].key, setup.key[1].place, std::move(weight)});
}

}  // namespace

std::optional<Setup> parse_setup(const std::string& text, const Place& place,
                                 Diagnostics& diagnostics) {
  const std::size_t equals = text.find('=');
  Place whole = place;
  whole.length = std::max(1, characters(text));
  if (equals == std::string::npos) {
    diagnostics.error(whole, "this setting has no '='", "KEY=VALUE",
                      "--set imitation.peers=0.5, for instance");
    return std::nullopt;
  }
  Setup setup{split_key(std::string_view(text).substr(0, equals), place), {}};
  if (setup.key.empty()) {
    diagnostics.error(whole, "'" + text.substr(0, equals) + "' is no key",
                      "names with dots between them", "imitation.peers=0.5, for instance");
    return std::nullopt;
  }
  Place value_place = place;
  value_place.column += characters(std::string_view(text).substr(0, equals + 1));
  value_place.length = std::max(1, characters(std::string_view(text).substr(equals + 1)));
  auto value = parse_value(text.substr(equals + 1), value_place, diagnostics);
  if (!value) return std::nullopt;
  setup.value = std::move(*value);
  return setup;
}

void apply_setup(const Setup& setup, const std::vector<std::string>& levels,
                 const std::vector<std::string>& models, Node& document, Diagnostics& diagnostics) {
  name_weights(setup, models, document);
  const std::vector<std::string> choices = choices_of(document);
  const auto is_model = [&](const std::string& name) {
    return contains(models, name) || contains(choices, name);
  };
  Node* node = &document;
  for (std::size_t i = 0; i < setup.key.size(); ++i) {
    const KeyPart& part = setup.key[i];
    if (node->is_table_list()) {
      node = item_of(*node, part, setup.key[i - 1].key, diagnostics);
      if (node == nullptr) return;
      continue;
    }
    if (node->kind != Kind::table && i >= 2 && is_parameter(setup.key))
      spread(*node, is_model(part.key) ? choices : levels, part.place);
    if (node->kind != Kind::table) {
      diagnostics.error(part.place,
                        "'" + setup.key[i - 1].key + "' is " + kind_name(*node) +
                            " and holds no '" + part.key + "'",
                        "", "set '" + setup.key[i - 1].key + "' itself");
      return;
    }
    if (i + 1 == setup.key.size()) {
      node->put({part.key, part.place, setup.value});
      return;
    }
    node = entered(*node, part);
  }
  *node = setup.value;
}

}  // namespace tizhi
