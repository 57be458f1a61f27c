// The one list of the causes' parameters: what the reader accepts, what `tizhi params` prints.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "causes/causes.hpp"

namespace tizhi {

enum class Unit : std::uint8_t { per_year, years, number, chance, weight, choice };
enum class Detail : std::uint8_t { by_level, by_level_and_model };
enum class Bound : std::uint8_t { included, excluded };

struct Range {
  double least = 0;
  double most = kInfinity;
  Bound lower = Bound::included;
  Bound upper = Bound::excluded;  // of an infinite `most`: included means that inf is a value

  bool holds(double value) const {
    return (lower == Bound::included ? value >= least : value > least) &&
           (upper == Bound::included ? value <= most : value < most);
  }
  // "a number from 0 to 1", "a number above 0, or inf" …
  std::string text() const;
};

struct Parameter {
  std::string_view section;  // the cause
  std::string_view key;
  Unit unit;
  Range range;
  double fallback;
  Detail detail;
  std::string_view meaning;
  std::string_view meaning_zh;
  double (*value)(const Causes&, int model);  // the model counts only where the detail says so
  void (*assign)(Causes&, int model, double value);
  std::span<const std::string_view> choices;  // Unit::choice: value n is choices[n]

  std::string name() const { return std::string(section) + '.' + std::string(key); }
};

std::span<const Parameter> parameters();

// "1/year", "years" …; a bare number has none.
std::string_view unit_text(Unit unit);

}  // namespace tizhi
