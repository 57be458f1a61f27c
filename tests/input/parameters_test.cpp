#include "input/parameters.hpp"

#include <set>

#include "catch.hpp"
#include "input/document.hpp"
#include "input/text.hpp"
#include "support/reading.hpp"

namespace tizhi::test {
namespace {

TEST_CASE("every parameter's default is what the engine begins with") {
  const Causes causes;
  std::set<std::string> names;
  for (const Parameter& p : parameters()) {
    INFO(p.name());
    for (int k = 0; k < kMaxModels; ++k) CHECK(p.value(causes, k) == p.fallback);
    CHECK(p.range.holds(p.fallback));
    CHECK_FALSE(p.meaning.empty());
    CHECK_FALSE(p.meaning_zh.empty());
    CHECK(names.insert(p.name()).second);
  }
  CHECK(names.size() == 24);
}

// A section of one key. Appended piece by piece: g++ 12 warns of overlaps in longer sums.
std::string section_of_one(std::string_view name, std::string_view key, std::string_view value) {
  std::string text("[");
  for (const std::string_view piece :
       {name, std::string_view("]\n"), key, std::string_view(" = "), value, std::string_view("\n")})
    text.append(piece);
  return text;
}

// A value that is allowed and is not the default.
double other(const Parameter& p) { return p.range.most == 1 ? 0.375 : 2; }

std::string spelled_value(const Parameter& p, double value) {
  if (p.unit != Unit::choice) return spelled(value);
  return in_quotes(p.choices[static_cast<std::size_t>(value)]);
}

TEST_CASE("every parameter is read into its own place and no other") {
  for (const Parameter& p : parameters()) {
    INFO(p.name());
    const std::string value = spelled_value(p, other(p));
    const bool weighs = p.unit == Unit::weight;
    const std::string given =
        weighs ? "{ dedicated = " + value + ", attached = " + value + " }" : value;
    const Run run = run_of(section_of_one(p.section, p.key, given));
    for (const Causes& causes : run.causes)
      for (const Parameter& q : parameters())
        CHECK(q.value(causes, 0) == (q.name() == p.name() ? other(p) : q.fallback));
  }
}

TEST_CASE("every parameter may be a table by level; names not listed keep the default") {
  for (const Parameter& p : parameters()) {
    INFO(p.name());
    const std::string value = spelled_value(p, other(p));
    const std::string inner = p.unit == Unit::weight ? "{ attached = " + value + " }" : value;
    const Run run = run_of(section_of_one(p.section, p.key, "{ province = " + inner + " }"));
    CHECK(p.value(run.causes[0], 1) == p.fallback);
    CHECK(p.value(run.causes[1], 1) == other(p));
    CHECK(p.value(run.causes[2], 1) == p.fallback);
  }
}

TEST_CASE("some go by model, alone or inside of levels") {
  for (const Parameter& p : parameters()) {
    if (p.detail != Detail::by_level_and_model) continue;
    INFO(p.name());
    const double rest = p.unit == Unit::weight ? 0 : p.fallback;  // weights name all that count
    const Run alone = run_of(section_of_one(p.section, p.key, "{ attached = 2 }"));
    const Run inside = run_of(section_of_one(p.section, p.key, "{ county = { attached = 2 } }"));
    CHECK(p.value(alone.causes[0], 0) == rest);
    CHECK(p.value(alone.causes[0], 1) == 2);
    CHECK(p.value(inside.causes[0], 1) == p.fallback);
    CHECK(p.value(inside.causes[2], 0) == rest);
    CHECK(p.value(inside.causes[2], 1) == 2);
  }
}

TEST_CASE("a cause is on unless it is switched off") {
  for (std::size_t c = 0; c < kPressingCauses; ++c) {
    const Run run = run_of(section_of_one(kCauseNames[c], "on", "false"));
    for (std::size_t other = 0; other < kPressingCauses; ++other)
      CHECK(run.causes[0].on[other] == (other != c));
  }
}

TEST_CASE("a range says what it holds") {
  using enum Bound;
  CHECK(Range{0, kInfinity, included, excluded}.text() == "a number, 0 or more");
  CHECK(Range{0, kInfinity, excluded, included}.text() == "a number above 0, or inf");
  CHECK(Range{0, 1, included, included}.text() == "a number from 0 to 1");
  CHECK(Range{0, 1, excluded, included}.text() == "a number above 0, up to 1");
  CHECK_FALSE(Range{0, kInfinity, included, excluded}.holds(kInfinity));
  CHECK(Range{0, kInfinity, included, included}.holds(kInfinity));
  CHECK_FALSE(Range{0, 1, included, included}.holds(kInfinity - kInfinity));
}

}  // namespace
}  // namespace tizhi::test
