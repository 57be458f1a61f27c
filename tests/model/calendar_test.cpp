#include "model/calendar.hpp"

#include "catch.hpp"

using namespace tizhi;

namespace {

const Calendar kMonths{{1982, 1, 1}, StepUnit::months, 1};

}  // namespace

TEST_CASE("days are counted from 1900-01-01, as CF does") {
  CHECK(days_since_1900({1900, 1, 1}) == 0);
  CHECK(days_since_1900({1899, 12, 31}) == -1);
  CHECK(days_since_1900({1970, 1, 1}) == 25567);
  CHECK(days_since_1900({2000, 3, 1}) == 36584);  // after a leap day of a century that has one
}

TEST_CASE("every day from 1900 to 2100 and its number name each other") {
  Date date{1900, 1, 1};
  for (std::int32_t day = 0; date.year <= 2100; ++day) {
    if (days_since_1900(date) != day || date_of_day(day) != date) FAIL("day " << day);
    if (++date.day > days_in_month(date.year, date.month)) date = {date.year, date.month + 1, 1};
    if (date.month > 12) date = {date.year + 1, 1, 1};
  }
  CHECK(date == Date{2101, 1, 1});
}

TEST_CASE("days long ago have dates too") {
  for (const std::int32_t day : {-1, -365, -36524, -146097, -600000})
    CHECK(days_since_1900(date_of_day(day)) == day);
}

TEST_CASE("dates that the calendar lacks are not valid") {
  CHECK(is_valid({2000, 2, 29}));
  CHECK_FALSE(is_valid({1900, 2, 29}));
  CHECK_FALSE(is_valid({2001, 4, 31}));
  CHECK_FALSE(is_valid({2001, 13, 1}));
  CHECK_FALSE(is_valid({2001, 0, 1}));
  CHECK_FALSE(is_valid({2001, 1, 0}));
}

TEST_CASE("dates are written as ISO 8601 does, first days of months also as their months") {
  CHECK(iso_text({2004, 4, 1}) == "2004-04-01");
  CHECK(iso_text({987, 12, 31}) == "0987-12-31");
  CHECK(iso_month_text({2004, 4, 1}) == "2004-04");
  CHECK(iso_month_text({2004, 4, 11}) == "2004-04-11");
}

TEST_CASE("a state's own date lies on a whole position, exactly") {
  const Date start = GENERATE(Date{1982, 1, 1}, Date{1999, 11, 1}, Date{2000, 2, 1});
  for (const Calendar& calendar :
       {Calendar{start, StepUnit::months, 1}, Calendar{start, StepUnit::months, 3},
        Calendar{start, StepUnit::months, 12}, Calendar{start, StepUnit::days, 10}})
    for (std::int32_t n = 0; n < 600; ++n) {
      const Date date = calendar.date_of_state(n);
      if (calendar.position(date) != n || calendar.years(date) != n * calendar.step_years() ||
          calendar.state_at(date) != n || calendar.step_of(date) != n)
        FAIL("state " << n);
    }
  SUCCEED();
}

TEST_CASE("dates inside a month count by its days") {
  CHECK(kMonths.position({1982, 2, 15}) == Approx(1 + 14.0 / 28).epsilon(1e-15));
  CHECK(kMonths.position({1984, 2, 15}) == Approx(25 + 14.0 / 29).epsilon(1e-15));
  CHECK(kMonths.position({1981, 12, 31}) == Approx(-1 + 30.0 / 31).epsilon(1e-13));
}

TEST_CASE("a year is twelve months of equal length, and 365.25 days") {
  CHECK(kMonths.years({1992, 1, 1}) == Approx(10).epsilon(1e-15));
  const Calendar days{{1982, 1, 1}, StepUnit::days, 5};
  CHECK(days.years({1982, 1, 31}) == Approx(30 / 365.25).epsilon(1e-15));
}

TEST_CASE("an event belongs to the step that holds its date") {
  CHECK(kMonths.step_of({1982, 1, 1}) == 0);
  CHECK(kMonths.step_of({1982, 1, 31}) == 0);
  CHECK(kMonths.step_of({1982, 2, 1}) == 1);
  CHECK(kMonths.step_of({1981, 12, 31}) == -1);
}

TEST_CASE("'at' a date is the first state on or after it") {
  CHECK(kMonths.state_at({1982, 1, 1}) == 0);
  CHECK(kMonths.state_at({1982, 1, 2}) == 1);
  CHECK(kMonths.state_at({1982, 2, 1}) == 1);
}

TEST_CASE("from 1982-01 to 2025-01 there are 516 months; an end inside a step is rounded up") {
  CHECK(kMonths.grid({2025, 1, 1}).steps == 516);
  CHECK(kMonths.grid({2025, 1, 2}).steps == 517);
  const Calendar years{{1982, 1, 1}, StepUnit::months, 12};
  CHECK(years.grid({1984, 6, 1}).steps == 3);
  CHECK(years.grid({1984, 6, 1}).step == 1);
}

TEST_CASE("a run that starts inside a month has states inside months") {
  const Calendar calendar{{1982, 1, 16}, StepUnit::months, 1};
  CHECK(calendar.date_of_state(0) == Date{1982, 1, 16});
  CHECK(calendar.date_of_state(12) == Date{1983, 1, 16});
}
