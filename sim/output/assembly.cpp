#include "output/assembly.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <memory>
#include <optional>

#include "output/decomposition.hpp"

namespace tizhi {
namespace {

using hdf5::Description;
using hdf5::Handle;
using hdf5::NewFile;
using hdf5::Shape;

constexpr hsize_t kChunkBytes = 1 << 22;
constexpr hsize_t kMostReplicates = 16;
constexpr hsize_t kMostColumns = 64;
constexpr hsize_t kMostRows = 1 << 16;
constexpr hsize_t kMostRuns = 1 << 13;  // of numbers, one a run: 64 kB
constexpr std::size_t kCutColumns = 6;

hsize_t product(const Shape& shape) {
  hsize_t product = 1;
  for (const hsize_t length : shape) product *= length;
  return product;
}

// One column on its way into the file: collects whole chunks of rows and writes them.
class Spool {
 public:
  // A row is what one run, or one formation, arrival or order contributes.
  Spool(NewFile& file, const Column& column, const Shape& row, const Study& study, hsize_t total)
      : file_(&file),
        column_(&column),
        row_(row),
        row_bytes_(product(row) * bytes_of(column.type)) {
    per_band_ = column.per == Per::run ? study.replicates : total;
    Description description{column.name,      column.type, {}, {}, study.recording.compress,
                            column.attributes};
    if (column.per == Per::run) {
      description.dimensions = {"point", "variant", "replicate"};
      set_chunk_of_runs(description.chunk, study);
    } else {
      description.dimensions = {dimension_of(column.per)};
      rows_at_once_ = std::clamp<hsize_t>(total, 1, kMostRows);
      description.chunk = {rows_at_once_};
      description.chunk.insert(description.chunk.end(), row.begin(), row.end());
    }
    description.dimensions.insert(description.dimensions.end(), column.dimensions.begin(),
                                  column.dimensions.end());
    variable_ = file.variable(description);
    chunk_ = description.chunk;
    is_plain_ = study.recording.compress == 0 && std::endian::native == std::endian::little;
  }

  void add(const Record& piece, Bytes& scratch) {
    auto bytes = column_->bytes(piece, scratch);
    while (!bytes.empty()) {
      const std::size_t wanted = rows_wanted() * row_bytes_;
      const auto now = bytes.first(std::min(wanted - waiting_, bytes.size()));
      bytes = bytes.subspan(now.size());
      if (now.size() == wanted) {
        write(now.data());
        continue;
      }
      if (!room_) room_.reset(new std::byte[rows_at_once_ * row_bytes_]);
      std::memcpy(room_.get() + waiting_, now.data(), now.size());
      waiting_ += now.size();
      if (waiting_ == wanted) write(room_.get());
    }
  }

 private:
  // Up to 16 replicates, all times, up to 64 columns: a region's history is read without the rest.
  // Where all runs of a point are fewer, those of several points.
  void set_chunk_of_runs(Shape& chunk, const Study& study) {
    const hsize_t most = std::clamp<hsize_t>(kChunkBytes / std::max<hsize_t>(row_bytes_, 1), 1,
                                             row_.empty() ? kMostRuns : kMostReplicates);
    const hsize_t points = points_of(study), runs = runs_of_a_point(study);
    if (points > 1 && runs <= most) {
      const hsize_t together = std::min(most / runs, points);
      rows_at_once_ = together * runs;
      per_band_ = points * runs;
      runs_of_a_point_ = runs;
      chunk = {together, study.variants.size(), study.replicates};
    } else {
      rows_at_once_ = std::min(most, per_band_);
      chunk = {1, 1, rows_at_once_};
    }
    Shape of_row = row_;
    if (row_.size() == 1) of_row[0] = std::min(of_row[0], kMostRows);
    if (row_.size() == 2) of_row[1] = std::min(of_row[1], kMostColumns);
    if (row_.size() == 3) of_row[1] = std::min(of_row[1], kMostColumns / of_row[2]);
    chunk.insert(chunk.end(), of_row.begin(), of_row.end());
    variants_ = study.variants.size();
  }

  // A chunk does not reach across variants, unless it holds all of them.
  hsize_t rows_wanted() const { return std::min(rows_at_once_, per_band_ - written_ % per_band_); }

  // Where the next rows stand, and how far they reach along point, variant and replicate.
  void place_runs(hsize_t rows, Shape& from, Shape& extent) const {
    if (runs_of_a_point_ > 0) {
      from = {written_ / runs_of_a_point_, 0, 0};
      extent = {rows / runs_of_a_point_, variants_, runs_of_a_point_ / variants_};
    } else {
      const hsize_t band = written_ / per_band_;
      from = {band / variants_, band % variants_, written_ % per_band_};
      extent = {1, 1, rows};
    }
  }

  void write(const std::byte* values) {
    const hsize_t rows = rows_wanted();
    Shape from, extent;
    if (column_->per == Per::run) {
      place_runs(rows, from, extent);
    } else {
      from = {written_};
      extent = {rows};
    }
    from.resize(from.size() + row_.size(), 0);
    extent.insert(extent.end(), row_.begin(), row_.end());
    if (extent == chunk_ && is_plain_)
      file_->write_chunk(variable_, from, {values, rows * row_bytes_});
    else
      file_->write(variable_, column_->type, from, extent, values);
    written_ += rows;
    waiting_ = 0;
  }

  NewFile* file_;
  const Column* column_;
  Shape row_, chunk_;
  bool is_plain_ = true;  // stored as it stands in memory
  std::size_t row_bytes_ = 0;
  hsize_t per_band_ = 0;         // rows that no chunk reaches beyond: a variant's; of events: all
  hsize_t runs_of_a_point_ = 0;  // where chunks hold whole points; else 0
  hsize_t variants_ = 1;
  hsize_t rows_at_once_ = 1;  // in a chunk
  hsize_t written_ = 0;
  std::unique_ptr<std::byte[]> room_;  // for a chunk, where it comes bit by bit
  std::size_t waiting_ = 0;            // bytes in it
  Handle variable_;
};

// Where the rows of each run begin, among those of one kind.
class Offsets {
 public:
  Offsets(NewFile& file, Per per)
      : file_(&file),
        per_(per),
        variable_(file.variable({dimension_of(per) + "_offset",
                                 Number::int64,
                                 {"run_edge"},
                                 {},
                                 0,
                                 {{"long_name", "where each run's rows of the dimension " +
                                                    dimension_of(per) + " begin, and the end"}}})) {
  }

  void add(const Record& piece) {
    so_far_.count(piece);
    if (!piece.is_last) return;
    waiting_.push_back(so_far_.total(per_));
    if (waiting_.size() >= kMostRuns) flush();
  }

  void flush() {
    file_->write(variable_, Number::int64, {written_}, {waiting_.size()}, waiting_.data());
    written_ += waiting_.size();
    waiting_.clear();
  }

 private:
  NewFile* file_;
  Per per_;
  Handle variable_;
  Tally so_far_;
  std::vector<std::int64_t> waiting_{0};
  hsize_t written_ = 0;
};

// Where runs were cut into pieces: the bytes of a merged file depend on it, so a shard tells.
class Cuts {
 public:
  void add(const Record& piece, const Study& study) {
    if (!piece.is_last) {
      const Run& run = study.variants.front().run;
      const auto state = run.world->level_count.size() * static_cast<std::size_t>(run.models());
      const auto regions = static_cast<std::size_t>(run.world->size());
      for (const std::size_t rows :
           {run_, piece.formations.size(), piece.counts.size() / state, piece.arrivals.size(),
            piece.orders.size(), piece.trajectory.size() / regions})
        rows_.push_back(static_cast<std::int64_t>(rows));
    }
    run_ += piece.is_last ? 1 : 0;
  }

  void write(NewFile& file) const {
    if (rows_.empty()) return;
    file.bare_dimension("cut", rows_.size() / kCutColumns);
    file.bare_dimension("cut_column", kCutColumns);
    file.numbers({"cut_rows",
                  Number::int64,
                  {"cut", "cut_column"},
                  {},
                  0,
                  {{"long_name",
                    "pieces before the last of a run: run, formations, share times, arrivals, "
                    "orders, snapshots"}}},
                 rows_);
  }

 private:
  std::size_t run_ = 0;
  std::vector<std::int64_t> rows_;
};

}  // namespace

Assembly::Assembly(const std::filesystem::path& path, const Study& study,
                   const Provenance& provenance)
    : study_{&study}, file_{std::make_unique<NewFile>(path)} {
  write_layout(*file_, study, provenance);
}

Assembly::Assembly(Assembly&&) noexcept = default;
Assembly& Assembly::operator=(Assembly&&) noexcept = default;
Assembly::~Assembly() = default;

void Assembly::finish(const Tally& tally, const Pieces& pieces) {
  const Study& study = *study_;
  NewFile& file = *file_;
  write_dimensions_of_events(file, study, tally);
  const std::vector<Column> all = columns(study);
  std::vector<Spool> spools;
  for (const Column& column : all) {
    Shape row;
    for (const std::string& dimension : column.dimensions) row.push_back(file.length(dimension));
    spools.emplace_back(file, column, row, study, static_cast<hsize_t>(tally.total(column.per)));
  }
  std::vector<Offsets> offsets;
  for (const Per per : events_kept(study.recording)) offsets.emplace_back(file, per);
  const bool is_shard = study.points && study.points->shards > 0;
  Cuts cuts;
  Bytes scratch;
  std::optional<Decomposer> decomposer;
  if (!study.coalitions.empty()) decomposer.emplace(study);
  pieces([&](const Record& piece) {
    for (Spool& spool : spools) spool.add(piece, scratch);
    for (Offsets& one : offsets) one.add(piece);
    if (is_shard) cuts.add(piece, study);
    if (decomposer) decomposer->add(piece);
  });
  for (Offsets& one : offsets) one.flush();
  offsets.clear();
  cuts.write(file);
  spools.clear();
  if (decomposer) write_decomposition(file, study, decomposer->decomposition());
  file.close();
}

}  // namespace tizhi
