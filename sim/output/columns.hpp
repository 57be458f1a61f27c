// What one run contributes to the output: the variables that grow with every run.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/record.hpp"
#include "engine/study.hpp"
#include "output/part.hpp"

namespace tizhi {

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
  std::function<void(const Record&, Bytes&)> append;  // adds a run's row, or its rows
};

// The columns that the study's recording asks for, in the order of the file.
std::vector<Column> columns(const Study& study);

// CF attributes of codes: place in the list, and 255 for none where it can be.
enum class NoneCode { possible, impossible };
Attributes codes(const std::string& long_name, const std::vector<std::string>& meanings,
                 NoneCode none);
std::vector<std::string> model_ids(const Study& study);

// A run in a part: per column its length in bytes, then the bytes.
Bytes pack(const std::vector<Column>& columns, const Record& record);

// The columns of a packed run, in their order; the spans live as long as the payload. Throws
// OutputError, naming `path`, where the payload is none of these columns.
std::vector<std::span<const std::byte>> unpack(const std::filesystem::path& path,
                                               const std::vector<Column>& columns,
                                               const Bytes& payload);

}  // namespace tizhi
