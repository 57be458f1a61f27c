#include "input/point_table.hpp"

#include <algorithm>
#include <bit>
#include <fstream>
#include <limits>
#include <utility>

#include "input/sha256.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

constexpr std::int64_t kRowsOfABlock = 1024;
constexpr std::size_t kBlocksHeld = 16;
constexpr std::size_t kMostReports = 20;

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// A field of a line: where it begins, and how long it is.
struct Field {
  std::size_t begin = 0, length = 0;
};

char separator_of(std::string_view line) {
  for (const char c : {',', ';', '\t'})
    if (line.find(c) != std::string_view::npos) return c;
  return ' ';
}

Field trimmed(std::string_view line, std::size_t begin, std::size_t end) {
  while (begin < end && is_blank(line[begin])) ++begin;
  while (end > begin && is_blank(line[end - 1])) --end;
  return {begin, end - begin};
}

std::vector<Field> fields_of(std::string_view line, char separator) {
  std::vector<Field> fields;
  if (separator == ' ') {
    for (std::size_t at = line.find_first_not_of(" \t"); at != std::string_view::npos;) {
      const std::size_t end = std::min(line.find_first_of(" \t", at), line.size());
      fields.push_back({at, end - at});
      at = line.find_first_not_of(" \t", end);
    }
    return fields;
  }
  for (std::size_t begin = 0;;) {
    const std::size_t end = std::min(line.find(separator, begin), line.size());
    fields.push_back(trimmed(line, begin, end));
    if (end == line.size()) return fields;
    begin = end + 1;
  }
}

std::string_view text_of(std::string_view line, const Field& field) {
  std::string_view text = line.substr(field.begin, field.length);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
    text = text.substr(1, text.size() - 2);
  return text;
}

double value_of(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  return number_in(std::string(text)).value_or(std::numeric_limits<double>::quiet_NaN());
}

// The next line that is neither empty nor a remark; `line` counts all.
bool next_line(std::ifstream& file, std::string& text, int& line) {
  while (std::getline(file, text)) {
    ++line;
    if (text.ends_with('\r')) text.pop_back();
    const std::size_t first = text.find_first_not_of(" \t");
    if (first != std::string::npos && text[first] != '#') return true;
  }
  return false;
}

Place place_of(const std::string& file, int line, std::string_view text, const Field& field) {
  return {file, line, characters(text.substr(0, field.begin)) + 1,
          std::max(1, characters(text.substr(field.begin, field.length)))};
}

}  // namespace

PointTable::PointTable(std::filesystem::path path, Header header, Diagnostics& diagnostics)
    : path_(std::move(path)), name_(path_.string()) {
  scan(header, diagnostics);
}

// numpy writes the names behind a '#'.
void PointTable::take_header(const std::string& text, Diagnostics& diagnostics) {
  const std::size_t mark = text.find_first_not_of(" \t#");
  const std::string_view rest = std::string_view(text).substr(std::min(mark, text.size()));
  separator_ = separator_of(rest);
  for (const Field& field : fields_of(rest, separator_)) {
    names_.emplace_back(text_of(rest, field));
    const Place place = place_of(name_, header_line_, text,
                                 {field.begin + text.size() - rest.size(), field.length});
    diagnostics.keep(name_, std::string(static_cast<std::size_t>(header_line_ - 1), '\n') + text);
    if (number_in(names_.back()))
      return diagnostics.error(place, "this is a number, not a parameter's name",
                               "a line of names such as imitation.peers,leadership.tenure",
                               "a table of bare numbers is read with --no-header");
  }
  columns_ = names_.size();
}

void PointTable::take_row(const std::string& text, std::int64_t offset, int line,
                          Diagnostics& diagnostics) {
  if (columns_ == 0) {
    separator_ = separator_of(text);
    columns_ = fields_of(text, separator_).size();
  }
  const std::size_t fields = fields_of(text, separator_).size();
  if (fields != columns_) {
    if (diagnostics.errors() >= kMostReports) return;
    const std::string found = std::to_string(fields) + (fields == 1 ? " field" : " fields");
    diagnostics.error({name_, line, 1, std::max(1, characters(text))}, "this row has " + found,
                      std::to_string(columns_) + ", as many as the first line has",
                      "give every row a number for every parameter");
  }
  if (rows_ % kRowsOfABlock == 0) {
    begins_.push_back(offset);
    lines_.push_back(line - 1);
  }
  ++rows_;
}

void PointTable::scan(Header header, Diagnostics& diagnostics) {
  std::ifstream file(path_, std::ios::binary);
  std::error_code error;
  if (!file || std::filesystem::is_directory(path_, error)) {
    diagnostics.error({name_, 0, 0, 1}, "this table of points cannot be read",
                      "a file with a row of numbers for each point", "is the path right?");
    return;
  }
  std::string text;
  int line = 0;
  bool wants_names = header == Header::named;
  for (std::int64_t offset = 0; std::getline(file, text);) {
    const std::int64_t begin = offset;
    offset += static_cast<std::int64_t>(text.size()) + 1;
    ++line;
    if (line == 1 && text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    if (text.ends_with('\r')) text.pop_back();
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string::npos || (text[first] == '#' && !wants_names)) continue;
    if (std::exchange(wants_names, false)) {
      header_line_ = line;
      take_header(text, diagnostics);
    } else {
      take_row(text, begin, line, diagnostics);
    }
  }
  if (rows_ == 0 && !diagnostics.has_errors())
    diagnostics.error({name_, 0, 0, 1}, "this table has no points", "a row for each point",
                      "is this the right file?");
}

std::vector<double> PointTable::values(std::int64_t row) const {
  const auto found = block(row / kRowsOfABlock);
  const auto begin =
      static_cast<std::ptrdiff_t>(row % kRowsOfABlock) * static_cast<std::ptrdiff_t>(columns_);
  return {found->values.begin() + begin,
          found->values.begin() + begin + static_cast<std::ptrdiff_t>(columns_)};
}

std::shared_ptr<const PointTable::Block> PointTable::block(std::int64_t number) const {
  const std::lock_guard lock(reading_);
  for (const auto& held : held_)
    if (held->number == number) return held;
  if (held_.size() == kBlocksHeld) held_.pop_front();
  held_.push_back(read_block(number));
  return held_.back();
}

// A row that has gone since the table was read through is one of NaN.
std::shared_ptr<const PointTable::Block> PointTable::read_block(std::int64_t number) const {
  Block block{number, {}};
  std::ifstream file(path_, std::ios::binary);
  file.seekg(begins_[static_cast<std::size_t>(number)]);
  std::string text;
  int line = 0;
  const std::int64_t rows = std::min(kRowsOfABlock, rows_ - number * kRowsOfABlock);
  for (std::int64_t row = 0; row < rows && next_line(file, text, line); ++row) {
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    auto fields = fields_of(text, separator_);
    fields.resize(columns_);
    for (const Field& field : fields) block.values.push_back(value_of(text_of(text, field)));
  }
  block.values.resize(static_cast<std::size_t>(rows) * columns_,
                      std::numeric_limits<double>::quiet_NaN());
  return std::make_shared<const Block>(std::move(block));
}

Place PointTable::place(std::int64_t row, std::size_t column) const {
  const auto number = static_cast<std::size_t>(row / kRowsOfABlock);
  std::ifstream file(path_, std::ios::binary);
  file.seekg(begins_[number]);
  std::string text;
  int line = lines_[number];
  for (std::int64_t i = row % kRowsOfABlock; i >= 0; --i) next_line(file, text, line);
  const auto fields = fields_of(text, separator_);
  return place_of(name_, line, text, column < fields.size() ? fields[column] : Field{});
}

std::string PointTable::line(std::int64_t row) const {
  const auto number = static_cast<std::size_t>(row / kRowsOfABlock);
  std::ifstream file(path_, std::ios::binary);
  file.seekg(begins_[number]);
  std::string text;
  int line = 0;
  for (std::int64_t i = row % kRowsOfABlock; i >= 0; --i) next_line(file, text, line);
  return text;
}

Place PointTable::place_of_name(std::size_t column) const {
  std::ifstream file(path_, std::ios::binary);
  std::string text;
  for (int line = 0; line < header_line_; ++line) std::getline(file, text);
  if (header_line_ == 1 && text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  std::size_t at = text.find(names_[column]);
  if (column > 0) {
    const auto fields = fields_of(text, separator_);
    if (column < fields.size()) at = fields[column].begin;
  }
  return place_of(name_, header_line_, text, {std::min(at, text.size()), names_[column].size()});
}

void PointDigest::add(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(
      value == value ? value + 0.0 : std::numeric_limits<double>::quiet_NaN());
  waiting_ += std::to_string(bits) + ' ';
  if (waiting_.size() <= 1 << 16) return;
  so_far_ = sha256(so_far_ + waiting_);
  waiting_.clear();
}

std::string PointDigest::text() { return sha256(so_far_ + waiting_); }

}  // namespace tizhi
