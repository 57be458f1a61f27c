// Formations, kept column by column as they are written: what a fast kernel forms should not be
// taken apart again for the output.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "model/formation.hpp"

namespace tizhi {

class Formations {
 public:
  Formations() = default;
  Formations(const Formations& other);
  Formations(Formations&& other) noexcept;
  Formations& operator=(Formations other) noexcept;
  ~Formations() = default;

  void append(std::span<const Formation> formations);
  void resize(std::size_t size);  // what is new holds anything
  void reserve(std::size_t size) { grow(size); }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  Formation operator[](std::size_t i) const;
  std::vector<Formation> rows() const;

  // The columns, a value a formation. As long as nothing is added.
  std::span<std::int32_t> steps() const { return {column<std::int32_t>(0), size_}; }
  std::span<Region> regions() const { return {column<Region>(4), size_}; }
  std::span<Ledger> ledgers() const { return {column<Ledger>(8), size_}; }
  std::span<Model> from() const { return {column<Model>(12), size_}; }
  std::span<Model> to() const { return {column<Model>(13), size_}; }
  std::span<Cause> causes() const { return {column<Cause>(14), size_}; }

  static constexpr std::size_t kBytes = 15;  // a formation

  bool operator==(const Formations& other) const { return rows() == other.rows(); }
  bool operator==(const std::vector<Formation>& other) const { return rows() == other; }

 private:
  // The column that begins after `before` bytes of each formation that there is room for.
  template <class T>
  T* column(std::size_t before) const {
    return reinterpret_cast<T*>(bytes_.get() + before * room_);
  }
  void grow(std::size_t least);

  std::unique_ptr<std::byte[]> bytes_;
  std::size_t size_ = 0;
  std::size_t room_ = 0;
};

}  // namespace tizhi
