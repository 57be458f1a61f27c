#include "input/text.hpp"

#include <limits>

#include "catch.hpp"
#include "input/sha256.hpp"

namespace tizhi::test {
namespace {

TEST_CASE("a number is all of its text, in figures, and not too large") {
  CHECK(number_in("0.1") == 0.1);
  CHECK(number_in("-3") == -3);
  CHECK(number_in("1e-9") == 1e-9);
  CHECK(number_in("inf") == std::numeric_limits<double>::infinity());
  for (const char* text : {"", " 1", "1 ", "+1", "0x10", "1,5", "one", "1e999"})
    CHECK_FALSE(number_in(text).has_value());
}

TEST_CASE("the word that was meant is the nearest one") {
  const std::vector<std::string> keys{"superior", "peers", "peer_set", "lag"};
  CHECK(nearest("superiour", keys) == "superior");
  CHECK(nearest("pers", keys) == "peers");
  CHECK(nearest("lga", keys) == "lag");
  CHECK(nearest("per", keys) == "peers");
  CHECK(nearest("weather", keys).empty());
  CHECK(did_you_mean("sup", keys) == "did you mean 'superior'?");
  CHECK(did_you_mean("weather", keys, "no idea") == "no idea");
}

TEST_CASE("Chinese characters take two columns, and one place") {
  CHECK(columns("体制 abc") == 8);
  CHECK(characters("体制 abc") == 6);
  CHECK(first_characters("体制 abc", 3) == "体制 ");
  CHECK(columns("é") == 1);
}

TEST_CASE("the first byte that is no UTF-8 is found") {
  CHECK(first_bad_byte("体制") == std::string_view::npos);
  CHECK(first_bad_byte("ab\xCC\xE5") == 2);
  CHECK(first_bad_byte("a\xC0\x80") == 1);         // an overlong zero
  CHECK(first_bad_byte("\xED\xA0\x80") == 0);      // half of a surrogate pair
  CHECK(first_bad_byte("\xF4\x90\x80\x80") == 0);  // beyond Unicode
  CHECK(first_bad_byte("ab\xE4\xBD") == 2);        // cut off
}

TEST_CASE("numbers are spelled as one would write them") {
  CHECK(spelled(0.5) == "0.5");
  CHECK(spelled(1000000) == "1000000");
  CHECK(spelled(1e-9) == "1e-09");
  CHECK(spelled(-3) == "-3");
  CHECK(spelled(std::numeric_limits<double>::infinity()) == "inf");
}

TEST_CASE("words are listed with 'or' before the last") {
  CHECK(listed({"a"}) == "a");
  CHECK(listed({"a", "b"}) == "a or b");
  CHECK(listed({"a", "b", "c"}) == "a, b or c");
  CHECK(listed({"a", "b", "c"}, 2) == "a, b … (3 in all)");
  CHECK(sequence({"a", "b", "c"}) == "a > b > c");
}

// The examples of FIPS 180-4, and lengths around the edge of a block.
TEST_CASE("SHA-256 gives the standard's digests") {
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256(std::string(1000000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  CHECK(sha256(std::string(55, 'x')) != sha256(std::string(56, 'x')));
}

}  // namespace
}  // namespace tizhi::test
