#include "cli/shards.hpp"

#include <charconv>
#include <cstdlib>
#include <filesystem>

#include "cli/failure.hpp"

namespace tizhi {
namespace {

constexpr const char* kWayOut =
    "write --shard I/N, or, in an array, --shards N with N the number of shards of the whole sweep";

std::int64_t whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? value : 0;
}

// The variables of a batch system: the task's number, the first, the last, the step, the count.
struct Dialect {
  const char *task, *first, *last, *step, *count;
};
constexpr Dialect kDialects[] = {
    {"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_MAX", "SLURM_ARRAY_TASK_STEP",
     "SLURM_ARRAY_TASK_COUNT"},
    {"PBS_ARRAY_INDEX", "", "", "", ""},
    {"PBS_ARRAYID", "", "", "", ""},
    {"SGE_TASK_ID", "SGE_TASK_FIRST", "SGE_TASK_LAST", "SGE_TASK_STEPSIZE", ""},
    {"LSB_JOBINDEX", "", "LSB_JOBINDEX_END", "LSB_JOBINDEX_STEP", ""},
};

const char* own_variable(const char* name) { return std::getenv(name); }

[[noreturn]] void refuse(const std::string& message, const std::string& way_out) {
  throw Failure{Exit::refused, message, way_out};
}

}  // namespace

TaskArray task_array(const std::function<const char*(const char*)>& variable) {
  const auto number = [&](const char* name) {
    const char* value = *name == '\0' ? nullptr : variable(name);
    return value == nullptr ? 0 : whole_number(value);
  };
  for (const Dialect& d : kDialects) {
    const char* value = variable(d.task);
    const bool counts_from_zero = value != nullptr && std::string_view(value) == "0";
    const bool is_lsf_without_array = std::string_view(d.task) == "LSB_JOBINDEX";
    if (number(d.task) == 0 && (!counts_from_zero || is_lsf_without_array)) continue;
    return {d.task,         number(d.task), number(d.first),
            number(d.last), number(d.step), number(d.count)};
  }
  return {};
}

void take_whole_array(SweepRequest& sweep, const TaskArray& array) {
  if (array.variable.empty()) refuse("--shard auto finds no array of a batch system here", kWayOut);
  const bool begins_with_one = array.first == 1 || array.variable == "LSB_JOBINDEX";
  const bool has_gaps = array.step != 1 || (array.count != 0 && array.count != array.last);
  // Where the count is not told, the ends and the step are all there is.
  if (!begins_with_one || array.last < 1 || has_gaps || array.task < 1 || array.task > array.last)
    refuse("--shard auto works only in an array of tasks 1 to N in steps of one, and " +
               array.variable + " is " + std::to_string(array.task) +
               (array.last == 0 ? " of an array that does not tell its size"
                                : " of an array of another kind"),
           kWayOut);
  sweep.shard = array.task;
  sweep.shards = array.last;
}

void take_shard_option(SweepRequest& sweep, const std::string& text) {
  if (sweep.shards > 0) refuse("--shard and --shards are both given", "leave one of them out");
  if (text == "auto") return take_whole_array(sweep, task_array(own_variable));
  const std::size_t slash = text.find('/');
  const std::int64_t shard = whole_number(text.substr(0, slash));
  const std::int64_t shards = slash == std::string::npos ? 0 : whole_number(text.substr(slash + 1));
  if (shard < 1 || shards < shard)
    refuse("--shard is '" + text + "'", "write --shard I/N with I from 1 to N, or --shard auto");
  sweep.shard = shard;
  sweep.shards = shards;
}

void take_shards_option(SweepRequest& sweep, std::int64_t shards) {
  if (sweep.shards > 0) refuse("--shard and --shards are both given", "leave one of them out");
  const TaskArray array = task_array(own_variable);
  if (array.variable.empty())
    refuse("--shards finds no array of a batch system here",
           "write --shard I/" + std::to_string(shards));
  if (array.task < 1 || array.task > shards)
    refuse(array.variable + " is " + std::to_string(array.task) + ", and there are " +
               std::to_string(shards) + " shards",
           "run tasks 1 to " + std::to_string(shards) + ", or some of them");
  sweep.shard = array.task;
  sweep.shards = shards;
}

std::string shard_name(const std::string& output, const SweepRequest& sweep) {
  if (sweep.shards == 0 || output.empty() || output == "-") return output;
  const std::filesystem::path path(output);
  const std::string name = path.stem().string() + ".shard-" + std::to_string(sweep.shard) + "-of-" +
                           std::to_string(sweep.shards) + path.extension().string();
  return (path.parent_path() / name).string();
}

}  // namespace tizhi
