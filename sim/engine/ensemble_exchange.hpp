// Where those who play runs and the one who delivers them meet: hands out batches of jobs, brings
// the pieces of their records into order, and lets none get too far ahead.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "engine/ensemble.hpp"
#include "engine/kernel.hpp"

namespace tizhi {

// Consecutive replicates of one variant at one point, played at once.
struct Batch {
  std::size_t first = 0;  // job
  std::size_t variant = 0;
  std::size_t point = 0;
  std::uint32_t replicate = 0;  // the first, as its luck is addressed
  int count = 0;
  int threads = 1;             // for this batch, where fewer batches than threads remain
  std::size_t formations = 0;  // that the replicates may form, by those before; 0: not known
};

// What all batches of a variant at a point share. One made before, of another, lends what is the
// same in both.
struct Preparation {
  Preparation(std::shared_ptr<const Run> prepared, Player player, const Preparation* before);
  std::shared_ptr<const Run> run;  // null: refused
  Groundwork ground;
  std::shared_ptr<const Plan> plan;  // of the fast kernel; null: the plain one plays
};

// Made by the first who asks, while the others who need it wait.
struct SharedPreparation {
  std::mutex making;
  std::optional<Preparation> made;
};

class Exchange {
 public:
  Exchange(const Study& study, const Ensemble& ensemble);

  // For those who play. take(): false where there is nothing more to do. bring(): one piece of a
  // job of the batch; waits for room. Where it gives false or gives_up() true, the batch is left as
  // it is. leave() at the end, with what went wrong.
  bool take(Batch& batch);
  // As long as anyone holds it, the same one is given to all. `before`: what the caller holds.
  std::shared_ptr<SharedPreparation> preparation(const Batch& batch,
                                                 const std::shared_ptr<SharedPreparation>& before);
  bool bring(const Batch& batch, std::size_t job, Record&& piece);
  bool gives_up();
  void leave(std::exception_ptr failure);

  // For the one who delivers: the next piece in order, once the last is delivered; false where
  // there is none to come.
  bool next(Job& job, Record& piece);
  void fail(std::exception_ptr failure);

  // The first job not delivered, or what went wrong, once all have left.
  std::size_t outcome() const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Waiting {
    std::deque<Record> pieces;
    std::size_t bytes = 0;  // of all pieces so far, delivered or not
    std::size_t formations = 0;
  };

  bool is_stopped() const { return ensemble_.stop != nullptr && ensemble_.stop->load(); }
  bool is_awaited(const Batch& batch) const;
  bool has_room(const Batch& batch) const;
  int size_of_next() const;
  int threads_of_next(int count) const;
  int most_at_once(std::size_t variant) const;
  void close_last();
  std::shared_ptr<const Run> run_of(const Batch& batch) const;

  const Study& study_;
  const Ensemble ensemble_;
  const std::size_t end_;
  std::mutex mutex_;
  std::condition_variable moved_;    // there may be room
  std::condition_variable arrived_;  // there may be a piece
  std::map<std::size_t, Waiting> waiting_;
  std::size_t held_ = 0;        // bytes in waiting_
  std::size_t heaviest_ = 0;    // bytes of the heaviest job that was played to its end
  std::size_t formations_ = 0;  // of the job that was played to its end last
  std::size_t next_;            // job to be handed out
  std::size_t awaited_;
  bool ends_job_ = false;  // the piece being delivered is its job's last
  int working_;
  std::atomic<bool> is_over_ = false;         // someone failed
  bool is_given_up_ = false;                  // a batch was left as it is
  std::optional<Clock::time_point> stopped_;  // when it was noticed
  std::exception_ptr failure_;
  std::mutex preparing_;
  std::map<std::size_t, std::weak_ptr<SharedPreparation>> preparations_;  // by point and variant
};

}  // namespace tizhi
