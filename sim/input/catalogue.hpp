// [[model]]: the catalogue, and how the rest of the scenario names models.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/run.hpp"
#include "input/section.hpp"

namespace tizhi {

std::vector<CatalogueEntry> read_catalogue(const Node& document, Diagnostics& diagnostics);

std::vector<std::string> model_ids(const std::vector<CatalogueEntry>& catalogue);

// The families, in the order of their first models.
std::vector<std::string> families(const std::vector<CatalogueEntry>& catalogue);
bool is_family(std::string_view name, const std::vector<CatalogueEntry>& catalogue);

// All that a list, a table or a legacy may name: models, and families.
std::vector<std::string> model_names(const std::vector<CatalogueEntry>& catalogue);

// What a name stands for: one model, or a family's models with their parts of the whole, which
// is 1. Empty where nothing has the name.
struct Portion {
  Model model;
  double share;
};
std::vector<Portion> portions(std::string_view name, const std::vector<CatalogueEntry>& catalogue);

// The same for a value of the scenario; empty, and an error, where it names none.
std::vector<Portion> as_portions(const Node& node, std::string_view what,
                                 const std::vector<CatalogueEntry>& catalogue,
                                 Diagnostics& diagnostics);

enum class NoneIs : std::uint8_t { a_model, no_model };

// A model by its id, or "none" where that may be said; no family, which is not one model.
std::optional<Model> as_model(const Node& node, std::string_view what,
                              const std::vector<CatalogueEntry>& catalogue, NoneIs none,
                              Diagnostics& diagnostics);

// Weights over models, and over "none" where that may be said. Names that are not listed weigh 0;
// a family's weight is divided, and a weight of a model's own goes before its part.
struct Weights {
  double none = 0;
  PerModel<double> of{};
  std::uint16_t listed = 0;  // bit k: model k stands in the table, with any weight
};
std::optional<Weights> as_weights(const Node& node, std::string_view what,
                                  const std::vector<CatalogueEntry>& catalogue, NoneIs none,
                                  Diagnostics& diagnostics);

// One model, or a list of them, as bits; a family is all its models.
std::optional<std::uint16_t> as_models(const Node& node, std::string_view what,
                                       const std::vector<CatalogueEntry>& catalogue,
                                       Diagnostics& diagnostics);

}  // namespace tizhi
