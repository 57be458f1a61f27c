#include "story/words.hpp"

#include "catch.hpp"

namespace tizhi::test {
namespace {

constexpr Language kEnglish = Language::english, kChinese = Language::chinese;

TEST_CASE("a name is spoken in its language, else in the other, else by its code") {
  CHECK(spoken({"37", "Shandong", "山东省"}, kChinese) == "山东省");
  CHECK(spoken({"37", "Shandong", ""}, kChinese) == "Shandong");
  CHECK(spoken({"37", "", "山东省"}, kEnglish) == "山东省");
  CHECK(spoken({"1.2", "", ""}, kEnglish) == "1.2");
}

TEST_CASE("a date is as exact as it was given") {
  CHECK(spelled({{1996, 4, 16}, Precision::day}, kEnglish) == "16 April 1996");
  CHECK(spelled({{1996, 4, 16}, Precision::month}, kEnglish) == "April 1996");
  CHECK(spelled({{1996, 4, 16}, Precision::year}, kEnglish) == "1996");
  CHECK(spelled({{1996, 4, 16}, Precision::day}, kChinese) == "1996年4月16日");
  CHECK(spelled({{1996, 4, 16}, Precision::month}, kChinese) == "1996年4月");
  CHECK(spelled({{1996, 4, 16}, Precision::year}, kChinese) == "1996年");
  CHECK(of_grid({1996, 4, 1}).precision == Precision::month);
  CHECK(of_grid({1996, 4, 2}).precision == Precision::day);
}

TEST_CASE("spans count whole months, and days below one") {
  const auto between = [](Date a, Date b) { return spelled(span_between(a, b), kEnglish); };
  CHECK(between({1988, 5, 1}, {1996, 3, 1}) == "7 years and 10 months");
  CHECK(between({1988, 5, 1}, {1989, 5, 1}) == "1 year");
  CHECK(between({1988, 12, 1}, {1989, 1, 1}) == "1 month");
  CHECK(between({1988, 5, 20}, {1988, 7, 19}) == "1 month");
  CHECK(between({1988, 5, 20}, {1988, 6, 19}) == "30 days");
  CHECK(between({1988, 5, 20}, {1988, 5, 21}) == "1 day");
  CHECK(span_between({1988, 5, 20}, {1988, 5, 20}).is_nothing());
  CHECK(spelled(TimeSpan{94, 0}, kChinese) == "7年10个月");
  CHECK(spelled(TimeSpan{24, 0}, kChinese) == "2年");
  CHECK(spelled(TimeSpan{0, 7}, kChinese) == "7天");
  CHECK(longer_by({1, 0}, 2.5).months == 31);
  CHECK(longer_by({0, 7}, 0).days == 7);
}

TEST_CASE("percents add up to 100, ties go to the earlier cause") {
  CHECK(percents({85, 85, 85, 0}) == std::array<int, 4>{34, 33, 33, 0});
  CHECK(percents({255, 0, 0, 0}) == std::array<int, 4>{100, 0, 0, 0});
  CHECK(percents({0, 0, 0, 0}) == std::array<int, 4>{});
  for (int a = 0; a < 256; a += 5)
    for (int b = 0; a + b < 256; b += 3) {
      const auto all = percents({static_cast<std::uint8_t>(a), static_cast<std::uint8_t>(b),
                                 static_cast<std::uint8_t>(255 - a - b), 0});
      CHECK(all[0] + all[1] + all[2] + all[3] == 100);
    }
}

TEST_CASE("lists end in a word") {
  CHECK(listed({"a"}, kEnglish) == "a");
  CHECK(listed({"a", "b"}, kEnglish) == "a and b");
  CHECK(listed({"a", "b", "c"}, kEnglish) == "a, b and c");
  CHECK(listed({"甲", "乙", "丙"}, kChinese) == "甲、乙和丙");
}

TEST_CASE("levels of the country have Chinese names, others keep theirs") {
  CHECK(spelled_level("prefecture", kChinese) == "地级");
  CHECK(spelled_level("prefecture", kEnglish) == "prefecture");
  CHECK(spelled_level("oblast", kChinese) == "oblast");
}

}  // namespace
}  // namespace tizhi::test
