#include "output/hdf5.hpp"

#include <hdf5_hl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "output/error.hpp"

namespace tizhi::hdf5 {
namespace {

constexpr hsize_t kTextsAtOnce = 8192;

herr_t listen(unsigned, const H5E_error2_t* error, void* data) {
  auto& complaint = *static_cast<Complaint*>(data);
  const std::string words = error->desc != nullptr ? error->desc : "";
  const auto at = words.find("errno = ");
  if (at != std::string::npos) complaint.error = std::atoi(words.c_str() + at + 8);
  complaint.words = words;  // the walk goes inward: the last is the deepest
  return 0;
}

hid_t file_type(Number type) {
  switch (type) {
    case Number::uint8:
      return H5T_STD_U8LE;
    case Number::int32:
      return H5T_STD_I32LE;
    case Number::int64:
      return H5T_STD_I64LE;
    case Number::float32:
      return H5T_IEEE_F32LE;
    case Number::float64:
      return H5T_IEEE_F64LE;
  }
  return H5I_INVALID_HID;
}

Handle space_of(const Shape& shape, const Shape& limit) {
  if (shape.empty()) return {H5Screate(H5S_SCALAR), H5Sclose};
  return {H5Screate_simple(static_cast<int>(shape.size()), shape.data(), limit.data()), H5Sclose};
}

// Texts one after the other in a block, each with a zero byte at its end, and where each starts.
void lay_out(hsize_t from, hsize_t count,
             const std::function<void(hsize_t, std::string& to)>& append, std::string& block,
             std::vector<const char*>& starts) {
  std::vector<std::size_t> places;
  block.clear();
  for (hsize_t i = 0; i < count; ++i) {
    places.push_back(block.size());
    append(from + i, block);
    block.push_back('\0');
  }
  starts.clear();
  for (const std::size_t place : places) starts.push_back(block.data() + place);
}

}  // namespace

Complaint last_complaint() {
  Complaint complaint;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, &listen, &complaint);
  return complaint;
}

void fail(const std::filesystem::path& path, const std::string& deed) {
  const Complaint complaint = last_complaint();
  if (complaint.error != 0) throw system_failure(path, deed, complaint.error);
  throw OutputError(path, "cannot " + deed + " (" + complaint.words + ")", "");
}

void settle_in() {
  H5dont_atexit();  // after a full disk HDF5 would try for ever to close what it cannot write
  ::setenv("HDF5_USE_FILE_LOCKING", "FALSE", 1);
  H5open();
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

Handle access_properties() {
  Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_V110);
  H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
#if H5_VERSION_GE(1, 10, 7)
  H5Pset_file_locking(access, false, true);
#endif
  return access;
}

hid_t memory_type(Number type) {
  switch (type) {
    case Number::uint8:
      return H5T_NATIVE_UINT8;
    case Number::int32:
      return H5T_NATIVE_INT32;
    case Number::int64:
      return H5T_NATIVE_INT64;
    case Number::float32:
      return H5T_NATIVE_FLOAT;
    case Number::float64:
      return H5T_NATIVE_DOUBLE;
  }
  return H5I_INVALID_HID;
}

Handle text_type() {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(type, H5T_VARIABLE);
  H5Tset_cset(type, H5T_CSET_UTF8);
  return type;
}

Handle text_transfer(hsize_t count) {
  Handle transfer(H5Pcreate(H5P_DATASET_XFER), H5Pclose);
  H5Pset_buffer(transfer, 16 * std::clamp<hsize_t>(count, 1, kTextsAtOnce), nullptr, nullptr);
  return transfer;
}

NewFile::NewFile(std::filesystem::path path) : path_(std::move(path)) {
  settle_in();
  const Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
  const unsigned tracked = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
  H5Pset_link_creation_order(creation, tracked);
  H5Pset_attr_creation_order(creation, tracked);
  H5Pset_link_phase_change(creation, 65535, 0);  // in the header itself: plain to read, for
  H5Pset_attr_phase_change(creation, 65535, 0);  // readers in the browser too
  H5Pset_obj_track_times(creation, false);
  const Handle access = access_properties();
  file_ = Handle(check(H5Fcreate(path_.c_str(), H5F_ACC_TRUNC, creation, access), "make this file"),
                 H5Fclose);
}

void NewFile::attribute(const std::string& name, const AttributeValue& value) {
  set_attribute(file_, name, value);
}

void NewFile::set_attribute(hid_t owner, const std::string& name, const AttributeValue& value) {
  const auto put = [&](hid_t stored, hid_t held, const Shape& shape, const void* data) {
    const Handle space = space_of(shape, shape);
    const Handle attribute(
        check(H5Acreate2(owner, name.c_str(), stored, space, H5P_DEFAULT, H5P_DEFAULT),
              "write the attribute " + name),
        H5Aclose);
    check(H5Awrite(attribute, held, data), "write the attribute " + name);
  };
  if (const auto* text = std::get_if<std::string>(&value)) {
    const Handle type = text_type();
    const char* start = text->c_str();
    put(type, type, {}, &start);
  } else if (const auto* whole = std::get_if<std::int32_t>(&value)) {
    put(H5T_STD_I32LE, H5T_NATIVE_INT32, {}, whole);
  } else if (const auto* number = std::get_if<double>(&value)) {
    put(H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, {}, number);
  } else {
    const auto& list = std::get<std::vector<std::uint8_t>>(value);
    put(H5T_STD_U8LE, H5T_NATIVE_UINT8, {list.size()}, list.data());
  }
}

void NewFile::coordinate(const std::string& name, hsize_t length) {
  dimensions_[name].length = length;
}

void NewFile::bare_dimension(const std::string& name, hsize_t length, Length kind) {
  dimensions_[name].length = length;
  dimensions_[name].kind = kind;
  Description description{name, Number::float32, {name}};
  if (kind == Length::unlimited) description.chunk = {1024};
  Handle scale = make(description, H5T_IEEE_F32BE);
  std::array<char, 80> label{};  // the words by which netCDF knows a dimension without values
  std::snprintf(label.data(), label.size(),
                "This is a netCDF dimension but not a netCDF variable.%10llu",
                static_cast<unsigned long long>(length));
  make_scale(name, scale, label.data());
  dimensions_[name].scale = std::move(scale);
}

void NewFile::make_scale(const std::string& name, hid_t variable, const std::string& label) {
  check(H5DSset_scale(variable, label.c_str()), "make the dimension " + name);
}

Handle NewFile::creation_properties(const Description& description) {
  Handle creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_attr_creation_order(creation, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
  H5Pset_attr_phase_change(creation, 65535, 0);
  H5Pset_obj_track_times(creation, false);
  if (description.chunk.empty()) return creation;
  H5Pset_chunk(creation, static_cast<int>(description.chunk.size()), description.chunk.data());
  if (description.compress > 0) {
    if (bytes_of(description.type) > 1) H5Pset_shuffle(creation);
    H5Pset_deflate(creation, static_cast<unsigned>(description.compress));
  }
  return creation;
}

Handle NewFile::make(const Description& description, hid_t type, hid_t creation_given) {
  Shape shape, limit;
  for (const std::string& name : description.dimensions) {
    const Dimension& dimension = dimensions_.at(name);
    shape.push_back(dimension.length);
    limit.push_back(dimension.kind == Length::unlimited ? H5S_UNLIMITED : dimension.length);
  }
  const Handle space = space_of(shape, limit);
  const Handle creation =
      creation_given == H5P_DEFAULT ? creation_properties(description) : Handle();
  const hid_t own = creation_given == H5P_DEFAULT ? hid_t{creation} : creation_given;
  return {
      check(H5Dcreate2(file_, description.name.c_str(), type, space, H5P_DEFAULT, own, H5P_DEFAULT),
            "make the variable " + description.name),
      H5Dclose};
}

void NewFile::attach(hid_t variable, const Description& description) {
  const auto own = dimensions_.find(description.name);
  if (own != dimensions_.end()) {
    make_scale(description.name, variable, description.name);
    H5Iinc_ref(variable);
    own->second.scale = Handle(variable, H5Dclose);
  } else {
    for (std::size_t d = 0; d < description.dimensions.size(); ++d)
      check(H5DSattach_scale(variable, dimensions_.at(description.dimensions[d]).scale,
                             static_cast<unsigned>(d)),
            "give " + description.name + " its dimensions");
  }
  for (const auto& [name, value] : description.attributes) set_attribute(variable, name, value);
}

Handle NewFile::variable(const Description& description) {
  Handle variable = make(description, file_type(description.type));
  attach(variable, description);
  return variable;
}

void NewFile::write(hid_t variable, Number type, const Shape& from, const Shape& extent,
                    const void* values) {
  const Handle space(check(H5Dget_space(variable), "write"), H5Sclose);
  const Handle memory = space_of(extent, extent);
  check(H5Sselect_hyperslab(space, H5S_SELECT_SET, from.data(), nullptr, extent.data(), nullptr),
        "write");
  check(H5Dwrite(variable, memory_type(type), memory, space, H5P_DEFAULT, values), "write");
}

void NewFile::write_chunk(hid_t variable, const Shape& from, std::span<const std::byte> bytes) {
  check(H5Dwrite_chunk(variable, H5P_DEFAULT, 0, from.data(), bytes.size(), bytes.data()), "write");
}

void NewFile::write_all(const Handle& variable, const Description& description,
                        const void* values) {
  for (const std::string& name : description.dimensions)
    if (dimensions_.at(name).length == 0) return;
  check(H5Dwrite(variable, memory_type(description.type), H5S_ALL, H5S_ALL, H5P_DEFAULT, values),
        "write the variable " + description.name);
}

void NewFile::texts(const Description& description,
                    const std::function<void(hsize_t, std::string& to)>& append) {
  const Handle type = text_type();
  const Handle variable = make(description, type);
  attach(variable, description);
  const hsize_t length = dimensions_.at(description.dimensions.front()).length;
  const Handle space(H5Dget_space(variable), H5Sclose);
  const Handle transfer = text_transfer(length);
  std::string block;
  std::vector<const char*> starts;
  for (hsize_t from = 0; from < length; from += kTextsAtOnce) {
    const Shape count{std::min(kTextsAtOnce, length - from)};
    lay_out(from, count[0], append, block, starts);
    const Handle memory = space_of(count, count);
    H5Sselect_hyperslab(space, H5S_SELECT_SET, &from, nullptr, count.data(), nullptr);
    check(H5Dwrite(variable, type, memory, space, transfer, starts.data()),
          "write the variable " + description.name);
  }
}

// Never written, so that readers get the fill value.
void NewFile::empty_texts(const Description& description) {
  const Handle type = text_type();
  const Handle creation = creation_properties(description);
  const char* const nothing = "";
  check(H5Pset_fill_value(creation, type, &nothing), "make the variable " + description.name);
  attach(make(description, type, creation), description);
}

void NewFile::close() {
  for (auto& [name, dimension] : dimensions_) dimension.scale = Handle();
  check(H5Fflush(file_, H5F_SCOPE_GLOBAL), "write");
  check(H5Fclose(file_.release()), "write");
}

}  // namespace tizhi::hdf5
