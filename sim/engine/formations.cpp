#include "engine/formations.hpp"

#include <algorithm>
#include <utility>

namespace tizhi {

Formations::Formations(const Formations& other) {
  grow(other.size_);
  append(other.rows());
}

Formations::Formations(Formations&& other) noexcept
    : bytes_{std::move(other.bytes_)},
      size_{std::exchange(other.size_, 0)},
      room_{std::exchange(other.room_, 0)} {}

Formations& Formations::operator=(Formations other) noexcept {
  std::swap(bytes_, other.bytes_);
  std::swap(size_, other.size_);
  std::swap(room_, other.room_);
  return *this;
}

void Formations::grow(std::size_t least) {
  if (least <= room_) return;
  Formations larger;
  larger.room_ = std::max<std::size_t>({least, 2 * room_, 64});
  larger.bytes_ = std::unique_ptr<std::byte[]>(new std::byte[larger.room_ * kBytes]);
  larger.size_ = size_;
  const auto copy = [](const auto& from, const auto& to) {
    std::copy(from.begin(), from.end(), to.begin());
  };
  copy(steps(), larger.steps());
  copy(regions(), larger.regions());
  copy(ledgers(), larger.ledgers());
  copy(from(), larger.from());
  copy(to(), larger.to());
  copy(causes(), larger.causes());
  *this = std::move(larger);
}

void Formations::resize(std::size_t size) {
  grow(size);
  size_ = size;
}

void Formations::append(std::span<const Formation> formations) {
  std::size_t place = size_;
  resize(size_ + formations.size());
  auto* const step = column<std::int32_t>(0);
  auto* const region = column<Region>(4);
  auto* const ledger = column<Ledger>(8);
  auto* const from = column<Model>(12);
  auto* const to = column<Model>(13);
  auto* const cause = column<Cause>(14);
  for (const Formation& f : formations) {
    step[place] = f.step;
    region[place] = f.region;
    ledger[place] = f.ledger;
    from[place] = f.from;
    to[place] = f.to;
    cause[place] = f.cause;
    ++place;
  }
}

Formation Formations::operator[](std::size_t i) const {
  return {steps()[i], regions()[i], from()[i], to()[i], causes()[i], ledgers()[i]};
}

std::vector<Formation> Formations::rows() const {
  std::vector<Formation> rows;
  rows.reserve(size_);
  for (std::size_t i = 0; i < size_; ++i) rows.push_back((*this)[i]);
  return rows;
}

}  // namespace tizhi
