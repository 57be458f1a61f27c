#include "story/story.hpp"

#include <algorithm>

#include "story/phrases.hpp"

namespace tizhi {
namespace {

TimeSpan lasted(const Story& story, std::size_t episode, const Date& until) {
  if (episode > 0) return span_between(story.episodes[episode - 1].from_date, until);
  const TimeSpan since_start = span_between(story.start, until);
  return story.first == kNone ? since_start : longer_by(since_start, story.first_age);
}

Scene scene_of(const Story& story, std::size_t episode) {
  const Episode& e = story.episodes[episode];
  const auto end = story.episodes.begin() + static_cast<std::ptrdiff_t>(episode);
  const bool had_one =
      story.first != kNone || std::any_of(story.episodes.begin(), end,
                                          [](const Episode& past) { return past.to != kNone; });
  return {story, e, episode == 0, had_one, lasted(story, episode, e.from_date)};
}

std::string with_blank(std::string text, const std::string& more, Language language) {
  if (more.empty()) return text;
  return text += (language == Language::english && !text.empty() ? " " : "") + more;
}

}  // namespace

std::vector<Share> shares(const Episode& episode) {
  std::vector<Share> all;
  if (!episode.ledger || episode.cause == Cause::script) return all;
  const auto whole = percents(*episode.ledger);
  for (std::size_t c = 0; c < whole.size(); ++c) {
    const auto cause = static_cast<Cause>(c);
    if ((*episode.ledger)[c] > 0 || cause == episode.cause) all.push_back({cause, whole[c]});
  }
  std::stable_sort(all.begin(), all.end(), [&](const Share& a, const Share& b) {
    if ((a.cause == episode.cause) != (b.cause == episode.cause)) return a.cause == episode.cause;
    return a.percent > b.percent;
  });
  return all;
}

bool is_upset(const std::vector<Share>& shares) {
  return shares.size() > 1 && shares[1].percent > shares[0].percent;
}

bool is_due(const Episode& episode) {
  return std::any_of(episode.occasions.begin(), episode.occasions.end(),
                     [](const Occasion& o) { return o.is_due; });
}

std::string opening(const Story& story, Language language) {
  return language == Language::chinese ? chinese::opening(story) : english::opening(story);
}

std::string telling(const Story& story, std::size_t episode, Language language) {
  const Scene scene = scene_of(story, episode);
  const bool zh = language == Language::chinese;
  std::string text = zh ? chinese::change(scene) : english::change(scene);
  text = with_blank(text, zh ? chinese::reason(scene) : english::reason(scene), language);
  text = with_blank(text, zh ? chinese::circumstances(scene) : english::circumstances(scene),
                    language);
  if (!scene.episode.often) return text;
  const Often& often = *scene.episode.often;
  return with_blank(text, zh ? chinese::often(often) : english::often(often), language);
}

std::string closing(const Story& story, Language language) {
  const TimeSpan since = lasted(story, story.episodes.size(), story.end);
  return language == Language::chinese ? chinese::closing(story, since)
                                       : english::closing(story, since);
}

std::vector<std::string> told(const Story& story, Language language) {
  std::vector<std::string> parts{opening(story, language)};
  for (std::size_t e = 0; e < story.episodes.size(); ++e)
    parts.push_back(telling(story, e, language));
  parts.push_back(closing(story, language));
  return parts;
}

}  // namespace tizhi
