// Study: what a scenario asks for — its variants, how many replicates, what to keep of them.
// The reader makes it, the ensemble plays it, the writer describes it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/points.hpp"
#include "engine/run.hpp"
#include "model/calendar.hpp"

namespace tizhi {

enum class Measure : std::uint8_t {
  share,
  diversity,
  alignment,
  churn,
  by_cause,
  time_to,
  kept,
  forms
};

inline constexpr Level kAllLevels = 255;

// A number computed from one run.
struct Outcome {
  std::string id;
  Measure measure = Measure::share;
  Level level = kAllLevels;
  std::uint16_t models = 0;      // bit k: model k counts (share, time_to, kept)
  Cause cause = Cause::inertia;  // by_cause
  double share = 0.5;            // time_to: the share to be reached
  std::int32_t at = 0;           // the state that it is read at
  std::int32_t from = 0;         // the state since when formations count (churn … forms)
  int least = 2;                 // forms: models that a region has run to be counted
  Scope scope{};                 // its tops: what it is about, narrowed by the level
  bool operator==(const Outcome&) const = default;
};

enum class Frequency : std::uint8_t { never, yearly, every_step };

// What of a run is kept.
struct Recording {
  bool formations = true;
  bool ledger = true;
  bool leaders = false;
  bool orders = false;
  Frequency shares = Frequency::every_step;
  Frequency trajectory = Frequency::never;
  int compress = 0;  // deflate level, 0 … 9
  bool operator==(const Recording&) const = default;
};

// The states at which something of that frequency is kept: all, or the first one on or after each
// anniversary of the start, and the last.
std::vector<std::int32_t> recorded_states(const Grid& grid, Frequency frequency);

struct Variant {
  std::string id;  // "base" for the scenario itself
  std::string title;
  Run run;
};

// An event of the timeline as the scenario tells it, for the reader of the output.
struct EventNote {
  std::string id;
  Date date;
  std::string kind;
  std::string source;
};

struct Study {
  std::string title, title_zh;
  std::string scenario;       // the text as run, after extends and --set
  std::string scenario_hash;  // of everything the run depends on
  Calendar calendar;
  std::vector<EventNote> events;
  std::vector<Variant> variants;  // base first; all on the same world, catalogue and grid
  std::uint32_t replicates = 1;
  std::vector<Outcome> outcomes;
  Recording recording;
  // Where the variants are coalitions of the causes (engine/decompose.hpp): which, one a variant,
  // and of the scenario's variant of that id.
  std::vector<std::uint8_t> coalitions;
  std::string decomposes;
  std::shared_ptr<const Points> points;  // of a sweep; null: the variants as they stand
};

// Runs are numbered point by point, variant by variant, replicate by replicate.
std::size_t points_of(const Study& study);
std::size_t runs_of_a_point(const Study& study);
std::size_t jobs_of(const Study& study);

}  // namespace tizhi
