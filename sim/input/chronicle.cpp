#include "input/chronicle.hpp"

#include <algorithm>

#include "input/catalogue.hpp"
#include "input/events.hpp"
#include "input/variants.hpp"

namespace tizhi {
namespace {

World world_of(const Lineage& lineage) {
  World world;
  world.level_names = lineage.levels;
  world.codes = lineage.codes;
  world.level = lineage.level;
  const std::size_t size = lineage.codes.size();
  world.prestige.assign(size, static_cast<std::int32_t>(kPrestigeUnit));
  world.fixed.assign(size, 0);
  for (std::size_t i = 0; i < size; ++i)
    world.parent.push_back(i + 1 < size ? static_cast<Region>(i + 1) : kNoRegion);
  complete(world);
  return world;
}

// Codes outside of the lineage are left out, as `only` leaves out regions.
void note_codes(const Node& node, Atlas& atlas) {
  if (node.kind == Kind::text) atlas.by_code.emplace(node.text, kLeftOut);
  for (const Node& item : node.items) note_codes(item, atlas);
}

Atlas atlas_of(const Lineage& lineage, const Node& document) {
  Atlas atlas;
  const auto world = std::make_shared<const World>(world_of(lineage));
  atlas.world = world;
  atlas.levels = lineage.levels;
  atlas.is_narrowed = true;
  for (Region i = 0; i < world->size(); ++i) atlas.by_code.emplace(world->code(i), i);
  if (const Node* events = document.find("event"))
    for (const Node& event : events->items)
      for (const char* key : {"region", "scope", "issuer"})
        if (const Node* named = event.find(key)) note_codes(*named, atlas);
  return atlas;
}

std::string text_of(const Node& table, std::string_view key) {
  const Node* node = table.find(key);
  return node == nullptr ? "" : node->text;
}

std::optional<DatedTo> date_of(const Node& event, std::string_view key, Diagnostics& diagnostics) {
  const Node* node = event.find(key);
  if (node == nullptr) return std::nullopt;
  const auto date = as_date(*node, key, diagnostics);
  if (!date) return std::nullopt;
  const auto dashes = std::count(node->text.begin(), node->text.end(), '-');
  const bool by_day = node->kind == Kind::date || dashes == 2;
  return DatedTo{*date, by_day ? Precision::day : dashes == 1 ? Precision::month : Precision::year};
}

void add_event(const Node& event, const Frame& frame, Chronicle& chronicle) {
  Node alone, list = event;
  list.kind = Kind::array;
  list.entries.clear();
  list.items = {event};
  alone.put({"event", event.place, list});
  Diagnostics diagnostics;
  Script script = read_events(alone, frame, chronicle.causes, diagnostics);
  const auto date = date_of(event, "date", diagnostics);
  if (diagnostics.has_errors() || script.notes.empty() || !date) return;
  chronicle.events.push_back(
      {{text_of(event, "id"), text_of(event, "title"), text_of(event, "title_zh")},
       text_of(event, "kind"),
       text_of(event, "source"),
       *date,
       date_of(event, "deadline", diagnostics),
       std::move(script.timeline)});
}

// The scenario as the point and the variant have it.
std::optional<Node> document_of(const std::string& scenario, const Played& played,
                                const std::vector<std::string>& levels, Diagnostics& diagnostics) {
  auto document = parse_toml(scenario, "scenario", diagnostics);
  if (!document) return std::nullopt;
  name_events(*document);
  Frame frame;
  frame.catalogue = read_catalogue(*document, diagnostics);
  frame.atlas.levels = levels;
  for (const std::string& setting : played.settings)
    if (const auto setup = parse_setup(setting, {"point", 1, 1, 1}, diagnostics))
      apply_setup(*setup, levels, model_ids(frame.catalogue), *document, diagnostics);
  for (const Counterfactual& one : read_counterfactuals(*document, diagnostics))
    if (one.id == played.variant) return changed_document(*document, frame, one, diagnostics);
  return document;
}

}  // namespace

std::optional<Chronicle> read_chronicle(const std::string& scenario, const Played& played,
                                        const Lineage& lineage) {
  Diagnostics diagnostics;
  const auto document = document_of(scenario, played, lineage.levels, diagnostics);
  if (!document) return std::nullopt;
  const auto clock = read_time(*document, diagnostics);
  Frame frame;
  frame.catalogue = read_catalogue(*document, diagnostics);
  if (!clock || diagnostics.has_errors()) return std::nullopt;
  frame.clock = *clock;
  frame.knows_time = true;
  frame.atlas = atlas_of(lineage, *document);
  Chronicle chronicle;
  chronicle.calendar = clock->calendar;
  chronicle.grid = clock->grid;
  chronicle.world = *frame.atlas.world;
  chronicle.causes = read_causes(*document, frame, diagnostics);
  if (diagnostics.has_errors()) return std::nullopt;
  if (const Node* events = document->find("event"))
    for (const Node& event : events->items) add_event(event, frame, chronicle);
  return chronicle;
}

}  // namespace tizhi
