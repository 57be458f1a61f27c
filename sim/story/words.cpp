#include "story/words.hpp"

#include <cmath>

namespace tizhi {
namespace {

constexpr std::array<const char*, 12> kMonths{"January",   "February", "March",    "April",
                                              "May",       "June",     "July",     "August",
                                              "September", "October",  "November", "December"};
constexpr std::array<const char*, 4> kQuarters{"first", "second", "third", "fourth"};
constexpr std::array<const char*, 4> kQuartersZh{"一", "二", "三", "四"};
constexpr std::array<const char*, 5> kCausesZh{"体制惯性", "上行下效", "上级规定", "领导因素",
                                               "情景写定"};

struct LevelName {
  std::string_view level;
  const char* chinese;
};
constexpr std::array<LevelName, 8> kLevels{{{"centre", "中央"},
                                            {"province", "省级"},
                                            {"prefecture", "地级"},
                                            {"county", "县级"},
                                            {"township", "乡级"},
                                            {"village", "村级"},
                                            {"state", "州级"},
                                            {"district", "区级"}}};

std::string number(std::int32_t n) { return std::to_string(n); }

std::string plural(std::int32_t n, const char* noun) {
  return number(n) + ' ' + noun + (n == 1 ? "" : "s");
}

std::int32_t month_number(const Date& date) { return date.year * 12 + date.month - 1; }

std::string spelled_english(const DatedTo& d) {
  std::string text;
  if (d.precision == Precision::day) text += number(d.date.day) + ' ';
  if (d.precision != Precision::year)
    text += kMonths[static_cast<std::size_t>(d.date.month - 1)] + std::string(" ");
  return text + number(d.date.year);
}

std::string spelled_chinese(const DatedTo& d) {
  std::string text = number(d.date.year) + "年";
  if (d.precision != Precision::year) text += number(d.date.month) + "月";
  if (d.precision == Precision::day) text += number(d.date.day) + "日";
  return text;
}

std::string spelled_quarter(const Date& from, Language language) {
  const auto quarter = static_cast<std::size_t>((from.month - 1) / 3);
  if (language == Language::chinese)
    return number(from.year) + "年第" + kQuartersZh[quarter] + "季度";
  return std::string("in the ") + kQuarters[quarter] + " quarter of " + number(from.year);
}

}  // namespace

std::string spoken(const Name& name, Language language) {
  const bool chinese = language == Language::chinese;
  const std::string& first = chinese ? name.chinese : name.english;
  const std::string& second = chinese ? name.english : name.chinese;
  if (!first.empty()) return first;
  return second.empty() ? name.code : second;
}

std::string spelled(const DatedTo& date, Language language) {
  return language == Language::chinese ? spelled_chinese(date) : spelled_english(date);
}

DatedTo of_grid(const Date& date) {
  return {date, date.day == 1 ? Precision::month : Precision::day};
}

std::string spelled_step(const Date& from, const Date& until, Language language) {
  const bool chinese = language == Language::chinese;
  const std::int32_t months = month_number(until) - month_number(from);
  const bool whole = from.day == 1 && until.day == 1;
  const std::string in = chinese ? "" : "in ";
  if (whole && months == 1) return in + spelled({from, Precision::month}, language);
  if (whole && months == 12 && from.month == 1)
    return in + spelled({from, Precision::year}, language);
  if (whole && months == 3 && from.month % 3 == 1) return spelled_quarter(from, language);
  const std::string a = spelled(of_grid(from), language), b = spelled(of_grid(until), language);
  return chinese ? a + "至" + b + "之间" : "between " + a + " and " + b;
}

TimeSpan span_between(const Date& from, const Date& until) {
  const std::int32_t months =
      month_number(until) - month_number(from) - (until.day < from.day ? 1 : 0);
  if (months > 0) return {months, 0};
  return {0, days_since_1900(until) - days_since_1900(from)};
}

TimeSpan longer_by(const TimeSpan& span, double years) {
  const auto months = static_cast<std::int32_t>(std::lround(years * 12));
  if (months <= 0) return span;
  return {span.months + months, 0};
}

std::string spelled(const TimeSpan& span, Language language) {
  const std::int32_t years = span.months / 12, months = span.months % 12;
  if (language == Language::chinese) {
    if (span.months == 0) return number(span.days) + "天";
    return (years > 0 ? number(years) + "年" : "") + (months > 0 ? number(months) + "个月" : "");
  }
  if (span.months == 0) return plural(span.days, "day");
  if (years == 0) return plural(months, "month");
  return plural(years, "year") + (months > 0 ? " and " + plural(months, "month") : "");
}

std::array<int, kPressingCauses> percents(const Ledger& ledger) {
  std::array<int, kPressingCauses> whole{}, rest{};
  int sum = 0, left = 100;
  for (const int share : ledger) sum += share;
  if (sum == 0) return whole;
  for (std::size_t c = 0; c < ledger.size(); ++c) {
    whole[c] = ledger[c] * 100 / sum;
    rest[c] = ledger[c] * 100 % sum;
    left -= whole[c];
  }
  for (; left > 0; --left) {
    std::size_t largest = 0;
    for (std::size_t c = 1; c < rest.size(); ++c)
      if (rest[c] > rest[largest]) largest = c;
    ++whole[largest];
    rest[largest] = -1;
  }
  return whole;
}

std::string spelled_percent(int percent, Language language) {
  return number(percent) + (language == Language::chinese ? "%" : " %");
}

std::string spelled(Cause cause, Language language) {
  const auto c = static_cast<std::size_t>(cause);
  return language == Language::chinese ? kCausesZh[c] : kCauseNames[c];
}

std::string spelled_level(const std::string& level, Language language) {
  if (language == Language::chinese)
    for (const LevelName& known : kLevels)
      if (known.level == level) return known.chinese;
  return level;
}

std::string listed(const std::vector<std::string>& items, Language language) {
  const bool chinese = language == Language::chinese;
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const bool last = i + 1 == items.size();
    if (i > 0 && chinese) text += last ? "和" : "、";
    if (i > 0 && !chinese) text += last ? " and " : ", ";
    text += items[i];
  }
  return text;
}

std::string quoted(std::string_view text) { return "“" + std::string(text) + "”"; }

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

}  // namespace tizhi
