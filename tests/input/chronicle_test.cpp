#include "input/chronicle.hpp"

#include "catch.hpp"

namespace tizhi::test {
namespace {

// A county, its province, the centre.
const Lineage kLineage{{"centre", "province", "county"}, {"11", "1", "0"}, {2, 1, 0}};

const std::string kScenario = R"(
[time]
start = "1990-01"
end = "2000-01"
[[model]]
id = "a"
[[model]]
id = "b"
[regions]
file = "regions.csv"
levels = ["centre", "province", "county"]
[mandate]
compliance = 1
[imitation]
peer_set = { county = "level" }
[[event]]
id = "order"
title = "An order"
title_zh = "规定"
date = "1995"
kind = "mandate"
issuer = "0"
model = "b"
lag_per_level = 0.5
deadline = "1997-06"
source = "gazette"
[[event]]
id = "elsewhere"
date = "1995-03-04"
kind = "mandate"
scope = ["2", "12"]
model = "b"
[[event]]
id = "here"
date = "1995-03"
kind = "legacy"
scope = ["2", "1"]
model = "a"
[[event]]
id = "of-the-county"
date = 1996
kind = "mandate"
issuer = "11"
model = "b"
[[event]]
id = "set"
date = "1996-05"
kind = "set"
region = "11"
model = "a"
[[counterfactual]]
id = "later"
set = { "event.order.date" = "1996-01-15" }
[[counterfactual]]
id = "without"
without = ["order", "imitation"]
)";

Chronicle chronicle_of(const std::string& variant) {
  const auto chronicle = read_chronicle(kScenario, {{}, variant}, kLineage);
  REQUIRE(chronicle.has_value());
  return *chronicle;
}

std::vector<std::string> ids(const Chronicle& chronicle) {
  std::vector<std::string> all;
  for (const ToldEvent& event : chronicle.events) all.push_back(event.name.code);
  return all;
}

TEST_CASE("events that can reach the lineage are kept, with what they do to it") {
  const Chronicle chronicle = chronicle_of("base");
  CHECK(ids(chronicle) == std::vector<std::string>{"order", "here", "set"});
  const ToldEvent& order = chronicle.events[0];
  CHECK(order.name == Name{"order", "An order", "规定"});
  CHECK(order.source == "gazette");
  CHECK(order.kind == "mandate");
  REQUIRE(order.timeline.orders.size() == 1);
  CHECK(order.timeline.orders[0].date == 5);
  CHECK(order.timeline.orders[0].targets == 2);
  CHECK(reaches(order.timeline.orders[0].scope, chronicle.world, 0));
  CHECK(distance(order.timeline.orders[0], chronicle.world, 0) == 2);
  CHECK(reaches(chronicle.events[1].timeline.legacies.at(0).scope, chronicle.world, 0));
  CHECK(chronicle.events[2].timeline.settings.at(0) == Setting{76, 0, 0});
}

TEST_CASE("dates are as exact as they were written") {
  const Chronicle chronicle = chronicle_of("base");
  CHECK(chronicle.events[0].date.precision == Precision::year);
  CHECK(chronicle.events[0].deadline->precision == Precision::month);
  CHECK(chronicle.events[0].deadline->date == Date{1997, 6, 1});
  CHECK_FALSE(chronicle.events[1].deadline.has_value());
  CHECK(chronicle_of("later").events[0].date.precision == Precision::day);
}

TEST_CASE("a variant has its own timeline and causes") {
  CHECK(chronicle_of("later").events[0].date.date == Date{1996, 1, 15});
  const Chronicle without = chronicle_of("without");
  CHECK(ids(without) == std::vector<std::string>{"here", "set"});
  CHECK_FALSE(without.causes[2].acts(Cause::imitation));
  CHECK(chronicle_of("base").causes[2].imitation.peer_set == PeerSet::level);
  CHECK(chronicle_of("base").causes[1].imitation.peer_set == PeerSet::siblings);
}

TEST_CASE("a point of a sweep has its own values, under each variant") {
  const Played point{{"imitation.lag=0.5", "event.order.strength=3"}, "later"};
  const auto chronicle = read_chronicle(kScenario, point, kLineage);
  REQUIRE(chronicle.has_value());
  CHECK(chronicle->causes[2].imitation.lag == 0.5);
  CHECK(chronicle->events[0].timeline.orders.at(0).strength == 3);
  CHECK(chronicle->events[0].date.date == Date{1996, 1, 15});
}

TEST_CASE("the calendar is the scenario's") {
  CHECK(chronicle_of("base").grid.steps == 120);
  CHECK(chronicle_of("base").calendar.start == Date{1990, 1, 1});
}

TEST_CASE("a text that is no scenario gives nothing") {
  CHECK_FALSE(read_chronicle("", {}, kLineage).has_value());
  CHECK_FALSE(read_chronicle("[time\n", {}, kLineage).has_value());
  CHECK_FALSE(read_chronicle("[time]\nstart = \"soon\"\n", {}, kLineage).has_value());
}

}  // namespace
}  // namespace tizhi::test
