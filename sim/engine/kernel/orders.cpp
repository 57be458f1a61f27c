// Orders that regions issue for their own model, and their subordinates under them.
#include <algorithm>

#include "engine/kernel/batch.hpp"

namespace tizhi {

// Whether one of the four bytes of a word is below n, n <= 128: not 0 if so.
static std::uint32_t byte_below(std::uint32_t word, std::uint32_t n) {
  return (word - 0x01010101U * n) & ~word & 0x80808080U;
}

void Kernel::Batch::draw_issuers() {
  for (auto& list : may_issue_) list.clear();
  draw_blocks(slots_, issuing_, Purpose::issue, static_cast<std::uint32_t>(span_.begin / kSpan), 0,
              blocks_);
  const auto& words = blocks_.words;
  std::size_t j = 0;
  for (int r = 0; r < slots_.replicates; ++r)
    for (std::size_t issuer = 0; issuer < plan_->issuers.size(); ++issuer, ++j) {
      const std::uint32_t below = plan_->issues_below[issuer];
      const std::uint32_t some = byte_below(words[0][j], below) | byte_below(words[1][j], below) |
                                 byte_below(words[2][j], below) | byte_below(words[3][j], below);
      if (below <= 128 && some == 0) continue;
      for (std::int32_t s = 0; s < kSpan; ++s)
        if ((words[s / 4][j] >> (s % 4 * 8) & 0xFFU) < below) may_issue_[s].push_back({issuer, r});
    }
}

void Kernel::Batch::issue_orders() {
  for (const auto& [issuer, replicate] : may_issue_[step_ % kSpan]) {
    const Region region = plan_->issuers[issuer];
    const Slot slot = replicate * plan_->stride + region;
    const auto s = static_cast<std::size_t>(slot);
    const LevelLaw& law = plan_->levels[plan_->level[static_cast<std::size_t>(region)]];
    const Model model = slots_.model[s];
    if (model == kNone) continue;
    const std::int32_t since = slots_.own_order_since[s];
    if (since >= 0 && step_ < since + law.issue_steps) continue;
    const Draws draws(run_->seed, slots_.first + static_cast<std::uint32_t>(replicate));
    if (!draws.happens(Purpose::issue, static_cast<std::uint32_t>(step_), slots_.luck_of(slot),
                       law.issue))
      continue;
    slots_.own_order[s] = model;
    slots_.own_order_since[s] = step_ + 1;
    orders_[static_cast<std::size_t>(replicate)].push_back({step_, region, model});
    in_force_.push_back({issuer, replicate, step_ + 1, step_ + 1});
    orders_change_at_ = std::min(orders_change_at_, step_ + 1);
  }
}

void Kernel::Batch::enforce_orders() {
  if (step_ < orders_change_at_) return;
  orders_change_at_ = plan_->steps;
  for (InForce& order : in_force_) {
    if (order.next <= step_) enforce(order);
    if (order.next > step_) orders_change_at_ = std::min(orders_change_at_, order.next);
  }
  std::erase_if(in_force_, [&](const InForce& order) { return order.next == step_; });
  sift_changed(step_);
}

// Begins or ends an order, and says when to look at it again; at once: it is over.
void Kernel::Batch::enforce(InForce& order) {
  const auto region = static_cast<std::size_t>(plan_->issuers[order.issuer]);
  const double left = order.since + plan_->levels[plan_->level[region]].issue_steps - step_;
  order.next = step_;
  if (left <= 0) return end_force(order);
  if (order.since == step_ || left < 1) put_in_force(order);
  // What is left of a last step is looked at in that step, and in the next.
  const auto more = std::min(left, static_cast<double>(plan_->steps));
  order.next += std::max(1, static_cast<std::int32_t>(more));
}

// What of a post an order does not change.
constexpr std::uint32_t kOutsideOrders = ~(0xFFU << Post::order | 1U << Post::partial);

void Kernel::Batch::put_in_force(const InForce& order) {
  const Slot base = order.replicate * plan_->stride;
  const auto issuer = static_cast<std::size_t>(plan_->issuers[order.issuer]);
  const Model model = slots_.own_order[static_cast<std::size_t>(base) + issuer];
  const Level upper = plan_->level[issuer];
  const double left = order.since + plan_->levels[upper].issue_steps - step_;
  for (std::int32_t c = plan_->child_begin[order.issuer]; c < plan_->child_end[order.issuer]; ++c) {
    const Slot slot = base + child(c);
    const auto s = static_cast<std::size_t>(slot);
    const Level level = slots_.level_of(slot);
    const int ranks = std::max(level - upper, 1);
    const double strength = power(run_->causes[level].mandate.decay, ranks - 1);
    // What is left of the last step, or next to nothing, is a matter for the plain way.
    const bool is_plain = left < 1 || strength < 1e-6;
    slots_.office[s].order = static_cast<float>(strength);
    slots_.office[s].post = (slots_.office[s].post & kOutsideOrders) |
                            std::uint32_t{model} << Post::order |
                            std::uint32_t{is_plain} << Post::partial;
    changed_[static_cast<std::size_t>(stratum_of(slot))].push_back(slot);
  }
}

void Kernel::Batch::end_force(const InForce& order) {
  const Slot base = order.replicate * plan_->stride;
  for (std::int32_t c = plan_->child_begin[order.issuer]; c < plan_->child_end[order.issuer]; ++c) {
    const Slot slot = base + child(c);
    const auto s = static_cast<std::size_t>(slot);
    slots_.office[s].order = 0;
    slots_.office[s].post = (slots_.office[s].post & kOutsideOrders) | std::uint32_t{kNone}
                                                                           << Post::order;
  }
}

}  // namespace tizhi
