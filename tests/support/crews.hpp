// Ways to run the parts of a step.
#pragma once

#include <functional>
#include <thread>
#include <vector>

namespace tizhi::test {

// The last part first: nothing may depend on the order.
inline void one_after_another(int parts, const std::function<void(int)>& work) {
  while (parts > 0) work(--parts);
}

inline void on_threads(int parts, const std::function<void(int)>& work) {
  std::vector<std::thread> crew;
  for (int part = 1; part < parts; ++part) crew.emplace_back(work, part);
  work(0);
  for (std::thread& one : crew) one.join();
}

}  // namespace tizhi::test
