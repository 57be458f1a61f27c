// Dates of the proleptic Gregorian calendar, and where they lie on the grid of steps.
#pragma once

#include <cstdint>
#include <string>

#include "model/timeline.hpp"

namespace tizhi {

struct Date {
  std::int32_t year = 1900;
  std::int32_t month = 1;
  std::int32_t day = 1;
  auto operator<=>(const Date&) const = default;
};

std::int32_t days_in_month(std::int32_t year, std::int32_t month);
bool is_valid(const Date& date);
std::int32_t days_since_1900(const Date& date);
Date date_of_day(std::int32_t days_since_1900);

std::string iso_text(const Date& date);        // as ISO 8601 writes it: 2004-04-01
std::string iso_month_text(const Date& date);  // a month's first day as its month: 2004-04

enum class StepUnit : std::uint8_t { months, days };

// The grid in dates. A step is a number of months (1, 3 or 12), each 1/12 of a year long, or of
// days, 365.25 to the year.
struct Calendar {
  Date start;
  StepUnit unit = StepUnit::months;
  std::int32_t length = 1;  // months or days in a step
  bool operator==(const Calendar&) const = default;

  // Where a date lies, in steps since the start; a state's own date is a whole number, exactly.
  // Dates inside a month count by its days.
  double position(const Date& date) const;

  double step_years() const { return unit == StepUnit::months ? length / 12.0 : length / 365.25; }

  // The grid up to the first state on or after the end.
  Grid grid(const Date& end) const;

  // The same in years since the start: position · step, so that a state's date equals its date on
  // the grid to the last bit.
  double years(const Date& date) const { return position(date) * step_years(); }

  // The step whose [t, t + Δ) holds the date; negative before the start.
  std::int32_t step_of(const Date& date) const;

  // The first state on or after the date.
  std::int32_t state_at(const Date& date) const;

  Date date_of_state(std::int32_t n) const;
};

}  // namespace tizhi
