// What the fast kernel knows of a run before the first replicate: levels and strata in single
// precision, bounds for the sieve, tables of the leaders' law. All of it follows from the Run.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/conditions.hpp"
#include "engine/kernel/tenures.hpp"
#include "engine/simulation.hpp"
#include "random/philox.hpp"

namespace tizhi {

inline constexpr int kGroup = 64;  // regions to a word of a bitmap

// Single precision errs by less than this, relatively, in whatever the kernel weighs.
inline constexpr float kMargin = 1.0F / 4096;

// Exponents below this are cut off here, before single precision loses them: what is left counts
// for nothing beside any other hazard, and LevelLaw::faint tells where there is no other.
inline constexpr float kLeastExponent = -60;

// An order as it presses the regions of a stratum in a step.
struct Push {
  Phase phase = Phase::pressing;
  std::uint32_t targets = 0;
  bool is_weighted = false;
  float strength = 0;
  PerModel<float> share{};  // by weights, or even: what is pressed where nothing else decides
};

// Conditions of a stratum in a step, in single precision; hazards per year.
struct Weather {
  float window = 1;
  float open_alone = 1;    // 1 - crowding · silenced by the timeline's orders
  float open_ordered = 1;  // the same under an order of the superior's own
  PerModel<float> pull{};  // pull · L
  float pulls = 0;         // their sum
  float pressing = 0;      // the strengths of the pressing orders, summed
  // Ceilings of the hazards of a step, to be held back by D, where a region has a model and where
  // it has none; what a leader adds to them who has just come, held back like the rest; what orders
  // add.
  float lull = 0;
  float calm = 0;
  float zeal = 0;
  float storm = 0;
  bool is_plain = false;  // numbers that single precision cannot weigh: ask in the plain way
  bool is_due = false;
  bool is_overdue = false;
  std::uint32_t complying = 0;  // bit k: model k complies with what is due or overdue
  std::vector<Push> pushes;
};

struct Day {
  std::vector<Conditions> conditions;  // one a stratum
  std::vector<Weather> weather;
};

// The parameters of a level in single precision; what a cause that is off would add is 0.
struct LevelLaw {
  PerModel<float> superior{}, peers{}, founding{}, drag{};
  bool peers_alike = true;  // one rate and one founding for all models, conformity 1
  float conformity = 1;
  float settling = 1;               // 1/steps
  float preference = 0;             // with the mean of the first step's zeal
  float honeymoon = 0;              // 1/steps
  bool are_first_in_doubt = false;  // zeal fades so fast that first leaders must be known in full
  float compliance = 0;
  float resistance = 0;
  float faint = 0;  // per year: hazards below may be exponentials that have left single precision
  bool holds = false;  // any drag
  PeerSet peer_set = PeerSet::none;
  int page = 0;
  std::shared_ptr<const Tenures> tenures;  // levels of a law share them
  double issue = 0;                        // P of an order in a step
  double issue_steps = 0;
};

// What new leaders are drawn by, a row a law, its entries by level; each row is long enough to fill
// a vector. Chances · 2^53 are in two parts, of 32 bits and of 21.
struct Seating {
  static constexpr std::size_t kLeast = 16;
  explicit Seating(std::size_t levels) : levels{levels}, wide{std::max(levels, kLeast)} {}
  using Row = std::vector<std::uint32_t>;
  std::size_t levels, wide;
  Row outsider_high, outsider_low;  // that a new leader comes from elsewhere
  Row taste_high, taste_low;        // that they have a taste of their own
  Row others;                       // how many regions an outsider may come from
  Row first;                        // where the level begins in the roster
  Row favour_high, favour_low;      // rows by model: that their taste is no later one
};

// The keys of Philox's rounds, as wide as the widest vectors: these take them from memory as they
// multiply. Spreading them anew in each block kept a port busy that the multiplications want.
struct Keys {
  static constexpr std::size_t kWide = 8;
  alignas(64) std::uint64_t low[kPhiloxRounds][kWide], high[kPhiloxRounds][kWide];
  explicit Keys(std::uint64_t seed);
  PhiloxKey first() const {
    return {static_cast<std::uint32_t>(low[0][0]), static_cast<std::uint32_t>(high[0][0])};
  }
};

// What of a region never changes: its superior, the row of its siblings' sums (-1: none), its luck.
struct alignas(16) Bond {
  Region boss = kNoRegion;
  std::int32_t family = -1;
  std::uint64_t luck = 0;
};
static_assert(sizeof(Bond) == 16);

// What a newcomer's draws ask of a region, in a quarter of a cache line.
struct alignas(16) Seat {
  std::uint64_t luck = 0;
  std::int32_t place = 0;  // in the roster
  std::int32_t level = 0;
};
static_assert(sizeof(Seat) == 16);

// Neighbouring words whose regions are all of one stratum; -1: of several.
struct Stretch {
  std::int32_t stratum = -1;
  std::size_t begin = 0, end = 0;
};

struct Plan {
  Plan(std::uint64_t seed, std::size_t levels) : keys{seed}, seating{levels} {}

  Keys keys;
  const Run* run = nullptr;
  const Groundwork* ground = nullptr;
  std::int32_t steps = 0;
  int models = 0;
  std::int32_t regions = 0;
  std::int32_t stride = 0;  // regions of a replicate, rounded up to whole words
  std::vector<LevelLaw> levels;
  Edges edges;
  Seating seating;
  std::vector<Seat> seats;               // per region; or empty: see seat_of
  std::vector<std::uint8_t> level;       // per region, padded
  std::vector<std::uint64_t> movable;    // bit per region: not fixed, and there
  std::vector<std::uint64_t> present;    // bit per region: there at all
  std::vector<std::uint64_t> led;        // bit per region: its leaders are followed
  std::vector<std::uint64_t> last_luck;  // of the last word's regions, padded
  std::vector<std::int32_t> uniform;     // per word: the stratum of all its regions, or -1
  std::vector<Stretch> stretches;        // the words of a replicate
  std::vector<Bond> bonds;               // per region, padded
  std::vector<std::int32_t> weight;      // prestige in the largest common unit; empty: all one
  std::int32_t families = 0;
  std::vector<std::int32_t> lags;  // of the pages; 0 first
  bool sums_families = false, sums_levels = false;
  bool has_legal = false;  // anywhere, at any time
  std::vector<Region> issuers;
  // Of issuer j, and of nobody to the end of a vector: their luck, and four times the greatest top
  // byte by which they may issue.
  std::vector<std::uint64_t> issuer_luck;
  std::vector<std::uint32_t> issue_edges;
  // Of issuer j: regions where children stand side by side, else places in the list of children.
  std::vector<std::int32_t> child_begin, child_end;
  std::vector<Region> children;
  std::vector<Day> days;  // empty: too many to keep

  const std::uint64_t* luck(std::size_t word) const;
  // Nearly always by its word: in a big world a look at the regions' own list waits for memory.
  std::int32_t stratum_of(Region i) const {
    const auto at = static_cast<std::size_t>(i);
    const std::int32_t shared = uniform[at / kGroup];
    return shared >= 0 ? shared : ground->strata.of_region[at];
  }
  Seat seat_of(Region i) const {
    const auto at = static_cast<std::size_t>(i);
    return {bonds[at].luck, ground->place.empty() ? 0 : ground->place[at], level[at]};
  }
  Day day(std::int32_t step) const;
};

}  // namespace tizhi
