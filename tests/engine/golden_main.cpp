// Prints the histories of the golden runs: compiled in many ways, it must print the same.
#include <iostream>

#include "support/golden_runs.hpp"

int main() {
  using namespace tizhi::test;
  for (const GoldenRun& golden : golden_runs())
    for (std::uint32_t replicate = 0; replicate < 3; ++replicate)
      std::cout << "# " << golden.name << ", replicate " << replicate << "\n"
                << history(golden.run, replicate);
}
