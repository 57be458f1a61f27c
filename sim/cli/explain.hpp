// All that `tizhi explain` tells of a region, and its two forms.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/options.hpp"
#include "cli/subject.hpp"
#include "input/chronicle.hpp"
#include "output/histories.hpp"
#include "story/chances.hpp"
#include "story/story.hpp"

namespace tizhi {

// The region at a date.
struct Moment {
  std::int32_t state = 0;
  std::string label;  // "1990", and of the end "2025-01"
};

struct Explanation {
  std::string title, title_zh;
  Subject subject;
  std::string variant, variant_title;
  std::uint64_t points = 1;
  std::int32_t point = 0;       // its number
  std::uint64_t replicate = 0;  // the one whose story is told
  std::vector<Date> dates;      // of the states
  std::vector<ToldEvent> events;
  Story story;
  std::vector<std::vector<std::string>> event_ids;  // one list an episode, of those that it names
  std::vector<Formation> formations;                // one an episode
  std::vector<Moment> moments;
  Chances chances;                // `holds` at the moments
  std::vector<double> level_end;  // shares of its level at the end: models and none; or empty
};

std::string explanation_text(const Explanation& all, Language language, int width);
std::string explanation_json(const Explanation& all, Language language);

}  // namespace tizhi
