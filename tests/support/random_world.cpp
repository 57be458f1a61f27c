#include "support/random_world.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace tizhi::test {
namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

// One level, equals without a superior; a few wide families; a deep and narrow tree.
World generated(Dice& dice, int most) {
  std::vector<std::int32_t> children{dice.one_of({1, 1, 2, dice.from(1, most)})};
  int last = children[0], regions = last;
  while (children.size() < 6 && dice.chance(75)) {
    const int widest = std::max(0, (most - regions) / last);
    if (widest == 0) break;
    children.push_back(dice.chance(40) ? dice.from(1, widest) : std::min(widest, dice.from(1, 5)));
    regions += last *= children.back();
  }
  return generate(children, {});
}

// A forest whose regions may skip levels, at first top down.
void grow(Dice& dice, World& world, int regions, int depth) {
  for (int i = 0; i < regions; ++i) {
    Region above =
        i > 0 && dice.chance(95) ? dice.below(dice.chance(50) ? i : std::min(i, 9)) : kNoRegion;
    if (above != kNoRegion && world.level[at(above)] + 1 >= depth) above = world.parent[at(above)];
    int level = above == kNoRegion ? 0 : world.level[at(above)] + 1;
    if (dice.chance(10)) level = std::min(level + 1, depth - 1);
    world.parent.push_back(above);
    world.level.push_back(static_cast<Level>(level));
  }
}

// Parents behind their children and levels among one another: any order of the table.
void mix_rows(Dice& dice, World& world) {
  std::vector<Region> row(world.parent.size());
  for (std::size_t i = 0; i < row.size(); ++i) row[i] = static_cast<Region>(i);
  dice.shuffle(row);
  World mixed = world;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const Region above = world.parent[i];
    mixed.parent[at(row[i])] = above == kNoRegion ? kNoRegion : row[at(above)];
    mixed.level[at(row[i])] = world.level[i];
  }
  world = std::move(mixed);
}

World tabled(Dice& dice, int most) {
  World world;
  const int regions = dice.from(1, most);
  const int depth = dice.from(1, 6);
  for (int l = 0; l < depth; ++l) world.level_names.push_back("level" + std::to_string(l));
  grow(dice, world, regions, depth);
  if (dice.chance(70)) mix_rows(dice, world);
  const std::string prefix = dice.one_of<const char*>({"", "r", "县"});
  const int first = dice.from(0, 999999);
  for (int i = 0; i < regions; ++i) world.codes.push_back(prefix + std::to_string(first + i));
  return world;
}

void set_traits(Dice& dice, World& world) {
  const int plain = dice.one_of({0, 50, 100}), lawful = dice.one_of({0, 0, 30});
  const int fixed = dice.one_of({0, 0, 5, 40});
  const int highest = dice.chance(10) ? 1024000000 : 4096;
  for (std::size_t i = 0; i < world.parent.size(); ++i) {
    if (!dice.chance(plain))
      world.prestige[i] = dice.one_of({0, 1, 512, 2048, dice.from(1, 8192), highest});
    if (dice.chance(lawful)) world.legal[i] = dice.one_of({0.0, 1.0, dice.number(0, 1)});
    if (dice.chance(fixed)) world.fixed[i] = 1;
  }
}

// Pairs of neighbours, mostly of one weight for both, as the reader makes them.
void set_neighbours(Dice& dice, World& world) {
  const int regions = world.size();
  const int highest = dice.chance(10) ? 1048576 : 8192;
  const int both = dice.one_of({100, 100, 60}), one_sided = dice.one_of({0, 0, 20});
  std::set<std::pair<int, int>> pairs;
  for (int n = dice.from(0, 3 * regions); n > 0 && regions > 1; --n) {
    const int a = dice.below(regions), b = dice.below(regions);
    if (a != b) pairs.insert({std::min(a, b), std::max(a, b)});
  }
  std::vector<std::vector<Neighbour>> seen(at(regions));
  for (const auto& [a, b] : pairs) {
    const std::int64_t weight = dice.one_of({1024, 1, highest, dice.from(1, 4096)});
    seen[at(a)].push_back({b, weight});
    if (dice.chance(one_sided)) continue;
    seen[at(b)].push_back({a, dice.chance(both) ? weight : dice.from(1, 4096)});
  }
  world.neighbour_begin.assign(1, 0);
  for (const auto& list : seen) {
    world.neighbours.insert(world.neighbours.end(), list.begin(), list.end());
    world.neighbour_begin.push_back(static_cast<std::int64_t>(world.neighbours.size()));
  }
}

}  // namespace

World random_world(Dice& dice, int most) {
  World world = dice.chance(35) ? generated(dice, most) : tabled(dice, most);
  const auto regions = world.parent.size();
  world.prestige.assign(regions, kPrestigeUnit);
  world.legal.assign(regions, 0);
  world.fixed.assign(regions, 0);
  set_traits(dice, world);
  if (dice.chance(50)) set_neighbours(dice, world);
  complete(world);
  return world;
}

}  // namespace tizhi::test
