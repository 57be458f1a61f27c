// What the page holds of the engine: a scenario that was read, and replicates that were played.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/kernel.hpp"
#include "engine/record.hpp"
#include "input/scenario.hpp"

namespace tizhi {

// A scenario and, for each variant that was played, what its replicates share.
class Session {
 public:
  // `words`: the file's name, then settings "KEY=VALUE", each ended by a zero.
  explicit Session(std::string_view words);

  const Reading& reading() const { return reading_; }
  const World& world() const { return *reading_.study->variants.front().run.world; }

  // How many replicates the variant's kernel likes to play at once.
  int batch(std::size_t variant);

  // The replicates `first` … `first + count - 1` of the variant, from start to end. Of each its
  // beginning and its formations are kept, or its counts, and always its outcomes.
  // For a story everything that the scenario records.
  enum class Keep { formations, counts, story };
  std::vector<Record> play(std::size_t variant, std::uint32_t first, int count, Keep keep);

 private:
  struct Preparation {
    Groundwork ground;
    std::shared_ptr<const Plan> plan;  // null: the plain kernel plays
  };
  const Preparation& preparation(std::size_t variant);

  Reading reading_;
  std::vector<std::unique_ptr<Preparation>> prepared_;
};

}  // namespace tizhi
