// A story in English.
#include "story/phrases.hpp"

namespace tizhi::english {
namespace {

constexpr Language kEnglish = Language::english;

std::string name_of(const Name& name) { return spoken(name, kEnglish); }
std::string say(const DatedTo& date) { return spelled(date, kEnglish); }
std::string percent(const Share& share) {
  return share.percent == 0 ? "less than 1 %" : spelled_percent(share.percent, kEnglish);
}

std::string model(const Story& story, Model m) {
  return quoted(m == kNone ? "none" : name_of(story.models[m]));
}

// "“Document 15” of 16 April 1996"
std::string occasion(const Occasion& o) {
  return quoted(name_of(o.event)) + (o.date ? " of " + say(*o.date) : "");
}

std::string standing(const Span& span) {
  return span.is_nothing() ? "" : ", which had stood for " + spelled(span, kEnglish) + ",";
}

const char* possessive(Cause cause) {
  switch (cause) {
    case Cause::inertia:
      return "Inertia’s clock";
    case Cause::imitation:
      return "Imitation’s clock";
    case Cause::mandate:
      return "The mandate’s clock";
    case Cause::leadership:
      return "The leader’s clock";
    case Cause::script:
      break;
  }
  return "The script";
}

// "the 15 other regions under Shandong"; `it` where the superior has just been named
std::string company(const Scene& scene, const std::string& above) {
  const Company& them = scene.episode.company;
  const bool one = them.all == 1;
  const std::string all = one ? "one" : std::to_string(them.all);
  if (them.who == Peers::neighbours) return "its " + all + " neighbour" + (one ? "" : "s");
  const std::string others = "the " + all + " other region" + (one ? "" : "s");
  return others + (them.who == Peers::level ? " of its level" : " under " + above);
}

std::string with_superior(const Scene& scene) {
  const Company& them = scene.episode.company;
  std::string text = "Its superior " + name_of(scene.story.superior) + " already had this form";
  if (them.who == Peers::unknown || them.all == 0) return text + ".";
  const std::string others = company(scene, "it");
  if (them.alike == 0)
    return text + "; " + (them.all == 1 ? "" : "none of ") + others +
           (them.all == 1 ? " had not." : " had.");
  text += ", and so had ";
  if (them.all == 1) return text + others + ".";
  return text + (them.alike == them.all ? "all of " : std::to_string(them.alike) + " of ") +
         others + ".";
}

std::string imitated(const Scene& scene) {
  const Company& them = scene.episode.company;
  if (scene.episode.superior == Superior::alike) return with_superior(scene);
  if (them.alike == 0) return "";
  const std::string above = name_of(scene.story.superior), others = company(scene, above);
  std::string text;
  if (them.all == 1)
    text = capitalised(others);
  else if (them.alike == them.all)
    text = "All of " + others;
  else
    text = "Of " + others + ", " + std::to_string(them.alike);
  text += " already had this form";
  if (scene.episode.superior == Superior::differs) text += "; " + above + " itself had not";
  return text + ".";
}

std::string order(const Scene& scene, const Occasion& o) {
  if (o.event == Name{})
    return "an order that its superior " + name_of(scene.story.superior) +
           " had issued on its own" + (o.date ? " in " + say(*o.date) : "");
  if (!o.is_due) return occasion(o);
  return "the order " + occasion(o) + " fell due" + (o.deadline ? " on " + say(*o.deadline) : "");
}

std::string ordered(const Scene& scene) {
  std::vector<std::string> named;
  for (const Occasion& o : scene.episode.occasions)
    if (o.is_due || !is_due(scene.episode)) named.push_back(order(scene, o));
  if (named.empty()) return "";
  const std::string all = listed(named, kEnglish);
  if (is_due(scene.episode)) return capitalised(all) + ", which left no choice but to comply.";
  if (named.size() > 1) return "In force then were " + all + ".";
  return "It followed " + all + ".";
}

std::string led(const Scene& scene) {
  const auto& leader = scene.episode.leader;
  if (!leader) return "The leader of the day favoured this form.";
  std::string text = "The leader";
  if (leader->since && leader->event != Name{}) text += " of " + quoted(name_of(leader->event));
  if (!leader->since) return text + ", in office since before the start, favoured this form.";
  if (leader->origin != Name{})
    return text + " had come from " + name_of(leader->origin) + " in " + say(*leader->since) +
           " and favoured the form known from there.";
  return text + ", in office since " + say(*leader->since) + ", favoured this form.";
}

std::string inherited(const Scene& scene) {
  std::vector<std::string> named;
  for (const Occasion& o : scene.episode.occasions) named.push_back(occasion(o));
  return named.empty() ? "" : "Behind it stood " + listed(named, kEnglish) + ".";
}

std::string scripted(const Scene& scene) {
  std::vector<std::string> named;
  for (const Occasion& o : scene.episode.occasions) named.push_back(occasion(o));
  if (named.empty()) return "This was set by the script.";
  return "This was scripted: " + listed(named, kEnglish) + ".";
}

}  // namespace

std::string opening(const Story& story) {
  const std::string start = "In " + say(of_grid(story.start)) + ", when the history begins, ";
  const std::string name = name_of(story.region);
  if (story.first == kNone) return start + "no one ran the task in " + name + ".";
  const Span age = longer_by({}, story.first_age);
  const std::string since =
      age.is_nothing() ? "" : ", and had had it for " + spelled(age, kEnglish);
  return start + name + " had " + model(story, story.first) + since + ".";
}

std::string change(const Scene& scene) {
  const Episode& e = scene.episode;
  const std::string when = capitalised(spelled_step(e.from_date, e.until_date, kEnglish)) + ' ';
  const std::string who = scene.is_opening ? name_of(scene.story.region) : "it";
  const std::string gone = model(scene.story, e.from) + standing(scene.before);
  if (e.to == kNone) return when + gone + " was dissolved, and no one ran the task any more.";
  if (e.from != kNone)
    return when + who + " gave up " + gone + " for " + model(scene.story, e.to) + ".";
  const std::string one =
      scene.is_founding_anew ? "a new arrangement, " : "its first arrangement, ";
  const std::string without = scene.before.is_nothing()
                                  ? ""
                                  : ", after " + spelled(scene.before, kEnglish) + " without one";
  return when + who + " founded " + one + model(scene.story, e.to) + without + ".";
}

std::string reason(const Scene& scene) {
  if (scene.episode.cause == Cause::script || is_due(scene.episode)) return "";
  const auto all = shares(scene.episode);
  std::string text = possessive(scene.episode.cause) + std::string(" rang first");
  if (all.empty()) return text + ".";
  if (all.size() == 1) return text + "; nothing else pressed toward this form.";
  text += is_upset(all) ? ", with only " : ", with ";
  text += percent(all[0]) + " of the pressure toward this form";
  std::vector<std::string> others;
  for (std::size_t i = 1; i < all.size(); ++i)
    others.push_back(spelled(all[i].cause, kEnglish) + " had " + percent(all[i]));
  return text + "; " + listed(others, kEnglish) + ".";
}

std::string circumstances(const Scene& scene) {
  switch (scene.episode.cause) {
    case Cause::inertia:
      return inherited(scene);
    case Cause::imitation:
      return imitated(scene);
    case Cause::mandate:
      return ordered(scene);
    case Cause::leadership:
      return led(scene);
    case Cause::script:
      return scripted(scene);
  }
  return "";
}

std::string often(const Often& often) {
  if (often.all == 1) return "";
  return "Such a change came about in " + std::to_string(often.replicates) + " of " +
         std::to_string(often.all) + " replicates.";
}

std::string closing(const Story& story, const Span& since_last) {
  const Model last = story.episodes.empty() ? story.first : story.episodes.back().to;
  const std::string end = say(of_grid(story.end));
  const std::string span = since_last.is_nothing() ? "" : ": " + spelled(since_last, kEnglish);
  if (story.episodes.empty()) return "Nothing changed until " + end + ".";
  if (last == kNone) return "No one ran the task from then until " + end + span + ".";
  return "From then on " + model(story, last) + " stood until the history ends in " + end + span +
         ".";
}

}  // namespace tizhi::english
