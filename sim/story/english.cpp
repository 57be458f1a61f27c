// A story in English.
#include "story/phrases.hpp"

namespace tizhi::english {
namespace {

constexpr Language kEnglish = Language::english;

std::string name_of(const Name& name) { return spoken(name, kEnglish); }
std::string say(const DatedTo& date) { return spelled(date, kEnglish); }

// "on 2 May 1990", "in May 1990"
std::string at(const DatedTo& date) {
  return (date.precision == Precision::day ? "on " : "in ") + say(date);
}

// Of several that pressed.
std::string percent(const Share& share) {
  if (share.percent == 100) return "nearly all";
  return share.percent == 0 ? "less than 1 %" : spelled_percent(share.percent, kEnglish);
}

// A region: "Qingdao", "region 1.2".
std::string place(const Name& name) {
  return name.english.empty() && name.chinese.empty() ? "region " + name.code : name_of(name);
}

std::string model(const Story& story, Model m) {
  return quoted(m == kNone ? "none" : name_of(story.models[m]));
}

// "“Document 15” of 16 April 1996"
std::string occasion(const Occasion& o) {
  return quoted(name_of(o.event)) + (o.date ? " of " + say(*o.date) : "");
}

std::string standing(const TimeSpan& span) {
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

// "the 15 other regions under Shandong"; `above` is "it" where the superior has just been named
std::string company(const Scene& scene, const std::string& above) {
  const Company& them = scene.episode.company;
  const bool both = them.all == 2 && them.alike != 1;  // or neither: the number is said
  const std::string all = both ? "" : (them.all == 1 ? "one" : std::to_string(them.all)) + " ";
  const std::string plural = them.all == 1 ? "" : "s";
  if (them.who == Peers::neighbours) return "its " + all + "neighbour" + plural;
  return "the " + all + "other region" + plural +
         (them.who == Peers::level ? " of its level" : " under " + above);
}

// "5 of ", "all of ", "both of ", "none of ", "neither of "; nothing where there is only one.
std::string count_of(const Company& them) {
  if (them.all == 1) return "";
  if (them.alike == 0) return them.all == 2 ? "neither of " : "none of ";
  if (them.alike < them.all) return std::to_string(them.alike) + " of ";
  return them.all == 2 ? "both of " : "all of ";
}

std::string with_superior(const Scene& scene) {
  const Company& them = scene.episode.company;
  std::string text = "Its superior " + place(scene.story.superior) + " already had this form";
  if (them.who == Peers::unknown || them.all == 0) return text + ".";
  const std::string others = count_of(them) + company(scene, "it");
  if (them.alike > 0) return text + ", and so had " + others + ".";
  return text + "; " + others + (them.all == 1 ? " had not." : " had.");
}

std::string imitated(const Scene& scene) {
  const Company& them = scene.episode.company;
  if (scene.episode.superior == Superior::alike) return with_superior(scene);
  if (them.alike == 0) return "";
  const std::string above = place(scene.story.superior), others = company(scene, above);
  std::string text = them.alike < them.all ? "Of " + others + ", " + std::to_string(them.alike)
                                           : capitalised(count_of(them) + others);
  text += " already had this form";
  if (scene.episode.superior == Superior::differs) text += "; " + above + " itself had not";
  return text + ".";
}

std::string order(const Scene& scene, const Occasion& o) {
  if (o.event == Name{})
    return "an order that its superior " + place(scene.story.superior) + " had issued on its own" +
           (o.date ? " " + at(*o.date) : "");
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
  if (!leader->since) return "The leader, in office since before the start, favoured this form.";
  const std::string since = say(*leader->since);
  if (leader->identity == Identity::likely)
    return "The leader of the day favoured this form, as did the one brought by " +
           quoted(name_of(leader->event)) + " " + at(*leader->since) + ".";
  if (leader->event != Name{})
    return "The leader brought by " + quoted(name_of(leader->event)) + " " + at(*leader->since) +
           " favoured this form.";
  if (leader->origin != Name{})
    return "The leader had come from " + place(leader->origin) + " " + at(*leader->since) +
           " and favoured the form known from there.";
  return "The leader, in office since " + since + ", favoured this form.";
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
  const std::string start = capitalised(at(of_grid(story.start))) + ", when the history begins, ";
  const std::string name = place(story.region);
  if (story.first == kNone) return start + "no one ran the task in " + name + ".";
  const TimeSpan age = longer_by({}, story.first_age);
  const std::string since =
      age.is_nothing() ? "" : ", and had had it for " + spelled(age, kEnglish);
  return start + name + " had " + model(story, story.first) + since + ".";
}

std::string change(const Scene& scene) {
  const Episode& e = scene.episode;
  const std::string when = capitalised(spelled_step(e.from_date, e.until_date, kEnglish)) + ' ';
  const std::string who = scene.is_opening ? place(scene.story.region) : "it";
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
  text += is_upset(all) && all[0].percent > 0 ? ", with only " : ", with ";
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

std::string closing(const Story& story, const TimeSpan& since_last) {
  const Model last = story.episodes.empty() ? story.first : story.episodes.back().to;
  const std::string end = say(of_grid(story.end));
  const std::string span = since_last.is_nothing() ? "" : ": " + spelled(since_last, kEnglish);
  if (story.episodes.empty()) return "Nothing changed until " + end + ".";
  if (last == kNone) return "No one ran the task from then until " + end + span + ".";
  return "From then on " + model(story, last) + " stood until the history ends " +
         at(of_grid(story.end)) + span + ".";
}

}  // namespace tizhi::english
