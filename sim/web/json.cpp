#include "web/json.hpp"

#include <cmath>

#include "input/parameters.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

// TOML escapes as JSON does, and the delete character, which needs none, too.
std::string quoted(std::string_view text) { return in_quotes(text); }

std::string number_json(double value) {
  return std::isfinite(value) ? spelled(value) : quoted(spelled(value));
}

template <class List, class Write>
std::string list_json(const List& list, Write write) {
  std::string text;
  for (const auto& item : list) {
    text += text.empty() ? '[' : ',';
    text += write(item);
  }
  return text.empty() ? "[]" : text + ']';
}

std::string member(const char* name, const std::string& value) {
  return ",\"" + std::string(name) + "\":" + value;
}

std::string node_json(const Node& node) {
  switch (node.kind) {
    case Kind::table: {
      std::string text;
      for (const Entry& e : node.entries)
        text += (text.empty() ? "{" : ",") + quoted(e.key) + ":" + node_json(e.value);
      return text.empty() ? "{}" : text + "}";
    }
    case Kind::array:
      return list_json(node.items, node_json);
    case Kind::text:
      return quoted(node.text);
    case Kind::integer:
      return std::to_string(node.integer);
    case Kind::real:
      return number_json(node.real);
    case Kind::boolean:
      return node.boolean ? "true" : "false";
    case Kind::date:
    case Kind::other:
      return quoted(iso_text(node.date));
  }
  return "null";
}

std::string dates_json(const Study& study) {
  const std::int32_t steps = study.variants.front().run.timeline.grid.steps;
  std::string text = "[";
  for (std::int32_t n = 0; n <= steps; ++n)
    text += (n == 0 ? "" : ",") + std::to_string(days_since_1900(study.calendar.date_of_state(n)));
  return text + "]";
}

std::string outcome_json(const Outcome& outcome) {
  return "{\"id\":" + quoted(outcome.id) + member("at", std::to_string(outcome.at)) + "}";
}

const char* severity_name(Severity severity) {
  constexpr const char* names[] = {"error", "warning", "note"};
  return names[static_cast<int>(severity)];
}

}  // namespace

std::string study_json(const Study& study) {
  const Run& run = study.variants.front().run;
  return "{\"title\":" + quoted(study.title) + member("title_zh", quoted(study.title_zh)) +
         member("scenario", quoted(study.scenario)) + member("hash", quoted(study.scenario_hash)) +
         member("replicates", std::to_string(study.replicates)) +
         member("seed", quoted(std::to_string(run.seed))) +
         member("step", spelled(run.timeline.grid.step)) +
         member("levels", list_json(run.world->level_names, quoted)) +
         member("models", list_json(run.catalogue,
                                    [](const CatalogueEntry& m) {
                                      return "{\"id\":" + quoted(m.id) +
                                             member("name", quoted(m.name)) +
                                             member("name_zh", quoted(m.name_zh)) +
                                             member("colour", quoted(m.colour)) + "}";
                                    })) +
         member("variants", list_json(study.variants,
                                      [](const Variant& v) {
                                        return "{\"id\":" + quoted(v.id) +
                                               member("title", quoted(v.title)) + "}";
                                      })) +
         member("outcomes", list_json(study.outcomes, outcome_json)) +
         member("dates", dates_json(study)) + "}";
}

std::string document_json(const Study& study) {
  Diagnostics unheard;
  const auto document = parse_toml(study.scenario, "", unheard);
  return document ? node_json(*document) : "{}";
}

std::string texts_json(const std::vector<std::string>& texts) { return list_json(texts, quoted); }

std::string regions_json(const World& world) {
  std::vector<std::string> codes;
  for (Region i = 0; i < world.size(); ++i) codes.push_back(world.code(i));
  return "{\"code\":" + list_json(codes, quoted) + member("name", list_json(world.names, quoted)) +
         member("name_zh", list_json(world.names_zh, quoted)) + "}";
}

std::string parameters_json() {
  return list_json(parameters(), [](const Parameter& p) {
    return "{\"name\":" + quoted(p.name()) + member("unit", quoted(unit_text(p.unit))) +
           member("least", number_json(p.range.least)) + member("most", number_json(p.range.most)) +
           member("fallback", number_json(p.fallback)) + member("meaning", quoted(p.meaning)) +
           member("meaning_zh", quoted(p.meaning_zh)) +
           member("choices", list_json(p.choices, quoted)) + "}";
  });
}

std::string diagnostics_json(const Diagnostics& diagnostics) {
  return "{\"errors\":" + std::to_string(diagnostics.different_errors()) +
         member("text", quoted(diagnostics.drawn(Colour::off))) +
         member("all", list_json(diagnostics.sorted(),
                                 [](const Diagnostic& d) {
                                   return "{\"severity\":" + quoted(severity_name(d.severity)) +
                                          member("file", quoted(d.place.file)) +
                                          member("line", std::to_string(d.place.line)) +
                                          member("column", std::to_string(d.place.column)) +
                                          member("message", quoted(d.message)) + "}";
                                 })) +
         "}";
}

}  // namespace tizhi
