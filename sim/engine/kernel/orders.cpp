// Orders that regions issue for their own model, and their subordinates under them.
#include <algorithm>

#include "engine/kernel/batch.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernel/orders.cpp"
#include <hwy/foreach_target.h>

#include "engine/kernel/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace tizhi {
namespace HWY_NAMESPACE {

// Which bytes of the lanes are not above their edges: bit 4 * lane + byte, lowest byte first.
HWY_INLINE std::uint64_t bytes_within(const std::uint32_t* words, const std::uint32_t* edges) {
  std::uint64_t bits = 0;
#if HWY_TARGET == HWY_SCALAR || __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  for (std::size_t bit = 0; bit < 4 * kLanes; ++bit) {
    const auto byte = [&](const std::uint32_t* of) { return of[bit / 4] >> (bit % 4 * 8) & 0xFFU; };
    bits |= std::uint64_t{byte(words) <= byte(edges)} << bit;
  }
#else
  const U32 d;
  const hn::Repartition<std::uint8_t, U32> d8;
  const auto bytes = [&](const std::uint32_t* of) { return hn::BitCast(d8, hn::LoadU(d, of)); };
  const auto above = hn::SaturatedSub(bytes(words), bytes(edges));
  hn::StoreMaskBits(d8, hn::Eq(above, hn::Zero(d8)), reinterpret_cast<std::uint8_t*>(&bits));
#endif
  return bits;
}

// Lists those of a vector of issuers, the first of them `at`.
HWY_INLINE void list_lanes(const Plan& plan, const Words& w, std::int32_t at, std::int32_t r,
                           std::vector<MayIssue>* lists) {
  const U32 d;
  HWY_ALIGN std::uint32_t words[4][kLanes];
  hn::Store(w.w0, d, words[0]);
  hn::Store(w.w1, d, words[1]);
  hn::Store(w.w2, d, words[2]);
  hn::Store(w.w3, d, words[3]);
  for (int four = 0; four < kSpan / 4; ++four) {
    std::uint64_t bits = bytes_within(words[four], plan.issue_edges.data() + at);
    for (; bits != 0; bits &= bits - 1) {
      const int lane = __builtin_ctzll(bits) / 4, byte = __builtin_ctzll(bits) % 4;
      if (at + lane >= static_cast<std::int32_t>(plan.issuers.size())) break;
      const std::uint32_t top = words[four][lane] >> (byte * 8) & 0xFFU;
      lists[4 * four + byte].push_back({at + lane, r, top});
    }
  }
}

void list_issuers_in_lanes(const Slots& slots, std::uint32_t span, std::vector<MayIssue>* lists) {
  const Plan& plan = *slots.plan;
  const std::uint32_t use = use_of(Purpose::issue, span);
  for (std::int32_t r = 0; r < slots.replicates; ++r)
    for (std::size_t at = 0; at < plan.issuers.size(); at += 2 * kLanes) {
      Words two[2];
      philox_neighbours(plan.issuer_luck.data() + at, slots.first + static_cast<std::uint32_t>(r),
                        use, plan.keys, two);
      list_lanes(plan, two[0], static_cast<std::int32_t>(at), r, lists);
      list_lanes(plan, two[1], static_cast<std::int32_t>(at + kLanes), r, lists);
    }
}

}  // namespace HWY_NAMESPACE
}  // namespace tizhi
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tizhi {

HWY_EXPORT(list_issuers_in_lanes);

void list_issuers(const Slots& slots, std::uint32_t span, std::vector<MayIssue>* lists) {
  for (int s = 0; s < kSpan; ++s) lists[s].clear();
  HWY_DYNAMIC_DISPATCH(list_issuers_in_lanes)(slots, span, lists);
}

void Kernel::Batch::issue_orders() {
  for (const auto& [issuer, replicate, top] : may_issue_[step_ % kSpan]) {
    const Region region = plan_->issuers[static_cast<std::size_t>(issuer)];
    const Slot slot = replicate * plan_->stride + region;
    const auto s = static_cast<std::size_t>(slot);
    const LevelLaw& law = plan_->levels[plan_->level[static_cast<std::size_t>(region)]];
    const Model model = slots_.model[s];
    if (model == kNone) continue;
    const std::int32_t since = slots_.own_order_since[s];
    if (since >= 0 && step_ < since + law.issue_steps) continue;
    const Draws draws(run_->seed, slots_.first + static_cast<std::uint32_t>(replicate));
    if (!draws.happens(Purpose::issue, static_cast<std::uint32_t>(step_), slots_.luck_of(slot),
                       law.issue, top))
      continue;
    slots_.own_order[s] = model;
    slots_.own_order_since[s] = step_ + 1;
    orders_[static_cast<std::size_t>(replicate)].push_back({step_, region, model});
    look_again({issuer, replicate, step_ + 1}, step_ + 1);
  }
}

// Puts the order where it is looked at in that step.
void Kernel::Batch::look_again(const InForce& order, std::int32_t step) {
  in_force_[static_cast<std::size_t>(step) % in_force_.size()].push_back(order);
}

void Kernel::Batch::enforce_orders() {
  auto& now = in_force_[static_cast<std::size_t>(step_) % in_force_.size()];
  for (const InForce& order : now) enforce(order);
  now.clear();
  sift_changed(step_);
}

// Begins or ends an order, and says when to look at it again, if it is not over.
void Kernel::Batch::enforce(const InForce& order) {
  const Region region = plan_->issuers[static_cast<std::size_t>(order.issuer)];
  const LevelLaw& law = plan_->levels[plan_->level[static_cast<std::size_t>(region)]];
  const double left = order.since + law.issue_steps - step_;
  if (left <= 0) return end_force(order);
  if (order.since == step_ || left < 1) put_in_force(order);
  // What is left of a last step is looked at in that step, and in the next.
  const auto most = static_cast<double>(in_force_.size() - 1);
  look_again(order, step_ + std::max(1, static_cast<std::int32_t>(std::min(left, most))));
}

// What of a post an order does not change.
constexpr std::uint32_t kOutsideOrders = ~(0xFFU << Post::order | 1U << Post::partial);

void Kernel::Batch::put_in_force(const InForce& order) {
  const Slot base = order.replicate * plan_->stride;
  const auto at = static_cast<std::size_t>(order.issuer);
  const auto issuer = static_cast<std::size_t>(plan_->issuers[at]);
  const Model model = slots_.own_order[static_cast<std::size_t>(base) + issuer];
  const Level upper = plan_->level[issuer];
  const double left = order.since + plan_->levels[upper].issue_steps - step_;
  for (std::int32_t c = plan_->child_begin[at]; c < plan_->child_end[at]; ++c) {
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
  const auto at = static_cast<std::size_t>(order.issuer);
  for (std::int32_t c = plan_->child_begin[at]; c < plan_->child_end[at]; ++c) {
    const Slot slot = base + child(c);
    const auto s = static_cast<std::size_t>(slot);
    slots_.office[s].order = 0;
    slots_.office[s].post = (slots_.office[s].post & kOutsideOrders) | std::uint32_t{kNone}
                                                                           << Post::order;
  }
}

}  // namespace tizhi
#endif
