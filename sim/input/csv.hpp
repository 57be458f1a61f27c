// Tables of comma-separated values whose fields know their places.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "input/diagnostic.hpp"

namespace tizhi {

// A row's fields by the order of the header.
struct CsvRow {
  int line = 0;
  std::vector<std::string> fields;
};

class CsvTable {
 public:
  // Reads UTF-8 with or without a mark of byte order, LF or CRLF, fields quoted or not. Rows with
  // a wrong number of fields are reported and left out. Nothing where the text as a whole fails.
  static std::optional<CsvTable> parse(const std::string& text, const std::string& file,
                                       Diagnostics& diagnostics);

  const std::vector<CsvRow>& rows() const { return rows_; }
  bool lacks_rows() const { return lacks_rows_; }  // some were reported and left out
  const std::vector<std::string>& header() const { return header_; }
  int column(std::string_view name) const;  // -1: there is none

  Place place_of_header(int column) const;
  Place place(const CsvRow& row, int column) const;  // of the field, found again in the text

 private:
  void take(CsvRow row, std::size_t begin, Diagnostics& diagnostics);

  std::string file_;
  std::string text_;
  std::vector<std::string> header_;
  std::vector<CsvRow> rows_;
  bool lacks_rows_ = false;
  std::vector<std::size_t> line_begins_;
};

}  // namespace tizhi
