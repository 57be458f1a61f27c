#include "input/outcomes.hpp"

#include <algorithm>

#include "input/catalogue.hpp"
#include "input/section.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

const std::vector<std::string>& measure_names() {
  static const std::vector<std::string> names{"share", "diversity", "alignment",
                                              "churn", "by_cause",  "time_to"};
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

void read_at(Section& section, const Frame& frame, Outcome& outcome) {
  outcome.at = frame.clock.grid.steps;
  const Node* node = section.find("at");
  if (node == nullptr) return;
  const auto date = as_date(*node, "at", section.diagnostics());
  if (!date || !frame.knows_time) return;
  const std::int32_t state = frame.clock.calendar.state_at(*date);
  if (*date < frame.clock.calendar.start || state > frame.clock.grid.steps)
    section.diagnostics().error(node->place, "'at' lies outside of the run",
                                "a date from [time] start to its end",
                                "without this key it is the end");
  else
    outcome.at = state;
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

Outcome read_outcome(const Node& table, const std::vector<Outcome>& before, const Frame& frame,
                     Diagnostics& diagnostics) {
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
  if (const Node* level = own.find("level"))
    if (const auto name = as_text(*level, "level", diagnostics))
      outcome.level = as_level(*name, level->place, frame, diagnostics).value_or(kAllLevels);
  if (outcome.measure == Measure::share || outcome.measure == Measure::time_to)
    read_models(own, frame, outcome);
  if (outcome.measure == Measure::by_cause) read_cause(own, outcome);
  if (outcome.measure == Measure::time_to)
    outcome.share = own.number("share", 0.5, share);
  else
    read_at(own, frame, outcome);
  own.refuse_the_rest();
  return outcome;
}

}  // namespace

std::vector<Outcome> read_outcomes(const Node& document, const Frame& frame,
                                   Diagnostics& diagnostics) {
  std::vector<Outcome> outcomes;
  for (const Node& table : tables_of(document, "outcome", diagnostics))
    outcomes.push_back(read_outcome(table, outcomes, frame, diagnostics));
  return outcomes;
}

Recording read_recording(const Node& document, Diagnostics& diagnostics) {
  Recording recording;
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
