// The fast kernel forms what the plain one forms, one by one, on random runs that use everything
// there is. TIZHI_LONG=1 plays thousands of them; kernel_fuzz plays any number.
#include <cstdlib>
#include <utility>

#include "catch.hpp"
#include "support/case.hpp"
#include "support/fast.hpp"
#include "support/golden_runs.hpp"
#include "support/targets.hpp"

using namespace tizhi;
using namespace tizhi::test;

namespace {

std::uint64_t times(std::uint64_t usual) {
  return std::getenv("TIZHI_LONG") == nullptr ? usual : usual * 20;
}

// The first difference in the batch, with the seed that leads back to it.
std::string differing(const Batch& batch, Tally& tally) {
  const std::string found = duel_with_fast(batch, tally);
  return found.empty()
             ? ""
             : "seed " + std::to_string(batch.seed) + ": " + summary(batch) + "\n" + found;
}

// The plain kernel with a fault.
class Faulty : public PlainBatch {
 public:
  enum class Fault { none, drops_a_formation, mistakes_a_ledger, forgets_an_arrival, mixes_models };

  Faulty(const Batch& batch, const Groundwork& ground, Fault fault)
      : PlainBatch(batch, ground), fault_{fault} {}

  Happenings happenings(int r) {
    Happenings now = PlainBatch::happenings(r);
    if (fault_ == Fault::drops_a_formation && !now.formations.empty())
      now.formations = now.formations.first(now.formations.size() - 1);
    if (fault_ == Fault::forgets_an_arrival && !now.arrivals.empty())
      now.arrivals = now.arrivals.subspan(1);
    if (fault_ == Fault::mistakes_a_ledger) now.formations = with_another_ledger(now.formations);
    return now;
  }

  std::span<const Model> models(int r) {
    return PlainBatch::models(fault_ == Fault::mixes_models ? 0 : r);
  }

 private:
  std::span<const Formation> with_another_ledger(std::span<const Formation> all) {
    changed_.assign(all.begin(), all.end());
    if (!changed_.empty()) changed_.back().ledger[3] ^= 1U;
    return changed_;
  }

  Fault fault_;
  std::vector<Formation> changed_;
};

std::vector<Batch> golden_batches() {
  std::vector<Batch> all;
  for (const GoldenRun& golden : golden_runs()) all.push_back({0, golden.run, 0, 3, 1});
  return all;
}

}  // namespace

TEST_CASE("random runs form the same in both kernels, one by one") {
  Tally tally;
  int unsuited = 0;
  const std::uint64_t runs = times(1500);
  for (std::uint64_t seed = 1; seed <= runs; ++seed) {
    const Batch batch = random_batch(seed);
    if (!suits(batch.run))
      ++unsuited;
    else
      CHECK(differing(batch, tally) == "");
  }
  WARN(tally.text() << "; " << unsuited << " runs do not suit the fast kernel");
  CHECK(unsuited < static_cast<int>(runs / 3));
  for (const std::int64_t formed : tally.formations) CHECK(formed > 1000);
  CHECK(tally.arrivals > 1000);
  CHECK(tally.orders > 1000);
}

TEST_CASE("large random runs form the same in both kernels") {
  Tally tally;
  for (std::uint64_t seed = 1; seed <= times(8); ++seed) {
    const Batch batch = random_batch(seed, {20000, 400000});
    if (suits(batch.run)) CHECK(differing(batch, tally) == "");
  }
  CHECK(tally.region_steps > 100000);
}

TEST_CASE("a region that has just formed is as quick to form again as drag lets it be") {
  Run run = make_run({2, 300}, 3, 100);
  begin_with(run, kA, 50);
  at_all_levels(run, [](Causes& c) {
    c.inertia.drag = toward_all(3);
    c.inertia.settling = 0.5;
    c.leadership.preference = 12;
    c.leadership.tenure = 0.3;
  });
  Tally tally;
  CHECK(differing({0, run, 0, 3, 1}, tally) == "");
  CHECK(tally.formations[static_cast<std::size_t>(Cause::leadership)] > 5000);
}

// Less than single precision can hold, and all that an order without targets has to go by.
TEST_CASE("zeal that has all but died out still decides what an open order makes of a region") {
  Run run = make_run({400}, 3, 120);
  at_all_levels(run, [](Causes& c) {
    c.leadership.preference = 20;
    c.leadership.honeymoon = kMonth;
    c.leadership.tenure = 50;
    c.mandate.compliance = 3;
  });
  run.timeline.orders = {order_of({kA, kB, kC}, 6)};
  Tally tally;
  CHECK(differing({0, run, 0, 3, 1}, tally) == "");
  CHECK(tally.formations[static_cast<std::size_t>(Cause::mandate)] > 500);
}

TEST_CASE("conditions that are too many to be kept change nothing") {
  Run run = make_run({64}, 3, 5000);
  at_all_levels(run, [](Causes& c) {
    c.inertia.pull = toward_all(0.02);
    c.inertia.half_life = 30;
    c.leadership.preference = 0.3;
    c.mandate.compliance = 0.1;
    c.mandate.crowding = 0.5;
  });
  for (Region i = 0; i < 64; ++i) {
    const Scope here{false, {i}, ~0ULL, kNoRegion};
    run.timeline.legacies.push_back({2.0 * i, static_cast<Model>(i % 3), 1, here});
    if (i % 8 != 0) continue;
    Order order = order_of({kB}, 5.0 * i);
    order.scope = here;
    order.deadline = order.until = 5.0 * i + 3;
    run.timeline.orders.push_back(std::move(order));
  }
  Tally tally;
  CHECK(differing({0, run, 0, 2, 1}, tally) == "");
  CHECK(tally.formations[static_cast<std::size_t>(Cause::leadership)] > 1000);
}

TEST_CASE("how many replicates are played together changes nothing") {
  Tally tally;
  for (const Batch& golden : golden_batches())
    for (const int replicates : {1, 2, 5, 16}) {
      Batch batch = golden;
      batch.replicates = replicates;
      for (batch.first = 0; batch.first < 16; batch.first += static_cast<unsigned>(replicates))
        CHECK(differing(batch, tally) == "");
    }
  CHECK(tally.runs == std::int64_t{3} * (16 + 8 + 4 + 1));
}

TEST_CASE("parts and the crew that works on them change nothing") {
  Tally tally;
  for (std::uint64_t seed = 1; seed <= times(10); ++seed) {
    Batch batch = random_batch(seed, {3000, 20000});
    if (!suits(batch.run)) continue;
    const Groundwork ground = groundwork(batch.run);
    for (const int parts : {1, 2, 5, 16, 100}) {
      FastBatch backwards(batch, ground, parts, one_after_another);
      CHECK(duel(batch, ground, backwards, tally) == "");
      FastBatch threaded(batch, ground, parts, on_threads);
      CHECK(duel(batch, ground, threaded, tally) == "");
    }
  }
  CHECK(tally.region_steps > 100000);
}

TEST_CASE("every instruction set forms the same") {
  REQUIRE(!targets().empty());
  for (const std::string& target : targets()) {
    CAPTURE(target);
    REQUIRE(restrict_to(target) == Found::yes);
    Tally tally;
    for (std::uint64_t seed = 1000; seed < 1000 + times(40); ++seed) {
      const Batch batch = random_batch(seed, {500, 20000});
      if (suits(batch.run)) CHECK(differing(batch, tally) == "");
    }
    CHECK(tally.region_steps > 100000);
  }
  CHECK(restrict_to("abacus") == Found::no);
  restrict_to("");
}

TEST_CASE("a region that a script sets in a step takes no other formation in it, in both kernels") {
  Run run = make_run({1, 40}, 3, 40);
  run.timeline.legacies.push_back({0, kA, 1, {}});
  at_all_levels(run, [](Causes& c) { c.inertia.pull = toward_all(1e3); });
  for (std::int32_t step = 0; step < 40; ++step)
    for (Region i = step % 3; i < run.world->size(); i += 3)
      run.timeline.settings.push_back({step, i, step % 2 == 0 ? kB : kNone});
  Tally tally;
  const Batch batch{0, run, 0, 4, 1};
  CHECK(differing(batch, tally) == "");
  const Groundwork ground = groundwork(run);
  FastBatch fast(batch, ground, 1, one_after_another);
  while (!fast.is_over()) {
    fast.advance();
    std::vector<int> formed(static_cast<std::size_t>(run.world->size()), 0);
    for (const Formation& f : fast.happenings(2).formations)
      CHECK(++formed[static_cast<std::size_t>(f.region)] == 1);
  }
  CHECK(tally.formations[static_cast<std::size_t>(Cause::script)] > 1000);
}

TEST_CASE("a duel finds what differs") {
  const Batch batch = golden_batches().front();
  const Groundwork ground = groundwork(batch.run);
  using Fault = Faulty::Fault;
  for (const Fault fault : {Fault::drops_a_formation, Fault::mistakes_a_ledger,
                            Fault::forgets_an_arrival, Fault::mixes_models}) {
    Tally tally;
    Faulty faulty(batch, ground, fault);
    CHECK(duel(batch, ground, faulty, tally) != "");
  }
  Tally tally;
  Faulty faultless(batch, ground, Fault::none);
  CHECK(duel(batch, ground, faultless, tally) == "");
}
