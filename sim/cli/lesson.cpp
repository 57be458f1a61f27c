#include "cli/lesson.hpp"

#include <algorithm>

#include "cli/study.hpp"
#include "input/document.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

[[noreturn]] void refuse(std::string message, std::string way_out) {
  throw Failure{Exit::refused, std::move(message), std::move(way_out)};
}

std::vector<std::string> pieces(const std::string& text, char separator) {
  std::vector<std::string> all;
  for (std::size_t begin = 0; begin <= text.size() && !text.empty();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    all.push_back(trimmed(std::string_view(text).substr(begin, end - begin)));
    begin = end + 1;
  }
  return all;
}

std::vector<std::string> known_keys() {
  std::vector<std::string> names;
  for (const QuantityEntry& q : quantities()) names.emplace_back(q.name);
  return names;
}

int place_among(const std::string& name, const std::vector<std::string>& all) {
  const auto found = std::find(all.begin(), all.end(), name);
  return found == all.end() ? -1 : static_cast<int>(found - all.begin());
}

// imitation.peers[.level][.model]
Sought sought_of(const std::string& key, const Run& run) {
  const auto parts = pieces(key, '.');
  const std::string name = parts.size() < 2 ? key : parts[0] + "." + parts[1];
  const int quantity = place_among(name, known_keys());
  if (quantity < 0)
    refuse("'" + name + "' cannot be learnt from a history",
           did_you_mean(name, known_keys(), "it can be " + listed(known_keys())));
  Sought sought{static_cast<Quantity>(quantity)};
  const bool is_by_model = entry_of(sought.quantity).detail == Detailed::by_model_too;
  std::vector<std::string> models;
  for (const CatalogueEntry& e : run.catalogue) models.push_back(e.id);
  for (std::size_t n = 2; n < parts.size(); ++n) {
    const int level = place_among(parts[n], run.world->level_names);
    const int model = is_by_model ? place_among(parts[n], models) : -1;
    if (level >= 0 && sought.level < 0 && sought.model < 0) {
      sought.level = level;
    } else if (model >= 0 && sought.model < 0) {
      sought.model = model;
    } else {
      std::vector<std::string> known = run.world->level_names;
      if (is_by_model) known.insert(known.end(), models.begin(), models.end());
      refuse("in '" + key + "': there is no level or model '" + parts[n] + "' for it",
             did_you_mean(parts[n], known, "the level first, then the model: " + listed(known)));
    }
  }
  return sought;
}

// Narrow ones first: who asks for a level apart gets it, and one number for the rest.
void sort_by_width(std::vector<Sought>& all) {
  const auto width = [](const Sought& s) { return (s.level < 0) + (s.model < 0); };
  std::stable_sort(all.begin(), all.end(),
                   [&](const Sought& a, const Sought& b) { return width(a) < width(b); });
}

bool prefers(const Run& run) {
  return std::any_of(run.causes.begin(), run.causes.end(), [](const Causes& c) {
    return c.acts(Cause::leadership) && c.leadership.preference > 0;
  });
}

bool knows_leaders(const Panel& panel) {
  return std::any_of(panel.histories.begin(), panel.histories.end(), [](const History& h) {
    return !h.arrivals.empty() ||
           std::find(h.knows_leader.begin(), h.knows_leader.end(), 1) != h.knows_leader.end();
  });
}

std::vector<Sought> wishes(const Options& options, const Lesson& lesson) {
  std::vector<Sought> all;
  for (const std::string& key : pieces(options.panel.free, ','))
    all.push_back(sought_of(key, lesson.run()));
  for (std::size_t q = 0; q < quantities().size() && options.panel.free.empty(); ++q)
    if (quantities()[q].sort == Sort::rate) all.push_back({static_cast<Quantity>(q)});
  for (const std::string& key : pieces(options.panel.fix, ',')) {
    const Sought fixed = sought_of(key, lesson.run());
    std::erase_if(all, [&](const Sought& s) { return s.quantity == fixed.quantity; });
  }
  sort_by_width(all);
  return all;
}

Detailing detailing_of(const Options& options) {
  Detailing detailing;
  for (const std::string& word : pieces(options.panel.by, ',')) {
    if (word == "level")
      detailing.level = true;
    else if (word == "model")
      detailing.model = true;
    else if (word == "history")
      detailing.history = true;
    else
      refuse("--by is '" + options.panel.by + "'",
             "it can be level, model, history, or several "
             "with commas between them");
  }
  return detailing;
}

// Of regions whose leader is not known.
LeadersAre leaders_of(const Options& options, Lesson& lesson) {
  const auto is_preference = [](const Sought& s) { return s.quantity == Quantity::preference; };
  const bool is_named = !options.panel.free.empty() &&
                        std::any_of(lesson.sought.begin(), lesson.sought.end(), is_preference);
  if (options.panel.leaders == "expected" ||
      (options.panel.leaders.empty() && (is_named || prefers(lesson.run()))))
    return LeadersAre::expected;
  if (!knows_leaders(lesson.panel)) std::erase_if(lesson.sought, is_preference);
  return LeadersAre::ignored;
}

// Every history counts from the step after the one in which a region first has a model.
void give_first_adoptions(const Run& run, Panel& panel) {
  for (History& history : panel.histories) {
    std::int32_t first = run.timeline.grid.steps - 1;
    for (const Model m : history.initial.model)
      if (m != kNone) first = -1;
    const auto take = [&](std::int32_t step, Model to) {
      if (to != kNone) first = std::min(first, step);
    };
    for (const Sighting& s : history.sightings) take(s.last, s.to);
    for (const Setting& e : run.timeline.settings) take(e.step, e.model);
    history.counts_from = first + 1;
  }
}

void warn_of_issued_orders(const Lesson& lesson, const Console& console) {
  if (std::any_of(lesson.run().causes.begin(), lesson.run().causes.end(),
                  [](const Causes& c) { return c.mandate.issue_rate > 0; }))
    console.warn("the panel does not tell which orders regions issued: taken as none",
                 "orders that are known belong into the scenario, as [[event]] kind = \"mandate\"");
}

std::string shown(const Diagnostics& diagnostics, const Console& console) {
  const bool is_coloured = console.terminal().paint == Paint::coloured;
  return diagnostics.drawn(is_coloured ? Colour::on : Colour::off);
}

std::string errors_text(std::size_t errors) {
  return std::to_string(errors) + (errors == 1 ? " error" : " errors");
}

}  // namespace

FitRequest Lesson::request(const PanelOptions& options) const {
  FitRequest request;
  request.leaders = leaders;
  request.intervals = options.has_profile ? Intervals::profile : Intervals::normal;
  request.tests = options.has_no_tests ? Tests::skipped : Tests::done;
  request.bootstrap = options.bootstrap;
  return request;
}

Lesson read_lesson(const Options& options, const Console& console) {
  Lesson lesson;
  lesson.reading = read_study(options, console);
  PanelRequest request{options.panel.files, RowsTell::guess, options.panel.until};
  if (options.panel.rows == "changes") request.rows = RowsTell::changes;
  if (options.panel.rows == "states") request.rows = RowsTell::states;
  Diagnostics diagnostics;
  auto panel = read_panel(request, lesson.study(), diagnostics);
  if (!panel) {
    console.always_say(shown(diagnostics, console));
    refuse("the panel has " + errors_text(diagnostics.different_errors()) + "; nothing was learnt",
           "");
  }
  console.say(shown(diagnostics, console));
  lesson.panel = std::move(*panel);
  if (options.panel.gives_first) give_first_adoptions(lesson.run(), lesson.panel);
  lesson.gives_first = options.panel.gives_first;
  lesson.files = options.panel.files;
  lesson.names_its_wishes = !options.panel.free.empty();
  lesson.sought = wishes(options, lesson);
  lesson.detailing = detailing_of(options);
  lesson.leaders = leaders_of(options, lesson);
  warn_of_issued_orders(lesson, console);
  return lesson;
}

void refuse_impossible(const Lesson& lesson, const std::vector<Impossible>& all,
                       const Console& console) {
  Diagnostics diagnostics;
  const Run& run = lesson.run();
  for (const std::string& file : lesson.files)
    if (const auto text = read_text(file, file, {}, diagnostics)) diagnostics.keep(file, *text);
  for (const Impossible& one : all) {
    const std::string code = "'" + run.world->code(one.region) + "'";
    Place place = lesson.panel.place(one.row);
    if (one.was_due) {
      place = {place.file, 0, 0, 1};
      diagnostics.error(
          place,
          code + " should have formed by a deadline in the step before " +
              std::to_string(lesson.study().calendar.date_of_state(one.step + 1).year) +
              ", and did not",
          "all in scope to comply by the deadline, as the scenario has it",
          "take the deadline out of the order, or fix mandate.compliance at 0");
      continue;
    }
    const std::string model = run.catalogue[one.to].id;
    diagnostics.error(
        place,
        std::string("nothing in the scenario can have moved ")
            .append(code)
            .append(" to '")
            .append(model)
            .append("'"),
        "a cause that presses toward it: a legacy, a superior or peer that has it, an "
        "order, a leader",
        "add what moved it to the scenario (a legacy and inertia.pull: from within), or take it as "
        "given: --first-adopters given, or ? in the row before it");
  }
  console.always_say(shown(diagnostics, console));
  refuse(errors_text(all.size()) + ": the history is impossible in this scenario", "");
}

}  // namespace tizhi
