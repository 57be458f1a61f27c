#include "model/calendar.hpp"

#include <algorithm>
#include <array>

namespace tizhi {
namespace {

bool is_leap(std::int32_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

// Whole days from 1 January of year 1 to 1 January of `year`.
std::int32_t days_before_year(std::int32_t year) {
  const std::int32_t past = year - 1;
  return past * 365 + past / 4 - past / 100 + past / 400;
}

std::int32_t floor_of(double x) {
  const auto whole = static_cast<std::int32_t>(x);
  return whole > x ? whole - 1 : whole;
}

std::int32_t month_number(const Date& date) { return date.year * 12 + date.month - 1; }

double part_of_month(const Date& date) {
  return (date.day - 1.0) / days_in_month(date.year, date.month);
}

}  // namespace

std::int32_t days_in_month(std::int32_t year, std::int32_t month) {
  constexpr std::array<std::int32_t, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[static_cast<std::size_t>(month - 1)];
}

bool is_valid(const Date& date) {
  return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.month <= 12 &&
         date.day >= 1 && date.day <= days_in_month(date.year, date.month);
}

std::int32_t days_since_1900(const Date& date) {
  std::int32_t days = days_before_year(date.year) - days_before_year(1900) + date.day - 1;
  for (std::int32_t month = 1; month < date.month; ++month) days += days_in_month(date.year, month);
  return days;
}

Date date_of_day(std::int32_t days) {
  Date date{1900 + floor_of(days / 365.2425), 1, 1};
  while (days_since_1900(date) > days) --date.year;
  while (days_since_1900({date.year + 1, 1, 1}) <= days) ++date.year;
  std::int32_t left = days - days_since_1900(date);
  for (; left >= days_in_month(date.year, date.month); ++date.month)
    left -= days_in_month(date.year, date.month);
  date.day += left;
  return date;
}

std::string iso_text(const Date& date) {
  const auto padded = [](std::int32_t number, std::size_t width) {
    const std::string digits = std::to_string(number);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
  };
  return padded(date.year, 4) + '-' + padded(date.month, 2) + '-' + padded(date.day, 2);
}

std::string iso_month_text(const Date& date) {
  const std::string text = iso_text(date);
  return date.day == 1 ? text.substr(0, text.size() - 3) : text;
}

double Calendar::position(const Date& date) const {
  if (unit == StepUnit::days)
    return static_cast<double>(days_since_1900(date) - days_since_1900(start)) / length;
  const double months = month_number(date) - month_number(start);
  return (months + (part_of_month(date) - part_of_month(start))) / length;
}

std::int32_t Calendar::step_of(const Date& date) const { return floor_of(position(date)); }

std::int32_t Calendar::state_at(const Date& date) const { return -floor_of(-position(date)); }

Grid Calendar::grid(const Date& end) const { return {step_years(), state_at(end)}; }

Date Calendar::date_of_state(std::int32_t n) const {
  if (unit == StepUnit::days) return date_of_day(days_since_1900(start) + n * length);
  const std::int32_t month = month_number(start) + n * length;
  Date date{month / 12, month % 12 + 1, 1};
  date.day +=
      static_cast<std::int32_t>(part_of_month(start) * days_in_month(date.year, date.month));
  return date;
}

}  // namespace tizhi
