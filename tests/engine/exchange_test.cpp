#include "engine/ensemble_exchange.hpp"

#include <thread>

#include "catch.hpp"
#include "support/case.hpp"

using namespace tizhi;
using namespace tizhi::test;

namespace {

Study study_of(std::uint32_t replicates) {
  Study study;
  study.variants.push_back({"base", "", make_run({1, 3}, 2, 12)});
  study.replicates = replicates;
  return study;
}

Record piece_of(std::size_t bytes, bool is_last) {
  Record piece;
  piece.trajectory.assign(bytes, kA);
  piece.is_last = is_last;
  return piece;
}

}  // namespace

TEST_CASE("who plays ahead waits until there is room; who is awaited goes on") {
  const Study study = study_of(2);
  Ensemble ensemble;
  ensemble.threads = 2;
  ensemble.room = 1000;
  Exchange exchange(study, ensemble);
  Batch first, second;
  REQUIRE(exchange.take(first));
  REQUIRE(exchange.take(second));
  REQUIRE(exchange.bring(second, 1, piece_of(1200, false)));  // the room is taken
  std::atomic<bool> came = false;
  std::thread ahead([&] {
    exchange.bring(second, 1, piece_of(1, true));
    came = true;
    exchange.leave(nullptr);
  });
  REQUIRE(exchange.bring(first, 0, piece_of(700, false)));
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  CHECK_FALSE(came);
  Job job;
  Record piece;
  REQUIRE(exchange.next(job, piece));
  CHECK((job.number == 0 && piece.trajectory.size() == 700));
  REQUIRE(exchange.bring(first, 0, piece_of(800, true)));
  exchange.leave(nullptr);
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  CHECK_FALSE(came);
  for (const std::size_t bytes : {800, 1200, 1}) {
    REQUIRE(exchange.next(job, piece));
    CHECK(piece.trajectory.size() == bytes);
  }
  CHECK_FALSE(exchange.next(job, piece));
  CHECK(exchange.outcome() == 2);
  ahead.join();
}

TEST_CASE("how many replicates are played at once follows from what one holds") {
  const auto most = [](std::size_t bytes) {
    const Study study = study_of(40);
    Ensemble ensemble;
    ensemble.threads = 2;
    ensemble.room = 4000;
    ensemble.replicates_at_once = 8;
    Exchange exchange(study, ensemble);
    Batch batch;
    REQUIRE(exchange.take(batch));
    CHECK(batch.count == 1);
    REQUIRE(exchange.bring(batch, 0, piece_of(bytes, true)));
    REQUIRE(exchange.take(batch));
    CHECK(batch.first == 1);
    return batch.count;
  };
  CHECK(most(10) == 8);
  CHECK(most(250) == 4);
  CHECK(most(3000) == 1);
}

TEST_CASE("the last batches get the threads that would find nothing more to do") {
  const Study study = study_of(3);
  Ensemble ensemble;
  ensemble.threads = 5;
  Exchange exchange(study, ensemble);
  Batch batch;
  for (const int threads : {1, 2, 5}) {
    REQUIRE(exchange.take(batch));
    CHECK(batch.threads == threads);
  }
  CHECK_FALSE(exchange.take(batch));
}
