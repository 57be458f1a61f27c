#include "engine/ensemble.hpp"

#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <thread>

namespace tizhi {
namespace {

// Hands out jobs and brings the records back into their order.
class Queue {
 public:
  Queue(const Study& study, const Ensemble& ensemble,
        const std::function<void(const Job&, Record&&)>& deliver)
      : study_{study},
        ensemble_{ensemble},
        deliver_{deliver},
        next_{ensemble.first},
        awaited_{ensemble.first},
        end_{study.variants.size() * study.replicates},
        room_{4 * static_cast<std::size_t>(ensemble.threads)} {
    for (const Variant& variant : study.variants) ground_.push_back(groundwork(variant.run));
  }

  void work() {
    try {
      Job job;
      while (take(job)) bring(job, play_one(job));
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      moved_.notify_all();
    }
  }

  std::size_t delivered() const {
    if (failure_) std::rethrow_exception(failure_);
    return awaited_;
  }

 private:
  Record play_one(const Job& job) const {
    const Variant& variant = study_.variants[job.variant];
    return record(variant.run, ground_[job.variant], job.replicate, study_.outcomes,
                  study_.recording);
  }

  Job job_of(std::size_t number) const {
    return {number, number / study_.replicates,
            static_cast<std::uint32_t>(number % study_.replicates)};
  }

  // The next job, once it lies near enough to the one that is awaited.
  bool take(Job& job) {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [&] { return failure_ || next_ < awaited_ + room_; });
    const bool stop = ensemble_.stop != nullptr && ensemble_.stop->load();
    if (failure_ || stop || next_ >= end_) return false;
    job = job_of(next_++);
    return true;
  }

  // Delivers the record and all that waited for it; whoever holds the turn does so for the others.
  void bring(const Job& job, Record&& finished) {
    std::unique_lock lock(mutex_);
    waiting_.emplace(job.number, std::move(finished));
    if (is_delivering_) return;
    is_delivering_ = true;
    for (auto turn = waiting_.find(awaited_); turn != waiting_.end() && !failure_;
         turn = waiting_.find(awaited_)) {
      Record record = std::move(turn->second);
      waiting_.erase(turn);
      lock.unlock();
      deliver_(job_of(awaited_), std::move(record));
      lock.lock();
      ++awaited_;
      moved_.notify_all();
    }
    is_delivering_ = false;
  }

  const Study& study_;
  const Ensemble& ensemble_;
  const std::function<void(const Job&, Record&&)>& deliver_;
  std::vector<Groundwork> ground_;
  std::mutex mutex_;
  std::condition_variable moved_;
  std::map<std::size_t, Record> waiting_;
  std::size_t next_;
  std::size_t awaited_;
  std::size_t end_;
  std::size_t room_;
  bool is_delivering_ = false;
  std::exception_ptr failure_;
};

}  // namespace

std::size_t play(const Study& study, const Ensemble& ensemble,
                 const std::function<void(const Job&, Record&&)>& deliver) {
  Queue queue(study, ensemble, deliver);
  std::vector<std::thread> others;
  for (int t = 1; t < ensemble.threads; ++t) others.emplace_back([&] { queue.work(); });
  queue.work();
  for (std::thread& other : others) other.join();
  return queue.delivered();
}

}  // namespace tizhi
