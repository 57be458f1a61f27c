// From a document to Runs: the scenario itself, its counterfactuals, the points of its sweep.
#pragma once

#include <optional>
#include <vector>

#include "engine/study.hpp"
#include "input/frame.hpp"
#include "input/settings.hpp"
#include "input/sweep.hpp"

namespace tizhi {

// A run, and the events that the output names.
struct Told {
  Run run;
  std::vector<EventNote> notes;
};
Told read_run(const Node& document, const Frame& frame, Diagnostics& diagnostics);

// A [[counterfactual]] as written.
struct Counterfactual {
  std::string id, title;
  Place place;
  std::vector<Node> without;  // texts: ids of events, or causes
  std::vector<Setup> sets;
};
std::vector<Counterfactual> read_counterfactuals(const Node& document, Diagnostics& diagnostics);

// The document with what the counterfactual removes or changes.
Node changed_document(const Node& document, const Frame& frame, const Counterfactual& one,
                      Diagnostics& diagnostics);

// The same world with something removed or changed. Reports what cannot be.
std::vector<Variant> build_variants(const Node& document, const Frame& frame,
                                    const std::vector<Counterfactual>& counterfactuals,
                                    Diagnostics& diagnostics);

// Every value of every swept parameter is tried on the document.
std::optional<Sweep> read_sweep(const Node& document, const Frame& frame, Diagnostics& diagnostics);

// The settings that a table of them holds: { "imitation.peers" = 0 } or imitation = { peers = 0 }.
// With `values`: tables with min and max are values too.
enum class Leaves : std::uint8_t { values, ranges };
void collect_setups(const Node& table, Leaves leaves, std::vector<KeyPart>& above,
                    std::vector<Setup>& setups, Diagnostics& diagnostics);

// Does the setting change what variants may differ in? Reports it where not.
bool is_variable(const Setup& setup, const char* what, Diagnostics& diagnostics);

}  // namespace tizhi
