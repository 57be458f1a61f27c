// The state of a batch: the regions of several replicates side by side, one array a quantity. A
// slot is one region of one replicate; a replicate begins at a whole word of the bitmaps.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/kernel/plan.hpp"

namespace tizhi {

using Slot = std::int32_t;

// What others see of a slot, in one word: the model, what its leader favours, the model of the
// superior's order in force, whether that order is one for the plain way, and the level.
struct Post {
  static constexpr int favour = 8, order = 16, partial = 24, level = 25;
};
static_assert(sizeof(Level) == 1);  // of which 64 are in use at most: Scope's mask has 64 bits

// What the clocks ask of a slot beside its region's Bond, in a quarter of a cache line: a
// candidate's neighbours in the arrays are seldom candidates too.
struct alignas(16) Office {
  std::uint32_t post = 0;
  float since = 0;         // steps; not above 0: there since the beginning
  float leader_since = 0;  // steps; below 0: there before the start
  float order = 0;         // decay^(d-1) under an order of the superior's, else 0
};
static_assert(sizeof(Office) == 16);

// Where the prestige behind model 0 stands in a row of sums.
inline constexpr int kBehind = 2;

// Slots whose random bytes are kept.
inline constexpr std::size_t kMostTops = 1 << 15;

// The models as they were some steps ago, and the prestige behind each.
struct Page {
  std::int32_t lag = 0;
  std::vector<std::uint32_t> seen;  // low byte: the model; empty where the lag is 0: see Slots
  // Rows of whole fours of numbers: the prestige in all, behind any model, behind each. First the
  // families of each replicate, then its levels, then a row of nothing.
  std::vector<std::int32_t> sums;
  std::size_t read = 0;  // in the log of changes
};

struct LoggedWrite {
  std::int32_t from_step = 0;  // the first picture that shows it
  Slot slot = 0;
  Model to = kNone;
};

class Slots {
 public:
  Slots(const Plan& plan, const Groundwork& ground, std::uint32_t first, int replicates);

  const Plan* plan;
  std::uint32_t first;
  int replicates;
  std::size_t words;  // of a bitmap over all slots

  bool has_leaders = false;
  bool has_orders = false;  // of the regions' own
  std::vector<Office> office;
  // In the order of the slots, for observers and outsiders; then all models by themselves, none
  // too: what a leader favours is looked up here, whether it is another region's or their own
  // taste.
  std::vector<Model> model;
  std::vector<float> law;                     // 1 - legal; empty: all 1
  std::vector<double> legal;                  // the same in full; empty: as in the World
  std::vector<std::int32_t> own_order_since;  // of the last own order, -1: none; empty: none issue
  std::vector<Model> own_order;
  std::vector<std::uint64_t> reconsider;  // bitmaps of the span's steps
  // The span's random bytes, four to a word, four words a slot. Empty in worlds too big for a
  // cache, where drawing them again costs less.
  std::vector<std::uint32_t> tops;
  std::vector<std::uint64_t> coming;  // bitmap: someone arrives in the span
  std::vector<Page> pages;

  int replicate_of(Slot slot) const {
    if (replicates == 1) return 0;
    return static_cast<int>(static_cast<std::uint64_t>(slot) * per_stride_ >> 32);
  }
  Region region_of(Slot slot) const { return slot - replicate_of(slot) * plan->stride; }
  const Bond& bond_of(Slot slot) const {
    return plan->bonds[static_cast<std::size_t>(region_of(slot))];
  }
  std::uint64_t luck_of(Slot slot) const { return bond_of(slot).luck; }
  std::int32_t mass_of(Slot slot) const {  // prestige in the plan's unit
    return plan->weight.empty() ? 1 : plan->weight[static_cast<std::size_t>(region_of(slot))];
  }
  Slot boss_of(Slot slot) const {
    const int r = replicate_of(slot);
    const Region boss = plan->bonds[static_cast<std::size_t>(slot - r * plan->stride)].boss;
    return boss == kNoRegion ? boss : boss + r * plan->stride;
  }
  // The row of the siblings' sums, or of the level's; -1: none.
  std::int32_t family_row(int replicate, std::int32_t family) const {
    return family < 0 ? -1 : family + replicate * plan->families;
  }
  Level level_of(Slot slot) const { return plan->level[static_cast<std::size_t>(region_of(slot))]; }
  const Tenures& tenures_of(Slot slot) const { return *plan->levels[level_of(slot)].tenures; }
  std::int32_t row_width() const { return (plan->models + kBehind + 3) / 4 * 4; }
  std::int32_t level_row(int replicate, Level level) const {
    return replicates * plan->families + replicate * static_cast<int>(plan->levels.size()) + level;
  }
  // A row of nothing, for those who have no peers.
  std::int32_t no_row() const {
    return replicates * (plan->families + static_cast<int>(plan->levels.size()));
  }
  std::uint64_t* reconsider_at(std::int32_t step) {
    return reconsider.data() + static_cast<std::size_t>(step % kSpan) * words;
  }
  double years_since(Slot slot, std::int32_t step) const;   // the model's age, in full
  double leader_steps(Slot slot, std::int32_t step) const;  // the leader's, in full

  // Where model 0 stands by itself in `model`.
  Slot catalogue() const { return static_cast<Slot>(words * kGroup); }

  // Is the state too big for a cache? Then what is wanted soon is called for in advance.
  bool are_far() const { return tops.empty(); }

  // Calls for what write() will ask of slots further down the list, of replicate r.
  void call_for(std::span<const Slot> list, int r) const;

  // Slots of replicate r take models, the low bytes of `to`; the pictures show it from that step
  // on.
  void write(std::span<const Slot> list, int r, const std::uint32_t* to, std::int32_t step);
  void bring_pages_to(std::int32_t step);

 private:
  void settle();
  void spread();
  void recount(Page& page, int r, Region region, std::uint32_t from, std::uint32_t to) const;
  void count_all(Page& page);

  std::uint64_t per_stride_;      // 2^32 / stride, rounded up
  std::vector<LoggedWrite> log_;  // only where a picture lags
};

// Always inline: GCC drops calls of a function that only prefetches.
[[gnu::always_inline]] inline void Slots::call_for(std::span<const Slot> list, int r) const {
  constexpr std::size_t far = 24, near = 8;
  const auto bond_of_next = [&](std::size_t at) -> const Bond& {
    return plan->bonds[static_cast<std::size_t>(list[at] - r * plan->stride)];
  };
  if (list.size() > far) {
    const auto slot = static_cast<std::size_t>(list[far]);
    __builtin_prefetch(&office[slot], 1);
    __builtin_prefetch(&model[slot], 1);
    __builtin_prefetch(&bond_of_next(far));
  }
  if (list.size() <= near || !plan->sums_families) return;
  const std::int32_t row = family_row(r, bond_of_next(near).family);
  if (row >= 0)
    __builtin_prefetch(
        &pages[0].sums[static_cast<std::size_t>(row) * static_cast<std::size_t>(row_width())], 1);
}

}  // namespace tizhi
