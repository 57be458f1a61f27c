// A panel's rows, and what is said of those that are wrong.
#include "input/panel.hpp"

#include <fstream>

#include "catch.hpp"
#include "input/scenario.hpp"

namespace tizhi::test {
namespace {

constexpr const char* kScenario =
    "time = { start = \"1990-01\", end = \"2000-01\" }\n"
    "model = [{ id = \"a\" }, { id = \"b\" }]\n"
    "regions = { generate = [1, 3], fixed = [\"1\"] }\n"
    "[[event]]\nid = \"s\"\nkind = \"set\"\ndate = \"1993-01\"\nregion = \"1\"\nmodel = \"b\"\n";

struct Told {
  std::optional<Panel> panel;
  std::string said;
};

Told told_by(const std::vector<std::string>& tables, RowsTell rows, const std::string& until) {
  std::ofstream("s.toml") << kScenario;
  std::vector<std::string> files;
  for (const std::string& table : tables) {
    files.push_back(files.empty() ? "p.csv" : "q.csv");
    std::ofstream(files.back(), std::ios::binary) << table;
  }
  const Reading reading = read_scenario("s.toml");
  REQUIRE(reading.study);
  Diagnostics diagnostics;
  Told t;
  t.panel = read_panel({files, rows, until}, *reading.study, diagnostics);
  t.said = diagnostics.drawn(Colour::off);
  return t;
}

Told told(const std::string& table, RowsTell rows = RowsTell::guess,
          const std::string& until = "") {
  return told_by({table}, rows, until);
}

std::vector<Sighting> sightings(const std::string& rows, RowsTell tell = RowsTell::guess) {
  const Told t = told("region,date,model\n" + rows, tell);
  INFO(t.said);
  REQUIRE(t.panel);
  std::vector<Sighting> all = t.panel->histories[0].sightings;
  for (Sighting& s : all) s.row = 0;
  return all;
}

constexpr Sight kFormed = Sight::formed, kFound = Sight::found, kLost = Sight::lost;

}  // namespace

TEST_CASE("a day is the step before the first state that shows it, a year or a month its steps") {
  CHECK(sightings("1.1,1991-03-01,a\n") == std::vector<Sighting>{{13, 13, 1, 0, kFormed, 0}});
  CHECK(sightings("1.1,1991-03-02,a\n") == std::vector<Sighting>{{14, 14, 1, 0, kFormed, 0}});
  CHECK(sightings("1.1,1991-03,a\n") == std::vector<Sighting>{{14, 14, 1, 0, kFormed, 0}});
  CHECK(sightings("1.1,1991,a\n") == std::vector<Sighting>{{12, 23, 1, 0, kFormed, 0}});
  CHECK(sightings("1.1,1991..1992,a\n") == std::vector<Sighting>{{12, 35, 1, 0, kFormed, 0}});
  CHECK(sightings("1.1,1991-03-01..1991-06-01,a\n") ==
        std::vector<Sighting>{{14, 16, 1, 0, kFormed, 0}});
}

TEST_CASE("rows up to the start say what there is, and before it since when") {
  const Told t = told(
      "region,date,model,leader\n1.1,1990-01-01,a,\n1.2,1985-01-01,b,\n"
      "1.3,1988-01-01,,b\n1.3,1992-02-01,,none\n");
  REQUIRE(t.panel);
  const History& h = t.panel->histories[0];
  CHECK(h.initial.model == std::vector<Model>{kNone, 0, 1, kNone});
  CHECK(h.initial.model_since[1] == 0);
  CHECK(h.initial.model_since[2] == -60);
  CHECK(h.initial.leader[3] == 1);
  CHECK(h.initial.leader_since[3] == -24);
  CHECK(h.knows_leader == std::vector<std::uint8_t>{0, 0, 0, 1});
  CHECK(h.arrivals == std::vector<Arrival>{{25, 3, kNone, kNoRegion}});
  CHECK(h.sightings.empty());
}

TEST_CASE("where every region has a row at every date, changes lie between") {
  const std::string rows =
      "1.1,1990-01-01,none\n1.1,1991-01-01,none\n1.1,1992-01-01,a\n"
      "1.2,1991-01-01,b\n1.2,1992-01-01,b\n";
  const std::vector<Sighting> expected{{11, 11, 2, 1, kFound, 0},
                                       {12, 23, 1, 0, kFormed, 0},
                                       {23, 23, 1, kNone, kLost, 0},
                                       {23, 23, 2, kNone, kLost, 0}};
  CHECK(sightings(rows) == expected);
  CHECK(sightings(rows, RowsTell::changes) != expected);
}

TEST_CASE("a region may enter late, leave, and come back") {
  CHECK(sightings("1.1,1991-01-01,none\n1.1,1992-01-01,a\n1.1,1993-01-01,?\n1.1,1994-01-01,b\n",
                  RowsTell::changes) == std::vector<Sighting>{{11, 11, 1, kNone, kFound, 0},
                                                              {23, 23, 1, 0, kFormed, 0},
                                                              {35, 35, 1, kNone, kLost, 0},
                                                              {47, 47, 1, 1, kFound, 0}});
}

TEST_CASE("what the scenario's events did needs no explanation") {
  CHECK(sightings("1,1993-02-01,b\n").empty());
  CHECK(sightings("1,1993,b\n").empty());
}

TEST_CASE("two changes in one year share it; two in one step are an error") {
  CHECK(sightings("1.1,1991,a\n1.1,1991,b\n") ==
        std::vector<Sighting>{{12, 17, 1, 0, kFormed, 0}, {18, 23, 1, 1, kFormed, 0}});
  const Told t = told("region,date,model\n1.1,1991-01-02,a\n1.1,1991-01-03,b\n");
  CHECK(!t.panel);
  CHECK(t.said.find("p.csv:3:5: error: a second change of '1.1' in one step") == 0);
}

TEST_CASE("all errors are shown at once, each with its place and the way out") {
  const Told t = told("region,date,model\n1.9,1991-13,c\n1.1,1993-01-01,b\n1.1,1994-01-01,none\n");
  CHECK(!t.panel);
  CHECK(t.said ==
        "p.csv:2:1: error: there is no region '1.9'\n"
        "    2 | 1.9,1991-13,c\n"
        "      | ^^^\n"
        "        expected the code of a region of the scenario\n"
        "        did you mean '1.1'?\n"
        "p.csv:2:5: error: 'date' is no day of the calendar\n"
        "    2 | 1.9,1991-13,c\n"
        "      |     ^^^^^^^\n"
        "        expected a date: \"YYYY\", \"YYYY-MM\" or \"YYYY-MM-DD\"\n"
        "        months run from 01 to 12, years from 0001 to 9999\n"
        "p.csv:2:13: error: there is no model 'c'\n"
        "    2 | 1.9,1991-13,c\n"
        "      |             ^\n"
        "        expected a, b, none or ?\n"
        "        did you mean 'a'?\n");
  CHECK(told("region,date,modell\n").said.find("did you mean 'model'?") != std::string::npos);
  const Told gives_up = told("region,date,model\n1.1,1993-01-01,b\n1.1,1994-01-01,none\n");
  CHECK(gives_up.said.find("p.csv:3:5: error: '1.1' gives its model up") == 0);
}

TEST_CASE("a history may end before the scenario, and there may be several") {
  const Told t = told(
      "history,region,date,model\nx,1.1,1991-01-01,a\ny,1.1,1997-01-01,b\n"
      "y,1.2,1992-01-01,b\n",
      RowsTell::guess, "1996");
  REQUIRE(t.panel);
  CHECK(t.panel->names == std::vector<std::string>{"x", "y"});
  CHECK(t.panel->until == 72);
  CHECK(t.panel->histories[1].sightings.front() == Sighting{23, 23, 2, 1, kFormed, 2});
  // What is there in the last state known stays in sight: it is what a forecast goes on from.
  CHECK(t.panel->histories[0].known_until == 72);
  CHECK(t.panel->histories[0].sightings == std::vector<Sighting>{{11, 11, 1, 0, kFormed, 0}});
}

TEST_CASE("tables that do not name their histories are one each, named like their files") {
  const std::string a = "region,date,model\n1.1,1991-01-01,a\n";
  const std::string b = "region,date,model\n1.1,1992-01-01,b\n";
  const Told two = told_by({a, b}, RowsTell::changes, "");
  REQUIRE(two.panel);
  CHECK(two.panel->names == std::vector<std::string>{"p", "q"});
  CHECK(two.panel->histories[0].sightings == std::vector<Sighting>{{11, 11, 1, 0, kFormed, 0}});
  CHECK(two.panel->histories[1].sightings == std::vector<Sighting>{{23, 23, 1, 1, kFormed, 1}});
  CHECK(told_by({a}, RowsTell::changes, "").panel->names == std::vector<std::string>{""});
}

TEST_CASE("a table that tells only leaders tells them of every history") {
  const std::string models = "history,region,date,model\nx,1.1,1991-01-01,a\ny,1.2,1992-01-01,b\n";
  const Told t = told_by({models, "region,date,leader\n1.3,1992-02-01,b\n"}, RowsTell::changes, "");
  REQUIRE(t.panel);
  CHECK(t.panel->names == std::vector<std::string>{"x", "y"});
  for (const History& h : t.panel->histories)
    CHECK(h.arrivals == std::vector<Arrival>{{25, 3, 1, kNoRegion}});
}

}  // namespace tizhi::test
