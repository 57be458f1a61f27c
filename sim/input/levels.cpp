// The order of levels as the tree of regions has it.
#include <algorithm>
#include <set>
#include <utility>

#include "input/atlas.hpp"

namespace tizhi {

bool order_levels(const std::vector<std::string>& names, const std::vector<std::int32_t>& level_of,
                  const std::vector<Region>& parent, std::vector<std::int32_t>& rank,
                  std::string& problem) {
  std::set<std::pair<std::int32_t, std::int32_t>> above;  // (higher, lower)
  for (std::size_t i = 0; i < parent.size(); ++i)
    if (parent[i] != kNoRegion)
      above.emplace(level_of[static_cast<std::size_t>(parent[i])], level_of[i]);
  rank.assign(names.size(), -1);
  for (std::int32_t next = 0; next < static_cast<std::int32_t>(names.size()); ++next) {
    // The levels that nothing unranked stands above: the order is plain where there is one.
    std::vector<std::int32_t> tops;
    for (std::int32_t l = 0; l < static_cast<std::int32_t>(names.size()); ++l) {
      const auto holds_it_down = [&](const auto& pair) {
        return pair.second == l && rank[static_cast<std::size_t>(pair.first)] < 0;
      };
      if (rank[static_cast<std::size_t>(l)] < 0 &&
          std::none_of(above.begin(), above.end(), holds_it_down))
        tops.push_back(l);
    }
    const auto name = [&](std::int32_t l) {
      return "'" + names[static_cast<std::size_t>(l)] + "'";
    };
    if (tops.empty()) {
      for (const auto& [high, low] : above)
        if (rank[static_cast<std::size_t>(high)] < 0 && rank[static_cast<std::size_t>(low)] < 0)
          problem = high == low
                        ? "the level " + name(high) + " stands above itself"
                        : "the level " + name(high) + " stands both above and below " + name(low);
      return false;
    }
    if (tops.size() > 1) {
      problem =
          "the tree does not say which level is higher, " + name(tops[0]) + " or " + name(tops[1]);
      return false;
    }
    rank[static_cast<std::size_t>(tops[0])] = next;
  }
  return true;
}

}  // namespace tizhi
