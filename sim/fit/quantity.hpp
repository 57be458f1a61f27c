// What can be learnt from a history: the five rates, and the shapes of the causes.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "causes/causes.hpp"

namespace tizhi {

enum class Quantity : std::uint8_t {
  pull,
  superior,
  peers,
  compliance,
  preference,  // rates, per year
  drag,
  settling,
  half_life,
  conformity,
  founding,
  honeymoon,
  count  // shapes
};

enum class Sort : std::uint8_t { rate, shape };
enum class Detailed : std::uint8_t { by_level, by_model_too };

struct QuantityEntry {
  std::string_view name;  // as in the scenario
  Cause cause;
  Sort sort;
  Detailed detail;
  // Of a shape: where it is sought, and from where on if the scenario's value says nothing.
  double least, most, usual;
  double (*value)(const Causes&, int model);
  void (*assign)(Causes&, int model, double value);
};

// In the order of Quantity.
std::span<const QuantityEntry> quantities();

inline const QuantityEntry& entry_of(Quantity q) {
  return quantities()[static_cast<std::size_t>(q)];
}

}  // namespace tizhi
