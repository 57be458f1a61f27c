#include "input/csv.hpp"

#include <algorithm>

#include "input/text.hpp"

namespace tizhi {
namespace {

struct Scan {
  const std::string& text;
  std::size_t at = 0;
  int line = 1;
  bool is_over() const { return at >= text.size(); }
};

enum class FieldEnd { comma, row };

// Moves over one field. `problem` is where its quotes go wrong, npos where they do not.
FieldEnd scan_field(Scan& scan, std::string& field, std::size_t& problem) {
  const std::string& text = scan.text;
  field.clear();
  problem = std::string::npos;
  const std::size_t opening = scan.at;
  if (!scan.is_over() && text[scan.at] == '"') {
    for (++scan.at;; ++scan.at) {
      if (scan.is_over()) {
        problem = opening;
        return FieldEnd::row;
      }
      if (text[scan.at] == '"' && (scan.at + 1 >= text.size() || text[scan.at + 1] != '"')) break;
      scan.at += text[scan.at] == '"';
      scan.line += text[scan.at] == '\n';
      field += text[scan.at];
    }
    ++scan.at;
  }
  const std::size_t rest = scan.at;
  while (!scan.is_over() && text[scan.at] != ',' && text[scan.at] != '\n') ++scan.at;
  std::string_view plain(text.data() + rest, scan.at - rest);
  const bool ends_row = scan.is_over() || text[scan.at] == '\n';
  if (ends_row && plain.ends_with('\r')) plain.remove_suffix(1);
  if (rest > opening && !plain.empty()) problem = rest;
  if (rest == opening && plain.find('"') != std::string_view::npos)
    problem = opening + plain.find('"');
  field += plain;
  scan.line += !scan.is_over() && ends_row;
  ++scan.at;
  return ends_row ? FieldEnd::row : FieldEnd::comma;
}

Place place_at(const std::string& text, const std::string& file, int line, std::size_t at,
               std::size_t length) {
  const std::size_t begin = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
  return {file, line, characters(std::string_view(text).substr(begin, at - begin)) + 1,
          std::max(1, characters(std::string_view(text).substr(at, length)))};
}

std::string fields_text(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " field" : " fields");
}

enum class Soundness { sound, broken };

// Moves over one row and reports its quotes.
Soundness scan_row(Scan& scan, CsvRow& row, const std::string& file, Diagnostics& diagnostics) {
  Soundness soundness = Soundness::sound;
  for (FieldEnd end = FieldEnd::comma; end == FieldEnd::comma;) {
    const int line = scan.line;
    std::string field;
    std::size_t problem = 0;
    end = scan_field(scan, field, problem);
    row.fields.push_back(std::move(field));
    if (problem == std::string::npos) continue;
    soundness = Soundness::broken;
    diagnostics.error(place_at(scan.text, file, line, problem, 1), "a quote out of place",
                      "a field without quotes, or one wholly inside them",
                      "inside quotes, write a quote twice: \"the \"\"big\"\" group\"");
  }
  return soundness;
}

}  // namespace

void CsvTable::take(CsvRow row, std::size_t begin, Diagnostics& diagnostics) {
  if (row.fields.size() == header_.size()) {
    rows_.push_back(std::move(row));
    line_begins_.push_back(begin);
    return;
  }
  lacks_rows_ = true;
  const std::size_t length = text_.find('\n', begin) - begin;
  diagnostics.error(place_at(text_, file_, row.line, begin, length),
                    "this row has " + fields_text(row.fields.size()),
                    std::to_string(header_.size()) + ", as many as the header names",
                    "a field that holds a comma needs quotes: \"a, b\"");
}

std::optional<CsvTable> CsvTable::parse(const std::string& text, const std::string& file,
                                        Diagnostics& diagnostics) {
  CsvTable table;
  table.file_ = file;
  table.text_ = text;
  Scan scan{text};
  while (!scan.is_over()) {
    const std::size_t begin = scan.at;
    CsvRow row{scan.line, {}};
    row.fields.reserve(table.header_.size());
    const Soundness soundness = scan_row(scan, row, file, diagnostics);
    if (row.fields.size() == 1 && row.fields[0].empty()) continue;  // an empty line
    if (!table.header_.empty()) {
      if (soundness == Soundness::sound) table.take(std::move(row), begin, diagnostics);
      table.lacks_rows_ = table.lacks_rows_ || soundness == Soundness::broken;
      continue;
    }
    if (soundness == Soundness::broken) return std::nullopt;
    for (std::string& name : row.fields) table.header_.push_back(trimmed(name));
    table.line_begins_.push_back(begin);
  }
  if (table.header_.empty()) {
    diagnostics.error({file, 0, 0, 1}, "this table is empty",
                      "a line with the names of the columns, then the rows",
                      "is this the right file?");
    return std::nullopt;
  }
  return table;
}

int CsvTable::column(std::string_view name) const {
  const auto found = std::find(header_.begin(), header_.end(), name);
  return found == header_.end() ? -1 : static_cast<int>(found - header_.begin());
}

Place CsvTable::place_of_header(int column) const {
  CsvRow header{1, header_};
  Scan scan{text_, line_begins_[0]};
  header.line = 1 + static_cast<int>(std::count(
                        text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(scan.at), '\n'));
  std::string field;
  std::size_t problem = 0;
  for (int c = 0; c < column; ++c) scan_field(scan, field, problem);
  const std::size_t begin = scan.at;
  scan_field(scan, field, problem);
  return place_at(text_, file_, header.line, begin, scan.at - 1 - begin);
}

Place CsvTable::place(const CsvRow& row, int column) const {
  const auto number = static_cast<std::size_t>(&row - rows_.data());
  Scan scan{text_, line_begins_[number + 1], row.line};
  std::string field;
  std::size_t problem = 0;
  for (int c = 0; c < column; ++c) scan_field(scan, field, problem);
  const std::size_t begin = scan.at;
  const int line = scan.line;
  const FieldEnd end = scan_field(scan, field, problem);
  std::size_t length = std::min(scan.at - 1, text_.size()) - begin;
  if (end == FieldEnd::row && length > 0 && text_[begin + length - 1] == '\r') --length;
  return place_at(text_, file_, line, begin, length);
}

}  // namespace tizhi
