#include "cli/contents.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "cli/failure.hpp"
#include "input/text.hpp"
#include "model/calendar.hpp"
#include "output/error.hpp"

namespace tizhi {
namespace {

constexpr const char* kPrefix = "outcome_";
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// Years from the first state to the last: months are all alike, as in the model.
double years_of(const TrajectoryFile& file) {
  const auto days = file.numbers<std::int32_t>("time");
  const Date a = date_of_day(days.front()), b = date_of_day(days.back());
  if (a.day == b.day) return b.year - a.year + (b.month - a.month) / 12.0;
  return (days.back() - days.front()) / 365.25;
}

}  // namespace

TrajectoryFile open_output(const std::string& path) {
  try {
    return TrajectoryFile(path);
  } catch (const OutputError& error) {
    throw Failure{Exit::refused, error.path.string() + ": " + error.reason, error.way_out};
  }
}

std::vector<std::string> outcome_ids(const TrajectoryFile& file) {
  std::vector<std::string> ids;
  for (const std::string& name : file.variables())
    if (name.rfind(kPrefix, 0) == 0) ids.push_back(name.substr(std::string(kPrefix).size()));
  return ids;
}

OutcomeOfFile outcome_of(const TrajectoryFile& file, const std::string& id) {
  const std::string variable = kPrefix + id;
  const std::string unit = file.attribute(variable, "units");
  return {variable, unit, unit == "year" ? years_of(file) : kNaN};
}

std::vector<std::string> parameter_variables(const TrajectoryFile& file) {
  std::vector<std::string> names;
  for (const std::string& name : file.variables())
    if (!file.attribute(name, "parameter").empty()) names.push_back(name);
  return names;
}

Summary summary_of(const std::vector<double>& values, double end) {
  Summary s;
  std::vector<double> taken;
  for (const double value : values) {
    s.defined += std::isnan(value) ? 0 : 1;
    const double counted = std::isnan(value) ? end : value;
    if (!std::isnan(counted)) taken.push_back(counted);
  }
  s.replicates = values.size();
  const auto n = static_cast<double>(taken.size());
  s.mean = kNaN;
  s.sd = kNaN;
  if (taken.empty()) return s;
  double sum = 0, squares = 0;
  for (const double value : taken) sum += value;
  s.mean = sum / n;
  for (const double value : taken) squares += (value - s.mean) * (value - s.mean);
  if (taken.size() > 1) s.sd = std::sqrt(squares / (n - 1));
  return s;
}

std::vector<Summary> summaries(const TrajectoryFile& file) {
  std::vector<Summary> all;
  const auto variants = file.texts("variant");
  const std::uint64_t replicates = file.length("replicate");
  for (const std::string& id : outcome_ids(file)) {
    const OutcomeOfFile outcome = outcome_of(file, id);
    for (std::uint64_t v = 0; v < variants.size(); ++v) {
      Summary s = summary_of(file.numbers<double>(outcome.variable, {0, v, 0}, {1, 1, replicates}),
                             outcome.end);
      s.outcome = id;
      s.variant = variants[v];
      s.unit = outcome.unit;
      all.push_back(std::move(s));
    }
  }
  return all;
}

std::uint64_t formation_count(const TrajectoryFile& file) {
  return file.has("formation_step") ? file.shape("formation_step").at(0) : 0;
}

std::vector<std::string> dates_of(const TrajectoryFile& file, const std::string& variable) {
  std::vector<Date> dates;
  for (const std::int32_t day : file.numbers<std::int32_t>(variable))
    dates.push_back(date_of_day(day));
  const bool months = std::all_of(dates.begin(), dates.end(), [](Date d) { return d.day == 1; });
  std::vector<std::string> texts;
  for (const Date& d : dates) texts.push_back(months ? iso_month_text(d) : iso_text(d));
  return texts;
}

std::size_t place_of(const std::string& name, const std::vector<std::string>& known,
                     const std::string& what, const std::string& holder) {
  const auto found = std::find(known.begin(), known.end(), name);
  if (found != known.end()) return static_cast<std::size_t>(found - known.begin());
  const std::string guess = did_you_mean(name, known);
  throw Failure{Exit::refused, holder + " has no " + what + " '" + name + "'",
                guess.empty() ? "it has " + listed(known) : guess};
}

}  // namespace tizhi
