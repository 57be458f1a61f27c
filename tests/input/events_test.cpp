#include "catch.hpp"
#include "support/reading.hpp"

namespace tizhi::test {
namespace {

Timeline timeline_of(const std::string& text) { return run_of(text).timeline; }

std::string event(const std::string& keys) { return "[[event]]\n" + keys; }

TEST_CASE("a legacy keeps its date, even before the start") {
  const auto legacies =
      timeline_of(event("date = \"1986\"\nkind = \"legacy\"\nmodel = \"attached\"\n"
                        "amount = 2\nscope = \"1.2\"\nlevels = \"county\"\n"))
          .legacies;
  REQUIRE(legacies.size() == 1);
  CHECK(legacies[0] == Legacy{-4, 1, 2, Scope{false, {2}, 4, kNoRegion}});
}

TEST_CASE("a scope that holds nothing but a level's last region reaches someone") {
  const std::string legacy =
      "date = \"1986\"\nkind = \"legacy\"\nmodel = \"attached\"\nlevels = \"county\"\n";
  const auto remarks = [&](const std::string& scope) {
    const std::string past = "id = \"past\"\n" + legacy + "scope = \"" + scope + "\"\n";
    const Reading reading = read_text_of(usual("[inertia]\npull = 0.5\n" + event(past)));
    REQUIRE(reading.study);
    return reading.diagnostics.drawn(Colour::off);
  };
  CHECK(remarks("1.3.2").empty());
  CHECK(remarks("1.3").empty());
}

TEST_CASE("an order with everything") {
  const auto orders =
      timeline_of(event("date = \"1995\"\nkind = \"mandate\"\nissuer = \"1\"\n"
                        "model = { dedicated = 4, attached = 0 }\nstrength = 0.5\n"
                        "deadline = \"1998\"\nuntil = \"1999\"\ndelay = 0.25\n"
                        "lag_per_level = 0.5\nscope = [\"1.1\", \"1.2\"]\nlevels = [\"county\"]\n"))
          .orders;
  REQUIRE(orders.size() == 1);
  Order expected;
  expected.date = 5;
  expected.deadline = 8;
  expected.until = 9;
  expected.delay = 0.25;
  expected.lag_per_level = 0.5;
  expected.strength = 0.5;
  expected.issuer = 0;
  expected.targets = 3;
  expected.weighted = true;
  expected.weights = {4};
  expected.scope = Scope{false, {1, 2}, 4, 0};
  CHECK(orders[0] == expected);
}

TEST_CASE("what an order leaves out") {
  const auto orders = timeline_of(event("date = \"1995\"\nkind = \"mandate\"\n") +
                                  event("date = \"1995\"\nkind = \"mandate\"\n"
                                        "model = [\"attached\"]\ndeadline = \"1996\"\n"))
                          .orders;
  CHECK(orders[0].targets == 3);  // have one, whichever
  CHECK(orders[0].until == kInfinity);
  CHECK(orders[0].issuer == kNoRegion);
  CHECK(orders[0].scope == Scope{});
  CHECK(orders[1].targets == 2);
  CHECK_FALSE(orders[1].weighted);
  CHECK(orders[1].until == 6);  // its deadline
}

TEST_CASE("what is scripted goes by date, and of one date by the document") {
  const auto settings =
      timeline_of(
          event("date = \"1992\"\nkind = \"set\"\nregion = \"1.1\"\nmodel = \"attached\"\n") +
          event("date = \"1980\"\nkind = \"set\"\nregion = \"1\"\nmodel = \"dedicated\"\n") +
          event("date = \"1992\"\nkind = \"set\"\nregion = \"1.1\"\nmodel = \"none\"\n") +
          event("date = \"1991-02-15\"\nkind = \"set\"\nscope = \"1.3\"\nmodel = \"attached\"\n"))
          .settings;
  CHECK(settings == std::vector<Setting>{
                        {0, 0, 0}, {13, 3, 1}, {13, 8, 1}, {13, 9, 1}, {24, 1, 1}, {24, 1, kNone}});
}

TEST_CASE("leaders arrive and laws change") {
  const auto timeline = timeline_of(
      event("date = \"1993\"\nkind = \"leader\"\nregion = \"1.2\"\n") +
      event("date = \"1992\"\nkind = \"leader\"\nregion = \"1\"\nmodel = \"attached\"\n") +
      event("date = \"1994\"\nkind = \"legal\"\nvalue = 0.75\nlevels = [\"county\"]\n"));
  CHECK(timeline.appointments == std::vector<Appointment>{{24, 0, 1}, {36, 2, kNone}});
  CHECK(timeline.law_changes == std::vector<LawChange>{{48, Scope{true, {}, 4, kNoRegion}, 0.75}});
}

TEST_CASE("windows at dates, and in a cycle to the end of the run") {
  const auto windows = timeline_of(
                           "[[windows]]\nfactor = 4\nlength = 0.5\ndates = [\"1993\"]\n"
                           "lag_per_level = 0.25\n"
                           "[[windows]]\nfactor = 2\nlength = 1\nevery = 4\n"
                           "from = \"1988\"\n")
                           .windows;
  CHECK(windows ==
        std::vector<Window>{{3, 3.5, 4, 0.25}, {-2, -1, 2, 0}, {2, 3, 2, 0}, {6, 7, 2, 0}});
}

TEST_CASE("the output is told of every event, with its source") {
  const Study study =
      study_of(event("id = \"law\"\ndate = \"1994-05-06\"\nkind = \"legal\"\nvalue = 1\n"
                     "source = \"a gazette\"\n") +
               event("date = \"1992\"\nkind = \"legal\"\nvalue = 0\n"));
  REQUIRE(study.events.size() == 2);
  CHECK(study.events[0].id == "law");
  CHECK(study.events[0].date == Date{1994, 5, 6});
  CHECK(study.events[0].kind == "legal");
  CHECK(study.events[0].source == "a gazette");
  CHECK(study.events[1].id == "event-2");
}

TEST_CASE("what only leaves out takes its events with it") {
  const Study study = study_of(
      "[regions]\ngenerate = [1, 3, 2]\nonly = \"1.2\"\n" +
      event("date = \"1992\"\nkind = \"set\"\nregion = \"1.1\"\nmodel = \"attached\"\n") +
      event(
          "date = \"1993\"\nkind = \"set\"\nscope = [\"1.1\", \"1.2.1\"]\nmodel = \"attached\"\n") +
      event("date = \"1993\"\nkind = \"mandate\"\nissuer = \"1.3\"\nmodel = \"attached\"\n"));
  CHECK(study.variants[0].run.timeline.settings == std::vector<Setting>{{36, 2, 1}});
  CHECK(study.variants[0].run.timeline.orders.empty());
  CHECK(study.events.size() == 1);
}

}  // namespace
}  // namespace tizhi::test
