#include "story/chances.hpp"

#include "catch.hpp"

namespace tizhi::test {
namespace {

Formation formation(std::int32_t step, Model from, Model to, Cause cause, Ledger ledger = {}) {
  return {step, 0, from, to, cause, ledger};
}

// Three replicates: two found model 0, one of them then moves to and fro; the third does nothing.
std::vector<RegionHistory> three() {
  return {{kNone,
           {formation(3, kNone, 0, Cause::inertia, {255, 0, 0, 0}),
            formation(5, 0, 1, Cause::mandate, {0, 0, 255, 0}), formation(8, 1, 0, Cause::script),
            formation(9, 0, 1, Cause::imitation, {51, 204, 0, 0})}},
          {kNone, {formation(7, kNone, 0, Cause::imitation, {0, 255, 0, 0})}},
          {1, {}}};
}

const Transition& change(const Chances& all, Model from, Model to) {
  for (const Transition& c : all.changes)
    if (c.from == from && c.to == to) return c;
  FAIL("no such change");
  return all.changes.front();
}

TEST_CASE("a change counts once a replicate, and each time by its cause") {
  const Chances all = chances(three(), 2, {0});
  CHECK(all.replicates == 3);
  CHECK(all.formations() == 5);
  CHECK(change(all, kNone, 0).replicates == 2);
  CHECK(change(all, kNone, 0).by_cause == std::array<std::int64_t, 5>{1, 1, 0, 0, 0});
  CHECK(change(all, 0, 1).replicates == 1);
  CHECK(change(all, 0, 1).times() == 2);
  CHECK(all.by_cause == std::array<std::int64_t, 5>{1, 2, 1, 0, 1});
}

TEST_CASE("changes come by frequency: replicates, then times, then the catalogue") {
  const Chances all = chances(three(), 2, {0});
  REQUIRE(all.changes.size() == 3);
  CHECK(all.changes[0].from == kNone);
  CHECK(all.changes[1].to == 1);
  CHECK(all.changes[2].to == 0);
}

TEST_CASE("quantiles are of the first time, and are times that occurred") {
  std::vector<RegionHistory> many;
  for (std::int32_t r = 1; r <= 100; ++r)
    many.push_back({0, {formation(r, 0, 1, Cause::inertia), formation(500, 0, 1, Cause::inertia)}});
  CHECK(change(chances(many, 2, {}), 0, 1).first == std::array<std::int32_t, 3>{5, 50, 95});
  many.resize(3);
  CHECK(change(chances(many, 2, {}), 0, 1).first == std::array<std::int32_t, 3>{1, 2, 3});
}

TEST_CASE("what is held at a state is what was formed in the steps before it") {
  const Chances all = chances(three(), 2, {0, 3, 4, 8, 10});
  CHECK(all.holds == std::vector<std::vector<std::int64_t>>{
                         {0, 1, 2}, {0, 1, 2}, {1, 1, 1}, {1, 2, 0}, {1, 2, 0}});
}

TEST_CASE("the mean ledger leaves out formations that have none") {
  const Chances all = chances(three(), 2, {0});
  CHECK(all.ledgers == 4);
  CHECK(all.pressure[0] == Approx((1 + 0.2) / 4));
  CHECK(all.pressure[1] == Approx((1 + 0.8) / 4));
  CHECK(all.pressure[2] == Approx(0.25));
}

TEST_CASE("paths are sequences of models, whatever their dates") {
  std::vector<RegionHistory> histories = three();
  histories.push_back({kNone, {formation(1, kNone, 0, Cause::script)}});
  const Chances all = chances(histories, 2, {});
  REQUIRE(all.paths.size() == 3);
  CHECK(all.paths[0].replicates == 2);
  CHECK(all.paths[0].models == std::vector<Model>{kNone, 0});
}

}  // namespace
}  // namespace tizhi::test
