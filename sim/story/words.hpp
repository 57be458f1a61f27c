// The small words of a story in both languages: names, dates, spans of time, shares, lists.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/calendar.hpp"
#include "model/formation.hpp"
#include "story/language.hpp"

namespace tizhi {

// A name as it is known: what one language lacks is taken from the other, then the code.
struct Name {
  std::string code, english, chinese;
  bool operator==(const Name&) const = default;
};

std::string spoken(const Name& name, Language language);

// A date as exact as it was given.
enum class Precision : std::uint8_t { year, month, day };
struct DatedTo {
  Date date;
  Precision precision = Precision::day;
};

// "16 April 1996", "April 1996", "1996"; "1996年4月16日" …
std::string spelled(const DatedTo& date, Language language);

// A date of the grid: to the month where it is a month's first day.
DatedTo of_grid(const Date& date);

// A step as an adverb: "in May 1988", "in 1988", "in the second quarter of 1988", "between 3 May
// 1988 and 10 May 1988". It lies between its two dates.
std::string spelled_step(const Date& from, const Date& until, Language language);

// Whole months, or days where it is less than a month.
struct TimeSpan {
  std::int32_t months = 0, days = 0;
  bool is_nothing() const { return months == 0 && days == 0; }
};
TimeSpan span_between(const Date& from, const Date& until);
TimeSpan longer_by(const TimeSpan& span, double years);
std::string spelled(const TimeSpan& span, Language language);  // "7 years and 10 months"

// The ledger in whole percent that add up to 100; all 0 where the ledger is.
std::array<int, kPressingCauses> percents(const Ledger& ledger);
std::string spelled_percent(int percent, Language language);  // "71 %", "71%"

std::string spelled(Cause cause, Language language);  // "imitation", "上行下效"

// A level's name; those of the lecture's country are known in Chinese too.
std::string spelled_level(const std::string& level, Language language);

std::string listed(const std::vector<std::string>& items, Language language);  // "a, b and c"
std::string quoted(std::string_view text);  // in both languages alike
std::string capitalised(std::string text);

}  // namespace tizhi
