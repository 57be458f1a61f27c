#include "model/world.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <utility>

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
  std::uint64_t prefix = 0;
  for (std::size_t i = 0; i < world.parent.size(); ++i) {
    const Region above = world.parent[i];
    number = above == previous ? number + 1 : 1;
    if (above != previous)
      prefix =
          above == kNoRegion ? luck("") : luck(".", world.luck[static_cast<std::size_t>(above)]);
    previous = above;
    std::array<char, 20> own{};
    const char* const end = std::to_chars(own.data(), own.data() + own.size(), number).ptr;
    world.luck[i] = luck({own.data(), static_cast<std::size_t>(end - own.data())}, prefix);
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

// "1.9." becomes "1.10.".
void count_up(std::string& prefix) {
  prefix.pop_back();
  const std::size_t begin = prefix.rfind('.') + 1;  // 0 where there is no other dot
  std::int64_t number = 0;
  std::from_chars(prefix.data() + begin, prefix.data() + prefix.size(), number);
  prefix.resize(begin);
  prefix += std::to_string(number + 1) + '.';
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

// Hashes that share their leading bits with another are few, and only they need be sorted: a bit
// map of 16 bits a region finds them.
std::array<Region, 2> shared_luck(const World& world) {
  const int bits = std::bit_width(world.luck.size()) + 4;
  const auto place = [&](std::uint64_t hash) { return hash >> (64 - bits); };
  std::vector<bool> taken(std::size_t{1} << bits);
  std::vector<std::uint64_t> twice;
  for (const std::uint64_t hash : world.luck)
    if (taken[place(hash)])
      twice.push_back(place(hash));
    else
      taken[place(hash)] = true;
  std::fill(taken.begin(), taken.end(), false);
  for (const std::uint64_t at : twice) taken[at] = true;
  std::vector<std::pair<std::uint64_t, Region>> suspects;
  for (std::size_t i = 0; i < world.luck.size(); ++i)
    if (taken[place(world.luck[i])]) suspects.emplace_back(world.luck[i], static_cast<Region>(i));
  std::sort(suspects.begin(), suspects.end());
  const auto twin =
      std::adjacent_find(suspects.begin(), suspects.end(),
                         [](const auto& a, const auto& b) { return a.first == b.first; });
  if (twin == suspects.end()) return {kNoRegion, kNoRegion};
  return {twin[0].second, twin[1].second};
}

std::vector<std::vector<Region>> regions_by_luck(const World& world,
                                                 const std::vector<std::uint8_t>& is_wanted) {
  std::vector<std::vector<Region>> sorted(world.level_names.size());
  std::size_t wanted = 0;
  for (std::size_t level = 0; level < sorted.size(); ++level) {
    if (is_wanted[level] == 0) continue;
    sorted[level].reserve(static_cast<std::size_t>(world.level_count[level]));
    wanted += sorted[level].capacity();
  }
  // Hashes are spread evenly: some 300,000 of them at a time take little room to sort.
  const int bits = std::bit_width(wanted >> 19U);
  std::vector<std::pair<std::uint64_t, Region>> part;
  for (std::uint64_t leading = 0; leading < std::uint64_t{1} << bits; ++leading) {
    part.clear();
    for (std::size_t i = 0; i < world.luck.size(); ++i)
      if (is_wanted[world.level[i]] != 0 && (bits == 0 || world.luck[i] >> (64 - bits) == leading))
        part.emplace_back(world.luck[i], static_cast<Region>(i));
    std::sort(part.begin(), part.end());
    for (const auto& [luck, region] : part)
      sorted[world.level[static_cast<std::size_t>(region)]].push_back(region);
  }
  return sorted;
}

void CodeSpeller::append(Region i, std::string& to) {
  if (!world_->codes.empty()) {
    to += world_->codes[static_cast<std::size_t>(i)];
    return;
  }
  const Region above = world_->parent[static_cast<std::size_t>(i)];
  if (i != last_ + 1 || above != above_ || last_ < 0) {
    number_ = number_among_siblings(*world_, i) - 1;
    if (above_ >= 0 && above == above_ + 1 &&
        world_->parent[static_cast<std::size_t>(above)] ==
            world_->parent[static_cast<std::size_t>(above_)])
      count_up(prefix_);
    else
      prefix_ = above == kNoRegion ? "" : world_->code(above) + '.';
  }
  last_ = i;
  above_ = above;
  std::array<char, 20> own{};
  to += prefix_;
  to.append(own.data(), std::to_chars(own.data(), own.data() + own.size(), ++number_).ptr);
}

World generate(const std::vector<std::int32_t>& children, std::vector<std::string> level_names) {
  World world;
  world.level_names = std::move(level_names);
  std::size_t size = 0, here = 1;
  for (const std::int32_t each : children) size += here *= static_cast<std::size_t>(each);
  world.parent.resize(size);
  world.level.resize(size);
  Region* parent = world.parent.data();
  Level* level = world.level.data();
  std::size_t above = 0, superiors = 1;  // the level above: where it begins, how many it has
  for (std::size_t rank = 0; rank < children.size(); ++rank) {
    if (world.level_names.size() <= rank)
      world.level_names.push_back("level" + std::to_string(rank));
    const auto each = static_cast<std::size_t>(children[rank]);
    for (std::size_t s = 0; s < superiors; ++s)
      parent = std::fill_n(parent, each, rank == 0 ? kNoRegion : static_cast<Region>(above + s));
    level = std::fill_n(level, superiors * each, static_cast<Level>(rank));
    if (rank > 0) above += superiors;
    superiors *= each;
  }
  world.prestige.assign(size, kPrestigeUnit);
  world.fixed.assign(size, 0);
  complete(world);
  return world;
}

bool is_within(const World& world, Region i, Region above) {
  while (i != kNoRegion && i != above) i = world.parent[static_cast<std::size_t>(i)];
  return i == above;
}

}  // namespace tizhi
