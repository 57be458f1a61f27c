#include "input/document.hpp"

#include "catch.hpp"

namespace tizhi::test {
namespace {

Node document_of(const std::string& text) {
  Diagnostics diagnostics;
  auto document = parse_toml(text, "t.toml", diagnostics);
  REQUIRE(document.has_value());
  return *document;
}

std::string laid_over(const std::string& base, const std::string& later) {
  Node document = document_of(base);
  lay_over(document, document_of(later));
  return toml_text(document);
}

TEST_CASE("later keys win: sections merge") {
  CHECK(laid_over("[a]\nx = 1\ny = 2\n", "[a]\ny = 3\nz = 4\n[b]\nw = 5\n") ==
        "\n[a]\nx = 1\ny = 3\nz = 4\n\n[b]\nw = 5\n");
}

TEST_CASE("values and tables are replaced whole") {
  CHECK(laid_over("s = 1\n[a]\nx = { p = 1, q = 2 }\n", "s = 2\n[a]\nx = { q = 3 }\n") ==
        "s = 2\n\n[a]\nx = { q = 3 }\n");
  CHECK(laid_over("[[model]]\nid = \"a\"\n", "[[model]]\nid = \"b\"\n") ==
        "\n[[model]]\nid = \"b\"\n");
}

TEST_CASE("events join by id") {
  CHECK(laid_over("[[event]]\nid = \"a\"\nx = 1\n[[event]]\nid = \"b\"\nx = 2\n",
                  "[[event]]\nid = \"c\"\nx = 3\n[[event]]\nid = \"a\"\nx = 4\n") ==
        "\n[[event]]\nid = \"a\"\nx = 4\n\n[[event]]\nid = \"b\"\nx = 2\n\n[[event]]\nid = \"c\"\n"
        "x = 3\n");
}

TEST_CASE("what is written can be read again") {
  const std::string text =
      "title = \"a \\\"b\\\" \\\\n\"\nlong = \"\"\"\none\ntwo \\\\ three\"\"\"\nx = [1, 2.5, inf]\n"
      "n = 1.0\nd = 2000-05-17\n\"省\" = true\n\n[t]\np = { \"1.1\" = 3, k = [] }\n\n[t.many]\n"
      "a = 1\nb = 1\nc = 1\nd = 1\ne = 1\nf = 1\ng = 1\nh = 1\ni = 1\n";
  const Node document = document_of(text);
  CHECK(document.find("long")->text == "one\ntwo \\ three");
  CHECK(toml_text(document) == text);
  CHECK(canonical_text(document_of(toml_text(document))) == canonical_text(document));
}

TEST_CASE("the canonical text knows neither order nor comments nor ways to write a number") {
  const auto canonical = [](const std::string& text) { return canonical_text(document_of(text)); };
  CHECK(canonical("a = 1\nb = 2.0 # two\n") == canonical("b = 2\na = 0x1\n"));
  CHECK(canonical("[s]\nx = 1") == canonical("s = { x = 1 }"));
  CHECK(canonical("a = 1") != canonical("a = 1.5"));
  CHECK(canonical("a = \"1\"") != canonical("a = 1"));
  CHECK(canonical("a = [1, 2]") != canonical("a = [2, 1]"));
}

TEST_CASE("dotted keys split at dots outside of quotes") {
  const Place place{"command line", 1, 7, 1};
  const auto parts = split_key("initial.region.\"1.1\"", place);
  REQUIRE(parts.size() == 3);
  CHECK(parts[2].key == "1.1");
  CHECK(parts[1].place == Place{"command line", 1, 15, 6});
  for (const char* wrong : {"", ".", "a.", ".a", "a..b", "\"a", "\"a\"b"})
    CHECK(split_key(wrong, place).empty());
}

TEST_CASE("keys and values know their places") {
  const Node document = document_of("x = 1\n[s]\n  long_key = \"文\" # why\n");
  const Entry* entry = document.find("s")->entry("long_key");
  CHECK(entry->place == Place{"t.toml", 3, 3, 8});
  CHECK(entry->value.place == Place{"t.toml", 3, 14, 3});
}

}  // namespace
}  // namespace tizhi::test
