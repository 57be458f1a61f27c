#include "catch.hpp"
#include "support/reading.hpp"

namespace tizhi::test {
namespace {

TEST_CASE("the smallest scenario runs by its defaults") {
  const Study study = study_of("");
  CHECK(study.replicates == 100);
  CHECK(study.recording == Recording{});
  REQUIRE(study.variants.size() == 1);
  const Run& run = study.variants[0].run;
  CHECK(study.variants[0].id == "base");
  CHECK(run.seed == 1);
  CHECK(run.world->size() == 10);
  CHECK(run.timeline.grid == Grid{1.0 / 12, 120});
  CHECK(run.causes == std::vector<Causes>(3));
  CHECK(run.beginnings == std::vector<Beginning>{Beginning{}});
  CHECK(run.beginning.empty());
  CHECK(run.catalogue[1].name_zh == "attached");
}

TEST_CASE("the top says who, how often and from which seed") {
  const Study study = study_of(
      "title = \"T\"\ntitle_zh = \"体制\"\ndescription = \"d\"\nquestion = \"q\"\n"
      "sources = [\"a\", \"b\"]\nseed = \"9223372036854775807\"\nreplicates = 7\n");
  CHECK(study.title == "T");
  CHECK(study.title_zh == "体制");
  CHECK(study.replicates == 7);
  CHECK(study.variants[0].run.seed == 9223372036854775807U);
}

TEST_CASE("time may go by months, quarters, years or days, and ends with a whole step") {
  const auto grid = [](const std::string& step, const std::string& end) {
    return run_of("[time]\nstart = \"1990-01\"\nend = " + end + "\nstep = " + step + "\n")
        .timeline.grid;
  };
  CHECK(grid("\"month\"", "\"1991-01\"") == Grid{1.0 / 12, 12});
  CHECK(grid("\"quarter\"", "\"1991-02\"") == Grid{3.0 / 12, 5});
  CHECK(grid("\"year\"", "1995") == Grid{1, 5});
  CHECK(grid("10", "1990-01-31") == Grid{10 / 365.25, 3});
  CHECK(grid("\"10 days\"", "1990-02-01") == Grid{10 / 365.25, 4});
}

TEST_CASE("outcomes are read with their level, models, cause, share and state") {
  const Study study = study_of(
      "[[outcome]]\nid = \"s\"\nmeasure = \"share\"\nlevel = \"county\"\n"
      "model = [\"attached\", \"dedicated\"]\nat = \"1995-07\"\n"
      "[[outcome]]\nid = \"t\"\nmeasure = \"time_to\"\nmodel = \"attached\"\nshare = 0.25\n"
      "[[outcome]]\nid = \"c\"\nmeasure = \"by_cause\"\ncause = \"mandate\"\n"
      "[[outcome]]\nid = \"d\"\nmeasure = \"diversity\"\n");
  REQUIRE(study.outcomes.size() == 4);
  CHECK(study.outcomes[0] == Outcome{"s", Measure::share, 2, 3, Cause::inertia, 0.5, 66});
  CHECK(study.outcomes[1] ==
        Outcome{"t", Measure::time_to, kAllLevels, 2, Cause::inertia, 0.25, study.outcomes[1].at});
  CHECK(study.outcomes[2].cause == Cause::mandate);
  CHECK(study.outcomes[3].at == 120);
}

TEST_CASE("outcomes are about what their scope names, from their first date on") {
  const Study study = study_of(
      "[[outcome]]\nid = \"s\"\ntitle = \"S\"\ntitle_zh = \"思\"\nmeasure = \"diversity\"\n"
      "scope = \"1.1\"\n"
      "[[outcome]]\nid = \"k\"\nmeasure = \"kept\"\nmodel = \"dedicated\"\n"
      "scope = [\"1.1\", \"1.2\"]\nfrom = \"1991-01\"\nat = \"1993-02\"\n");
  REQUIRE(study.outcomes.size() == 2);
  CHECK(study.outcomes[0].scope.tops.size() == 1);
  CHECK_FALSE(study.outcomes[0].scope.everywhere);
  CHECK(study.outcomes[1].scope.tops.size() == 2);
  CHECK(study.outcomes[1].from == 12);
  CHECK(study.outcomes[1].at == 37);
}

TEST_CASE("the output is what [output] asks for") {
  const Study study = study_of(
      "[output]\nformations = false\nshares = \"yearly\"\ntrajectory = \"every step\"\n"
      "leaders = true\norders = true\nledger = false\ncompress = 4\n");
  CHECK(study.recording ==
        Recording{false, false, true, true, Frequency::yearly, Frequency::every_step, 4});
  CHECK(study.variants[0].run.follows_leaders);
}

constexpr const char* kOrder =
    "[mandate]\ncompliance = 1\n[[event]]\nid = \"doc36\"\ndate = \"1995\"\nkind = \"mandate\"\n"
    "model = \"attached\"\n";

TEST_CASE("counterfactuals take events and causes away, and set keys") {
  const Study study = study_of(
      std::string(kOrder) +
      "[imitation]\npeers = 0.3\n"
      "[[counterfactual]]\nid = \"a\"\ntitle = \"A\"\nwithout = [\"doc36\", \"imitation\"]\n"
      "[[counterfactual]]\nid = \"b\"\nset = { \"imitation.peers.county\" = 0, "
      "event = { doc36 = { strength = 2 } } }\n");
  REQUIRE(study.variants.size() == 3);
  const Run& base = study.variants[0].run;
  const Run& a = study.variants[1].run;
  const Run& b = study.variants[2].run;
  CHECK(study.variants[1].title == "A");
  CHECK(a.timeline.orders.empty());
  CHECK_FALSE(a.causes[0].acts(Cause::imitation));
  CHECK(a.causes[0].acts(Cause::mandate));
  CHECK(b.timeline.orders[0].strength == 2);
  CHECK(b.causes[1].imitation.peers[0] == 0.3);
  CHECK(b.causes[2].imitation.peers == PerModel<double>{});
  CHECK(a.world == base.world);
  CHECK(base.causes[2].imitation.peers[0] == 0.3);
}

TEST_CASE("the command line has the last word") {
  Overrides overrides;
  overrides.sets = {"imitation.peers=0.5",
                    "time.end=1991",
                    "event.doc36.strength=3",
                    "mandate.crowding.county=0.25",
                    "imitation.peer_set=level",
                    "leadership={preference = 2}",
                    "initial.region.\"1.2\"=attached"};
  overrides.seed = 5;
  overrides.replicates = 3;
  const Study study = study_of("seed = 1\n" + std::string(kOrder), overrides);
  const Run& run = study.variants[0].run;
  CHECK(run.seed == 5);
  CHECK(study.replicates == 3);
  CHECK(run.timeline.grid.steps == 12);
  CHECK(run.causes[0].imitation.peers[1] == 0.5);
  CHECK(run.causes[0].imitation.peer_set == PeerSet::level);
  CHECK(run.timeline.orders[0].strength == 3);
  CHECK(run.causes[1].mandate.crowding == 0);
  CHECK(run.causes[2].mandate.crowding == 0.25);
  CHECK(run.causes[0].leadership.preference == 2);
  const Region second = 2;  // 1, 1.1, 1.2
  CHECK(run.beginnings[static_cast<std::size_t>(run.beginning[second])].weights[1] == 1);
}

TEST_CASE("a key of a parameter that is one number changes it there alone") {
  Overrides overrides;
  overrides.sets = {"imitation.peers.county=0.5", "imitation.superior.attached=0.25",
                    "leadership.favourites.attached=3"};
  const Run run = run_of("[imitation]\npeers = 0.1\nsuperior = 0.2\n", overrides);
  CHECK(run.causes[1].imitation.peers[1] == 0.1);
  CHECK(run.causes[2].imitation.peers[1] == 0.5);
  CHECK(run.causes[0].imitation.superior[0] == 0.2);
  CHECK(run.causes[0].imitation.superior[1] == 0.25);
  CHECK(run.causes[0].leadership.favourites[0] == 1);
  CHECK(run.causes[0].leadership.favourites[1] == 3);
}

TEST_CASE("the text of a study, read again, is the same study") {
  write_file("base.toml", "title = \"base\"\n" + std::string(kOrder) + "deadline = \"1997\"\n");
  Overrides overrides;
  overrides.sets = {"mandate.decay=0.5"};
  overrides.seed = 77;
  const Study study =
      study_of("extends = \"base.toml\"\n[[event]]\nid = \"doc36\"\nstrength = 2\n", overrides);
  CHECK(study.title == "base");
  CHECK(study.variants[0].run.timeline.orders[0].strength == 2);
  CHECK(study.variants[0].run.timeline.orders[0].deadline == 7);
  const Reading again = read_text_of(study.scenario);
  REQUIRE(again.study.has_value());
  CHECK(again.study->scenario == study.scenario);
  CHECK(again.study->scenario_hash == study.scenario_hash);
}

// Two scenarios that change one common base, each in its own way.
void write_a_base_and_two_of_it() {
  write_file("base.toml", "seed = 3\n[imitation]\npeers = 0.1\nsuperior = 0.2\n");
  write_file("one.toml", "extends = \"base.toml\"\n[imitation]\npeers = 0.5\n");
  write_file("two.toml", "extends = \"base.toml\"\n[imitation]\nsuperior = 0.7\n");
}

TEST_CASE("of a list of scenarios each puts over the earlier only what it says itself") {
  write_a_base_and_two_of_it();
  const auto imitation = [](const std::string& extends) {
    const Study study = study_of("extends = " + extends + "\n");
    CHECK(study.variants[0].run.seed == 3);
    return study.variants[0].run.causes[0].imitation;
  };
  const Imitation both = imitation("[\"one.toml\", \"two.toml\"]");
  CHECK(both.peers[0] == 0.5);  // the base, read again, would have put 0.1 here
  CHECK(both.superior[0] == 0.7);
  CHECK(imitation("[\"two.toml\", \"one.toml\"]") == both);
  CHECK(imitation("[\"one.toml\"]") == imitation("\"one.toml\""));
  const Imitation late = imitation("[\"one.toml\", \"base.toml\"]");
  CHECK(late.peers[0] == 0.5);  // a file counts once, where it comes first
}

constexpr const char* kFamily =
    "[[model]]\nid = \"group\"\n[[model]]\nid = \"planning\"\nfamily = \"attached\"\npart = 3\n"
    "[[model]]\nid = \"science\"\nfamily = \"attached\"\n";

TEST_CASE("a family is all its models, and what can be divided is divided by their parts") {
  const Run run = run_of(std::string(kFamily) +
                         "[inertia]\npull = { attached = 0.4, science = 0.9 }\n"
                         "[leadership]\nfavourites = { attached = 2, group = 1 }\n"
                         "[[event]]\ndate = \"1991\"\nkind = \"legacy\"\nmodel = \"attached\"\n"
                         "amount = 2\n");
  CHECK(run.causes[0].inertia.pull[1] == 0.4);
  CHECK(run.causes[0].inertia.pull[2] == 0.9);  // its own goes before
  CHECK(run.causes[0].leadership.favourites[0] == 1);
  CHECK(run.causes[0].leadership.favourites[1] == 1.5);
  CHECK(run.causes[0].leadership.favourites[2] == 0.5);
  REQUIRE(run.timeline.legacies.size() == 2);
  CHECK(run.timeline.legacies[0].model == 1);
  CHECK(run.timeline.legacies[0].amount == 1.5);
  CHECK(run.timeline.legacies[1].amount == 0.5);
}

TEST_CASE("a family of whose favourites nothing is said weighs as much as a model") {
  const Run run = run_of(kFamily);
  CHECK(run.causes[0].leadership.favourites[0] == 1);
  CHECK(run.causes[0].leadership.favourites[1] == 0.75);
  CHECK(run.causes[0].leadership.favourites[2] == 0.25);
}

TEST_CASE("a key of a family, and a key of one of its models, may be set") {
  Overrides overrides;
  overrides.sets = {"inertia.drag.attached=2", "imitation.peers.science=0.5",
                    "leadership.favourites.science=4"};
  const Study study =
      study_of(std::string(kFamily) + "[inertia]\ndrag = 1\n[imitation]\npeers = 0.1\n", overrides);
  const Causes& causes = study.variants[0].run.causes[0];
  CHECK(causes.inertia.drag[0] == 1);
  CHECK(causes.inertia.drag[1] == 2);
  CHECK(causes.inertia.drag[2] == 2);
  CHECK(causes.imitation.peers[1] == 0.1);
  CHECK(causes.imitation.peers[2] == 0.5);
  CHECK(causes.leadership.favourites[1] == 0.75);
  CHECK(causes.leadership.favourites[2] == 4);
}

TEST_CASE("the hash knows everything that the run depends on, and nothing else") {
  const auto hash = [](const std::string& text, const char* set = nullptr) {
    Overrides overrides;
    if (set != nullptr) overrides.sets = {set};
    return study_of(text, overrides).scenario_hash;
  };
  const std::string table = "[regions]\nfile = \"r.csv\"\n";
  write_file("r.csv", "code,parent,level\n1,,centre\n11,1,province\n");
  const std::string known = hash(table);
  CHECK(hash("# why\n\n" + table) == known);
  CHECK(hash("seed = 1\n" + table) == known);
  CHECK(hash(table, "seed=1") == known);
  CHECK(hash(table, "seed=2") != known);
  CHECK(hash(table, "replicates=2") != known);
  CHECK(hash(table, "output.leaders=true") != known);
  CHECK(hash(table, "imitation.lag=0.5") != known);
  write_file("moved/r.csv", "code,parent,level\n1,,centre\n11,1,province\n");
  CHECK(hash("[regions]\nfile = \"moved/r.csv\"\n") == known);
  write_file("r.csv", "code,parent,level\n1,,centre\n12,1,province\n");
  CHECK(hash(table) != known);
}

TEST_CASE("tables are found beside the file that names them") {
  write_file("there/base.toml", "[regions]\nfile = \"tables/r.csv\"\n");
  write_file("there/tables/r.csv", "code,parent,level\n1,,centre\n11,1,province\n");
  const Reading reading = read_text_of(
      "extends = \"there/base.toml\"\n[time]\nstart = \"1990\"\nend = \"2000\"\n"
      "[[model]]\nid = \"a\"\n");
  REQUIRE(reading.study.has_value());
  CHECK(reading.files ==
        std::vector<std::string>{"scenario.toml", "there/base.toml", "there/tables/r.csv"});
  CHECK(reading.study->scenario.find("file = \"there/tables/r.csv\"") != std::string::npos);
}

TEST_CASE("a sweep is kept as written") {
  const Reading reading = read_text_of(
      usual("[sweep]\ndesign = \"lhs\"\npoints = 50\nluck = \"own\"\n[sweep.parameters]\n"
            "\"imitation.peers\" = [0, 0.5]\nmandate.decay = { min = 0.1, max = 1, scale = "
            "\"log\" }\n"));
  REQUIRE(reading.study.has_value());
  REQUIRE(reading.sweep.has_value());
  CHECK(reading.sweep->design == Design::lhs);
  CHECK(reading.sweep->points == 50);
  CHECK(reading.sweep->luck == SweepLuck::own);
  REQUIRE(reading.sweep->parameters.size() == 2);
  CHECK(reading.sweep->parameters[0].values == std::vector<double>{0, 0.5});
  CHECK(reading.sweep->parameters[1].name == "mandate.decay");
  CHECK(reading.sweep->parameters[1].scale == Scale::log);
}

// Bytes taken out, put in and exchanged: whatever comes of it, the reader says so and lives.
TEST_CASE("no damage to a scenario ends the program") {
  const std::string sound =
      usual(std::string(kOrder) +
            "deadline = \"1997\"\nscope = [\"1.1\"]\n"
            "[imitation]\npeers = { county = { attached = 0.2 } }\n[[windows]]\nfactor = 4\n"
            "length = 1\nevery = 5\nfrom = \"1988\"\n[[counterfactual]]\nid = \"a\"\n"
            "set = { \"imitation.peers\" = 0 }\n[sweep.parameters]\n\"mandate.decay\" = [0, 1]\n");
  std::uint64_t word = 1;
  const auto draw = [&](std::size_t below) {
    word = word * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>(word >> 33) % below;
  };
  constexpr std::string_view letters = "[]{}=.\"'#,\n0-e\xE4";
  int refused = 0;
  for (int turn = 0; turn < 1500; ++turn) {
    std::string text = sound;
    for (std::size_t cuts = 1 + draw(3); cuts > 0; --cuts) {
      const std::size_t at = draw(text.size());
      const std::size_t kind = draw(3);
      if (kind == 0) text.erase(at, 1 + draw(4));
      if (kind == 1) text.insert(at, 1, letters[draw(letters.size())]);
      if (kind == 2) text[at] = letters[draw(letters.size())];
    }
    const Reading reading = read_text_of(text);
    CHECK(reading.study.has_value() != reading.diagnostics.has_errors());
    refused += reading.diagnostics.has_errors();
  }
  CHECK(refused > 500);
}

}  // namespace
}  // namespace tizhi::test
