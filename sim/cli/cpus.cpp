#include "cli/cpus.hpp"

#include <sched.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <thread>

namespace tizhi {
namespace {

// The number at the front of the text ("4" and, as OpenMP allows, "4,2"); 0 where there is none.
int leading_number(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return std::max(value, 0);
}

void lower_to(int& limit, int other) {
  if (other > 0 && (limit == 0 || other < limit)) limit = other;
}

int affinity_cpus() {
  for (int room = 1024; room <= 1 << 20; room *= 2) {
    cpu_set_t* mask = CPU_ALLOC(static_cast<std::size_t>(room));
    const std::size_t bytes = CPU_ALLOC_SIZE(static_cast<std::size_t>(room));
    const bool known = sched_getaffinity(0, bytes, mask) == 0;
    const int count = known ? CPU_COUNT_S(bytes, mask) : 0;
    CPU_FREE(mask);
    if (known) return count;
  }
  return static_cast<int>(std::thread::hardware_concurrency());
}

std::string first_line(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

// The narrowest quota on the way from this process's control group to the root. A container sees
// its own group as the root.
int control_group_cpus() {
  int limit = 0;
  std::ifstream groups("/proc/self/cgroup");
  for (std::string line; std::getline(groups, line);) {
    if (line.rfind("0::", 0) != 0) continue;
    for (std::string path = line.substr(3);; path.resize(path.rfind('/'))) {
      lower_to(limit, quota_cpus(first_line("/sys/fs/cgroup" + path + "/cpu.max")));
      if (path.find('/') == std::string::npos) break;
    }
  }
  const std::string old = "/sys/fs/cgroup/cpu/cpu.cfs_";  // version 1
  lower_to(limit, quota_cpus(first_line(old + "quota_us") + ' ' + first_line(old + "period_us")));
  return limit;
}

}  // namespace

int granted_cpus(const std::function<const char*(const char*)>& variable) {
  const auto number = [&](const char* name) {
    const char* value = variable(name);
    return value == nullptr ? 0 : leading_number(value);
  };
  int limit = number("SLURM_CPUS_PER_TASK");
  if (limit == 0) limit = number("SLURM_CPUS_ON_NODE");
  // PBS and Torque, Grid Engine, LSF, Flux' and everyone's OpenMP.
  for (const char* name : {"NCPUS", "PBS_NUM_PPN", "NSLOTS", "LSB_DJOB_NUMPROC", "OMP_NUM_THREADS"})
    lower_to(limit, number(name));
  return limit;
}

int quota_cpus(std::string_view quota_and_period) {
  const std::size_t space = quota_and_period.find(' ');
  if (space == std::string_view::npos) return 0;
  const int quota = leading_number(quota_and_period);
  const int period = leading_number(quota_and_period.substr(space + 1));
  return quota > 0 && period > 0 ? (quota + period - 1) / period : 0;
}

int usable_cpus() {
  int limit = std::max(affinity_cpus(), 1);
  lower_to(limit, granted_cpus([](const char* name) { return std::getenv(name); }));
  lower_to(limit, control_group_cpus());
  return limit;
}

}  // namespace tizhi
