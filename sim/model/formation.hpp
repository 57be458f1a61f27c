// From hazards to formations: does a clock ring, which one rings first, and what was its share.
#pragma once

#include <array>
#include <cstdint>

#include "model/world.hpp"
#include "random/draws.hpp"

namespace tizhi {

enum class Cause : std::uint8_t { inertia, imitation, mandate, leadership, script };

inline constexpr int kPressingCauses = 4;  // script forms, but does not press
inline constexpr std::array<const char*, 5> kCauseNames{"inertia", "imitation", "mandate",
                                                        "leadership", "script"};

// h_c(i,k) of one region, per year.
struct Hazards {
  std::array<std::array<double, kPressingCauses>, kMaxModels> toward{};

  double& operator()(Model k, Cause c) { return toward[k][static_cast<std::size_t>(c)]; }
  double operator()(Model k, Cause c) const { return toward[k][static_cast<std::size_t>(c)]; }

  // Λ, summed in the order of the catalogue and of the causes: the order is part of the result.
  double total(int models) const {
    double sum = 0;
    for (int k = 0; k < models; ++k)
      for (const double h : toward[static_cast<std::size_t>(k)]) sum += h;
    return sum;
  }
};

// Shares of the causes in a formation, in 1/255.
using Ledger = std::array<std::uint8_t, kPressingCauses>;

// Any change of a region's model: a founding (from none) or a shift.
struct Formation {
  std::int32_t step = 0;  // between state `step` and the next
  Region region = 0;
  Model from = kNone;
  Model to = kNone;
  Cause cause = Cause::script;
  Ledger ledger{};  // adds up to 255; all 0 for script
  bool operator==(const Formation&) const = default;
};

// Shares of the hazards of one model, rounded to 1/255 by largest remainder; ties go to the earlier
// cause. Wants a positive sum.
inline Ledger ledger(const std::array<double, kPressingCauses>& hazards) {
  double sum = 0;
  for (const double h : hazards) sum += h;
  Ledger rounded{};
  std::array<double, kPressingCauses> remainder{};
  int left = 255;
  for (std::size_t c = 0; c < hazards.size(); ++c) {
    const double share = 255 * (hazards[c] / sum);
    rounded[c] = static_cast<std::uint8_t>(share);
    remainder[c] = share - rounded[c];
    left -= rounded[c];
  }
  for (; left > 0; --left) {
    std::size_t largest = 0;
    for (std::size_t c = 1; c < remainder.size(); ++c)
      if (remainder[c] > remainder[largest]) largest = c;
    ++rounded[largest];
    remainder[largest] = -1;
  }
  return rounded;
}

struct Pick {
  Model model = kNone;
  Cause cause = Cause::script;
};

// The pair (k, c) whose clock rings first, at -ln V / h. A clock has its own address, so that
// removing a cause changes the pick only where that cause was picked.
inline Pick first_clock(const Hazards& hazards, int models, const Draws& draws, std::uint32_t step,
                        std::uint64_t luck) {
  Pick first;
  double earliest = kInfinity;
  for (int k = 0; k < models; ++k) {
    const auto& row = hazards.toward[static_cast<std::size_t>(k)];
    if (row == std::array<double, kPressingCauses>{}) continue;
    const Block words = draws.block(Purpose::pick, step, luck, static_cast<unsigned>(k));
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (row[c] <= 0) continue;
      const double rings_at = waiting_time(words[c]) / row[c];
      if (rings_at < earliest) {
        earliest = rings_at;
        first = {static_cast<Model>(k), static_cast<Cause>(c)};
      }
    }
  }
  return first;
}

}  // namespace tizhi
