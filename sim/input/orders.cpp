// Events of kind "mandate": a superior's orders.
#include <algorithm>

#include "input/catalogue.hpp"
#include "input/events.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

constexpr Range kFinite{0, kInfinity, Bound::included, Bound::excluded};

void read_targets(EventReading& event, Order& order) {
  const auto& catalogue = event.frame.catalogue;
  const Node* model = event.section.find("model");
  if (model == nullptr) {
    order.targets = static_cast<std::uint16_t>((1U << catalogue.size()) - 1);
  } else if (model->kind == Kind::table) {
    const auto weights =
        as_weights(*model, "model", catalogue, NoneIs::no_model, event.diagnostics);
    if (!weights) return;
    order.targets = weights->listed;
    order.weighted = true;
    order.weights = weights->of;
  } else {
    order.targets = as_models(*model, "model", catalogue, event.diagnostics).value_or(0);
  }
}

void read_issuer(EventReading& event, Order& order) {
  const Node* node = event.section.find("issuer");
  if (node == nullptr) return;
  const Region issuer = as_region(*node, "issuer", event.frame, event.diagnostics);
  event.is_left_out = event.is_left_out || issuer == kLeftOut;
  if (issuer < 0) return;
  order.issuer = issuer;
  order.scope.below = issuer;
  const World& world = event.frame.world();
  if (world.has_subordinates[static_cast<std::size_t>(issuer)] == 0)
    event.diagnostics.error(node->place, "the issuer '" + node->text + "' has no subordinates",
                            "a region with others below it",
                            "leave out 'issuer' for an order from above all");
}

// Codes of the scope that lie outside of what is below the issuer.
void check_scope(EventReading& event, const Order& order) {
  const Node* scope = event.section.find("scope");
  if (scope == nullptr || order.issuer == kNoRegion) return;
  const auto check = [&](const Node& item) {
    const Region top = event.frame.atlas.find(item.text);
    if (top < 0 || is_within(event.frame.world(), top, order.issuer)) return;
    event.diagnostics.error(item.place,
                            "'" + item.text + "' does not lie below the issuer '" +
                                event.section.find("issuer")->text + "'",
                            "regions below the issuer", "without 'scope' it reaches all of them");
  };
  if (scope->kind == Kind::text) check(*scope);
  for (const Node& item : scope->items)
    if (item.kind == Kind::text) check(item);
}

struct Ends {
  const Node* deadline = nullptr;
  const Node* until = nullptr;
};

// Dates that come too early.
Ends read_ends(EventReading& event, Order& order) {
  const Calendar& calendar = event.frame.clock.calendar;
  Ends ends{event.section.find("deadline"), event.section.find("until")};
  const auto later = [&](const Node* node, const char* what, const Date& than,
                         std::string message) {
    if (node == nullptr) return kInfinity;
    const auto date = as_date(*node, what, event.diagnostics);
    if (!date) return kInfinity;
    if (*date <= than)
      event.diagnostics.error(node->place, std::move(message), "a later date",
                              "move it, or the order's date");
    return calendar.years(*date);
  };
  order.deadline = later(ends.deadline, "deadline", event.date,
                         "the deadline does not come after the order's date");
  order.until =
      later(ends.until, "until", event.date, "'until' does not come after the order's date");
  if (ends.until == nullptr) order.until = order.deadline;
  if (ends.until != nullptr && order.deadline < kInfinity && order.until < order.deadline)
    event.diagnostics.error(ends.until->place, "'until' comes before the deadline",
                            "a date at or after the deadline",
                            "without 'until' an order ends at its deadline");
  return ends;
}

// An order has to bite before it ends, and before its deadline, wherever it presses.
void check_bite(EventReading& event, const Order& order, const Ends& ends) {
  const bool has_deadline = order.deadline < kInfinity;
  const double end = has_deadline ? order.deadline : order.until;
  const Node* node = has_deadline ? ends.deadline : ends.until;
  if (end == kInfinity || !event.frame.atlas.is_known()) return;
  const World& world = event.frame.world();
  const std::uint64_t levels = levels_reached(order.scope, event.frame, Counting::all);
  for (int l = 0; l < world.levels(); ++l) {
    if ((levels >> l & 1U) == 0) continue;
    const int ranks =
        order.issuer == kNoRegion ? 1 : l - world.level[static_cast<std::size_t>(order.issuer)];
    if (Mandate::bite(order, std::max(ranks, 1)) < end) continue;
    event.diagnostics.error(
        node->place,
        "at the level '" + world.level_names[static_cast<std::size_t>(l)] +
            "' this order would only bite " +
            (has_deadline ? "at its deadline or after it" : "when it has ended"),
        "a later date, or less of 'delay' and 'lag_per_level'",
        "it bites at date + delay + lag_per_level for each level further down");
    return;
  }
}

void warn_of_no_effect(EventReading& event, const Order& order) {
  if (!reaches_someone(event, order.scope)) return;
  const auto levels = levels_reached(order.scope, event.frame, Counting::free);
  const bool acts = order.strength > 0 && event.at_some_level(levels, [](const Causes& c) {
    return c.acts(Cause::mandate) && (c.mandate.compliance > 0 || c.mandate.crowding > 0);
  });
  if (!acts)
    event.diagnostics.warning(event.section.place(), "the order '" + event.id + "' has no effect",
                              "mandate.compliance, or its strength, is 0 where it acts");
}

}  // namespace

void read_order(EventReading& event, Timeline& timeline) {
  const std::size_t errors_before = event.diagnostics.errors();
  Order order;
  order.date = event.years;
  order.scope = read_scope(event);
  read_issuer(event, order);
  read_targets(event, order);
  order.strength = event.section.number("strength", 1, kFinite);
  order.delay = event.section.number("delay", 0, kFinite);
  order.lag_per_level = event.section.number("lag_per_level", 0, kFinite);
  const Ends ends = read_ends(event, order);
  check_scope(event, order);
  if (event.diagnostics.errors() > errors_before || event.is_left_out) return;
  check_bite(event, order, ends);
  warn_of_no_effect(event, order);
  timeline.orders.push_back(order);
}

}  // namespace tizhi
