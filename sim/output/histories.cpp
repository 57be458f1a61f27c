#include "output/histories.hpp"

#include <algorithm>

namespace tizhi {
namespace {

constexpr std::uint64_t kRows = 1 << 16;  // read at once

// Consecutive rows.
struct Rows {
  std::uint64_t from = 0, count = 0;
};

std::uint64_t first_run(const TrajectoryFile& file, const RunsOf& runs) {
  return (runs.point * file.length("variant") + runs.variant) * file.length("replicate");
}

// Where the rows of `count` runs begin, and their end.
std::vector<std::int64_t> edges(const TrajectoryFile& file, const std::string& offsets,
                                std::uint64_t run, std::uint64_t count) {
  return file.numbers<std::int64_t>(offsets, {run}, {count + 1});
}

template <class Take>
void each_block(const std::vector<std::int64_t>& edges, Take take) {
  const auto end = static_cast<std::uint64_t>(edges.back());
  for (auto from = static_cast<std::uint64_t>(edges.front()); from < end; from += kRows)
    if (!take(Rows{from, std::min(kRows, end - from)})) return;
}

std::vector<Formation> formations_in(const TrajectoryFile& file, const Rows& rows) {
  const auto read = [&]<class T>(const char* name, T) {
    return file.numbers<T>(name, {rows.from}, {rows.count});
  };
  const auto step = read("formation_step", std::int32_t{});
  const auto region = read("formation_region", std::int32_t{});
  const auto from = read("formation_from", std::uint8_t{});
  const auto to = read("formation_to", std::uint8_t{});
  const auto cause = read("formation_cause", std::uint8_t{});
  std::vector<std::uint8_t> ledger(rows.count * kPressingCauses);
  if (file.has("formation_ledger"))
    ledger = file.numbers<std::uint8_t>("formation_ledger", {rows.from, 0},
                                        {rows.count, kPressingCauses});
  std::vector<Formation> all(rows.count);
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i] = {step[i], region[i], from[i], to[i], static_cast<Cause>(cause[i]), {}};
    std::copy_n(&ledger[i * kPressingCauses], kPressingCauses, all[i].ledger.begin());
  }
  return all;
}

// The rows of the block that are the region's, and what lies between them.
Rows narrowed(const std::vector<Region>& regions, const Rows& rows, Region region) {
  const auto first = std::find(regions.begin(), regions.end(), region);
  if (first == regions.end()) return {rows.from, 0};
  const auto last = std::find(regions.rbegin(), regions.rend(), region).base();
  return {rows.from + static_cast<std::uint64_t>(first - regions.begin()),
          static_cast<std::uint64_t>(last - first)};
}

// Of a dimension such as arrivals: the rows of one replicate that are the region's.
template <class Take>
void each_row_of(const TrajectoryFile& file, const std::string& dimension, const RunsOf& runs,
                 std::uint64_t replicate, Region region, Take take) {
  if (!file.has(dimension + "_step")) return;
  const std::uint64_t run = first_run(file, runs) + replicate;
  each_block(edges(file, dimension + "_offset", run, 1), [&](const Rows& block) {
    const auto regions =
        file.numbers<std::int32_t>(dimension + "_region", {block.from}, {block.count});
    const Rows rows = narrowed(regions, block, region);
    if (rows.count == 0) return true;
    for (std::uint64_t i = 0; i < rows.count; ++i)
      if (regions[rows.from - block.from + i] == region) take(rows.from + i);
    return true;
  });
}

template <class T>
T one(const TrajectoryFile& file, const std::string& name, std::uint64_t row) {
  return file.numbers<T>(name, {row}, {1}).at(0);
}

}  // namespace

std::vector<RegionHistory> histories(const TrajectoryFile& file, const RunsOf& runs,
                                     Region region) {
  const std::uint64_t replicates = file.length("replicate");
  const auto row = static_cast<std::uint64_t>(region);
  const auto first = file.numbers<std::uint8_t>("initial_state", {runs.point, runs.variant, 0, row},
                                                {1, 1, replicates, 1});
  std::vector<RegionHistory> all(replicates);
  for (std::size_t r = 0; r < all.size(); ++r) all[r].first = first[r];
  const auto offsets = edges(file, "formation_offset", first_run(file, runs), replicates);
  each_block(offsets, [&](const Rows& block) {
    const auto regions =
        file.numbers<std::int32_t>("formation_region", {block.from}, {block.count});
    const Rows rows = narrowed(regions, block, region);
    if (rows.count == 0) return true;
    const auto formations = formations_in(file, rows);
    for (std::size_t i = 0; i < formations.size(); ++i) {
      if (formations[i].region != region) continue;
      const auto place = static_cast<std::int64_t>(rows.from + i);
      const auto end = std::upper_bound(offsets.begin(), offsets.end(), place);
      all[static_cast<std::size_t>(end - offsets.begin()) - 1].formations.push_back(formations[i]);
    }
    return true;
  });
  return all;
}

std::vector<Model> initial_state(const TrajectoryFile& file, const RunsOf& runs,
                                 std::uint64_t replicate) {
  return file.numbers<std::uint8_t>("initial_state", {runs.point, runs.variant, replicate, 0},
                                    {1, 1, 1, file.length("region")});
}

void each_formation(const TrajectoryFile& file, const RunsOf& runs, std::uint64_t replicate,
                    const std::function<bool(const Formation&)>& take) {
  const std::uint64_t run = first_run(file, runs) + replicate;
  each_block(edges(file, "formation_offset", run, 1), [&](const Rows& rows) {
    const auto formations = formations_in(file, rows);
    return std::all_of(formations.begin(), formations.end(), take);
  });
}

std::vector<Arrival> arrivals_of(const TrajectoryFile& file, const RunsOf& runs,
                                 std::uint64_t replicate, Region region) {
  std::vector<Arrival> all;
  each_row_of(file, "arrival", runs, replicate, region, [&](std::uint64_t row) {
    all.push_back({one<std::int32_t>(file, "arrival_step", row), region,
                   one<std::uint8_t>(file, "arrival_model", row),
                   one<std::int32_t>(file, "arrival_origin", row)});
  });
  return all;
}

std::vector<IssuedOrder> orders_of(const TrajectoryFile& file, const RunsOf& runs,
                                   std::uint64_t replicate, Region region) {
  std::vector<IssuedOrder> all;
  each_row_of(file, "order", runs, replicate, region, [&](std::uint64_t row) {
    all.push_back({one<std::int32_t>(file, "order_step", row), region,
                   one<std::uint8_t>(file, "order_model", row)});
  });
  return all;
}

}  // namespace tizhi
