// Which share of a sweep this process plays: as the command line says, or the batch system's array.
#pragma once

#include <functional>
#include <string>

#include "input/sweep.hpp"

namespace tizhi {

// The array that this process is a task of; task 0: of none.
struct TaskArray {
  std::string variable;  // that tells the task's number
  std::int64_t task = 0;
  std::int64_t first = 0, last = 0, step = 0, count = 0;  // 0: not told
};

// Of Slurm, PBS, Torque, Grid Engine or LSF, by their variables. `variable` gives the value of an
// environment variable or null.
TaskArray task_array(const std::function<const char*(const char*)>& variable);

// "3/20" or "auto". Throws Failure (refused) with the line to write.
void take_shard_option(SweepRequest& sweep, const std::string& text);
void take_shards_option(SweepRequest& sweep, std::int64_t shards);

// The shard in an array that must run 1 … count in steps of one; else throws Failure.
void take_whole_array(SweepRequest& sweep, const TaskArray& array);

// OUT.h5 -> OUT.shard-3-of-20.h5; the name itself where there are no shards.
std::string shard_name(const std::string& output, const SweepRequest& sweep);

}  // namespace tizhi
