// The sieve: which regions could form an institution in each of sixteen steps. A random byte
// rejects what lies above a ceiling of its probability.
#pragma once

#include <array>
#include <span>

#include "engine/kernel/slots.hpp"

namespace tizhi {

// The steps [begin, end) of one span, all under the same random block.
struct Span {
  std::int32_t begin = 0;
  std::int32_t end = 0;
};

// Consecutive steps of a span with nearly the same weather in a stratum; probabilities · 256.
struct Spell {
  std::int32_t begin = 0;
  std::int32_t end = 0;
  float lull = 0, calm = 0, zeal = 0, storm = 0;
};

// The spells of every stratum, one after the other; stratum s has [begin[s], begin[s+1]).
struct Outlook {
  std::vector<Spell> spells;
  std::vector<std::size_t> begin;

  std::span<const Spell> of(std::int32_t stratum) const {
    const auto s = static_cast<std::size_t>(stratum);
    return {spells.data() + begin[s], spells.data() + begin[s + 1]};
  }

  // By stratum: whether a ceiling may rise with a formation of those who had a model, and of those
  // who had none. Where it does not, nobody new falls through the sieve.
  std::vector<std::array<bool, 2>> may_rise;
};

Outlook outlook(const Plan& plan, std::span<const Day> days, Span span);

// Fills the bitmap of the regions that could form, in the words [from, until).
void sift_regions(Slots& slots, const Outlook& outlook, Span span, std::size_t from,
                  std::size_t until);

// Adds to it what regions of one stratum could do from `step` on, after their state has changed.
void sift_again(Slots& slots, const Outlook& outlook, std::int32_t stratum,
                std::span<const Slot> changed, std::int32_t step, Span span);

// Adds the slots whose bits are set in the words [from, until), in order.
void list_bits(const std::uint64_t* bits, std::size_t from, std::size_t until,
               std::vector<Slot>& list);

// Random blocks of any purpose for a list of slots: word j of slot i at words[j][i].
struct Blocks {
  std::vector<std::uint32_t> words[4];
};
void draw_blocks(const Slots& slots, std::span<const Slot> list, Purpose purpose,
                 std::uint32_t step, unsigned offset, Blocks& blocks);

}  // namespace tizhi
