// Many shards -> one output, by real copy: virtual datasets read a missing shard as if nothing had
// happened there.
#pragma once

#include <filesystem>
#include <vector>

#include "engine/study.hpp"
#include "output/provenance.hpp"

namespace tizhi {

// Writes the study's output from its shards, which come in the order of their points and have all
// of them. The same bytes as those of a sweep that was played undivided.
void merge(const std::filesystem::path& out, const Study& study, const Provenance& provenance,
           const std::vector<std::filesystem::path>& shards);

}  // namespace tizhi
