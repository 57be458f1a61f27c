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
    per_variant_ = column.per == Per::run ? study.replicates : total;
    Description description{column.name,      column.type, {}, {}, study.recording.compress,
                            column.attributes};
    if (column.per == Per::run) {
      description.dimensions = {"point", "variant", "replicate"};
      set_chunk_of_runs(description.chunk);
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
  void set_chunk_of_runs(Shape& chunk) {
    const hsize_t most = row_.empty() ? kMostRows : kMostReplicates;
    rows_at_once_ = std::clamp<hsize_t>(kChunkBytes / std::max<hsize_t>(row_bytes_, 1), 1, most);
    rows_at_once_ = std::min(rows_at_once_, per_variant_);
    chunk = {1, 1, rows_at_once_};
    Shape of_row = row_;
    if (row_.size() == 1) of_row[0] = std::min(of_row[0], kMostRows);
    if (row_.size() == 2) of_row[1] = std::min(of_row[1], kMostColumns);
    if (row_.size() == 3) of_row[1] = std::min(of_row[1], kMostColumns / of_row[2]);
    chunk.insert(chunk.end(), of_row.begin(), of_row.end());
  }

  // A chunk does not reach across variants.
  hsize_t rows_wanted() const {
    return std::min(rows_at_once_, per_variant_ - written_ % per_variant_);
  }

  void write(const std::byte* values) {
    const hsize_t rows = rows_wanted();
    Shape from, extent;
    if (column_->per == Per::run) {
      from = {0, written_ / per_variant_, written_ % per_variant_};
      extent = {1, 1, rows};
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
  hsize_t per_variant_ = 0;   // rows; of events: all there are
  hsize_t rows_at_once_ = 1;  // in a chunk
  hsize_t written_ = 0;
  std::unique_ptr<std::byte[]> room_;  // for a chunk, where it comes bit by bit
  std::size_t waiting_ = 0;            // bytes in it
  Handle variable_;
};

}  // namespace

void assemble(const std::filesystem::path& path, const Study& study, const Provenance& provenance,
              const Tally& tally, const Pieces& pieces) {
  NewFile file(path);
  write_layout(file, study, provenance, tally);
  const std::vector<Column> all = columns(study);
  std::vector<Spool> spools;
  for (const Column& column : all) {
    Shape row;
    for (const std::string& dimension : column.dimensions) row.push_back(file.length(dimension));
    spools.emplace_back(file, column, row, study, static_cast<hsize_t>(tally.total(column.per)));
  }
  Bytes scratch;
  std::optional<Decomposer> decomposer;
  if (!study.coalitions.empty()) decomposer.emplace(study);
  pieces([&](const Record& piece) {
    for (Spool& spool : spools) spool.add(piece, scratch);
    if (decomposer) decomposer->add(piece);
  });
  spools.clear();
  if (decomposer) write_decomposition(file, study, decomposer->decomposition());
  file.close();
}

}  // namespace tizhi
