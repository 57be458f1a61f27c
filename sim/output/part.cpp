#include "output/part.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <span>
#include <system_error>
#include <utility>

#include "output/error.hpp"

namespace tizhi {
namespace {

constexpr std::array<char, 16> kMagic{"tizhi part 2\n"};
constexpr std::uint64_t kEnd = ~0ULL;
constexpr std::uint64_t kIsLast = 1, kIsRefused = 2;
constexpr const char* kClosed = ".part";
constexpr const char* kUnfinished = ".unfinished";
// Pieces held in memory before a part goes to its file: of a sweep that keeps outcomes alone, a
// million runs hold no more than a thousand.
constexpr std::size_t kHeldPieces = 512;
constexpr std::size_t kBuffered = 1 << 16;    // bytes written at once
constexpr std::size_t kUnbuffered = 1 << 16;  // from so many on, items are written from their place

std::size_t padding(std::size_t bytes) { return (8 - bytes % 8) % 8; }

std::string padded(std::size_t number) {
  const std::string digits = std::to_string(number);
  return std::string(digits.size() < 12 ? 12 - digits.size() : 0, '0') + digits;
}

// Calls visit(column) for each column of a record, in the order of the file; where a piece is read,
// each has its length by then.
template <class Visit>
void each_column(Record& piece, Visit visit) {
  const Formations& formations = piece.formations;
  visit(std::span(piece.initial));
  visit(formations.steps());
  visit(formations.regions());
  visit(formations.ledgers());
  visit(formations.from());
  visit(formations.to());
  visit(formations.causes());
  visit(std::span(piece.counts));
  visit(std::span(piece.arrivals));
  visit(std::span(piece.orders));
  visit(std::span(piece.trajectory));
  visit(std::span(piece.outcomes));
}

// Calls visit(items) for each member of a record that has a length of its own.
template <class Visit>
void each_length(Record& piece, Visit visit) {
  visit(piece.initial);
  visit(piece.formations);
  visit(piece.counts);
  visit(piece.arrivals);
  visit(piece.orders);
  visit(piece.trajectory);
  visit(piece.outcomes);
}

}  // namespace

PartWriter::PartWriter(std::filesystem::path folder, std::string identity, std::size_t first,
                       std::size_t room)
    : folder_(std::move(folder)),
      identity_(std::move(identity)),
      first_(first),
      room_(room),
      job_(first) {}

void PartWriter::add(Record&& piece) {
  runs_ += piece.is_last ? 1 : 0;
  held_bytes_ += sizeof(Record) + piece.bytes();
  held_.push_back(std::move(piece));
  if (file_ || held_bytes_ >= room_ || held_.size() >= kHeldPieces) write_held();
}

void PartWriter::write_held() {
  if (!file_) {
    file_.emplace(folder_ / (padded(first_) + kUnfinished));
    put(std::as_bytes(std::span(kMagic)));
    put(identity_.size());
    put(std::as_bytes(std::span(identity_)));
    put(first_);
    mark_ = {length_, checksum_};
  }
  for (; !held_.empty(); held_.pop_front()) write(held_.front());
  held_bytes_ = 0;
}

void PartWriter::write(Record& piece) {
  put(job_);
  put((piece.is_last ? kIsLast : 0) | (piece.status == Status::refused ? kIsRefused : 0));
  each_length(piece, [&](const auto& items) { put(items.size()); });
  each_column(piece, [&](auto items) { put(std::as_bytes(items)); });
  if (!piece.is_last) return;
  ++job_;
  mark_ = {length_, checksum_};
}

void PartWriter::put(std::span<const std::byte> bytes) {
  const std::size_t whole = bytes.size() - bytes.size() % 8;
  checksum_.add(bytes.first(whole));
  length_ += bytes.size() + padding(bytes.size());
  if (bytes.size() >= kUnbuffered) {
    flush();
    file_->write(bytes.first(whole));
    bytes = bytes.subspan(whole);
  }
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
  if (bytes.size() % 8 != 0) {
    buffer_.resize(buffer_.size() + padding(bytes.size()));
    checksum_.add(std::span(buffer_).last(8));
  }
  if (buffer_.size() >= kBuffered) flush();
}

void PartWriter::flush() {
  file_->write(buffer_);
  buffer_.clear();
}

// A run of which only some pieces came is left out.
std::filesystem::path PartWriter::complete() {
  write_held();
  flush();
  if (length_ > mark_.length) file_->cut(mark_.length);
  checksum_ = mark_.checksum;
  put(kEnd);
  put(runs_);
  put(checksum_.value());
  flush();
  return file_->path();
}

void PartWriter::discard() {
  std::error_code ignored;  // the next writer removes it
  if (file_) std::filesystem::remove(file_->path(), ignored);
}

bool PartWriter::is_unfinished(const std::filesystem::path& path) {
  return path.extension() == kUnfinished;
}

std::filesystem::path part_name(const std::filesystem::path& folder, std::size_t first) {
  return folder / (padded(first) + kClosed);
}

bool is_part(const std::filesystem::path& path) { return path.extension() == kClosed; }

std::size_t runs_in(const std::filesystem::path& part) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(part.c_str(), "rb"),
                                                             &std::fclose);
  std::array<std::uint64_t, 3> end{};  // the mark, the runs, the checksum
  if (!file || std::fseek(file.get(), -static_cast<long>(sizeof end), SEEK_END) != 0 ||
      std::fread(end.data(), sizeof end, 1, file.get()) != 1 || end[0] != kEnd)
    return 0;
  return end[1];
}

PartReader::PartReader(std::filesystem::path path)
    : path_(std::move(path)), file_(std::fopen(path_.c_str(), "rb"), &std::fclose) {
  if (!file_) throw system_failure(path_, "open this part", errno);
  size_ = std::filesystem::file_size(path_);
  std::array<char, kMagic.size()> magic{};
  get(std::as_writable_bytes(std::span(magic)));
  if (magic != kMagic) refuse("not a part of an output of this program");
  const std::uint64_t length = get_number();
  if (length > size_) refuse("damaged");
  identity_.resize(length);
  get(std::as_writable_bytes(std::span(identity_)));
  first_ = get_number();
}

void PartReader::get(std::span<std::byte> bytes) {
  if (std::fread(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) refuse("cut short");
  checksum_.add(bytes.first(bytes.size() - bytes.size() % 8));
  if (bytes.size() % 8 == 0) return;
  std::array<std::byte, 8> last{};
  const auto rest = bytes.last(bytes.size() % 8);
  std::memcpy(last.data(), rest.data(), rest.size());
  const std::size_t missing = padding(bytes.size());
  if (std::fread(last.data() + rest.size(), 1, missing, file_.get()) != missing)
    refuse("cut short");
  checksum_.add(last);
}

std::uint64_t PartReader::get_number() {
  std::uint64_t number = 0;
  get(std::as_writable_bytes(std::span(&number, 1)));
  return number;
}

bool PartReader::next(Record& piece) {
  const std::uint64_t job = get_number();
  if (job == kEnd) {
    finish();
    return false;
  }
  const std::uint64_t kind = get_number();
  if (job != first_ + runs_ || kind > (kIsLast | kIsRefused)) refuse("damaged");
  piece.is_last = is_between_runs_ = (kind & kIsLast) != 0;
  piece.status = (kind & kIsRefused) != 0 ? Status::refused : Status::played;
  each_length(piece, [&](auto& items) {
    const std::uint64_t length = get_number();
    if (length > size_) refuse("damaged");
    items.resize(length);
  });
  each_column(piece, [&](auto items) { get(std::as_writable_bytes(items)); });
  runs_ += piece.is_last ? 1 : 0;
  return true;
}

void PartReader::finish() {
  const std::uint64_t runs = get_number();
  const std::uint64_t expected = checksum_.value();
  if (!is_between_runs_ || runs != runs_ || get_number() != expected) refuse("damaged");
}

void PartReader::refuse(const std::string& why) const {
  throw OutputError(path_, "this part is " + why, "remove it and give the same command again");
}

}  // namespace tizhi
