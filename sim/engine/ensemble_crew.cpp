#include "engine/ensemble_crew.hpp"

#include <utility>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace tizhi {
namespace {

constexpr int kPatience = 4000;  // looks before sleeping: some 50 to 100 microseconds

void breathe() {
#if defined(__x86_64__)
  _mm_pause();
#endif
}

constexpr std::uint64_t parts_of(std::uint64_t ticket) { return ticket >> 16U & 0xffffU; }
constexpr std::uint64_t taken_of(std::uint64_t ticket) { return ticket & 0xffffU; }

}  // namespace

ThreadCrew::ThreadCrew(int threads) {
  for (int t = 1; t < threads; ++t) others_.emplace_back([this] { serve(); });
}

ThreadCrew::~ThreadCrew() {
  ends_ = true;
  ++called_;
  called_.notify_all();
  for (std::thread& other : others_) other.join();
}

void ThreadCrew::run(int parts, const std::function<void(int part)>& work) {
  if (others_.empty() || parts < 2) {
    for (int part = 0; part < parts; ++part) work(part);
    return;
  }
  work_ = &work;
  left_.store(parts, std::memory_order_relaxed);
  const std::uint64_t number = called_.load(std::memory_order_relaxed) + 1;
  ticket_.store(number << 32U | static_cast<std::uint64_t>(parts) << 16U,
                std::memory_order_release);
  ++called_;
  called_.notify_all();
  help();
  for (int looks = 0; left_.load(std::memory_order_acquire) > 0; ++looks)
    looks < kPatience ? breathe() : std::this_thread::yield();
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

// Takes parts while there are any. A task does not end before its parts are done, so what is read
// after a part was taken belongs to its task.
void ThreadCrew::help() {
  std::uint64_t ticket = ticket_.load(std::memory_order_acquire);
  while (taken_of(ticket) < parts_of(ticket)) {
    if (!ticket_.compare_exchange_weak(ticket, ticket + 1, std::memory_order_acq_rel)) continue;
    try {
      (*work_)(static_cast<int>(taken_of(ticket)));
    } catch (...) {
      const std::lock_guard lock(failing_);
      if (!failure_) failure_ = std::current_exception();
    }
    left_.fetch_sub(1, std::memory_order_acq_rel);
    ticket = ticket_.load(std::memory_order_acquire);
  }
}

void ThreadCrew::serve() {
  for (std::uint32_t seen = 0; !ends_;) {
    for (int looks = 0; looks < kPatience && called_.load() == seen; ++looks) breathe();
    called_.wait(seen);
    seen = called_.load();
    help();
  }
}

}  // namespace tizhi
