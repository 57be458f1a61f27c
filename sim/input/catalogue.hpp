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

enum class NoneIs : std::uint8_t { a_model, no_model };

// A model by its id, or "none" where that may be said.
std::optional<Model> as_model(const Node& node, std::string_view what,
                              const std::vector<CatalogueEntry>& catalogue, NoneIs none,
                              Diagnostics& diagnostics);

// Weights over models, and over "none" where that may be said. Names that are not listed weigh 0.
struct Weights {
  double none = 0;
  PerModel<double> of{};
  std::uint16_t listed = 0;  // bit k: model k stands in the table, with any weight
};
std::optional<Weights> as_weights(const Node& node, std::string_view what,
                                  const std::vector<CatalogueEntry>& catalogue, NoneIs none,
                                  Diagnostics& diagnostics);

// One model, or a list of them, as bits.
std::optional<std::uint16_t> as_models(const Node& node, std::string_view what,
                                       const std::vector<CatalogueEntry>& catalogue,
                                       Diagnostics& diagnostics);

}  // namespace tizhi
