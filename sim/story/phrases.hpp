// What the two languages say in their own order of words; story.cpp chooses between them.
#pragma once

#include "story/story.hpp"

namespace tizhi {

// A formation in the midst of its story.
struct Scene {
  const Story& story;
  const Episode& episode;
  bool is_opening = false;  // the first formation: the region is named
  bool is_founding_anew = false;
  TimeSpan before;  // how long the model that it leaves, or the lack of one, had lasted
};

// A cause's share of the pressure.
struct Share {
  Cause cause = Cause::script;
  int percent = 0;
};

// Those that pressed, the formation's cause first, then by size.
std::vector<Share> shares(const Episode& episode);

// The cause whose clock rang had less than another.
bool is_upset(const std::vector<Share>& shares);

// An order that left no choice is among the occasions.
bool is_due(const Episode& episode);

namespace english {
std::string opening(const Story& story);
std::string change(const Scene& scene);
std::string reason(const Scene& scene);
std::string circumstances(const Scene& scene);
std::string often(const Often& often);
std::string closing(const Story& story, const TimeSpan& since_last);
}  // namespace english

namespace chinese {
std::string opening(const Story& story);
std::string change(const Scene& scene);
std::string reason(const Scene& scene);
std::string circumstances(const Scene& scene);
std::string often(const Often& often);
std::string closing(const Story& story, const TimeSpan& since_last);
}  // namespace chinese

}  // namespace tizhi
