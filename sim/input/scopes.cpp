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
  std::uint64_t levels = 0;
  for (Region i = 0; i < world.size(); ++i) {
    const auto slot = static_cast<std::size_t>(i);
    if ((levels >> world.level[slot] & 1U) != 0) continue;
    if (counting == Counting::free && world.fixed[slot] != 0) continue;
    if (reaches(scope, world, i)) levels |= 1ULL << world.level[slot];
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
