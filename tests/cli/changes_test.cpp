#include "cli/changes.hpp"

#include "catch.hpp"

using namespace tizhi;

namespace {

std::string told(const std::vector<Change>& all) {
  std::string text;
  for (const Change& c : all) text += c.key + ": " + c.before + " -> " + c.after + "\n";
  return text;
}

}  // namespace

TEST_CASE("changes name the key and both values") {
  const std::string before =
      "seed = 1\ntitle = 'A'\n[imitation]\npeers = 0.5\n[[event]]\nid = 'a'\nstrength = 2\n";
  const std::string after =
      "seed = 1\n[imitation]\npeers = { province = 0.25 }\nlag = 1\n[[event]]\nid = 'a'\n"
      "strength = 3\n";
  CHECK(told(changes(before, after)) ==
        "imitation.peers.province:  -> 0.25\n"
        "imitation.lag:  -> 1\n"
        "event.a.strength: 2 -> 3\n"
        "title: \"A\" -> \n"
        "imitation.peers: 0.5 -> \n");
}

TEST_CASE("order, comments and spelling are no changes") {
  CHECK(changes("a = 1\nb = [1, 2]\n", "# hello\nb=[ 1,2 ]\na = 1").empty());
}
