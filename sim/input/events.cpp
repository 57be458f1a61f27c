#include "input/events.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "input/catalogue.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

enum class EventKind : std::uint8_t { legacy, mandate, set, leader, legal };

struct KindKeys {
  const char* name;
  std::vector<std::string> keys;
};

const std::vector<KindKeys>& kinds() {
  static const std::vector<KindKeys> all{{"legacy", {"model", "amount", "scope", "levels"}},
                                         {"mandate",
                                          {"issuer", "model", "strength", "until", "deadline",
                                           "delay", "lag_per_level", "scope", "levels"}},
                                         {"set", {"region", "scope", "levels", "model"}},
                                         {"leader", {"region", "model"}},
                                         {"legal", {"scope", "levels", "value"}}};
  return all;
}

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const KindKeys& kind : kinds()) names.emplace_back(kind.name);
  return names;
}

template <class T>
struct Dated {
  Date date;
  T what;
};

// What is scripted goes by date; events of one date by their order in the document.
template <class T>
std::vector<T> by_date(std::vector<Dated<T>> events) {
  std::stable_sort(events.begin(), events.end(),
                   [](const Dated<T>& a, const Dated<T>& b) { return a.date < b.date; });
  std::vector<T> sorted;
  for (Dated<T>& event : events) sorted.push_back(std::move(event.what));
  return sorted;
}

class ScriptReader {
 public:
  ScriptReader(const Frame& frame, const std::vector<Causes>& causes, Diagnostics& diagnostics)
      : frame_{frame}, causes_{causes}, diagnostics_{diagnostics} {}

  void read(const Node& table);
  Script finished();

 private:
  void check_id(const Node& node);
  void read_kind(EventReading& event, EventKind kind);
  void read_legacy(EventReading& event);
  void read_set(EventReading& event);
  void read_leader(EventReading& event);
  void read_legal(EventReading& event);
  void refuse_foreign_keys(EventReading& event, const Node& table, EventKind kind);
  std::string some_model() const {
    return frame_.catalogue.empty() ? "dedicated" : frame_.catalogue.front().id;
  }
  std::string some_region() const { return frame_.atlas.is_known() ? frame_.world().code(0) : "1"; }
  std::int32_t step_of(const EventReading& event) const {
    return std::max(frame_.clock.calendar.step_of(event.date), 0);
  }

  const Frame& frame_;
  const std::vector<Causes>& causes_;
  Diagnostics& diagnostics_;
  Script script_;
  std::map<std::string, Place> ids_;
  std::vector<Dated<Setting>> settings_;
  std::vector<Dated<Appointment>> appointments_;
  std::vector<Dated<LawChange>> law_changes_;
};

void ScriptReader::check_id(const Node& node) {
  const auto id = as_identifier(node, "id", diagnostics_);
  if (!id) return;
  for (const char* cause : kCauseNames)
    if (*id == cause)
      diagnostics_.error(node.place, "an event cannot be called '" + *id + "'", "another id",
                         "that is a cause's name, and counterfactuals name both");
  const auto [entry, is_new] = ids_.emplace(*id, node.place);
  if (!is_new)
    diagnostics_.error(node.place, "there are two events '" + *id + "'",
                       "an id of its own for each event",
                       "the other stands in line " + std::to_string(entry->second.line));
}

void ScriptReader::read_legacy(EventReading& event) {
  constexpr Range amount{0, kInfinity, Bound::included, Bound::excluded};
  Legacy legacy;
  const Node* model = event.section.required("model", "\"" + some_model() + "\"");
  const auto found = model == nullptr
                         ? std::vector<Portion>{}
                         : as_portions(*model, "model", frame_.catalogue, diagnostics_);
  legacy.date = event.years;
  legacy.amount = event.section.number("amount", 1, amount);
  legacy.scope = read_scope(event);
  if (found.empty() || event.is_left_out || !reaches_someone(event, legacy.scope)) return;
  const auto levels = levels_reached(legacy.scope, frame_, Counting::free);
  const bool acts = legacy.amount > 0 && event.at_some_level(levels, [&](const Causes& c) {
    return c.acts(Cause::inertia) && std::any_of(found.begin(), found.end(), [&](const auto& one) {
             return c.inertia.pull[one.model] > 0;
           });
  });
  if (!acts)
    diagnostics_.warning(event.section.place(), "the legacy '" + event.id + "' has no effect",
                         "inertia.pull toward its model, or its amount, is 0 where it acts");
  const double whole = legacy.amount;
  for (const Portion& one : found) {
    legacy.model = one.model;
    legacy.amount = whole * one.share;
    script_.timeline.legacies.push_back(legacy);
  }
}

void ScriptReader::read_set(EventReading& event) {
  const Node* model = event.section.required("model", "\"" + some_model() + "\"");
  const auto found =
      model == nullptr ? std::nullopt
                       : as_model(*model, "model", frame_.catalogue, NoneIs::a_model, diagnostics_);
  const Node* region = event.section.find("region");
  const bool has_scope = event.section.table().find("scope") != nullptr ||
                         event.section.table().find("levels") != nullptr;
  if ((region != nullptr) == has_scope)
    diagnostics_.error(region != nullptr ? region->place : event.section.place(),
                       region != nullptr ? "this event has both 'region' and a scope"
                                         : "this event does not say where",
                       "either 'region', or 'scope' and 'levels'",
                       region != nullptr ? "take one of them out"
                                         : "add a line such as region = \"" + some_region() + "\"");
  const Scope scope = read_scope(event);
  const Region one =
      region != nullptr ? as_region(*region, "region", frame_, diagnostics_) : kNoRegion;
  event.is_left_out = event.is_left_out || one == kLeftOut;
  if (!found || event.is_left_out || !frame_.atlas.is_known()) return;
  if (region == nullptr && !reaches_someone(event, scope)) return;
  const auto set = [&, to = *found](Region i) {
    settings_.push_back({event.date, {step_of(event), i, to}});
  };
  if (one != kNoRegion) set(one);
  for (Region i = 0; region == nullptr && i < frame_.world().size(); ++i)
    if (reaches(scope, frame_.world(), i)) set(i);
}

void ScriptReader::read_leader(EventReading& event) {
  const Node* region = event.section.required("region", "\"" + some_region() + "\"");
  const Region where =
      region != nullptr ? as_region(*region, "region", frame_, diagnostics_) : kNoRegion;
  Model favours = kNone;
  if (const Node* model = event.section.find("model"))
    favours =
        as_model(*model, "model", frame_.catalogue, NoneIs::a_model, diagnostics_).value_or(kNone);
  event.is_left_out = where == kLeftOut;
  if (where < 0) return;
  const Causes& causes = causes_[frame_.world().level[static_cast<std::size_t>(where)]];
  if (!causes.acts(Cause::leadership) || !(causes.leadership.preference > 0))
    diagnostics_.warning(event.section.place(), "the leader of '" + event.id + "' has no effect",
                         "leadership.preference is 0 at this level");
  appointments_.push_back({event.date, {step_of(event), where, favours}});
}

void ScriptReader::read_legal(EventReading& event) {
  constexpr Range share{0, 1, Bound::included, Bound::included};
  LawChange change;
  const Node* value = event.section.required("value", "0.5");
  if (value != nullptr)
    change.value =
        as_number(*value, "value", share, diagnostics_, "1: law alone decides, leaders nothing")
            .value_or(0);
  change.step = step_of(event);
  change.scope = read_scope(event);
  if (event.is_left_out || !reaches_someone(event, change.scope)) return;
  const auto levels = levels_reached(change.scope, frame_, Counting::free);
  const bool acts = event.at_some_level(levels, [](const Causes& c) {
    return c.acts(Cause::leadership) && c.leadership.preference > 0;
  });
  if (!acts)
    diagnostics_.warning(event.section.place(), "the law of '" + event.id + "' has no effect",
                         "law limits leaders, and leadership.preference is 0 where it acts");
  law_changes_.push_back({event.date, change});
}

void ScriptReader::read_kind(EventReading& event, EventKind kind) {
  switch (kind) {
    case EventKind::legacy:
      return read_legacy(event);
    case EventKind::mandate:
      return read_order(event, script_.timeline);
    case EventKind::set:
      return read_set(event);
    case EventKind::leader:
      return read_leader(event);
    case EventKind::legal:
      return read_legal(event);
  }
}

// A key that another kind knows deserves more than "unknown".
void ScriptReader::refuse_foreign_keys(EventReading& event, const Node& table, EventKind kind) {
  const KindKeys& own = kinds()[static_cast<std::size_t>(kind)];
  for (const Entry& e : table.entries) {
    std::vector<std::string> others;
    for (const KindKeys& other : kinds())
      if (std::find(other.keys.begin(), other.keys.end(), e.key) != other.keys.end())
        others.emplace_back(other.name);
    const bool is_own = std::find(others.begin(), others.end(), own.name) != others.end();
    if (others.empty() || is_own) continue;
    event.section.find(e.key);
    diagnostics_.error(e.place,
                       "an event of kind '" + std::string(own.name) + "' has no '" + e.key + "'",
                       listed(own.keys), "'" + e.key + "' belongs to " + listed(others));
  }
}

void ScriptReader::read(const Node& table) {
  EventReading event{Section(table, "[[event]]", diagnostics_),
                     frame_,
                     causes_,
                     diagnostics_,
                     "",
                     frame_.clock.calendar.start};
  const std::size_t errors_before = diagnostics_.errors();
  const Node* id = event.section.find("id");
  if (id != nullptr) check_id(*id);
  event.id = id != nullptr ? id->text : "";
  const Node* date_node = event.section.required("date", "\"2000-05\"");
  const auto date = date_node ? as_date(*date_node, "date", diagnostics_) : std::nullopt;
  event.date = date.value_or(event.date);
  event.years = frame_.clock.calendar.years(event.date);
  for (const char* key : {"title", "title_zh"}) event.section.text(key);  // for the reader of it
  const std::string source = event.section.text("source");
  const Node* kind_node = event.section.required("kind", "\"mandate\"");
  const auto kind =
      kind_node ? as_choice(*kind_node, "kind", kind_names(), diagnostics_) : std::nullopt;
  if (!kind) return;
  event.section.call("an event of kind '" + kind_names()[*kind] + "'");
  refuse_foreign_keys(event, table, static_cast<EventKind>(*kind));
  read_kind(event, static_cast<EventKind>(*kind));
  event.section.refuse_the_rest();
  if (diagnostics_.errors() > errors_before) return;
  if (event.is_left_out) {
    diagnostics_.note(event.section.place(),
                      "'" + event.id + "' is left out: it lies outside of what [regions] keeps");
    return;
  }
  if (frame_.knows_time && frame_.clock.calendar.step_of(event.date) >= frame_.clock.grid.steps)
    diagnostics_.warning(date_node->place, "'" + event.id + "' comes after the end of the run",
                         "move the end, or take the event out");
  script_.notes.push_back({event.id, event.date, kind_names()[*kind], source});
}

Script ScriptReader::finished() {
  script_.timeline.settings = by_date(std::move(settings_));
  script_.timeline.appointments = by_date(std::move(appointments_));
  script_.timeline.law_changes = by_date(std::move(law_changes_));
  return std::move(script_);
}

}  // namespace

void name_events(Node& document) {
  Node* events = document.find("event");
  if (events == nullptr || !events->is_table_list()) return;
  for (std::size_t i = 0; i < events->items.size(); ++i) {
    Node& event = events->items[i];
    if (event.find("id") != nullptr) continue;
    Node id;
    id.kind = Kind::text;
    id.place = event.place;
    id.text = "event-" + std::to_string(i + 1);
    event.entries.insert(event.entries.begin(), {"id", event.place, std::move(id)});
  }
}

Script read_events(const Node& document, const Frame& frame, const std::vector<Causes>& causes,
                   Diagnostics& diagnostics) {
  ScriptReader reader(frame, causes, diagnostics);
  for (const Node& table : tables_of(document, "event", diagnostics)) reader.read(table);
  return reader.finished();
}

}  // namespace tizhi
