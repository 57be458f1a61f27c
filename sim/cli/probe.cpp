#include "cli/probe.hpp"

#include <unistd.h>

#include <chrono>
#include <fstream>
#include <limits>

#include "engine/ensemble.hpp"
#include "output/columns.hpp"

namespace tizhi {
namespace {

constexpr double kEnough = 0.5;  // seconds

double stored_bytes(const std::vector<Column>& kept, const Record& record) {
  Bytes scratch;
  std::size_t bytes = 0;
  for (const Column& column : kept) bytes += column.bytes(record, scratch).size();
  return static_cast<double>(bytes);
}

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
  Ensemble ensemble;
  ensemble.stop = &stop;
  ensemble.patience = std::numeric_limits<double>::infinity();
  Probe sum;
  const std::size_t runs = play(study, ensemble, [&](const Job&, Record&& record) {
    sum.formations += static_cast<double>(record.formations.size());
    sum.stored += stored_bytes(kept, record);
    sum.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    if (sum.seconds > kEnough) stop = true;
  });
  const auto n = static_cast<double>(runs);
  return {sum.seconds / n, sum.formations / n, sum.stored / n, resident_bytes()};
}

}  // namespace tizhi
