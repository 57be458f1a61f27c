// The points of a sweep: the same scenario with other values of some parameters, made when it is
// their turn, so that a sweep of a million points holds no more than one of a thousand.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/run.hpp"

namespace tizhi {

// Do all points have the same replicates, or each its own?
enum class SweepLuck : std::uint8_t { shared, own };

struct Points {
  std::string design;                  // "grid", "lhs", "sobol", "saltelli" or "table"
  std::vector<std::string> names;      // of the swept parameters, with dots
  std::int64_t total = 1;              // points of the whole sweep
  std::int64_t first = 0, count = 1;   // of those, the study's: all, or what its shard has
  std::int64_t shard = 0, shards = 0;  // 1 … shards; 0: no shard
  SweepLuck luck = SweepLuck::shared;
  std::string digest;  // of a table: of all its points, which a shard alone does not have

  // The values of the parameters at a point of the sweep, and what one of the study's variants is
  // there; null where a check refuses it. Both may be called from several threads.
  std::function<std::vector<double>(std::int64_t point)> values;
  std::function<std::shared_ptr<const Run>(std::int64_t point, std::size_t variant)> run;

  std::string shard_text() const {
    return shards == 0 ? "" : std::to_string(shard) + "/" + std::to_string(shards);
  }
};

// Gives the shard its share of the points: consecutive ones, none more than one above the others.
inline void take_shard(Points& points, std::int64_t shard, std::int64_t shards) {
  points.shard = shard;
  points.shards = shards;
  const auto begin = [&](std::int64_t number) {  // without overflow
    return points.total / shards * number + points.total % shards * number / shards;
  };
  points.first = begin(shard - 1);
  points.count = begin(shard) - points.first;
}

}  // namespace tizhi
