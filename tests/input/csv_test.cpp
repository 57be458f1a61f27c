#include "input/csv.hpp"

#include "catch.hpp"

namespace tizhi::test {
namespace {

CsvTable table_of(const std::string& text) {
  Diagnostics diagnostics;
  auto table = CsvTable::parse(text, "t.csv", diagnostics);
  REQUIRE(table.has_value());
  REQUIRE_FALSE(diagnostics.has_errors());
  return *table;
}

TEST_CASE("fields may hold commas, quotes and line ends") {
  const CsvTable table =
      table_of("a,b\n\"x, y\",\"the \"\"big\"\" one\"\n\"two\nlines\",z\nlast,w\n");
  REQUIRE(table.rows().size() == 3);
  CHECK(table.rows()[0].fields == std::vector<std::string>{"x, y", "the \"big\" one"});
  CHECK(table.rows()[1].fields[0] == "two\nlines");
  CHECK(table.rows()[2].line == 5);
  CHECK(table.place(table.rows()[2], 1) == Place{"t.csv", 5, 6, 1});
}

TEST_CASE("line ends of either kind, a last line without one, and empty lines are the same table") {
  const auto plain = table_of("a,b\n1,2\n3,4\n");
  for (const char* text : {"a,b\r\n1,2\r\n3,4\r\n", "a,b\n1,2\n3,4", "a,b\n\n1,2\n\n3,4\n\n"}) {
    const auto table = table_of(text);
    REQUIRE(table.rows().size() == plain.rows().size());
    for (std::size_t i = 0; i < plain.rows().size(); ++i)
      CHECK(table.rows()[i].fields == plain.rows()[i].fields);
  }
}

TEST_CASE("an empty last field is a field") {
  const auto table = table_of("a,b,c\n1,,\n");
  CHECK(table.rows()[0].fields == std::vector<std::string>{"1", "", ""});
}

TEST_CASE("places count characters, not bytes") {
  const auto table = table_of("a,b\n中国,x\n");
  CHECK(table.place(table.rows()[0], 0) == Place{"t.csv", 2, 1, 2});
  CHECK(table.place(table.rows()[0], 1) == Place{"t.csv", 2, 4, 1});
  CHECK(table.column("b") == 1);
  CHECK(table.column("c") == -1);
}

}  // namespace
}  // namespace tizhi::test
