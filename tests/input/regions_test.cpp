#include "catch.hpp"
#include "input/atlas.hpp"
#include "support/reading.hpp"

namespace tizhi::test {
namespace {

constexpr const char* kTable =
    "code,parent,level,name,name_zh,prestige,legal,fixed,row,col,model\n"
    "0,,centre,China,中国,4,0,true,,,dedicated\n"
    "11,0,province,Beijing,北京市,1.5,0.25,,3,6,\n"
    "12,0,province,,天津市,,,false,3,7,none\n"
    "1101,11,county,Dongcheng,东城区,,,,,,attached\n"
    "1201,12,county,Heping,和平区,0.0009765625,1,1,,,\n";

const std::string kRegions = "[regions]\nfile = \"regions.csv\"\n";

World world_of(const std::string& keys, const std::string& table = kTable) {
  write_file("regions.csv", table);
  return *run_of(kRegions + keys).world;
}

TEST_CASE("every column of the table becomes a trait") {
  const World world = world_of("");
  CHECK(world.level_names == std::vector<std::string>{"centre", "province", "county"});
  CHECK(world.codes == std::vector<std::string>{"0", "11", "12", "1101", "1201"});
  CHECK(world.names ==
        std::vector<std::string>{"China", "Beijing", "天津市", "Dongcheng", "Heping"});
  CHECK(world.names_zh[4] == "和平区");
  CHECK(world.parent == std::vector<Region>{kNoRegion, 0, 0, 1, 2});
  CHECK(world.level == std::vector<Level>{0, 1, 1, 2, 2});
  CHECK(world.prestige == std::vector<std::int32_t>{4096, 1536, 1024, 1024, 1});
  CHECK(world.legal == std::vector<double>{0, 0.25, 0, 0, 1});
  CHECK(world.fixed == std::vector<std::uint8_t>{1, 0, 0, 0, 1});
  CHECK(world.row == std::vector<std::int32_t>{-1, 3, 3, -1, -1});
  CHECK(world.col == std::vector<std::int32_t>{-1, 6, 7, -1, -1});
}

TEST_CASE("the header decides the order of the columns") {
  const World world = world_of("", "level,code,parent\ncentre,0,\nprovince,11,0\n");
  CHECK(world.codes == std::vector<std::string>{"0", "11"});
  CHECK(world.names == world.codes);
  CHECK(world.row.empty());
}

TEST_CASE("the order of levels comes from the tree, whatever the order of rows") {
  const World world = world_of("",
                               "code,parent,level\n1101,11,county\n11,0,province\n0,,centre\n"
                               "21,0,county\n");
  CHECK(world.level_names == std::vector<std::string>{"centre", "province", "county"});
  CHECK(world.parent == std::vector<Region>{1, 2, kNoRegion, 2});
}

TEST_CASE("where the tree leaves it open, the scenario says the order of levels") {
  const World world = world_of("levels = [\"centre\", \"municipality\", \"province\"]\n",
                               "code,parent,level\n0,,centre\n1,0,province\n2,0,municipality\n");
  CHECK(world.level == std::vector<Level>{0, 2, 1});
}

TEST_CASE("several roots, and roots of several levels") {
  const World world = world_of("",
                               "code,parent,level\na,,city\nb,,city\nb1,b,district\n"
                               "c1,,district\n");
  CHECK(world.level == std::vector<Level>{0, 0, 1, 1});
  CHECK(world.parent[3] == kNoRegion);
}

TEST_CASE("only keeps a subtree with what is above it, which is fixed") {
  const World world = world_of("only = \"12\"\n");
  CHECK(world.codes == std::vector<std::string>{"0", "12", "1201"});
  CHECK(world.fixed == std::vector<std::uint8_t>{1, 0, 1});
  CHECK(world.parent == std::vector<Region>{kNoRegion, 0, 1});
  CHECK(world.col == std::vector<std::int32_t>{-1, 7, -1});
  CHECK(world.level_names.size() == 3);
}

TEST_CASE("down_to leaves out the levels below, which keep their names") {
  const World world = world_of("down_to = \"province\"\n");
  CHECK(world.codes == std::vector<std::string>{"0", "11", "12"});
  CHECK(world.fixed == std::vector<std::uint8_t>{1, 0, 0});
  CHECK(world.has_subordinates == std::vector<std::uint8_t>{1, 0, 0});
  CHECK(world.level_names.size() == 3);
  const World part = world_of("only = \"12\"\ndown_to = \"province\"\n");
  CHECK(part.codes == std::vector<std::string>{"0", "12"});
  CHECK(world_of("down_to = \"county\"\n") == world_of(""));
}

TEST_CASE("a part of a generated world keeps its codes, and so its luck") {
  const World whole = *run_of("[regions]\ngenerate = [1, 3, 2]\n").world;
  const World part = *run_of("[regions]\ngenerate = [1, 3, 2]\nonly = \"1.2\"\n").world;
  REQUIRE(part.size() == 4);
  CHECK(part.code(3) == "1.2.2");
  CHECK(part.luck[3] == whole.luck[7]);
  CHECK(whole.code(7) == "1.2.2");
}

TEST_CASE("codes of a generated world are found without spelling them all") {
  const Run run = run_of("[regions]\ngenerate = [2, 12]\nfixed = [\"2.11\", \"1\"]\n");
  for (Region i = 0; i < run.world->size(); ++i)
    CHECK((run.world->fixed[static_cast<std::size_t>(i)] != 0) ==
          (run.world->code(i) == "2.11" || run.world->code(i) == "1"));
  for (const char* wrong : {"3", "0", "01", "1.", "1.0", "1.13", "1.1.1", "", "x", "1x", "-1"}) {
    INFO(wrong);
    const auto reading = read_text_of(
        usual("[regions]\ngenerate = [2, 12]\nfixed = [\"" + std::string(wrong) + "\"]\n"));
    CHECK(reading.diagnostics.errors() == 1);
  }
}

TEST_CASE("neighbours are mutual and weigh in 1/1024") {
  write_file("neighbours.csv", "a,b,weight\r\n11,12,0.5\r\n0,11,\r\n");
  const World world = world_of("neighbours = \"neighbours.csv\"\n");
  CHECK(world.neighbour_begin == std::vector<std::int64_t>{0, 1, 3, 4, 4, 4});
  CHECK(world.neighbours == std::vector<Neighbour>{{1, 1024}, {2, 512}, {0, 1024}, {1, 512}});
}

TEST_CASE("neighbours that only leaves out are no neighbours") {
  write_file("neighbours.csv", "a,b\n11,12\n0,12\n");
  const World world = world_of("only = \"12\"\nneighbours = \"neighbours.csv\"\n");
  CHECK(world.neighbours == std::vector<Neighbour>{{1, 1024}, {0, 1024}});
}

TEST_CASE("a region begins as its level, unless the column or its code says otherwise") {
  write_file("regions.csv", kTable);
  const Run run = run_of(kRegions +
                         "[initial]\ndefault = \"attached\"\nage = { county = 3 }\n"
                         "[initial.level]\nprovince = { none = 3, dedicated = 1 }\n"
                         "[initial.region]\n1201 = \"dedicated\"\n");
  const auto beginning = [&](std::size_t i) {
    return run.beginnings[static_cast<std::size_t>(run.beginning[i])];
  };
  CHECK(beginning(0) == Beginning{0, {1}, 0});
  CHECK(beginning(1) == Beginning{3, {1}, 0});
  CHECK(beginning(2) == Beginning{1, {}, 0});
  CHECK(beginning(3) == Beginning{0, {0, 1}, 3});
  CHECK(beginning(4) == Beginning{0, {1}, 3});
}

TEST_CASE("levels of a tree are found by their longest way down") {
  std::vector<std::int32_t> rank;
  std::string problem;
  // a > b > c, and c stands under a as well.
  CHECK(order_levels({"c", "a", "b"}, {1, 2, 0, 0}, {kNoRegion, 0, 1, 0}, rank, problem));
  CHECK(rank == std::vector<std::int32_t>{2, 0, 1});
  CHECK_FALSE(order_levels({"a", "b"}, {0, 1}, {kNoRegion, kNoRegion}, rank, problem));
}

}  // namespace
}  // namespace tizhi::test
