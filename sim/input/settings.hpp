// Settings of dotted keys: `--set imitation.peers=0.5`, and `set` of a counterfactual.
#pragma once

#include <string>
#include <vector>

#include "input/document.hpp"

namespace tizhi {

struct Setup {
  std::vector<KeyPart> key;
  Node value;
};

// What stands behind --set: the key and the value, as TOML or as a bare word.
std::optional<Setup> parse_setup(const std::string& text, const Place& place,
                                 Diagnostics& diagnostics);

// Puts the value into the document. Items of a list of sections are named by their ids
// (event.doc36.strength). Where a parameter is one number and a key of it is set, the number first
// becomes a table of all `levels` or `models`, whichever the key names.
void apply_setup(const Setup& setup, const std::vector<std::string>& levels,
                 const std::vector<std::string>& models, Node& document, Diagnostics& diagnostics);

}  // namespace tizhi
