// A part: some consecutive runs of a study in a plain file with a checksum, until the output is
// assembled. A part under its final name is whole; what a crash leaves behind has another name.
//
//   "tizhi part 1\n" padded to 16 bytes · identity (length, text) · first job
//   per run: its job number, length, payload · at the end: ~0, number of runs, checksum
//
// All numbers are uint64 as this machine stores them; each text and payload is padded to 8 bytes.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "output/files.hpp"

namespace tizhi {

using Bytes = std::vector<std::byte>;

class Checksum {
 public:
  void add(std::span<const std::byte> bytes);  // whole words of 8 bytes
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0x7469'7a68'6920'7631;
};

// A part under construction, under a temporary name in its folder.
class PartWriter {
 public:
  PartWriter(const std::filesystem::path& folder, const std::string& identity, std::size_t first);

  std::size_t first() const { return first_; }
  std::size_t runs() const { return runs_; }
  void add(const Bytes& payload);    // of the next job
  std::filesystem::path complete();  // writes the end; nothing can be added after
  static bool is_unfinished(const std::filesystem::path& path);

 private:
  void put(std::span<const std::byte> bytes);
  void put(std::uint64_t number);

  std::size_t first_ = 0;
  std::size_t runs_ = 0;
  Checksum checksum_;
  OutputFile file_;
};

// The name of a part once it is closed.
std::filesystem::path part_name(const std::filesystem::path& folder, std::size_t first);
bool is_part(const std::filesystem::path& path);

// Reads a part run by run. Errors throw OutputError.
class PartReader {
 public:
  explicit PartReader(std::filesystem::path path);

  const std::string& identity() const { return identity_; }
  std::size_t first() const { return first_; }
  std::size_t runs() const { return runs_; }  // read so far

  // The next run's payload; false at the end, where the checksum is compared.
  bool next(Bytes& payload);

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
};

}  // namespace tizhi
