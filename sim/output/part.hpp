// A part: some consecutive runs of a study, until the output is assembled. It stays in memory while
// it is small, else goes to a plain file with a checksum. A part under its final name is whole;
// what a crash leaves behind has another name.
//
//   "tizhi part 2\n" padded to 16 bytes · identity (length, text) · first job
//   per piece of a run: its job number, whether it is the last (1 or 0) and refused (2), how many
//   items each member of a Record has, the items · at the end: ~0, number of runs, checksum
//
// All numbers are uint64 as this machine stores them, items as its memory holds them; text and
// items are padded to 8 bytes.
#pragma once

#include <cstdint>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/record.hpp"
#include "output/checksum.hpp"
#include "output/files.hpp"

namespace tizhi {

// A part under construction.
class PartWriter {
 public:
  // Of more than `room` bytes all go to the file.
  PartWriter(std::filesystem::path folder, std::string identity, std::size_t first,
             std::size_t room);

  std::size_t first() const { return first_; }
  std::size_t runs() const { return runs_; }  // whole ones

  void add(Record&& piece);  // of the run in turn; its last one begins the next run's turn

  bool is_in_memory() const { return !file_; }
  double file_bytes() const { return static_cast<double>(length_); }
  const std::deque<Record>& pieces() const { return held_; }  // where it is in memory

  // Writes all of it under a temporary name, up to the last whole run; nothing can be added after.
  std::filesystem::path complete();

  // Removes what is in the file: no run became whole.
  void discard();

  static bool is_unfinished(const std::filesystem::path& path);

 private:
  // How much there was when the last whole run was in the file.
  struct Mark {
    std::uint64_t length = 0;
    Checksum checksum;
  };
  void write_held();
  void write(Record& piece);
  void put(std::span<const std::byte> bytes);
  void put(std::uint64_t number) { put(std::as_bytes(std::span(&number, 1))); }
  void flush();

  std::filesystem::path folder_;
  std::string identity_;
  std::size_t first_ = 0;
  std::size_t room_ = 0;
  std::size_t runs_ = 0;
  std::deque<Record> held_;
  std::size_t held_bytes_ = 0;
  std::optional<OutputFile> file_;  // where memory did not hold it
  std::vector<std::byte> buffer_;   // on its way to the file
  std::uint64_t length_ = 0;        // of the file and the buffer
  Checksum checksum_;
  std::size_t job_ = 0;  // that the next piece of the file belongs to
  Mark mark_;
};

// The name of a part once it is closed.
std::filesystem::path part_name(const std::filesystem::path& folder, std::size_t first);
bool is_part(const std::filesystem::path& path);

// The whole runs of a closed part, as its end says; the rest of it is not looked at.
std::size_t runs_in(const std::filesystem::path& part);

// Reads a part's file piece by piece. Errors throw OutputError.
class PartReader {
 public:
  explicit PartReader(std::filesystem::path path);

  const std::string& identity() const { return identity_; }
  std::size_t first() const { return first_; }
  std::size_t runs() const { return runs_; }  // read so far

  // The next piece; false at the end, where the checksum is compared.
  bool next(Record& piece);

 private:
  void get(std::span<std::byte> bytes);
  std::uint64_t get_number();
  void finish();
  [[noreturn]] void refuse(const std::string& why) const;

  std::filesystem::path path_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
  std::uint64_t size_ = 0;
  Checksum checksum_;
  std::string identity_;
  std::size_t first_ = 0;
  std::size_t runs_ = 0;
  bool is_between_runs_ = true;
};

}  // namespace tizhi
