// HDF5 as this project needs it: files that netCDF-4 clients read too. The only header that
// includes HDF5; no header that others include may include it.
#pragma once

#include <hdf5.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "output/columns.hpp"

namespace tizhi::hdf5 {

// Owns an identifier of HDF5's; closes it.
class Handle {
 public:
  using Close = herr_t (*)(hid_t);
  Handle() = default;
  Handle(hid_t id, Close close) : id_(id), close_(close) {}
  Handle(Handle&& other) noexcept
      : id_(std::exchange(other.id_, H5I_INVALID_HID)), close_(other.close_) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
  }
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  operator hid_t() const { return id_; }
  hid_t release() { return std::exchange(id_, H5I_INVALID_HID); }

 private:
  hid_t id_ = H5I_INVALID_HID;
  Close close_ = nullptr;
};

// What HDF5 says of a failure, and the errno of the system call behind it, 0 where there is none.
struct Complaint {
  std::string words;
  int error = 0;
};
Complaint last_complaint();

// Throws OutputError with the last complaint.
[[noreturn]] void fail(const std::filesystem::path& path, const std::string& deed);

// HDF5 prints nothing, closes nothing at exit, locks nothing. To be called before anything else.
void settle_in();

Handle access_properties();  // of files: no locks, layouts that older readers know
hid_t memory_type(Number type);
Handle text_type();  // variable length, UTF-8
// How to read or write so many texts: left to itself, HDF5 clears 2 MB for each call.
Handle text_transfer(hsize_t count);

using Shape = std::vector<hsize_t>;

enum class Length { fixed, unlimited };

struct Description {
  std::string name;
  Number type = Number::uint8;
  std::vector<std::string> dimensions;
  Shape chunk = {};  // empty: not chunked
  int compress = 0;
  Attributes attributes = {};
};

// A file in the making, with the dimensions of netCDF-4. A dimension is made either bare or along
// with the variable of its name, its coordinate, and before the variables that it bears.
class NewFile {
 public:
  static constexpr hsize_t kNumbersAtOnce = 1 << 15;  // that are computed: they stay in a cache
  explicit NewFile(std::filesystem::path path);

  void attribute(const std::string& name, const AttributeValue& value);
  void bare_dimension(const std::string& name, hsize_t length, Length kind = Length::fixed);
  void coordinate(const std::string& name, hsize_t length);  // its variable is made next

  hsize_t length(const std::string& dimension) const { return dimensions_.at(dimension).length; }

  // A variable whose values come later, by write().
  Handle variable(const Description& description);
  void write(hid_t variable, Number type, const Shape& from, const Shape& extent,
             const void* values);

  // One whole chunk of an uncompressed variable, past the cache: `bytes` as they stand in the file.
  void write_chunk(hid_t variable, const Shape& from, std::span<const std::byte> bytes);

  template <class T>
  void numbers(const Description& description, const std::vector<T>& values) {
    write_all(variable(description), description, values.data());
  }
  // The same of values that are computed, value_at(i) at place i, and never all in memory.
  template <class T, class ValueAt>
  void numbers(const Description& description, const ValueAt& value_at) {
    const Handle made = variable(description);
    const hsize_t length = dimensions_.at(description.dimensions.front()).length;
    std::vector<T> block;
    for (hsize_t from = 0; from < length; from += block.size()) {
      block.resize(std::min(kNumbersAtOnce, length - from));
      for (std::size_t i = 0; i < block.size(); ++i) block[i] = value_at(from + i);
      write(made, description.type, {from}, {block.size()}, block.data());
    }
  }
  // append(i, to): adds text i, which has no zero bytes.
  void texts(const Description& description,
             const std::function<void(hsize_t, std::string& to)>& append);

  // Empty texts throughout: they take no room.
  void empty_texts(const Description& description);

  void close();  // everything is in the file, or it throws

 private:
  struct Dimension {
    hsize_t length = 0;
    Length kind = Length::fixed;
    Handle scale;
  };
  Handle make(const Description& description, hid_t type, hid_t creation = H5P_DEFAULT);
  Handle creation_properties(const Description& description);
  void make_scale(const std::string& name, hid_t variable, const std::string& label);
  void write_all(const Handle& variable, const Description& description, const void* values);
  void attach(hid_t variable, const Description& description);
  void set_attribute(hid_t owner, const std::string& name, const AttributeValue& value);
  template <class Result>
  Result check(Result result, const std::string& deed) const {
    if (result < 0) fail(path_, deed);
    return result;
  }

  std::filesystem::path path_;
  Handle file_;
  std::map<std::string, Dimension> dimensions_;
};

}  // namespace tizhi::hdf5
