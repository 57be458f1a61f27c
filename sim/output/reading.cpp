#include "output/reading.hpp"

#include <hdf5_hl.h>

#include <algorithm>
#include <array>
#include <system_error>

#include "output/error.hpp"
#include "output/hdf5.hpp"
#include "output/provenance.hpp"
#include "output/trajectory.hpp"

namespace tizhi {
namespace {

using hdf5::Handle;
using hdf5::Shape;

Handle open_file(const std::filesystem::path& path) {
  hdf5::settle_in();
  std::error_code error;
  const auto kind = std::filesystem::status(path, error).type();
  if (kind == std::filesystem::file_type::not_found)
    throw OutputError(path, "there is no such file", "give the path of an output of tizhi run");
  if (kind == std::filesystem::file_type::directory)
    throw OutputError(path, "this is a folder", "give the path of an output of tizhi run");
  const Handle access = hdf5::access_properties();
  Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access), H5Fclose);
  if (file >= 0) return file;
  const hdf5::Complaint complaint = hdf5::last_complaint();
  if (complaint.error != 0) throw system_failure(path, "open", complaint.error);
  throw OutputError(path, "this is no HDF5 file, or a damaged one",
                    "give the path of an output of tizhi run");
}

std::string text_attribute(hid_t owner, const std::string& name) {
  if (H5Aexists(owner, name.c_str()) <= 0) return "";
  const Handle attribute(H5Aopen(owner, name.c_str(), H5P_DEFAULT), H5Aclose);
  const Handle stored(H5Aget_type(attribute), H5Tclose);
  if (H5Tis_variable_str(stored) <= 0) return "";
  const Handle type = hdf5::text_type();
  char* text = nullptr;
  if (H5Aread(attribute, type, &text) < 0 || text == nullptr) return "";
  std::string copy(text);
  H5free_memory(text);
  return copy;
}

template <class T>
constexpr Number number_of();
template <>
constexpr Number number_of<std::uint8_t>() {
  return Number::uint8;
}
template <>
constexpr Number number_of<std::int32_t>() {
  return Number::int32;
}
template <>
constexpr Number number_of<std::int64_t>() {
  return Number::int64;
}
template <>
constexpr Number number_of<float>() {
  return Number::float32;
}
template <>
constexpr Number number_of<double>() {
  return Number::float64;
}

std::uint64_t product(const Extent& extent) {
  std::uint64_t product = 1;
  for (const std::uint64_t length : extent) product *= length;
  return product;
}

herr_t collect(hid_t, const char* name, const H5L_info_t*, void* names) {
  static_cast<std::vector<std::string>*>(names)->push_back(name);
  return 0;
}

herr_t note_dimension(hid_t, unsigned, hid_t scale, void* name) {
  std::array<char, 512> path{};
  H5Iget_name(scale, path.data(), path.size());
  *static_cast<std::string*>(name) = path.data() + 1;  // without the slash of the root
  return 1;
}

}  // namespace

struct TrajectoryFile::Content {
  std::filesystem::path path;
  Handle file;

  Handle variable(const std::string& name) const {
    Handle found(H5Dopen2(file, name.c_str(), H5P_DEFAULT), H5Dclose);
    if (found < 0) throw OutputError(path, "has no variable " + name, "");
    return found;
  }

  void refuse_unknown() const {
    const std::string type = text_attribute(file, "file_type");
    const std::string version = text_attribute(file, "format_version");
    if (type != kFileType)
      throw OutputError(path, "this is no output of tizhi",
                        "give the path of an output of tizhi run");
    const std::string known = kFormatVersion;
    if (version.substr(0, version.find('.')) != known.substr(0, known.find('.')))
      throw OutputError(path, "its layout has version " + version + ", this program knows " + known,
                        "read it with the version of tizhi that wrote it (" +
                            text_attribute(file, "program_version") + ")");
  }

  // A selection of the block in a variable's space; the whole where extent is all there is.
  Handle block(hid_t variable, const Extent& from, const Extent& extent) const {
    Handle space(H5Dget_space(variable), H5Sclose);
    const Shape start(from.begin(), from.end()), count(extent.begin(), extent.end());
    if (H5Sget_simple_extent_ndims(space) != static_cast<int>(extent.size()) ||
        H5Sselect_hyperslab(space, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr) <
            0 ||
        H5Sselect_valid(space) <= 0)
      throw OutputError(path, "has no such block", "");
    return space;
  }
};

TrajectoryFile::TrajectoryFile(const std::filesystem::path& path)
    : content_(new Content{path, open_file(path)}) {
  content_->refuse_unknown();
}

TrajectoryFile::TrajectoryFile(TrajectoryFile&&) noexcept = default;
TrajectoryFile::~TrajectoryFile() = default;

std::string TrajectoryFile::attribute(const std::string& name) const {
  return text_attribute(content_->file, name);
}

std::string TrajectoryFile::attribute(const std::string& variable, const std::string& name) const {
  return text_attribute(content_->variable(variable), name);
}

std::vector<std::string> TrajectoryFile::variables() const {
  std::vector<std::string> names;
  H5Literate(content_->file, H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr, &collect, &names);
  return names;
}

bool TrajectoryFile::has(const std::string& variable) const {
  return H5Lexists(content_->file, variable.c_str(), H5P_DEFAULT) > 0;
}

Extent TrajectoryFile::shape(const std::string& name) const {
  const Handle variable = content_->variable(name);
  const Handle space(H5Dget_space(variable), H5Sclose);
  Shape shape(static_cast<std::size_t>(std::max(H5Sget_simple_extent_ndims(space), 0)));
  H5Sget_simple_extent_dims(space, shape.data(), nullptr);
  return {shape.begin(), shape.end()};
}

std::vector<std::string> TrajectoryFile::dimensions(const std::string& name) const {
  const Handle variable = content_->variable(name);
  if (H5DSis_scale(variable) > 0) return {name};
  std::vector<std::string> names(shape(name).size());
  for (std::size_t d = 0; d < names.size(); ++d)
    H5DSiterate_scales(variable, static_cast<unsigned>(d), nullptr, &note_dimension, &names[d]);
  return names;
}

std::vector<std::string> TrajectoryFile::texts(const std::string& name) const {
  return texts(name, 0, length(name));
}

std::vector<std::string> TrajectoryFile::texts(const std::string& name, std::uint64_t from,
                                               std::uint64_t count) const {
  if (count == 0) return {};
  const Handle variable = content_->variable(name);
  const Handle space = content_->block(variable, {from}, {count});
  const hsize_t length = count;
  const Handle memory(H5Screate_simple(1, &length, nullptr), H5Sclose);
  const Handle type = hdf5::text_type();
  std::vector<char*> found(count, nullptr);
  if (H5Dread(variable, type, memory, space, hdf5::text_transfer(count), found.data()) < 0)
    hdf5::fail(content_->path, "read " + name);
  std::vector<std::string> texts;
  for (const char* text : found) texts.emplace_back(text == nullptr ? "" : text);
  H5Dvlen_reclaim(type, memory, H5P_DEFAULT, found.data());
  return texts;
}

template <class T>
std::vector<T> TrajectoryFile::numbers(const std::string& name) const {
  const Extent all = shape(name);
  return numbers<T>(name, Extent(all.size(), 0), all);
}

template <class T>
std::vector<T> TrajectoryFile::numbers(const std::string& name, const Extent& from,
                                       const Extent& extent) const {
  std::vector<T> values(product(extent));
  if (values.empty()) return values;
  const Handle variable = content_->variable(name);
  const Handle space = content_->block(variable, from, extent);
  const hsize_t length = values.size();
  const Handle memory(H5Screate_simple(1, &length, nullptr), H5Sclose);
  if (H5Dread(variable, hdf5::memory_type(number_of<T>()), memory, space, H5P_DEFAULT,
              values.data()) < 0)
    hdf5::fail(content_->path, "read " + name);
  return values;
}

#define TIZHI_READS(T)                                                                  \
  template std::vector<T> TrajectoryFile::numbers<T>(const std::string&) const;         \
  template std::vector<T> TrajectoryFile::numbers<T>(const std::string&, const Extent&, \
                                                     const Extent&) const;
TIZHI_READS(std::uint8_t)
TIZHI_READS(std::int32_t)
TIZHI_READS(std::int64_t)
TIZHI_READS(float)
TIZHI_READS(double)
#undef TIZHI_READS

Standing standing(const std::filesystem::path& out, const Study& study) {
  std::error_code error;
  if (!std::filesystem::exists(std::filesystem::symlink_status(out, error)))
    return {Existing::absent, ""};
  const std::array<std::array<std::string, 2>, 3> expected{
      {{"format_version", kFormatVersion},
       {"scenario_hash", study.scenario_hash},
       {"shard", study.points ? study.points->shard_text() : ""}}};
  try {
    const TrajectoryFile file(out);
    for (const auto& [name, here] : expected) {
      const std::string there = file.attribute(name);
      if (there == here) continue;
      std::string difference = name;
      difference.append(" is ").append(there).append(" there, and ").append(here).append(" here");
      return {Existing::other_run, difference + " (its title: " + file.attribute("title") + ")"};
    }
    return {Existing::same_run, ""};
  } catch (const OutputError& failure) {
    return {Existing::unreadable, failure.reason};
  }
}

}  // namespace tizhi
