// Reads an output of this program: a variable whole, or, where it is big, block by block.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace tizhi {

using Extent = std::vector<std::uint64_t>;

class TrajectoryFile {
 public:
  // Throws OutputError where there is no file, where it is none of ours, and where its layout is
  // one that this version does not know.
  explicit TrajectoryFile(const std::filesystem::path& path);
  TrajectoryFile(TrajectoryFile&&) noexcept;
  ~TrajectoryFile();

  // Text attributes of the file, or of a variable; empty where there is none.
  std::string attribute(const std::string& name) const;
  std::string attribute(const std::string& variable, const std::string& name) const;

  // Everything in the file's root, in the order it was made: variables, and the dimensions that
  // have no values.
  std::vector<std::string> variables() const;
  bool has(const std::string& variable) const;
  Extent shape(const std::string& name) const;
  std::uint64_t length(const std::string& dimension) const { return shape(dimension).at(0); }
  std::vector<std::string> dimensions(const std::string& name) const;

  std::vector<std::string> texts(const std::string& name) const;
  std::vector<std::string> texts(const std::string& name, std::uint64_t from,
                                 std::uint64_t count) const;

  // T: uint8, int32, int64, float or double; whole numbers become real ones where asked to.
  template <class T>
  std::vector<T> numbers(const std::string& name) const;

  // The block that begins at `from` and reaches `extent` far along each dimension, row by row.
  template <class T>
  std::vector<T> numbers(const std::string& name, const Extent& from, const Extent& extent) const;

 private:
  struct Content;
  std::unique_ptr<Content> content_;
};

}  // namespace tizhi
