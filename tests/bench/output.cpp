// What writing costs, for runs of the size of China's: 3,466 regions, 516 months, 4 models, and
// 14,000 formations a replicate.
#include <benchmark/benchmark.h>

#include <filesystem>

#include "output/trajectory.hpp"

namespace {

using namespace tizhi;

constexpr std::int32_t kSteps = 516;
constexpr std::size_t kFormations = 14000;

Study study_of_china(std::uint32_t replicates, int compress) {
  Run run;
  run.world = std::make_shared<const World>(generate({1, 31, 13, 7}, {}));
  run.causes.resize(4);
  run.catalogue = {{"a", "", "", ""}, {"b", "", "", ""}, {"c", "", "", ""}, {"d", "", "", ""}};
  run.timeline.grid = {1.0 / 12, kSteps};
  run.beginnings = {Beginning{}};
  Study study;
  study.scenario_hash = "bench";
  study.calendar.start = {1982, 1, 1};
  study.variants = {{"base", "", run}};
  study.replicates = replicates;
  study.recording.compress = compress;
  return study;
}

Record made_up(const World& world, std::uint32_t replicate) {
  Record record;
  const auto regions = static_cast<std::size_t>(world.size());
  record.initial.assign(regions, kNone);
  record.counts.assign((kSteps + 1) * 4 * 4, 5);
  for (std::size_t f = 0; f < kFormations; ++f) {
    const auto mixed = static_cast<std::uint32_t>((f + replicate) * 2654435761U) >> 8;
    record.formations.push_back(
        {static_cast<std::int32_t>(f * kSteps / kFormations), static_cast<Region>(mixed % regions),
         kNone, static_cast<Model>(mixed % 4), Cause::imitation, Ledger{0, 255, 0, 0}});
  }
  return record;
}

void write_replicates(benchmark::State& state) {
  const auto replicates = static_cast<std::uint32_t>(state.range(0));
  const Study study = study_of_china(replicates, static_cast<int>(state.range(1)));
  const std::filesystem::path out = "bench_output.h5";
  for (auto _ : state) {
    TrajectoryWriter writer(out, study, {"bench", "bench"}, 10);
    for (std::uint32_t r = 0; r < replicates; ++r) {
      state.PauseTiming();
      Record record = made_up(*study.variants[0].run.world, r);
      state.ResumeTiming();
      writer.add({r, 0, r}, std::move(record));
    }
    writer.finish();
  }
  state.counters["bytes"] = static_cast<double>(std::filesystem::file_size(out));
  state.counters["replicates/s"] = benchmark::Counter(
      static_cast<double>(replicates), benchmark::Counter::kIsIterationInvariantRate);
  std::filesystem::remove(out);
}
BENCHMARK(write_replicates)
    ->ArgNames({"replicates", "compress"})
    ->Args({1, 0})
    ->Args({100, 0})
    ->Args({100, 1})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
