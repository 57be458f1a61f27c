// A region's history in words, English or Chinese: plain structs in, text out. The program and the
// classroom page speak through this.
//
//   Story story;                                  // who, from when to when, the models' names
//   story.episodes.push_back(...);                // one a formation, in order of time
//   for (const std::string& part : told(story, Language::english)) ...
//
// Only what an Episode's first members hold must be known; the rest is told where it is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/formation.hpp"
#include "story/words.hpp"

namespace tizhi {

// What a formation can be traced to: an order, a legacy, an event of the script.
struct Occasion {
  Name event;  // its id and titles; all empty: issued by the superior within the run
  std::optional<DatedTo> date;
  std::optional<DatedTo> deadline;
  bool is_due = false;  // the deadline fell into this step, or had passed: there was no choice
};

// The superior's model when the region moved, compared with what the region took up.
enum class Superior : std::uint8_t { unknown, differs, alike };

// Whom a region looks at beside its superior, how many they are, and how many of them had what it
// took up.
enum class Peers : std::uint8_t { unknown, siblings, level, neighbours };
struct Company {
  Peers who = Peers::unknown;
  std::int64_t all = 0, alike = 0;
};

// The leader in office, or, where who that was is not known, the one whom an event had brought.
enum class Identity : std::uint8_t { known, likely };
struct Leader {
  std::optional<DatedTo> since;  // empty: since before the start
  Name origin;                   // the region that an outsider came from; empty: from within
  Name event;                    // the event that brought the leader; empty: none
  Identity identity = Identity::known;
};

// In how many replicates the region made the same change at some time.
struct Often {
  std::int64_t replicates = 0, all = 0;
};

// One formation and what is known of its circumstances.
struct Episode {
  Date from_date, until_date;  // the step that it lies in
  Model from = kNone, to = kNone;
  Cause cause = Cause::script;
  std::optional<Ledger> ledger;
  // Of the formation's cause: orders in force for this model, legacies toward it, script events.
  std::vector<Occasion> occasions;
  Superior superior = Superior::unknown;
  Company company;
  std::optional<Leader> leader;
  std::optional<Often> often;
};

struct Story {
  Name region, superior;     // superior: all empty at a root
  std::vector<Name> models;  // the catalogue
  Date start, end;           // of the run
  Model first = kNone;       // at the start
  double first_age = 0;      // years that it had stood then
  std::vector<Episode> episodes;
};

// What the region had at the start.
std::string opening(const Story& story, Language language);

// What happened, why, in which circumstances and how often: the sentences of one episode.
std::string telling(const Story& story, std::size_t episode, Language language);

// What has stood since, until the end.
std::string closing(const Story& story, Language language);

// All of it, a paragraph each.
std::vector<std::string> told(const Story& story, Language language);

}  // namespace tizhi
