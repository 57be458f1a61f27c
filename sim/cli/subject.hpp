// The region that a command is about, found by its code or a name.
#pragma once

#include <string>

#include "input/chronicle.hpp"
#include "output/reading.hpp"
#include "story/words.hpp"

namespace tizhi {

struct Subject {
  Region region = kNoRegion;
  Region superior = kNoRegion;
  Name name, superior_name;  // the superior's is empty at a root
  Lineage lineage;           // itself first

  const std::string& level() const { return lineage.levels[lineage.level[0]]; }
};

// By code; else by an English name in any case; else by a Chinese name, with or without its ending
// (青岛, 青岛市). Throws Failure (refused) where there is none, or where several bear the name.
Subject find_subject(const TrajectoryFile& file, const std::string& word);

// "青岛市 Qingdao (370200)", in the order and with the brackets of the language.
std::string full_name(const Name& name, Language language);

}  // namespace tizhi
