#include "input/outcomes.hpp"

#include <algorithm>

#include "input/catalogue.hpp"
#include "input/section.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

const std::vector<std::string>& measure_names() {
  static const std::vector<std::string> names{"share",    "diversity", "alignment", "churn",
                                              "by_cause", "time_to",   "kept",      "forms"};
  return names;
}

void read_id(Section& section, const std::vector<Outcome>& before, Outcome& outcome) {
  const Node* node = section.required("id", "\"share_of_dedicated\"");
  if (node == nullptr) return;
  outcome.id = as_identifier(*node, "id", section.diagnostics()).value_or("");
  const bool is_known = !outcome.id.empty() &&
                        std::any_of(before.begin(), before.end(),
                                    [&](const Outcome& other) { return other.id == outcome.id; });
  if (is_known)
    section.diagnostics().error(node->place, "there are two outcomes '" + outcome.id + "'",
                                "an id of its own for each outcome", "rename one of them");
}

// The state on or after the date that the key tells; `otherwise` without the key.
std::int32_t read_state(Section& section, const std::string& key, std::int32_t otherwise,
                        const Frame& frame) {
  const Node* node = section.find(key);
  if (node == nullptr) return otherwise;
  const auto date = as_date(*node, key, section.diagnostics());
  if (!date || !frame.knows_time) return otherwise;
  const std::int32_t state = frame.clock.calendar.state_at(*date);
  const bool is_inside = *date >= frame.clock.calendar.start && state <= frame.clock.grid.steps;
  if (is_inside) return state;
  section.diagnostics().error(
      node->place, "'" + key + "' lies outside of the run", "a date from [time] start to its end",
      "without this key it is the " + std::string(otherwise == 0 ? "start" : "end"));
  return otherwise;
}

bool has_a_period(Measure measure) {
  return measure == Measure::churn || measure == Measure::by_cause || measure == Measure::kept ||
         measure == Measure::forms;
}

void read_dates(Section& section, const Frame& frame, Outcome& outcome) {
  outcome.at = read_state(section, "at", frame.clock.grid.steps, frame);
  if (!has_a_period(outcome.measure)) return;
  outcome.from = read_state(section, "from", 0, frame);
  if (outcome.from < outcome.at || outcome.from == 0) return;
  section.diagnostics().error(section.find("from")->place, "'from' is not before 'at'",
                              "a date before the one at which the outcome is read",
                              "without this key it is the start");
}

bool holds_a_region(const Outcome& outcome, const World& world) {
  for (Region i = 0; i < world.size(); ++i)
    if (outcome.level == kAllLevels || outcome.level == world.level[static_cast<std::size_t>(i)])
      if (reaches(outcome.scope, world, i)) return true;
  return false;
}

// False where [regions] leaves out the outcome's level.
bool is_about_someone(Section& section, const Frame& frame, const Outcome& outcome) {
  if (!frame.atlas.is_narrowed || !frame.atlas.is_known()) return true;
  if (holds_a_region(outcome, frame.world())) return true;
  section.diagnostics().note(section.place(),
                             "'" + outcome.id + "' is about no region that [regions] keeps");
  return false;
}

// False where `only` leaves out all that the outcome is about.
bool read_scope(Section& section, const Frame& frame, Outcome& outcome) {
  const Node* node = section.find("scope");
  if (node == nullptr) return is_about_someone(section, frame, outcome);
  const auto tops =
      read_tops(*node, "the outcome is about all regions", frame, section.diagnostics());
  if (!tops || !frame.atlas.is_known()) return true;
  outcome.scope.everywhere = false;
  outcome.scope.tops = *tops;
  if (holds_a_region(outcome, frame.world())) return true;
  if (frame.atlas.is_narrowed)
    section.diagnostics().note(node->place,
                               "'" + outcome.id + "' is about no region that [regions] keeps");
  else
    section.diagnostics().error(node->place, "'scope' holds no region of this level",
                                "the code of a region with regions of the level at or below it",
                                "take 'scope' or 'level' out");
  return false;
}

void read_cause(Section& section, Outcome& outcome) {
  const std::vector<std::string> causes(kCauseNames.begin(), kCauseNames.begin() + kPressingCauses);
  const Node* node = section.required("cause", "\"mandate\"");
  if (node == nullptr) return;
  const auto cause = as_choice(*node, "cause", causes, section.diagnostics());
  outcome.cause = static_cast<Cause>(cause.value_or(0));
}

void read_models(Section& section, const Frame& frame, Outcome& outcome) {
  if (const Node* node = section.required(
          "model", frame.catalogue.empty() ? "\"dedicated\"" : in_quotes(frame.catalogue[0].id)))
    outcome.models = as_models(*node, "model", frame.catalogue, section.diagnostics()).value_or(0);
}

bool asks_for_models(Measure measure) {
  return measure == Measure::share || measure == Measure::time_to || measure == Measure::kept;
}

// Nothing where it is about regions that `only` leaves out.
std::optional<Outcome> read_outcome(const Node& table, const std::vector<Outcome>& before,
                                    const Frame& frame, Diagnostics& diagnostics) {
  constexpr Range share{0, 1, Bound::excluded, Bound::included};
  Outcome outcome;
  Section section(table, "[[outcome]]", diagnostics);
  read_id(section, before, outcome);
  const Node* measure = section.required("measure", "\"share\"");
  if (measure == nullptr) return outcome;
  const auto kind = as_choice(*measure, "measure", measure_names(), diagnostics);
  if (!kind) return outcome;
  outcome.measure = static_cast<Measure>(*kind);
  Section own(table, "an outcome of measure '" + measure_names()[*kind] + "'", diagnostics);
  for (const char* key : {"id", "measure"}) own.find(key);
  for (const char* key : {"title", "title_zh"}) own.text(key);  // the report reads them
  if (const Node* level = own.find("level"))
    if (const auto name = as_text(*level, "level", diagnostics))
      outcome.level = as_level(*name, level->place, frame, diagnostics).value_or(kAllLevels);
  const bool is_kept = read_scope(own, frame, outcome);
  if (asks_for_models(outcome.measure)) read_models(own, frame, outcome);
  if (outcome.measure == Measure::by_cause) read_cause(own, outcome);
  if (outcome.measure == Measure::forms)
    outcome.least = static_cast<int>(own.whole("least", outcome.least, 1, kMaxModels));
  if (outcome.measure == Measure::time_to)
    outcome.share = own.number("share", 0.5, share);
  else
    read_dates(own, frame, outcome);
  own.refuse_the_rest();
  return is_kept ? std::optional(outcome) : std::nullopt;
}

}  // namespace

std::vector<Outcome> read_outcomes(const Node& document, const Frame& frame,
                                   Diagnostics& diagnostics) {
  std::vector<Outcome> outcomes;
  for (const Node& table : tables_of(document, "outcome", diagnostics))
    if (const auto outcome = read_outcome(table, outcomes, frame, diagnostics))
      outcomes.push_back(*outcome);
  return outcomes;
}

Recording recording_of_a_sweep() {
  Recording recording;
  recording.formations = false;
  recording.shares = Frequency::never;
  return recording;
}

Recording read_recording(const Node& document, Recording recording, Diagnostics& diagnostics) {
  const Node* table = section_of(document, "output", diagnostics);
  if (table == nullptr) return recording;
  const std::vector<std::string> frequencies{"none", "yearly", "every step"};
  Section section(*table, "[output]", diagnostics);
  const auto frequency = [&](std::string_view key, Frequency fallback) {
    return static_cast<Frequency>(
        section.choice(key, static_cast<std::size_t>(fallback), frequencies));
  };
  recording.formations = section.on_or_off("formations", recording.formations);
  recording.shares = frequency("shares", recording.shares);
  recording.trajectory = frequency("trajectory", recording.trajectory);
  recording.leaders = section.on_or_off("leaders", recording.leaders);
  recording.orders = section.on_or_off("orders", recording.orders);
  recording.ledger = section.on_or_off("ledger", recording.ledger);
  recording.compress = static_cast<int>(section.whole("compress", recording.compress, 0, 9));
  section.refuse_the_rest();
  return recording;
}

}  // namespace tizhi
