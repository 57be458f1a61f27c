#include "input/variants.hpp"

#include <algorithm>
#include <array>

#include "input/catalogue.hpp"
#include "input/events.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

const std::vector<std::string>& variable_sections() {
  static const std::vector<std::string> names{"inertia", "imitation", "mandate", "leadership",
                                              "event",   "initial",   "windows"};
  return names;
}

bool is_cause(const std::string& name) {
  return std::find(kCauseNames.begin(), kCauseNames.begin() + kPressingCauses, name) !=
         kCauseNames.begin() + kPressingCauses;
}

void switch_off(const std::string& cause, const Place& place, Node& document) {
  Node off;
  off.kind = Kind::boolean;
  off.place = place;
  Node section;
  section.place = place;
  if (document.find(cause) == nullptr) document.entries.push_back({cause, place, section});
  document.find(cause)->put({"on", place, off});
}

void remove(const Node& name, Node& document, Diagnostics& diagnostics) {
  if (is_cause(name.text)) return switch_off(name.text, name.place, document);
  std::vector<std::string> known(kCauseNames.begin(), kCauseNames.begin() + kPressingCauses);
  Node* events = document.find("event");
  std::size_t removed = 0;
  if (events != nullptr) {
    for (const Node& event : events->items) known.push_back(event.find("id")->text);
    removed = std::erase_if(events->items,
                            [&](const Node& event) { return event.find("id")->text == name.text; });
  }
  if (removed == 0)
    diagnostics.error(name.place, "there is no event or cause '" + name.text + "'", listed(known),
                      did_you_mean(name.text, known, "events are named by their id in [[event]]"));
}

void read_without(const Node& node, Counterfactual& counterfactual, Diagnostics& diagnostics) {
  const std::vector<Node> one{node};
  for (const Node& item : node.kind == Kind::array ? node.items : one)
    if (as_text(item, "without", diagnostics)) counterfactual.without.push_back(item);
}

void read_sets(const Node& node, Counterfactual& counterfactual, Diagnostics& diagnostics) {
  if (node.kind != Kind::table)
    return wrong_kind(node, "set", "a table", diagnostics,
                      "write set = { \"imitation.peers\" = 0 }");
  std::vector<KeyPart> above;
  std::vector<Setup> setups;
  collect_setups(node, Leaves::values, above, setups, diagnostics);
  for (Setup& setup : setups)
    if (is_variable(setup, "a counterfactual", diagnostics))
      counterfactual.sets.push_back(std::move(setup));
}

void read_id(Section& section, const std::vector<Counterfactual>& before,
             Counterfactual& counterfactual) {
  const Node* node = section.required("id", "\"no-orders\"");
  if (node == nullptr) return;
  counterfactual.id = as_identifier(*node, "id", section.diagnostics()).value_or("");
  if (counterfactual.id.empty()) return;
  const bool is_known = counterfactual.id == "base" ||
                        std::any_of(before.begin(), before.end(), [&](const Counterfactual& other) {
                          return other.id == counterfactual.id;
                        });
  if (is_known)
    section.diagnostics().error(node->place, "there are two variants '" + counterfactual.id + "'",
                                "an id of its own for each variant",
                                "'base' is the scenario itself");
}

// Only errors: what is worth a warning in a variant was one in the scenario, or is meant.
void add_errors(const Diagnostics& found, const std::string& id, Diagnostics& diagnostics) {
  for (Diagnostic d : found.sorted()) {
    if (d.severity != Severity::error) continue;
    d.message += " (in the counterfactual '" + id + "')";
    diagnostics.add(std::move(d));
  }
}

}  // namespace

Told read_run(const Node& document, const Frame& frame, Diagnostics& diagnostics) {
  Told told;
  Run& run = told.run;
  run.world = frame.atlas.world;
  run.catalogue = frame.catalogue;
  run.causes = read_causes(document, frame, diagnostics);
  read_initial(document, frame, run, diagnostics);
  Script script = read_events(document, frame, run.causes, diagnostics);
  run.timeline = std::move(script.timeline);
  run.timeline.grid = frame.clock.grid;
  run.timeline.windows = read_windows(document, frame, diagnostics);
  told.notes = std::move(script.notes);
  return told;
}

std::vector<Counterfactual> read_counterfactuals(const Node& document, Diagnostics& diagnostics) {
  std::vector<Counterfactual> all;
  for (const Node& table : tables_of(document, "counterfactual", diagnostics)) {
    Section section(table, "[[counterfactual]]", diagnostics);
    Counterfactual one;
    one.place = table.place;
    read_id(section, all, one);
    one.title = section.text("title", one.id);
    section.text("title_zh");
    if (const Node* without = section.find("without")) read_without(*without, one, diagnostics);
    if (const Node* set = section.find("set")) read_sets(*set, one, diagnostics);
    if (table.find("without") == nullptr && table.find("set") == nullptr)
      diagnostics.error(table.place, "this counterfactual changes nothing", "'without' or 'set'",
                        "without = [\"mandate\"], for instance");
    section.refuse_the_rest();
    all.push_back(std::move(one));
  }
  return all;
}

Node changed_document(const Node& document, const Frame& frame, const Counterfactual& one,
                      Diagnostics& diagnostics) {
  Node changed = document;
  for (const Node& name : one.without) remove(name, changed, diagnostics);
  for (const Setup& setup : one.sets)
    apply_setup(setup, frame.atlas.levels, model_ids(frame.catalogue), changed, diagnostics);
  return changed;
}

std::vector<Variant> build_variants(const Node& document, const Frame& frame,
                                    const std::vector<Counterfactual>& counterfactuals,
                                    Diagnostics& diagnostics) {
  std::vector<Variant> variants;
  for (const Counterfactual& one : counterfactuals) {
    Diagnostics found;
    const Node changed = changed_document(document, frame, one, found);
    Told told;
    if (!found.has_errors()) told = read_run(changed, frame, found);
    add_errors(found, one.id, diagnostics);
    variants.push_back({one.id, one.title, std::move(told.run)});
  }
  return variants;
}

void collect_setups(const Node& table, Leaves leaves, std::vector<KeyPart>& above,
                    std::vector<Setup>& setups, Diagnostics& diagnostics) {
  for (const Entry& e : table.entries) {
    // A key in quotes stands for several; its place begins at the quote.
    Place place = e.place;
    const bool is_quoted = e.place.length > characters(e.key);
    place.column += is_quoted;
    const auto parts = split_key(e.key, place);
    if (parts.empty()) {
      diagnostics.error(e.place, "'" + e.key + "' is no key",
                        "names with dots between them: \"imitation.peers\"");
      continue;
    }
    const std::size_t depth = above.size();
    above.insert(above.end(), parts.begin(), parts.end());
    const bool is_range = leaves == Leaves::ranges &&
                          (e.value.find("min") != nullptr || e.value.find("max") != nullptr);
    const std::size_t whole = above[0].key == "event" ? 3 : 2;  // parts that name a value
    const bool is_value = above.size() >= whole && leaves == Leaves::values;
    if (e.value.kind == Kind::table && !is_range && !is_value)
      collect_setups(e.value, leaves, above, setups, diagnostics);
    else
      setups.push_back({above, e.value});
    above.resize(depth);
  }
}

bool is_variable(const Setup& setup, const char* what, Diagnostics& diagnostics) {
  const auto& names = variable_sections();
  const KeyPart& section = setup.key.front();
  if (std::find(names.begin(), names.end(), section.key) != names.end()) return true;
  const std::string meant = did_you_mean(section.key, names);
  diagnostics.error(
      section.place, std::string(what) + " cannot change '" + section.key + "'",
      "keys of " + listed(names),
      !meant.empty() ? meant : "time, regions and models are the same in all variants");
  return false;
}

}  // namespace tizhi
