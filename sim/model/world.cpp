#include "model/world.hpp"

#include <algorithm>

#include "random/draws.hpp"

namespace tizhi {
namespace {

// In a generated world the children of a region stand side by side, so its number is a difference.
std::int64_t number_among_siblings(const World& world, Region i) {
  const auto first = std::lower_bound(world.parent.begin(), world.parent.end(),
                                      world.parent[static_cast<std::size_t>(i)]);
  return i - (first - world.parent.begin()) + 1;
}

void hash_codes(World& world) {
  world.luck.resize(world.parent.size());
  if (!world.codes.empty()) {
    for (std::size_t i = 0; i < world.codes.size(); ++i) world.luck[i] = luck(world.codes[i]);
    return;
  }
  // A child's code is its parent's, a dot and a number: so is its hash carried on.
  Region previous = kNoRegion - 1;
  std::int64_t number = 0;
  for (std::size_t i = 0; i < world.parent.size(); ++i) {
    const Region above = world.parent[i];
    number = above == previous ? number + 1 : 1;
    previous = above;
    const std::string own = std::to_string(number);
    world.luck[i] = above == kNoRegion
                        ? luck(own)
                        : luck(own, luck(".", world.luck[static_cast<std::size_t>(above)]));
  }
}

void found_families(World& world) {
  std::vector<std::int32_t> family_of_parent(world.parent.size(), -1);
  world.family.assign(world.parent.size(), -1);
  world.family_prestige.clear();
  world.has_subordinates.assign(world.parent.size(), 0);
  for (std::size_t i = 0; i < world.parent.size(); ++i) {
    if (world.parent[i] == kNoRegion) continue;
    const auto above = static_cast<std::size_t>(world.parent[i]);
    world.has_subordinates[above] = 1;
    if (family_of_parent[above] < 0) {
      family_of_parent[above] = static_cast<std::int32_t>(world.family_prestige.size());
      world.family_prestige.push_back(0);
    }
    world.family[i] = family_of_parent[above];
    world.family_prestige[static_cast<std::size_t>(world.family[i])] += world.prestige[i];
  }
}

}  // namespace

std::string World::code(Region i) const {
  if (!codes.empty()) return codes[static_cast<std::size_t>(i)];
  const Region above = parent[static_cast<std::size_t>(i)];
  const std::string own = std::to_string(number_among_siblings(*this, i));
  return above == kNoRegion ? own : code(above) + '.' + own;
}

void complete(World& world) {
  hash_codes(world);
  found_families(world);
  world.level_prestige.assign(world.level_names.size(), 0);
  world.level_count.assign(world.level_names.size(), 0);
  for (std::size_t i = 0; i < world.parent.size(); ++i) {
    world.level_prestige[world.level[i]] += world.prestige[i];
    ++world.level_count[world.level[i]];
  }
}

std::array<Region, 2> shared_luck(const World& world) {
  std::vector<Region> order(world.parent.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<Region>(i);
  const auto hash = [&](Region i) { return world.luck[static_cast<std::size_t>(i)]; };
  std::sort(order.begin(), order.end(), [&](Region a, Region b) { return hash(a) < hash(b); });
  const auto twin = std::adjacent_find(order.begin(), order.end(),
                                       [&](Region a, Region b) { return hash(a) == hash(b); });
  if (twin == order.end()) return {kNoRegion, kNoRegion};
  return {std::min(twin[0], twin[1]), std::max(twin[0], twin[1])};
}

World generate(const std::vector<std::int32_t>& children, std::vector<std::string> level_names) {
  World world;
  world.level_names = std::move(level_names);
  std::vector<Region> above{kNoRegion};
  for (std::size_t rank = 0; rank < children.size(); ++rank) {
    if (world.level_names.size() <= rank)
      world.level_names.push_back("level" + std::to_string(rank));
    std::vector<Region> here;
    for (const Region superior : above)
      for (std::int32_t child = 0; child < children[rank]; ++child) {
        here.push_back(world.size());
        world.parent.push_back(superior);
        world.level.push_back(static_cast<Level>(rank));
      }
    above = std::move(here);
  }
  world.prestige.assign(world.parent.size(), kPrestigeUnit);
  world.legal.assign(world.parent.size(), 0);
  world.fixed.assign(world.parent.size(), 0);
  complete(world);
  return world;
}

bool is_within(const World& world, Region i, Region above) {
  while (i != kNoRegion && i != above) i = world.parent[static_cast<std::size_t>(i)];
  return i == above;
}

}  // namespace tizhi
