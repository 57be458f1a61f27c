#include "output/part.hpp"

#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <span>
#include <utility>

#include "output/error.hpp"

namespace tizhi {
namespace {

constexpr std::array<char, 16> kMagic{"tizhi part 1\n"};
constexpr std::uint64_t kEnd = ~0ULL;
constexpr const char* kClosed = ".part";
constexpr const char* kUnfinished = ".unfinished";

std::size_t padding(std::size_t bytes) { return (8 - bytes % 8) % 8; }

std::string padded(std::size_t number) {
  const std::string digits = std::to_string(number);
  return std::string(digits.size() < 12 ? 12 - digits.size() : 0, '0') + digits;
}

}  // namespace

void Checksum::add(std::span<const std::byte> bytes) {
  for (; bytes.size() >= 8; bytes = bytes.subspan(8)) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), 8);
    value_ = std::rotl(value_ ^ word, 29) * 0x9e37'79b9'7f4a'7c15;
  }
}

PartWriter::PartWriter(const std::filesystem::path& folder, const std::string& identity,
                       std::size_t first)
    : first_(first), file_(folder / (padded(first) + kUnfinished)) {
  put(std::as_bytes(std::span(kMagic)));
  put(identity.size());
  put(std::as_bytes(std::span(identity)));
  put(first);
}

void PartWriter::put(std::span<const std::byte> bytes) {
  const std::size_t whole = bytes.size() - bytes.size() % 8;
  file_.write(bytes);
  checksum_.add(bytes.first(whole));
  if (whole == bytes.size()) return;
  std::array<std::byte, 8> last{};
  std::memcpy(last.data(), bytes.data() + whole, bytes.size() - whole);
  checksum_.add(last);
  file_.write(std::span(last).last(padding(bytes.size())).first(padding(bytes.size())));
}

void PartWriter::put(std::uint64_t number) { put(std::as_bytes(std::span(&number, 1))); }

void PartWriter::add(const Bytes& payload) {
  put(first_ + runs_);
  put(payload.size());
  put(payload);
  ++runs_;
}

std::filesystem::path PartWriter::complete() {
  put(kEnd);
  put(runs_);
  put(checksum_.value());
  return file_.path();
}

bool PartWriter::is_unfinished(const std::filesystem::path& path) {
  return path.extension() == kUnfinished;
}

std::filesystem::path part_name(const std::filesystem::path& folder, std::size_t first) {
  return folder / (padded(first) + kClosed);
}

bool is_part(const std::filesystem::path& path) { return path.extension() == kClosed; }

PartReader::PartReader(std::filesystem::path path)
    : path_(std::move(path)), file_(std::fopen(path_.c_str(), "rb"), &std::fclose) {
  if (!file_) throw system_failure(path_, "open this part", errno);
  size_ = std::filesystem::file_size(path_);
  std::array<char, kMagic.size()> magic{};
  get(std::as_writable_bytes(std::span(magic)));
  if (magic != kMagic) refuse("not a part of an output of this program");
  const std::uint64_t length = get_number();
  if (length > size_) refuse("damaged");
  identity_.resize(length + padding(length));
  get(std::as_writable_bytes(std::span(identity_)));
  identity_.resize(length);
  first_ = get_number();
}

void PartReader::get(std::span<std::byte> bytes) {
  if (std::fread(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) refuse("cut short");
  checksum_.add(bytes);
}

std::uint64_t PartReader::get_number() {
  std::uint64_t number = 0;
  get(std::as_writable_bytes(std::span(&number, 1)));
  return number;
}

bool PartReader::next(Bytes& payload) {
  const std::uint64_t job = get_number();
  if (job == kEnd) {
    finish();
    return false;
  }
  const std::uint64_t length = get_number();
  if (job != first_ + runs_ || length > size_) refuse("damaged");
  payload.resize(length + padding(length));
  get(payload);
  payload.resize(length);
  ++runs_;
  return true;
}

void PartReader::finish() {
  const std::uint64_t runs = get_number();
  const std::uint64_t expected = checksum_.value();
  if (runs != runs_ || get_number() != expected) refuse("damaged");
}

void PartReader::refuse(const std::string& why) const {
  throw OutputError(path_, "this part is " + why, "remove it and give the same command again");
}

}  // namespace tizhi
