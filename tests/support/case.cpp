#include "support/case.hpp"

namespace tizhi::test {

std::vector<CatalogueEntry> letters(int models) {
  std::vector<CatalogueEntry> catalogue;
  for (int k = 0; k < models; ++k)
    catalogue.push_back({std::string(1, static_cast<char>('a' + k)), {}, {}, {}});
  return catalogue;
}

Run make_run(World world, int models, std::int32_t steps, double step) {
  Run run;
  run.causes.resize(world.level_names.size());
  run.world = std::make_shared<const World>(std::move(world));
  run.catalogue = letters(models);
  run.timeline.grid = {step, steps};
  run.beginnings = {Beginning{}};
  return run;
}

Run make_run(const std::vector<std::int32_t>& children, int models, std::int32_t steps,
             double step) {
  return make_run(generate(children, {}), models, steps, step);
}

namespace {

Beginning beginning(Model model, double age) {
  Beginning kind;
  kind.age = age;
  if (model == kNone) return kind;
  kind.none = 0;
  kind.weights[model] = 1;
  return kind;
}

}  // namespace

void begin_with(Run& run, Model model, double age) {
  run.beginnings = {beginning(model, age)};
  run.beginning.clear();
}

void begin_each(Run& run, const std::vector<Model>& models) {
  run.beginnings = {beginning(kNone, 0)};
  for (int k = 0; k < run.models(); ++k)
    run.beginnings.push_back(beginning(static_cast<Model>(k), 0));
  run.beginning.clear();
  for (const Model m : models) run.beginning.push_back(m == kNone ? 0 : m + 1);
}

PerModel<double> toward_all(double rate) {
  PerModel<double> rates;
  rates.fill(rate);
  return rates;
}

Order order_of(std::initializer_list<Model> targets, double date) {
  Order order;
  order.date = date;
  for (const Model m : targets) order.targets = static_cast<std::uint16_t>(order.targets | 1U << m);
  return order;
}

std::vector<Formation> formations(const Run& run, std::uint32_t replicate) {
  std::vector<Formation> all;
  simulate(
      run, groundwork(run), replicate, [](const State&) {},
      [&](const State&, const Happenings& now) {
        all.insert(all.end(), now.formations.begin(), now.formations.end());
      });
  return all;
}

std::vector<Model> last_models(const Run& run, std::uint32_t replicate) {
  const Groundwork ground = groundwork(run);
  Simulation simulation(run, ground, replicate);
  while (!simulation.is_over()) simulation.advance();
  return simulation.state().model;
}

std::vector<double> rates(const Run& run, Region i, std::uint32_t replicate) {
  const Groundwork ground = groundwork(run);
  Simulation simulation(run, ground, replicate);
  const Causes& causes = run.causes[run.world->level[static_cast<std::size_t>(i)]];
  std::vector<double> all;
  while (!simulation.is_over()) {
    simulation.prepare();
    all.push_back(causes.hazards(simulation.situation(i), run.models()).total(run.models()));
    simulation.finish();
  }
  return all;
}

}  // namespace tizhi::test
