// Evidence: what histories tell of the rates. A row is a region in a step: what pressed it, per
// unit of each coefficient, and what came of it. The terms are the causes' own (sim/causes).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/replay.hpp"
#include "fit/coefficients.hpp"

namespace tizhi {

inline constexpr int kConstant = -1;      // a term without a coefficient
inline constexpr Model kElsewhere = 254;  // any model but the row's

// h(model) += coefficient · value; times the row's modifier where the term is bare.
struct Term {
  std::int32_t coefficient = kConstant;
  Model model = 0;
  bool is_bare = false;
  double value = 0;
  bool operator==(const Term&) const = default;
};

// An order that leaves the choice open among its targets, in proportion to the bare hazards there.
struct OpenOrder {
  std::int32_t coefficient = kConstant;
  std::uint16_t targets = 0;
  double strength = 0;
  bool operator==(const OpenOrder&) const = default;
};

enum class Came : std::uint8_t {
  nothing,  // no formation: `model` is what the region had
  formed,   // it took `model`
  obeyed,   // it took `model` where a deadline made it form for certain
};

struct Row {
  Came came = Came::nothing;
  Model model = kNone;
  Model now = kNone;    // what the region had
  double modifier = 1;  // W D B
  double count = 1;     // so many region-steps are alike
  std::int32_t terms_begin = 0, terms_end = 0;
  std::int32_t orders_begin = 0, orders_end = 0;
};

// Which region-step a row is, where rows are kept apart.
struct Origin {
  std::int32_t history = 0, step = 0;
  Region region = 0;
};

// A formation in one of several steps: paths are ranges of `members`, which are rows.
struct Mixture {
  std::vector<std::int32_t> begins;  // of each path, and the end
};

// A formation that no cause can have made, whatever the rates.
struct Impossible {
  std::int32_t history = 0, row = 0;  // of the table
  Region region = 0;
  Model to = kNone;
  std::int32_t step = 0;
  bool was_due = false;  // rather: a deadline made it form, and it did not
};

enum class LeadersAre : std::uint8_t { seen, expected, ignored };
enum class Rows : std::uint8_t {
  merged,    // only what the likelihood needs: rows that are alike in that count as one
  by_model,  // terms toward each model; rows that are alike in that count as one
  apart,     // terms toward each model, a row a region-step
};

struct EvidenceRequest {
  LeadersAre leaders = LeadersAre::expected;  // of regions whose leader is not known
  Rows rows = Rows::merged;
  std::function<bool(const Origin&)> takes;  // empty: everything
};

struct Evidence {
  double step = 0;  // years
  std::vector<Row> rows;
  std::vector<Term> terms;
  std::vector<OpenOrder> orders;
  std::vector<Origin> origins;  // of rows apart
  std::vector<Mixture> mixtures;
  std::vector<std::int32_t> members;
  std::vector<Impossible> impossible;
  double at_risk = 0;     // region-steps in which something could form
  double formations = 0;  // that are to be explained
  // Left out of a history with dates that are stretches of time: formations toward which nothing
  // presses with all others at the middle of theirs. Their true order may well explain them.
  double undated = 0;
  double given = 0;                              // formations from before the histories count
  double led_by_known = 0, led_by_expected = 0;  // region-steps by what is known of the leader
};

Evidence evidence(const Run& run, const std::vector<History>& histories,
                  const Coefficients& coefficients, const EvidenceRequest& request);

}  // namespace tizhi
