#include "engine/ensemble.hpp"

#include <stdexcept>

#include "catch.hpp"
#include "support/case.hpp"

using namespace tizhi;
using namespace tizhi::test;

namespace {

// Two variants of eleven replicates.
Study small_study() {
  Run run = make_run({1, 4, 5}, 3, 48);
  run.timeline.legacies.push_back({0, kA, 1, {}});
  at_all_levels(run, [](Causes& c) {
    c.inertia.pull = toward_all(0.3);
    c.leadership.preference = 0.5;
    c.imitation.peers = toward_all(0.5);
  });
  Study study;
  study.variants.push_back({"base", "", run});
  at_all_levels(run, [](Causes& c) { c.leadership.preference = 0; });
  study.variants.push_back({"without_leadership", "", run});
  study.replicates = 11;
  study.recording.leaders = true;
  return study;
}

struct Delivery {
  std::vector<std::size_t> numbers;
  std::vector<std::vector<Formation>> formations;
  std::size_t next = 0;
};

Delivery play_all(int threads, std::size_t first = 0) {
  Delivery delivery;
  Ensemble ensemble;
  ensemble.threads = threads;
  ensemble.first = first;
  delivery.next = play(small_study(), ensemble, [&](const Job& job, Record&& kept) {
    delivery.numbers.push_back(job.number);
    delivery.formations.push_back(kept.formations.rows());
  });
  return delivery;
}

template <class T>
void append(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

// Puts the pieces of a run together again.
void add(Record& whole, const Record& piece) {
  append(whole.initial, piece.initial);
  whole.formations.append(piece.formations.rows());
  append(whole.counts, piece.counts);
  append(whole.arrivals, piece.arrivals);
  append(whole.orders, piece.orders);
  append(whole.trajectory, piece.trajectory);
  append(whole.outcomes, piece.outcomes);
}

bool same(const Record& a, const Record& b) {
  return a.initial == b.initial && a.formations == b.formations && a.counts == b.counts &&
         a.arrivals == b.arrivals && a.orders == b.orders && a.trajectory == b.trajectory &&
         a.outcomes == b.outcomes;
}

}  // namespace

TEST_CASE("records are the same for 1, 2 and 5 threads and come in the order of the jobs") {
  const Delivery alone = play_all(1);
  CHECK(alone.next == 22);
  for (const int threads : {2, 5}) {
    const Delivery together = play_all(threads);
    CHECK(together.next == 22);
    CHECK(together.formations == alone.formations);
    for (std::size_t j = 0; j < 22; ++j) CHECK(together.numbers[j] == j);
  }
}

TEST_CASE("jobs run through the replicates of one variant after the other") {
  const Study study = small_study();
  play(study, {}, [&](const Job& job, Record&& kept) {
    CHECK(job.variant == job.number / 11);
    CHECK(job.replicate == job.number % 11);
    CHECK(kept.formations == formations(study.variants[job.variant].run, job.replicate));
  });
}

TEST_CASE("an ensemble may begin in the middle") {
  const Delivery all = play_all(2), rest = play_all(2, 15);
  CHECK(rest.next == 22);
  REQUIRE(rest.numbers.size() == 7);
  CHECK(rest.numbers[0] == 15);
  CHECK(rest.formations[0] == all.formations[15]);
  CHECK(play_all(3, 22).numbers.empty());
}

TEST_CASE("a stopped ensemble delivers an unbroken row and says where to go on") {
  for (const int threads : {1, 4}) {
    std::atomic<bool> stop = false;
    Ensemble ensemble;
    ensemble.threads = threads;
    ensemble.stop = &stop;
    ensemble.room = 1;  // else all may have been played when the third is delivered
    std::vector<std::size_t> numbers;
    const std::size_t next = play(small_study(), ensemble, [&](const Job& job, Record&&) {
      numbers.push_back(job.number);
      if (job.number == 3) stop = true;
    });
    CHECK(next == numbers.size());
    CHECK(next >= 4);
    CHECK(next < 22);
    for (std::size_t j = 0; j < numbers.size(); ++j) CHECK(numbers[j] == j);
  }
}

TEST_CASE("what the receiver throws ends the ensemble and arrives at the caller") {
  for (const int threads : {1, 4}) {
    Ensemble ensemble;
    ensemble.threads = threads;
    std::size_t seen = 0;
    const auto full_disk = [&](const Job& job, Record&&) {
      ++seen;
      if (job.number == 2) throw std::runtime_error("disk full");
    };
    CHECK_THROWS_AS(play(small_study(), ensemble, full_disk), std::runtime_error);
    CHECK(seen == 3);
  }
}

TEST_CASE("the pieces of a run make the whole, however small, many at once and on many threads") {
  Study study = small_study();
  study.recording.trajectory = study.recording.shares = Frequency::yearly;
  study.outcomes = {{"half", Measure::time_to, kAllLevels, 1, {}, 0.5, 0},
                    {"churn", Measure::churn, 2, 0, {}, 0.5, 30},
                    {"aligned", Measure::alignment, kAllLevels, 0, {}, 0.5, 48}};
  for (const int threads : {1, 3})
    for (const int at_once : {1, 4})
      for (const std::size_t piece : {1, 500}) {
        std::vector<Record> wholes(22);
        std::size_t pieces = 0, lasts = 0;
        Ensemble ensemble;
        ensemble.threads = threads;
        ensemble.replicates_at_once = at_once;
        ensemble.piece = piece;
        ensemble.room = 20 * piece;
        play(study, ensemble, [&](const Job& job, Record&& kept) {
          CHECK(job.number == lasts);
          add(wholes[job.number], kept);
          ++pieces;
          lasts += kept.is_last ? 1 : 0;
        });
        CHECK(pieces > (piece == 1 ? 400 : 22));
        CHECK(lasts == 22);
        for (std::size_t n = 0; n < 22; ++n) {
          const Run& run = study.variants[n / 11].run;
          CHECK(same(wholes[n], record(run, groundwork(run), static_cast<std::uint32_t>(n % 11),
                                       study.outcomes, study.recording)));
        }
      }
}

TEST_CASE("a replicate that outlasts the patience of a stop is left as it is") {
  std::atomic<bool> stop = false;
  Ensemble ensemble;
  ensemble.stop = &stop;
  ensemble.patience = 0;
  ensemble.piece = 1;
  ensemble.room = 1;
  std::size_t pieces = 0;
  const std::size_t next = play(small_study(), ensemble, [&](const Job& job, Record&& piece) {
    CHECK(job.number == 0);
    CHECK_FALSE(piece.is_last);
    if (++pieces == 5) stop = true;
  });
  CHECK(next == 0);
  CHECK(pieces >= 5);
  CHECK(pieces < 10);
}
