// Speed of the engine on the China case, in region-steps per second and core:
//   build/release/tests/tizhi_bench --benchmark_filter=china
#include <benchmark/benchmark.h>

#include <filesystem>

#include "engine/record.hpp"
#include "input/scenario.hpp"

namespace {

void china(benchmark::State& state) {
  const std::filesystem::path file =
      std::filesystem::path(TIZHI_SOURCE_DIR) / "scenarios" / "china.toml";
  const tizhi::Reading reading = tizhi::read_scenario(file);
  if (!reading.study) {
    state.SkipWithError("scenarios/china.toml cannot be read");
    return;
  }
  const tizhi::Study& study = *reading.study;
  const tizhi::Run& run = study.variants.front().run;
  const tizhi::Groundwork ground = tizhi::groundwork(run);
  std::uint32_t replicate = 0;
  std::size_t formations = 0;
  for (auto _ : state) {
    const tizhi::Record record =
        tizhi::record(run, ground, replicate++, study.outcomes, study.recording);
    formations += record.formations.size();
  }
  const double region_steps = double(run.world->size()) * run.timeline.grid.steps;
  using benchmark::Counter;
  state.counters["region_steps"] =
      Counter(region_steps, Counter::kIsIterationInvariantRate, Counter::kIs1000);
  state.counters["formations"] = Counter(double(formations), Counter::kAvgIterations);
}

}  // namespace

BENCHMARK(china)->Unit(benchmark::kMillisecond);
