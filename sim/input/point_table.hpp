// A table of points: a row a point, a column a parameter, with a line of names or without. Only
// a few blocks of it are held at once, however long it is.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "input/sweep.hpp"

namespace tizhi {

class PointTable {
 public:
  // Fields stand between commas, semicolons, tabs or blanks, whichever the first line has; a line
  // after `#` is a remark. What is wrong with the table as a whole is reported; a field that is no
  // number is NaN, and its row's own affair.
  PointTable(std::filesystem::path path, Header header, Diagnostics& diagnostics);

  std::int64_t rows() const { return rows_; }
  std::size_t columns() const { return columns_; }
  const std::vector<std::string>& names() const { return names_; }  // of the header
  const std::string& path() const { return name_; }

  std::vector<double> values(std::int64_t row) const;  // from any thread

  // Reads through the table to find the place: for messages.
  Place place(std::int64_t row, std::size_t column) const;
  Place place_of_name(std::size_t column) const;

  // The text of a line, for messages to show.
  std::string line(std::int64_t row) const;

 private:
  struct Block {
    std::int64_t number = -1;
    std::vector<double> values;
  };
  std::shared_ptr<const Block> block(std::int64_t number) const;
  std::shared_ptr<const Block> read_block(std::int64_t number) const;
  void take_header(const std::string& text, Diagnostics& diagnostics);
  void take_row(const std::string& text, std::int64_t offset, int line, Diagnostics& diagnostics);
  void scan(Header header, Diagnostics& diagnostics);

  std::filesystem::path path_;
  std::string name_;
  char separator_ = ',';
  std::vector<std::string> names_;
  std::size_t columns_ = 0;
  std::int64_t rows_ = 0;
  int header_line_ = 0;
  std::vector<std::int64_t> begins_;  // of the first row of each block, in bytes
  std::vector<std::int32_t> lines_;   // the same, counted in lines
  mutable std::mutex reading_;
  mutable std::deque<std::shared_ptr<const Block>> held_;
};

// A digest of all values of a table of points, whatever it was written like.
class PointDigest {
 public:
  void add(double value);
  std::string text();

 private:
  std::string so_far_, waiting_;
};

}  // namespace tizhi
