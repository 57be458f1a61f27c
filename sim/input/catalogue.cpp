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

void read_family(Section& section, CatalogueEntry& entry) {
  constexpr Range part{0, kInfinity, Bound::included, Bound::excluded};
  const Node* family = section.find("family");
  const Node* own = section.find("part");
  entry.part = section.number("part", 1, part);
  if (family != nullptr)
    entry.family = as_identifier(*family, "family", section.diagnostics()).value_or("");
  else if (own != nullptr)
    section.diagnostics().error(own->place, "this model has a part, but of no family",
                                "'family' beside 'part'",
                                "add a line such as family = \"attached\", or take 'part' out");
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
  read_family(section, entry);
  section.refuse_the_rest();
  return entry;
}

double sum_of_parts(std::string_view family, const std::vector<CatalogueEntry>& catalogue) {
  double sum = 0;
  for (const CatalogueEntry& entry : catalogue)
    if (entry.family == family) sum += entry.part;
  return sum;
}

// A family's name is nobody else's, and its parts are parts of something.
void check_families(const std::vector<Node>& tables, const std::vector<CatalogueEntry>& catalogue,
                    Diagnostics& diagnostics) {
  for (std::size_t k = 0; k < catalogue.size(); ++k) {
    const std::string& family = catalogue[k].family;
    if (family.empty()) continue;
    const Place& place = tables[k].find("family")->place;
    if (family == "none" || is_listed(catalogue, family))
      diagnostics.error(place, "a family cannot be called '" + family + "'",
                        "a name that no model has",
                        family == "none" ? "'none' already means that no one runs the task"
                                         : "rename the family, or the model of this id");
    const bool is_first = std::none_of(catalogue.begin(), catalogue.begin() + static_cast<int>(k),
                                       [&](const auto& e) { return e.family == family; });
    if (is_first && !(sum_of_parts(family, catalogue) > 0))
      diagnostics.error(place, "the parts of the family '" + family + "' sum to nothing",
                        "at least one part above 0", "without 'part' a model's part is 1");
  }
}

// What a name in a list or a table stands for; an error where it stands for nothing.
std::vector<Portion> named_portions(const std::string& name, const Place& place,
                                    const std::vector<std::string>& names,
                                    const std::vector<CatalogueEntry>& catalogue,
                                    Diagnostics& diagnostics) {
  auto found = portions(name, catalogue);
  if (found.empty())
    diagnostics.error(place, "there is no model '" + name + "'", listed(names),
                      did_you_mean(name, names, "models are named by their id in [[model]]"));
  return found;
}

std::uint16_t bits_of(const std::vector<Portion>& portions) {
  std::uint16_t bits = 0;
  for (const Portion& one : portions) bits = static_cast<std::uint16_t>(bits | 1U << one.model);
  return bits;
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
  check_families(tables, catalogue, diagnostics);
  return catalogue;
}

std::vector<std::string> families(const std::vector<CatalogueEntry>& catalogue) {
  std::vector<std::string> names;
  for (const CatalogueEntry& entry : catalogue)
    if (!entry.family.empty() && std::find(names.begin(), names.end(), entry.family) == names.end())
      names.push_back(entry.family);
  return names;
}

bool is_family(std::string_view name, const std::vector<CatalogueEntry>& catalogue) {
  return !name.empty() && std::any_of(catalogue.begin(), catalogue.end(),
                                      [&](const auto& e) { return e.family == name; });
}

std::vector<std::string> model_names(const std::vector<CatalogueEntry>& catalogue) {
  std::vector<std::string> names = model_ids(catalogue);
  for (std::string& family : families(catalogue)) names.push_back(std::move(family));
  return names;
}

std::vector<Portion> portions(std::string_view name, const std::vector<CatalogueEntry>& catalogue) {
  std::vector<Portion> found;
  const double whole = is_family(name, catalogue) ? sum_of_parts(name, catalogue) : 0;
  for (std::size_t k = 0; k < catalogue.size(); ++k) {
    const auto model = static_cast<Model>(k);
    if (catalogue[k].id == name) return {{model, 1}};
    if (whole > 0 && catalogue[k].family == name)
      found.push_back({model, catalogue[k].part / whole});
  }
  return found;
}

std::vector<Portion> as_portions(const Node& node, std::string_view what,
                                 const std::vector<CatalogueEntry>& catalogue,
                                 Diagnostics& diagnostics) {
  if (catalogue.empty()) return {};  // that is an error already
  const auto names = model_names(catalogue);
  if (node.kind == Kind::text)
    return named_portions(node.text, node.place, names, catalogue, diagnostics);
  wrong_kind(node, what, "a model: " + listed(names), diagnostics, "write its id in quotes");
  return {};
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
  if (is_family(node.text, catalogue)) {
    std::vector<std::string> own;
    for (const Portion& one : portions(node.text, catalogue)) own.push_back(ids[one.model]);
    diagnostics.error(node.place, "'" + node.text + "' is a family and not one model", listed(own),
                      "name one of its models: a later file may do so for the event of this id");
    return std::nullopt;
  }
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
  if (catalogue.empty()) return std::nullopt;  // that is an error already
  auto names = model_names(catalogue);
  if (none == NoneIs::a_model) names.emplace_back("none");
  Weights weights;
  bool is_sound = true;
  std::uint16_t own = 0;  // models with a weight of their own
  for (const Entry& e : node.entries) {
    const bool is_none = none == NoneIs::a_model && e.key == "none";
    const auto found = is_none ? std::vector<Portion>{}
                               : named_portions(e.key, e.place, names, catalogue, diagnostics);
    const auto value = as_number(e.value, e.key, weight, diagnostics,
                                 "weights count against each other: 3 and 1 are 75 % and 25 %");
    is_sound = is_sound && (is_none || !found.empty()) && value;
    if (!value) continue;
    if (is_none) weights.none = *value;
    const bool is_own = !is_family(e.key, catalogue);
    for (const Portion& one : found)
      if (is_own || (own >> one.model & 1U) == 0) weights.of[one.model] = *value * one.share;
    weights.listed = static_cast<std::uint16_t>(weights.listed | bits_of(found));
    if (is_own) own = static_cast<std::uint16_t>(own | bits_of(found));
  }
  double sum = weights.none;
  for (const double one : weights.of) sum += one;
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
  if (node.kind != Kind::array) {
    const auto models = bits_of(as_portions(node, what, catalogue, diagnostics));
    return models != 0 ? std::optional(models) : std::nullopt;
  }
  std::uint16_t models = 0;
  bool is_sound = true;
  for (const Node& item : node.items) {
    const auto found = bits_of(as_portions(item, what, catalogue, diagnostics));
    is_sound = is_sound && found != 0;
    if ((models & found) != 0)
      diagnostics.error(item.place, "'" + item.text + "' stands in this list twice",
                        families(catalogue).empty() ? "each model once"
                                                    : "each model once; a family is all its models",
                        "for more of one: model = { a = 3, b = 1 }");
    models = static_cast<std::uint16_t>(models | found);
  }
  if (node.items.empty()) {
    diagnostics.error(node.place, "this list is empty", "at least one model",
                      "leave the key out for any model, whichever");
    is_sound = false;
  }
  return is_sound ? std::optional(models) : std::nullopt;
}

}  // namespace tizhi
