#include "cli/probe.hpp"

#include <unistd.h>

#include <chrono>
#include <fstream>

#include "engine/ensemble.hpp"
#include "output/columns.hpp"

namespace tizhi {
namespace {

constexpr double kEnough = 0.5;  // seconds

double resident_bytes() {
  std::ifstream file("/proc/self/statm");
  double pages = 0, resident = 0;
  file >> pages >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

}  // namespace

Probe probe(const Study& study) {
  using Clock = std::chrono::steady_clock;
  const std::vector<Column> kept = columns(study);
  const auto start = Clock::now();
  std::atomic<bool> stop = false;
  Probe sum;
  const std::size_t runs = play(study, {1, 0, &stop}, [&](const Job&, Record&& record) {
    sum.formations += static_cast<double>(record.formations.size());
    sum.stored += static_cast<double>(pack(kept, record).size());
    sum.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    if (sum.seconds > kEnough) stop = true;
  });
  const auto n = static_cast<double>(runs);
  return {sum.seconds / n, sum.formations / n, sum.stored / n, resident_bytes()};
}

}  // namespace tizhi
