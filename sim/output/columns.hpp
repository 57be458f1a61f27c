// What one run contributes to the output: the variables that grow with every run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/record.hpp"
#include "engine/study.hpp"

namespace tizhi {

using Bytes = std::vector<std::byte>;

// As numbers are stored.
enum class Number : std::uint8_t { uint8, int32, int64, float32, float64 };

std::size_t bytes_of(Number type);

using AttributeValue = std::variant<std::string, std::int32_t, double, std::vector<std::uint8_t>>;
using Attributes = std::vector<std::pair<std::string, AttributeValue>>;

// What a column has one row for.
enum class Per : std::uint8_t { run, formation, arrival, order };

struct Column {
  std::string name;
  Number type = Number::uint8;
  Per per = Per::run;
  std::vector<std::string> dimensions;  // of a row
  Attributes attributes;
  // What a run, or a piece of one, contributes: its row or rows, or the next part of its row. Lives
  // as long as the record and the scratch, which may hold it.
  std::function<std::span<const std::byte>(const Record&, Bytes& scratch)> bytes;
};

// The columns that the study's recording asks for, in the order of the file.
std::vector<Column> columns(const Study& study);

// CF attributes of codes: place in the list, and 255 for none where it can be.
enum class NoneCode { possible, impossible };
Attributes codes(const std::string& long_name, const std::vector<std::string>& meanings,
                 NoneCode none);
std::vector<std::string> model_ids(const Study& study);

}  // namespace tizhi
