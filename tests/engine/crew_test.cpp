#include <numeric>
#include <stdexcept>

#include "catch.hpp"
#include "engine/ensemble_crew.hpp"

using namespace tizhi;

TEST_CASE("a crew does every part of every task once, and is done when it says so") {
  for (const int threads : {1, 2, 5}) {
    ThreadCrew crew(threads);
    CHECK(crew.threads() == threads);
    for (int task = 0; task < 3000; ++task) {
      const int parts = task % 7;
      std::vector<int> done(7, 0);  // plain: a part left over would write too late
      crew.run(parts, [&](int part) { done[static_cast<std::size_t>(part)] += task + 1; });
      REQUIRE(std::accumulate(done.begin(), done.end(), 0) == parts * (task + 1));
      for (int part = 0; part < parts; ++part)
        REQUIRE(done[static_cast<std::size_t>(part)] == task + 1);
    }
  }
}

TEST_CASE("a crew that slept comes when it is called") {
  ThreadCrew crew(3);
  std::atomic<int> sum = 0;
  for (int task = 0; task < 3; ++task) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    crew.run(100, [&](int part) { sum += part; });
  }
  CHECK(sum == 3 * 4950);
}

TEST_CASE("more than one thread works where a task has parts for them") {
  ThreadCrew crew(2);
  std::atomic<int> here = 0;
  crew.run(2, [&](int) {
    ++here;
    while (here < 2) std::this_thread::yield();  // each waits for the other
  });
  CHECK(here == 2);
}

TEST_CASE("what a part throws arrives at the caller, and the crew goes on") {
  ThreadCrew crew(3);
  const auto fail = [](int part) {
    if (part == 4) throw std::runtime_error("part");
  };
  CHECK_THROWS_AS(crew.run(9, fail), std::runtime_error);
  std::atomic<int> sum = 0;
  crew.run(10, [&](int part) { sum += part; });
  CHECK(sum == 45);
}
