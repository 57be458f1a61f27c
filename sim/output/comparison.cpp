#include "output/comparison.hpp"

#include <cstring>

#include "output/columns.hpp"
#include "output/layout.hpp"

namespace tizhi {
namespace {

template <class T>
Bytes bytes_as(const TrajectoryFile& file, const std::string& name, const Extent& from,
               const Extent& extent) {
  const auto values = file.numbers<T>(name, from, extent);
  const auto view = std::as_bytes(std::span(values));
  return {view.begin(), view.end()};
}

Bytes stored(const TrajectoryFile& file, const Column& column, const Extent& from,
             const Extent& extent) {
  switch (column.type) {
    case Number::uint8:
      return bytes_as<std::uint8_t>(file, column.name, from, extent);
    case Number::int32:
      return bytes_as<std::int32_t>(file, column.name, from, extent);
    case Number::int64:
      return bytes_as<std::int64_t>(file, column.name, from, extent);
    case Number::float32:
      return bytes_as<float>(file, column.name, from, extent);
    case Number::float64:
      return bytes_as<double>(file, column.name, from, extent);
  }
  return {};
}

Bytes played(const Column& column, const std::vector<Record>& pieces) {
  Bytes all, scratch;
  for (const Record& piece : pieces) {
    const auto bytes = column.bytes(piece, scratch);
    all.insert(all.end(), bytes.begin(), bytes.end());
  }
  return all;
}

// The block of a column that the run fills.
void find_block(const TrajectoryFile& file, const Column& column, std::uint64_t run, Extent& from,
                Extent& extent) {
  const Extent shape = file.shape(column.name);
  std::size_t own = 1;  // dimensions that count runs, or events
  if (column.per == Per::run) {
    own = 3;
    from = {run / (shape[1] * shape[2]), run / shape[2] % shape[1], run % shape[2]};
    extent = {1, 1, 1};
  } else {
    const auto ends = file.numbers<std::int64_t>(dimension_of(column.per) + "_offset", {run}, {2});
    from = {static_cast<std::uint64_t>(ends[0])};
    extent = {static_cast<std::uint64_t>(ends[1] - ends[0])};
  }
  from.resize(shape.size(), 0);
  extent.insert(extent.end(), shape.begin() + static_cast<std::ptrdiff_t>(own), shape.end());
}

}  // namespace

std::string first_difference(const TrajectoryFile& file, const Study& study, std::uint64_t run,
                             const std::vector<Record>& pieces) {
  for (const Column& column : columns(study)) {
    if (!file.has(column.name)) return column.name;
    Extent from, extent;
    find_block(file, column, run, from, extent);
    if (stored(file, column, from, extent) != played(column, pieces)) return column.name;
  }
  return "";
}

}  // namespace tizhi
