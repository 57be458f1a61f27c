#include "cli/stop.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>

namespace tizhi {
namespace {

sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGINT, SIGUSR1}) sigaddset(&set, signal);
  return set;
}

int arrived_signal(int descriptor) {
  signalfd_siginfo info{};
  return read(descriptor, &info, sizeof info) == sizeof info ? static_cast<int>(info.ssi_signo) : 0;
}

void die_of(int signal) {
  std::signal(signal, SIG_DFL);
  const sigset_t set = stop_signals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  raise(signal);
}

}  // namespace

Stop::Stop(double seconds) {
  const sigset_t set = stop_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signals_ = signalfd(-1, &set, SFD_CLOEXEC);
  end_ = eventfd(0, EFD_CLOEXEC);
  watcher_ = std::thread([this, seconds] { watch(seconds); });
}

Stop::~Stop() {
  eventfd_write(end_, 1);
  watcher_.join();
  close(signals_);
  close(end_);
  const sigset_t set = stop_signals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

void Stop::watch(double seconds) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  pollfd sources[] = {{signals_, POLLIN, 0}, {end_, POLLIN, 0}};
  while (true) {
    const double left = seconds - std::chrono::duration<double>(Clock::now() - start).count();
    const bool waits = !requested_ && std::isfinite(seconds);
    if (waits && left <= 0) requested_ = true;
    const double milliseconds = std::ceil(std::clamp(left, 0.0, 1e6) * 1000);
    poll(sources, 2, waits && left > 0 ? static_cast<int>(milliseconds) : -1);
    if ((sources[1].revents & POLLIN) != 0) return;
    if ((sources[0].revents & POLLIN) == 0) continue;
    const int signal = arrived_signal(signals_);
    if (signal_.exchange(signal) != 0) die_of(signal);
    requested_ = true;
  }
}

std::string Stop::reason() const {
  switch (signal_.load()) {
    case SIGTERM:
      return "SIGTERM";
    case SIGINT:
      return "SIGINT";
    case SIGUSR1:
      return "SIGUSR1";
    default:
      return "--max-time";
  }
}

}  // namespace tizhi
