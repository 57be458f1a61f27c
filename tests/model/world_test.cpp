#include "model/world.hpp"

#include "catch.hpp"
#include "random/draws.hpp"

using namespace tizhi;

namespace {

// Two provinces, the first with two prefectures and a county directly under it; rows in disorder.
World small_world() {
  World world;
  world.level_names = {"province", "prefecture", "county"};
  world.codes = {"1101", "11", "12", "1102", "1199"};
  world.parent = {1, kNoRegion, kNoRegion, 1, 1};
  world.level = {1, 0, 0, 1, 2};
  world.prestige = {1024, 2048, 512, 3072, 1024};
  world.legal.assign(5, 0);
  world.fixed.assign(5, 0);
  complete(world);
  return world;
}

}  // namespace

TEST_CASE("a generated forest has the children asked for at every level") {
  const World world = generate({2, 3, 4}, {"centre"});
  CHECK(world.size() == 2 + 6 + 24);
  CHECK(world.level_names == std::vector<std::string>{"centre", "level1", "level2"});
  CHECK(world.level_count == std::vector<std::int64_t>{2, 6, 24});
  CHECK(world.parent[0] == kNoRegion);
  CHECK(world.parent[1] == kNoRegion);
  CHECK(world.parent[2] == 0);
  CHECK(world.parent[5] == 1);
  CHECK(world.parent[8 + 23] == 7);
}

TEST_CASE("generated codes spell the way down: 1, 1.1, 1.1.7") {
  const World world = generate({2, 3, 10}, {});
  CHECK(world.code(0) == "1");
  CHECK(world.code(1) == "2");
  CHECK(world.code(2) == "1.1");
  CHECK(world.code(7) == "2.3");
  CHECK(world.code(8 + 6) == "1.1.7");
  CHECK(world.code(8 + 59) == "2.3.10");
}

TEST_CASE("a generated region has the luck of its code") {
  const World world = generate({2, 3, 12}, {});
  for (Region i = 0; i < world.size(); ++i)
    CHECK(world.luck[static_cast<std::size_t>(i)] == luck(world.code(i)));
}

TEST_CASE("a world that grows keeps the luck of the regions it had") {
  const World before = generate({1, 3}, {});
  const World after = generate({1, 5}, {});
  CHECK(before.luck[3] == after.luck[3]);
  CHECK(after.code(3) == "1.3");
}

TEST_CASE("siblings are the children of one parent, of whatever level; roots have none") {
  const World world = small_world();
  CHECK(world.family[1] == -1);
  CHECK(world.family[2] == -1);
  CHECK(world.family[0] == world.family[3]);
  CHECK(world.family[0] == world.family[4]);
  CHECK(world.family_prestige.at(static_cast<std::size_t>(world.family[0])) == 1024 + 3072 + 1024);
}

TEST_CASE("prestige adds up by level, and who has subordinates is known") {
  const World world = small_world();
  CHECK(world.level_prestige == std::vector<std::int64_t>{2048 + 512, 1024 + 3072, 1024});
  CHECK(world.level_count == std::vector<std::int64_t>{2, 2, 1});
  CHECK(world.has_subordinates == std::vector<std::uint8_t>{0, 1, 0, 0, 0});
}

TEST_CASE("a region lies within itself and all above it, and within nothing else") {
  const World world = generate({2, 2, 2}, {});
  const Region deepest = 6 + 7;  // 2.2.2
  CHECK(is_within(world, deepest, deepest));
  CHECK(is_within(world, deepest, world.parent[deepest]));
  CHECK(is_within(world, deepest, 1));
  CHECK_FALSE(is_within(world, deepest, 0));
  CHECK_FALSE(is_within(world, 1, deepest));
}

TEST_CASE("two regions of one luck are found") {
  World world = small_world();
  CHECK(shared_luck(world) == std::array<Region, 2>{kNoRegion, kNoRegion});
  world.luck[3] = world.luck[1];
  CHECK(shared_luck(world) == std::array<Region, 2>{1, 3});
}

TEST_CASE("regions are brought into the order of their luck, level by level") {
  const World world = generate({2, 30, 20}, {});
  const auto sorted = regions_by_luck(world, {1, 0, 1});
  REQUIRE(sorted.size() == 3);
  const auto luck_of = [&](Region i) { return world.luck[static_cast<std::size_t>(i)]; };
  CHECK(sorted[1].empty());
  for (const std::size_t level : {0, 2}) {
    CHECK(sorted[level].size() == static_cast<std::size_t>(world.level_count[level]));
    for (std::size_t n = 0; n < sorted[level].size(); ++n) {
      CHECK(world.level[static_cast<std::size_t>(sorted[level][n])] == level);
      if (n > 0) CHECK(luck_of(sorted[level][n - 1]) < luck_of(sorted[level][n]));
    }
  }
}

TEST_CASE("codes spelled one after the other are the codes, from wherever one begins") {
  for (const World& world : {generate({2, 3, 12}, {}), small_world()})
    for (const Region first : {0, 3}) {
      CodeSpeller speller(world);
      for (Region i = first; i < world.size(); ++i) {
        std::string code;
        speller.append(i, code);
        CHECK(code == world.code(i));
      }
      std::string again;
      speller.append(1, again);
      CHECK(again == world.code(1));
    }
}
