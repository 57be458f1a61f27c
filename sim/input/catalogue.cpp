#include "input/catalogue.hpp"

#include <algorithm>
#include <array>

#include "input/text.hpp"

namespace tizhi {
namespace {

// Sixteen hues that stay apart in print and for the colour-blind, in the order of use.
constexpr std::array<const char*, kMaxModels> kPalette{
    "#4e79a7", "#f28e2b", "#59a14f", "#b07aa1", "#e15759", "#76b7b2", "#edc948", "#ff9da7",
    "#9c755f", "#bab0ac", "#1f3b5b", "#8c4a00", "#1e5c1b", "#5b2c6f", "#7b1e1e", "#0b5f5a"};

bool is_colour(const std::string& text) {
  return text.size() == 7 && text[0] == '#' &&
         text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string::npos;
}

bool is_listed(const std::vector<CatalogueEntry>& catalogue, const std::string& id) {
  return std::any_of(catalogue.begin(), catalogue.end(),
                     [&](const CatalogueEntry& e) { return e.id == id; });
}

std::string read_id(Section& section, const std::vector<CatalogueEntry>& before) {
  const Node* node = section.required("id", "\"dedicated\"");
  if (node == nullptr) return "";
  const auto id = as_identifier(*node, "id", section.diagnostics());
  if (!id) return "";
  if (*id == "none") {
    section.diagnostics().error(node->place, "a model cannot be called 'none'", "another id",
                                "'none' already means that no one runs the task");
    return "";
  }
  if (is_listed(before, *id))
    section.diagnostics().error(node->place, "there are two models '" + *id + "'",
                                "an id of its own for each model",
                                "rename one of them, or take it out");
  return *id;
}

CatalogueEntry read_entry(const Node& table, const std::vector<CatalogueEntry>& before,
                          Diagnostics& diagnostics) {
  Section section(table, "[[model]]", diagnostics);
  CatalogueEntry entry;
  entry.id = read_id(section, before);
  entry.name = section.text("name", entry.id);
  entry.name_zh = section.text("name_zh", entry.name);
  entry.colour = kPalette[before.size() % kPalette.size()];
  if (const Node* colour = section.find("colour")) {
    const auto text = as_text(*colour, "colour", diagnostics);
    if (text && !is_colour(*text))
      diagnostics.error(colour->place, "'colour' is " + in_quotes(*text),
                        "# and six hexadecimal digits: \"#4e79a7\"",
                        "without this key the model has a colour of its own");
    if (text) entry.colour = *text;
  }
  section.refuse_the_rest();
  return entry;
}

}  // namespace

std::vector<CatalogueEntry> read_catalogue(const Node& document, Diagnostics& diagnostics) {
  std::vector<CatalogueEntry> catalogue;
  const std::size_t errors_before = diagnostics.errors();
  const auto& tables = tables_of(document, "model", diagnostics);
  if (tables.empty()) {
    if (errors_before == diagnostics.errors())
      diagnostics.error(document.place, "the scenario names no model",
                        "at least one section [[model]]", "write: [[model]] id = \"dedicated\"");
    return catalogue;
  }
  for (const Node& table : tables) catalogue.push_back(read_entry(table, catalogue, diagnostics));
  if (catalogue.size() > kMaxModels) {
    diagnostics.error(tables[kMaxModels].place,
                      "there are " + std::to_string(catalogue.size()) + " models",
                      "at most " + std::to_string(kMaxModels), "join some of them");
    catalogue.resize(kMaxModels);
  }
  return catalogue;
}

std::vector<std::string> model_ids(const std::vector<CatalogueEntry>& catalogue) {
  std::vector<std::string> ids;
  for (const CatalogueEntry& entry : catalogue) ids.push_back(entry.id);
  return ids;
}

std::optional<Model> as_model(const Node& node, std::string_view what,
                              const std::vector<CatalogueEntry>& catalogue, NoneIs none,
                              Diagnostics& diagnostics) {
  if (catalogue.empty()) return std::nullopt;  // that is an error already
  std::vector<std::string> ids = model_ids(catalogue);
  if (none == NoneIs::a_model) ids.emplace_back("none");
  if (node.kind != Kind::text) {
    wrong_kind(node, what, "a model: " + listed(ids), diagnostics, "write its id in quotes");
    return std::nullopt;
  }
  const auto found = std::find(ids.begin(), ids.end(), node.text);
  if (found == ids.end()) {
    diagnostics.error(node.place, "there is no model '" + node.text + "'", listed(ids),
                      did_you_mean(node.text, ids, "models are named by their id in [[model]]"));
    return std::nullopt;
  }
  const auto place = static_cast<std::size_t>(found - ids.begin());
  return place == catalogue.size() ? kNone : static_cast<Model>(place);
}

std::optional<Weights> as_weights(const Node& node, std::string_view what,
                                  const std::vector<CatalogueEntry>& catalogue, NoneIs none,
                                  Diagnostics& diagnostics) {
  constexpr Range weight{0, kInfinity, Bound::included, Bound::excluded};
  Weights weights;
  bool is_sound = true;
  double sum = 0;
  for (const Entry& e : node.entries) {
    Node name;
    name.kind = Kind::text;
    name.place = e.place;
    name.text = e.key;
    const auto model = as_model(name, what, catalogue, none, diagnostics);
    const auto value = as_number(e.value, e.key, weight, diagnostics,
                                 "weights count against each other: 3 and 1 are 75 % and 25 %");
    is_sound = is_sound && model && value;
    if (!model || !value) continue;
    (*model == kNone ? weights.none : weights.of[*model]) = *value;
    if (*model != kNone) weights.listed = static_cast<std::uint16_t>(weights.listed | 1U << *model);
    sum += *value;
  }
  if (is_sound && !(sum > 0)) {
    diagnostics.error(node.place, "the weights of '" + std::string(what) + "' sum to nothing",
                      "at least one weight above 0", "write { model = 1 } for one model alone");
    is_sound = false;
  }
  return is_sound ? std::optional(weights) : std::nullopt;
}

std::optional<std::uint16_t> as_models(const Node& node, std::string_view what,
                                       const std::vector<CatalogueEntry>& catalogue,
                                       Diagnostics& diagnostics) {
  const auto bit = [](Model model) { return static_cast<std::uint16_t>(1U << model); };
  if (node.kind != Kind::array) {
    const auto model = as_model(node, what, catalogue, NoneIs::no_model, diagnostics);
    return model ? std::optional(bit(*model)) : std::nullopt;
  }
  std::uint16_t models = 0;
  bool is_sound = true;
  for (const Node& item : node.items) {
    const auto model = as_model(item, what, catalogue, NoneIs::no_model, diagnostics);
    is_sound = is_sound && model;
    if (!model) continue;
    if ((models & bit(*model)) != 0)
      diagnostics.error(item.place, "'" + item.text + "' stands in this list twice",
                        "each model once", "for more of one: model = { a = 3, b = 1 }");
    models = static_cast<std::uint16_t>(models | bit(*model));
  }
  if (node.items.empty()) {
    diagnostics.error(node.place, "this list is empty", "at least one model",
                      "leave the key out for any model, whichever");
    is_sound = false;
  }
  return is_sound ? std::optional(models) : std::nullopt;
}

}  // namespace tizhi
