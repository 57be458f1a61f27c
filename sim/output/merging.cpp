#include "output/merging.hpp"

#include <system_error>

#include "output/assembly.hpp"
#include "output/files.hpp"
#include "output/records.hpp"

namespace tizhi {
namespace {

Tally tally_of(const std::vector<std::filesystem::path>& shards, const Recording& recording) {
  Tally tally;
  for (const auto& path : shards) {
    const TrajectoryFile shard(path);
    for (const Per per : events_kept(recording))
      tally.totals[static_cast<std::size_t>(per)] +=
          static_cast<std::int64_t>(shard.length(dimension_of(per)));
  }
  return tally;
}

}  // namespace

void merge(const std::filesystem::path& out, const Study& study, const Provenance& provenance,
           const std::vector<std::filesystem::path>& shards) {
  const std::filesystem::path whole = out.string() + ".unfinished";
  try {
    Assembly(whole, study, provenance)
        .finish(tally_of(shards, study.recording), [&](const auto& visit) {
          for (const auto& path : shards) visit_records(TrajectoryFile(path), study, visit);
        });
    put_in_place(whole, out);
  } catch (...) {
    std::error_code ignored;
    std::filesystem::remove(whole, ignored);
    throw;
  }
}

}  // namespace tizhi
