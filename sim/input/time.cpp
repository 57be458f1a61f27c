#include "input/time.hpp"

#include <charconv>

#include "input/section.hpp"
#include "input/text.hpp"
#include "random/draws.hpp"

namespace tizhi {
namespace {

constexpr const char* kStepExpected = "\"month\", \"quarter\", \"year\" or a number of days";
constexpr std::int64_t kLongestStep = 36525;  // days: a century

// "10 days" -> 10; 0 where it says something else.
std::int64_t days_in(const std::string& text) {
  std::int64_t days = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, days);
  const std::string unit = trimmed({read.ptr, static_cast<std::size_t>(end - read.ptr)});
  return unit == "day" || unit == "days" ? days : 0;
}

void read_step(const Node& node, Calendar& calendar, Diagnostics& diagnostics) {
  std::int64_t days = 0;
  if (node.kind == Kind::text) {
    const std::vector<std::string> names{"month", "quarter", "year"};
    constexpr std::int32_t months[] = {1, 3, 12};
    for (std::size_t i = 0; i < names.size(); ++i)
      if (node.text == names[i]) {
        calendar.length = months[i];
        return;
      }
    days = days_in(node.text);
    if (days == 0) {
      diagnostics.error(node.place, "'step' is " + in_quotes(node.text), kStepExpected,
                        did_you_mean(node.text, names, "days are a plain number: step = 10"));
      return;
    }
  } else if (node.kind == Kind::integer) {
    days = node.integer;
  } else {
    wrong_kind(node, "step", kStepExpected, diagnostics, "days are whole: step = 10");
    return;
  }
  if (days < 1 || days > kLongestStep) {
    diagnostics.error(node.place, "a step of " + std::to_string(days) + " days",
                      "1 to " + std::to_string(kLongestStep) + " days",
                      "without this key it is \"month\"");
    return;
  }
  calendar.unit = StepUnit::days;
  calendar.length = static_cast<std::int32_t>(days);
}

}  // namespace

std::optional<Clock> read_time(const Node& document, Diagnostics& diagnostics) {
  if (document.find("time") == nullptr) {
    diagnostics.error(document.place, "the scenario has no [time]", "a section [time]",
                      "write: [time] start = \"1990\", end = \"2020\", each on a line");
    return std::nullopt;
  }
  const std::size_t errors_before = diagnostics.errors();
  const Node* table = section_of(document, "time", diagnostics);
  if (table == nullptr) return std::nullopt;
  Section section(*table, "[time]", diagnostics);
  const Node* start_node = section.required("start", "\"1990-01\"");
  const Node* end_node = section.required("end", "\"2020-01\"");
  Clock clock;
  if (const Node* step = section.find("step")) read_step(*step, clock.calendar, diagnostics);
  section.refuse_the_rest();
  const auto start = start_node ? as_date(*start_node, "start", diagnostics) : std::nullopt;
  const auto end = end_node ? as_date(*end_node, "end", diagnostics) : std::nullopt;
  if (!start || !end || diagnostics.errors() > errors_before) return std::nullopt;
  if (*end <= *start) {
    diagnostics.error(end_node->place, "the end does not come after the start",
                      "a date after the start", "exchange 'start' and 'end', or move one of them");
    return std::nullopt;
  }
  clock.calendar.start = *start;
  clock.end = *end;
  clock.grid = clock.calendar.grid(*end);
  // Ten thousand years of days are fewer than a step's address can hold: no check is needed.
  static_assert(9999LL * 366 < kMaxSteps);
  return clock;
}

}  // namespace tizhi
