// Which regions an event reaches.
#include "input/events.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

std::uint64_t read_levels(const Node& node, EventReading& event) {
  std::uint64_t levels = 0;
  const auto add = [&](const Node& item) {
    const auto name = as_text(item, "levels", event.diagnostics);
    if (!name) return;
    if (const auto level = as_level(*name, item.place, event.frame, event.diagnostics))
      levels |= 1ULL << *level;
  };
  if (node.kind != Kind::array) add(node);
  if (node.kind == Kind::array && node.items.empty())
    event.diagnostics.error(node.place, "this list is empty", "at least one level",
                            "without 'levels' the event reaches all of them");
  for (const Node& item : node.items) add(item);
  return levels;
}

}  // namespace

std::optional<std::vector<Region>> read_tops(const Node& node, const std::string& otherwise,
                                             const Frame& frame, Diagnostics& diagnostics) {
  std::vector<Region> tops;
  bool is_sound = true;
  const auto add = [&](const Node& item) {
    const Region top = as_region(item, "scope", frame, diagnostics);
    is_sound = is_sound && top != kNoRegion;
    if (top >= 0) tops.push_back(top);
  };
  if (node.kind != Kind::array) add(node);
  if (node.kind == Kind::array && node.items.empty()) {
    diagnostics.error(node.place, "this list is empty", "at least one region's code",
                      "without 'scope' " + otherwise);
    is_sound = false;
  }
  for (const Node& item : node.items) add(item);
  return is_sound ? std::optional(tops) : std::nullopt;
}

Scope read_scope(EventReading& event) {
  Scope scope;
  if (const Node* levels = event.section.find("levels")) scope.levels = read_levels(*levels, event);
  const Node* node = event.section.find("scope");
  if (node == nullptr) return scope;
  scope.everywhere = false;
  const auto tops =
      read_tops(*node, "the event reaches all regions", event.frame, event.diagnostics);
  scope.tops = tops.value_or(std::vector<Region>{});
  event.is_left_out = tops && tops->empty();
  return scope;
}

std::uint64_t levels_reached(const Scope& scope, const Frame& frame, Counting counting) {
  if (!frame.atlas.is_known()) return ~0ULL;
  const World& world = frame.world();
  std::vector<std::int64_t> unseen = world.level_count;
  std::uint64_t levels = 0, open = 0;  // reached, and those of which that is not known yet
  for (int l = 0; l < world.levels(); ++l)
    if (unseen[static_cast<std::size_t>(l)] > 0) open |= 1ULL << l;
  open &= scope.levels;
  for (Region i = 0; open != 0 && i < world.size(); ++i) {
    const auto slot = static_cast<std::size_t>(i);
    const Level level = world.level[slot];
    if ((open >> level & 1U) == 0) continue;
    const bool is_counted = counting == Counting::all || world.fixed[slot] == 0;
    const bool is_reached = is_counted && reaches(scope, world, i);
    if (is_reached) levels |= 1ULL << level;
    if (is_reached || --unseen[level] == 0) open &= ~(1ULL << level);
  }
  return levels;
}

bool reaches_someone(const EventReading& event, const Scope& scope) {
  if (levels_reached(scope, event.frame, Counting::all) != 0) return true;
  if (event.frame.atlas.is_narrowed)
    event.diagnostics.note(event.section.place(),
                           "'" + event.id + "' reaches no region that [regions] keeps");
  else
    event.diagnostics.warning(event.section.place(), "'" + event.id + "' reaches no region",
                              "no region of these levels lies in its scope");
  return false;
}

}  // namespace tizhi
