// [inertia] [imitation] [mandate] [leadership]: parameters, by level and by model.
#include <algorithm>

#include "input/catalogue.hpp"
#include "input/frame.hpp"
#include "input/section.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

struct Target {
  const Parameter& parameter;
  const Frame& frame;
  std::vector<Causes>& causes;
  Diagnostics& diagnostics;
};

bool is_one_of(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// What the parameter means: the way out of a wrong value.
std::string explanation(const Parameter& parameter) {
  const std::string unit(unit_text(parameter.unit));
  const std::string fallback =
      parameter.choices.empty()
          ? spelled(parameter.fallback)
          : std::string(parameter.choices[static_cast<std::size_t>(parameter.fallback)]);
  return "'" + std::string(parameter.key) + "' (" + unit + (unit.empty() ? "" : ", ") + fallback +
         " where nothing is said): " + std::string(parameter.meaning);
}

std::optional<double> value_of(const Node& node, const Target& target) {
  const Parameter& parameter = target.parameter;
  if (parameter.unit != Unit::choice)
    return as_number(node, parameter.key, parameter.range, target.diagnostics,
                     explanation(parameter));
  const std::vector<std::string> choices(parameter.choices.begin(), parameter.choices.end());
  const auto choice =
      as_choice(node, parameter.key, choices, target.diagnostics, explanation(parameter));
  return choice ? std::optional(static_cast<double>(*choice)) : std::nullopt;
}

// Levels [first, last) and models [from, to).
struct Cells {
  std::size_t first, last;
  int from, to;
};

void assign(double value, const Cells& cells, const Target& target) {
  for (std::size_t l = cells.first; l < cells.last; ++l)
    for (int k = cells.from; k < cells.to; ++k) target.parameter.assign(target.causes[l], k, value);
}

bool is_by_model(const Target& target) {
  return target.parameter.detail == Detail::by_level_and_model;
}

void refuse_name(const Entry& e, const std::vector<std::string>& names, const char* what,
                 const Target& target) {
  target.diagnostics.error(
      e.place, "there is no " + std::string(what) + " '" + e.key + "'", listed(names),
      did_you_mean(e.key, names, "levels come from [regions], models from [[model]]"));
}

void read_models(const Node& table, Cells cells, const std::vector<std::string>& models,
                 const Target& target) {
  if (models.empty()) return;
  const bool is_weight = target.parameter.unit == Unit::weight;
  // Who names weights means these and no others; of other parameters the rest keep their default.
  if (is_weight) assign(0, cells, target);
  const auto is_own = [&](const Entry& e) { return !is_family(e.key, target.frame.catalogue); };
  std::vector<const Entry*> entries;  // families first: what is a model's own goes before
  for (const Entry& e : table.entries) entries.push_back(&e);
  std::stable_partition(entries.begin(), entries.end(),
                        [&](const Entry* e) { return !is_own(*e); });
  for (const Entry* e : entries) {
    const auto found = portions(e->key, target.frame.catalogue);
    const auto value = value_of(e->value, target);
    if (found.empty()) refuse_name(*e, models, "model", target);
    for (const Portion& one : found) {
      cells.from = one.model;
      cells.to = cells.from + 1;
      if (value) assign(is_weight ? *value * one.share : *value, cells, target);
    }
  }
}

// A family is one choice among the others: where nothing is said it weighs as much as a model.
void weigh_families(const Frame& frame, std::vector<Causes>& causes) {
  for (const std::string& family : families(frame.catalogue))
    for (const Portion& one : portions(family, frame.catalogue))
      for (Causes& c : causes) c.leadership.favourites[one.model] = one.share;
}

void read_cells(const Node& node, const Cells& cells, const std::vector<std::string>& models,
                const Target& target) {
  if (node.kind == Kind::table && is_by_model(target)) {
    read_models(node, cells, models, target);
  } else if (target.parameter.unit == Unit::weight && node.kind != Kind::table) {
    wrong_kind(node, target.parameter.key, "a table of weights: { model = 3 }", target.diagnostics,
               "models that are not named weigh nothing");
  } else if (const auto value = value_of(node, target)) {
    assign(*value, cells, target);
  }
}

void read_levels(const Node& table, const std::vector<std::string>& models, const Target& target) {
  const auto& levels = target.frame.atlas.levels;
  std::vector<std::string> names = levels;
  if (is_by_model(target)) names.insert(names.end(), models.begin(), models.end());
  for (const Entry& e : table.entries) {
    const auto found = std::find(levels.begin(), levels.end(), e.key);
    if (is_by_model(target) && is_one_of(models, e.key))
      target.diagnostics.error(e.place, "'" + e.key + "' is a model and stands beside levels",
                               "levels outside, models inside",
                               std::string(target.parameter.key) + " = { " + levels.front() +
                                   " = { " + e.key + " = 1 } }, for instance");
    else if (found == levels.end())
      refuse_name(e, names, is_by_model(target) ? "level or model" : "level", target);
    const auto level = static_cast<std::size_t>(found - levels.begin());
    if (found != levels.end())
      read_cells(e.value, {level, level + 1, 0, kMaxModels}, models, target);
  }
}

bool names_only_models(const Node& table, const std::vector<std::string>& levels,
                       const std::vector<std::string>& models) {
  const auto is_known_level = [&](const Entry& e) { return is_one_of(levels, e.key); };
  const auto is_known_model = [&](const Entry& e) { return is_one_of(models, e.key); };
  return std::none_of(table.entries.begin(), table.entries.end(), is_known_level) &&
         std::any_of(table.entries.begin(), table.entries.end(), is_known_model);
}

void check_weights(const Node& node, const Target& target) {
  const int models = static_cast<int>(target.frame.catalogue.size());
  for (const Causes& causes : target.causes) {
    double sum = 0;
    for (int k = 0; k < models; ++k) sum += target.parameter.value(causes, k);
    if (models == 0 || sum > 0) continue;
    target.diagnostics.error(
        node.place, "the weights of '" + std::string(target.parameter.key) + "' sum to nothing",
        "at least one weight above 0", "for leaders without favourites: taste = 0");
    return;
  }
}

void read_parameter(const Node& node, const Target& target) {
  const Atlas& atlas = target.frame.atlas;
  const std::vector<std::string> models = model_names(target.frame.catalogue);
  const Cells all{0, target.causes.size(), 0, kMaxModels};
  const std::size_t errors_before = target.diagnostics.errors();
  if (node.kind != Kind::table)
    read_cells(node, all, models, target);
  else if (is_by_model(target) && names_only_models(node, atlas.levels, models))
    read_models(node, all, models, target);
  else if (!atlas.levels.empty())
    read_levels(node, models, target);
  if (target.parameter.unit == Unit::weight && errors_before == target.diagnostics.errors())
    check_weights(node, target);
}

void warn_of_no_neighbours(const Node& document, const Frame& frame,
                           const std::vector<Causes>& causes, Diagnostics& diagnostics) {
  const Node* section = document.find("imitation");
  const Node* peer_set = section != nullptr ? section->find("peer_set") : nullptr;
  const bool looks_at_them = std::any_of(causes.begin(), causes.end(), [](const Causes& c) {
    return c.imitation.peer_set == PeerSet::neighbours;
  });
  if (peer_set == nullptr || !looks_at_them || !frame.atlas.is_known()) return;
  if (frame.world().neighbours.empty())
    diagnostics.warning(peer_set->place, "no region has neighbours to look at",
                        "name a table of them: [regions] neighbours = \"neighbours.csv\"");
}

}  // namespace

std::vector<Causes> read_causes(const Node& document, const Frame& frame,
                                Diagnostics& diagnostics) {
  std::vector<Causes> causes(std::max<std::size_t>(frame.atlas.levels.size(), 1));
  weigh_families(frame, causes);
  for (std::size_t c = 0; c < kPressingCauses; ++c) {
    const std::string name = kCauseNames[c];
    const Node* table = section_of(document, name, diagnostics);
    if (table == nullptr) continue;
    Section section(*table, "[" + name + "]", diagnostics);
    const bool is_on = section.on_or_off("on", true);
    for (Causes& at_level : causes) at_level.on[c] = is_on;
    for (const Parameter& parameter : parameters()) {
      if (parameter.section != name) continue;
      if (const Node* node = section.find(parameter.key))
        read_parameter(*node, {parameter, frame, causes, diagnostics});
    }
    section.refuse_the_rest();
  }
  warn_of_no_neighbours(document, frame, causes, diagnostics);
  return causes;
}

}  // namespace tizhi
