// Stopping early on request: by signal, or when the time is up.
#pragma once

#include <atomic>
#include <string>
#include <thread>

namespace tizhi {

// While it lives, SIGTERM, SIGINT and SIGUSR1 raise a flag instead of killing, and so does the end
// of `seconds`. A second signal kills: whoever insists does not want to wait. Made before the
// threads that it shall stop, which inherit its signal mask.
class Stop {
 public:
  explicit Stop(double seconds);  // infinity: no limit
  ~Stop();
  Stop(const Stop&) = delete;
  Stop& operator=(const Stop&) = delete;

  const std::atomic<bool>& flag() const { return requested_; }
  std::string reason() const;  // "SIGTERM", "--max-time"

 private:
  void watch(double seconds);

  std::atomic<bool> requested_ = false;
  std::atomic<int> signal_ = 0;
  int signals_ = -1;  // descriptors: signals that have arrived, and the end of the watch
  int end_ = -1;
  std::thread watcher_;
};

}  // namespace tizhi
