// Files that survive a crash: what has its final name is complete and on the disk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace tizhi {

// A file that is written from its beginning to its end. Errors throw OutputError.
class OutputFile {
 public:
  explicit OutputFile(std::filesystem::path path);  // makes it anew
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();

  const std::filesystem::path& path() const { return path_; }
  void write(std::span<const std::byte> bytes);
  void cut(std::uint64_t length);  // forgets what stands behind; the next byte follows there

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
};

// Waits until the disk has everything of this file or folder.
void sync(const std::filesystem::path& path);

// Puts a complete file under its final name, in place of what is there: after a crash at any
// moment the name holds the old file or the new one, whole.
void put_in_place(const std::filesystem::path& temporary, const std::filesystem::path& name);

// The folder that holds the path; "." for a bare name.
std::filesystem::path folder_of(const std::filesystem::path& path);

}  // namespace tizhi
