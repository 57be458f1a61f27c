// Small runs to test with: a world, a catalogue a, b, c …, and nothing switched on to act.
#pragma once

#include <initializer_list>
#include <utility>
#include <vector>

#include "engine/simulation.hpp"

namespace tizhi::test {

inline constexpr double kMonth = 1.0 / 12;
inline constexpr Model kA = 0, kB = 1, kC = 2;

// Every region begins without a model.
Run make_run(World world, int models, std::int32_t steps, double step = kMonth);
Run make_run(const std::vector<std::int32_t>& children, int models, std::int32_t steps,
             double step = kMonth);

// All regions begin with that model, of that age in years.
void begin_with(Run& run, Model model, double age = 0);

// Region i begins with models[i], of age 0.
void begin_each(Run& run, const std::vector<Model>& models);

template <class Change>
void at_all_levels(Run& run, Change&& change) {
  for (Causes& causes : run.causes) change(causes);
}

// The same rate toward each model of the catalogue.
PerModel<double> toward_all(double rate);

// The world of a run with a change: worlds are shared and const.
template <class Change>
void change_world(Run& run, Change&& change) {
  World world = *run.world;
  change(world);
  complete(world);
  run.world = std::make_shared<const World>(std::move(world));
}

// An order that names those models, from above all.
Order order_of(std::initializer_list<Model> targets, double date = 0);

// Everything that a replicate forms.
std::vector<Formation> formations(const Run& run, std::uint32_t replicate = 0);

// The models of all regions at the end of a replicate.
std::vector<Model> last_models(const Run& run, std::uint32_t replicate = 0);

// λ of region i in each step of a replicate: Λ, the sum of its hazards.
std::vector<double> rates(const Run& run, Region i, std::uint32_t replicate = 0);

// A model's name in a catalogue of letters.
std::vector<CatalogueEntry> letters(int models);

}  // namespace tizhi::test
