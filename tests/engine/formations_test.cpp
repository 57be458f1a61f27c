#include "engine/formations.hpp"

#include "catch.hpp"

using namespace tizhi;

namespace {

std::vector<Formation> many(int count) {
  std::vector<Formation> all;
  for (int n = 0; n < count; ++n)
    all.push_back({n / 7, n * 13, static_cast<Model>(n % 5 == 0 ? kNone : n % 5),
                   static_cast<Model>(n % 3), static_cast<Cause>(n % 5),
                   Ledger{static_cast<std::uint8_t>(n), 1, 2, 3}});
  return all;
}

}  // namespace

TEST_CASE("formations kept by column are the formations that were added") {
  const std::vector<Formation> all = many(1000);
  for (const std::size_t at_once : {1, 7, 64, 1000}) {
    Formations kept;
    for (std::size_t from = 0; from < all.size(); from += at_once)
      kept.append(std::span(all).subspan(from, std::min(at_once, all.size() - from)));
    CHECK(kept == all);
    CHECK(kept[999] == all[999]);
    CHECK(kept.regions()[500] == all[500].region);
    const Formations copy = kept;
    const Formations moved = std::move(kept);
    CHECK(copy == moved);
    CHECK(kept.empty());  // NOLINT: what was moved from is empty, and may be used again
    kept.append(all);
    CHECK(kept == copy);
  }
}

TEST_CASE("formations differ where one of them does, in any column") {
  const std::vector<Formation> all = many(20);
  Formations kept;
  kept.append(all);
  for (int column = 0; column < 6; ++column) {
    Formations other = kept;
    if (column == 0) ++other.steps()[7];
    if (column == 1) ++other.regions()[7];
    if (column == 2) ++other.ledgers()[7][3];
    if (column == 3) ++other.from()[7];
    if (column == 4) ++other.to()[7];
    if (column == 5) other.causes()[7] = Cause::script;
    CHECK_FALSE(other == kept);
  }
}
