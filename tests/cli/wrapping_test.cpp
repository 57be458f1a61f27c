#include "cli/wrapping.hpp"

#include "catch.hpp"

namespace tizhi::test {
namespace {

TEST_CASE("English is broken at blanks, and a figure keeps its sign") {
  CHECK(wrapped("one two three", 8, 2, 0) == "one two\n  three\n");
  CHECK(wrapped("one two three", 80, 2, 4) == "    one two three\n");
  CHECK(wrapped("with 50 % of it", 8, 0, 0) == "with\n50 % of\nit\n");
  CHECK(wrapped("unbreakable", 4, 0, 0) == "unbreakable\n");
  CHECK(wrapped("", 4, 0, 0) == "\n");
}

TEST_CASE("Chinese is broken anywhere, but not before closing or after opening marks") {
  CHECK(wrapped("一二三四", 4, 0, 0) == "一二\n三四\n");
  CHECK(wrapped("一二，三", 4, 0, 0) == "一\n二，\n三\n");
  CHECK(wrapped("一（二三", 4, 0, 0) == "一\n（二\n三\n");
  CHECK(wrapped("占71%。", 4, 0, 0) == "占\n71%。\n");
}

}  // namespace
}  // namespace tizhi::test
