#include "cli/under_way.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <set>
#include <vector>

#include "cli/numbers.hpp"
#include "cli/shards.hpp"
#include "output/trajectory.hpp"

namespace tizhi {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kShown = 20;  // shards named one by one

std::string stored(const UnderWay& found) {
  if (found.total == 0) return "begun, nothing stored yet";
  return with_commas(found.runs) + " of " + with_commas(found.total) + " runs stored, " +
         with_prefix(found.bytes) + (found.bytes < 999.5 ? " B" : "B");
}

// The shards beside the output, complete or begun: by how many they are cut into, their numbers.
std::map<std::int64_t, std::set<std::int64_t>> shards_beside(const fs::path& out) {
  std::map<std::int64_t, std::set<std::int64_t>> found;
  const std::string begin = out.stem().string() + ".shard-";
  std::error_code error;
  const fs::path folder = out.has_parent_path() ? out.parent_path() : fs::path(".");
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    long shard = 0, of = 0;
    if (name.starts_with(begin) &&
        std::sscanf(name.c_str() + begin.size(), "%ld-of-%ld", &shard, &of) == 2 && shard >= 1 &&
        shard <= of)
      found[of].insert(shard);
  }
  return found;
}

std::string listed(const std::vector<std::int64_t>& numbers) {
  std::string text;
  for (std::size_t i = 0; i < std::min(numbers.size(), kShown); ++i)
    text += (i == 0 ? "" : ", ") + std::to_string(numbers[i]);
  return numbers.size() > kShown ? text + " …" : text;
}

std::string told_shards(const std::string& out, std::int64_t of) {
  std::vector<std::int64_t> complete, missing;
  std::string begun;
  for (std::int64_t number = 1; number <= of; ++number) {
    SweepRequest shard;
    shard.shard = number;
    shard.shards = of;
    const std::string name = shard_name(out, shard);
    std::error_code error;
    const auto found = under_way(name);
    if (fs::exists(name, error))
      complete.push_back(number);
    else if (!found)
      missing.push_back(number);
    else
      begun += "  shard " + std::to_string(number) + ": " + stored(*found) + "\n";
  }
  std::string text = "of " + std::to_string(of) + " shards of a sweep\n";
  if (!complete.empty())
    text += "  complete (" + with_commas(complete.size()) + "): " + listed(complete) + "\n";
  text += begun;
  if (!missing.empty())
    text += "  missing (" + with_commas(missing.size()) + "): " + listed(missing) + "\n";
  if (complete.size() == static_cast<std::size_t>(of)) {
    const fs::path path(out);
    text += "  to be put together by: tizhi merge " + out + " " +
            (path.parent_path() / path.stem()).string() + ".shard-*-of-" + std::to_string(of) +
            path.extension().string() + "\n";
  }
  return text;
}

}  // namespace

std::string told_under_way(const std::string& out) {
  std::string text;
  if (const auto found = under_way(out))
    text += "  " + stored(*found) + "; the command that began it continues\n";
  for (const auto& [of, numbers] : shards_beside(out)) text += told_shards(out, of);
  return text.empty() ? "" : out + " is not there yet\n" + text;
}

}  // namespace tizhi
