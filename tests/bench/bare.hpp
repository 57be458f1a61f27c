// The ceiling: a loop that does nothing but one Philox draw and one compare per region-step.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tizhi {

// The instruction sets that this machine has and the build knows, best first: Highway's names.
std::vector<std::string> instruction_sets();

// Lets everything that dispatches at run time use that instruction set; empty: the best there is.
// False if the machine does not have it.
bool use_instruction_set(const std::string& name);

// Draws and compares for so many region-steps with the instruction set in use; gives how many of
// the words lay below the threshold.
struct Bare {
  std::uint64_t region_steps = 0;
  std::uint64_t hits = 0;
};
Bare bare(std::uint64_t region_steps);           // six vectors interleaved
Bare bare_by_three(std::uint64_t region_steps);  // three: better where registers are few

// The same as the compiler makes it from a plain loop, cloned for each level of x86-64.
Bare bare_clones(std::uint64_t region_steps);

}  // namespace tizhi
