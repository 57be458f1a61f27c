// A small crew of threads that share the parts of a task, thousands of times a second: between two
// tasks its members wait awake for a moment before they sleep.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace tizhi {

class ThreadCrew {
 public:
  explicit ThreadCrew(int threads);  // the caller's counts as one of them
  ThreadCrew(const ThreadCrew&) = delete;
  ThreadCrew& operator=(const ThreadCrew&) = delete;
  ~ThreadCrew();

  int threads() const { return static_cast<int>(others_.size()) + 1; }

  // Calls work(part) for all parts, 0 … parts - 1 (at most kMostParts), some on other threads, and
  // returns when all are done. What work throws is thrown here. From one thread at a time.
  void run(int parts, const std::function<void(int part)>& work);

  static constexpr int kMostParts = (1 << 16) - 1;

 private:
  void serve();
  void help();

  // The task's number, how many parts it has, and how many are taken: one word, so that who takes
  // a part knows whose it is. 32, 16 and 16 bits.
  std::atomic<std::uint64_t> ticket_ = 0;
  std::atomic<std::uint32_t> called_ = 0;  // times that the crew was called
  std::atomic<int> left_ = 0;              // parts not done
  std::atomic<bool> ends_ = false;
  const std::function<void(int)>* work_ = nullptr;
  std::mutex failing_;
  std::exception_ptr failure_;
  std::vector<std::thread> others_;
};

}  // namespace tizhi
