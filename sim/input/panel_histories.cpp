// What the rows of a panel make: for each history the state at the start, and what was seen since.
#include <algorithm>
#include <map>

#include "engine/simulation.hpp"
#include "input/panel.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

struct Teller {
  const Run& run;
  Panel& panel;
  Diagnostics& diagnostics;
  std::vector<std::string> undecided{};  // regions of which nothing says how they begin
};

// How the scenario lets the region begin: a model or none, for certain.
std::optional<Model> certain_beginning(const Run& run, std::size_t i) {
  const Beginning& kind =
      run.beginnings[run.beginning.empty() ? 0 : static_cast<std::size_t>(run.beginning[i])];
  std::optional<Model> found;
  int choices = 0;
  if (kind.none > 0) ++choices, found = kNone;
  for (int k = 0; k < run.models(); ++k)
    if (kind.weights[static_cast<std::size_t>(k)] > 0) ++choices, found = static_cast<Model>(k);
  return choices > 1 ? std::nullopt : choices == 0 ? std::optional(kNone) : found;
}

// One region of one history, told row by row.
class RegionTeller {
 public:
  RegionTeller(Teller& teller, History& history, Region region)
      : teller_{&teller},
        history_{&history},
        region_{region},
        slot_{static_cast<std::size_t>(region)} {}

  void begin(const std::vector<PanelRow>& rows);
  void tell(const std::vector<PanelRow>& rows);

 private:
  void tell_change(const PanelRow& row, bool is_first);
  void tell_state(const PanelRow& row, const PanelRow* before);
  void follow_script(std::int32_t before);
  bool is_scripted(const Sighting& s) const;
  void give_up(const PanelRow& row);
  void form(Sighting s);
  void see(std::int32_t last, Model to, Sight sight, std::int32_t row);
  bool tells_states() const { return teller_->panel.rows == RowsTell::states; }
  void complain(const PanelRow& row, std::string message, std::string expected,
                std::string way_out) const {
    teller_->diagnostics.error(teller_->panel.place(row.row), std::move(message),
                               std::move(expected), std::move(way_out));
  }

  Teller* teller_;
  History* history_;
  Region region_;
  std::size_t slot_;
  Model now_ = kNone;
  bool is_known_ = true;
  std::size_t next_setting_ = 0;
  std::int32_t done_ = -1;  // the last step in which it formed
};

// Rows up to the start say how it begins.
void RegionTeller::begin(const std::vector<PanelRow>& rows) {
  const PanelRow* last = nullptr;
  for (const PanelRow& row : rows)
    if (row.says != Says::nothing && (tells_states() ? row.date.state : row.date.last + 1) <= 0)
      last = &row;
  const auto scenario = certain_beginning(teller_->run, slot_);
  is_known_ = last == nullptr ? !tells_states() : last->says == Says::model;
  if (last != nullptr && last->says == Says::model) {
    now_ = last->model;
    // A row dated at the start itself says what there is, not since when.
    if (last->date.position < 0) history_->initial.model_since[slot_] = last->date.position;
  } else if (scenario) {
    now_ = *scenario;
  } else if (is_known_) {
    const auto is_model = [](const PanelRow& row) { return row.says == Says::model; };
    is_known_ = std::none_of(rows.begin(), rows.end(), is_model);
    if (is_known_) teller_->undecided.push_back(teller_->run.world->code(region_));
    is_known_ = false;
  }
  if (!is_known_) now_ = kNone;
  history_->initial.model[slot_] = now_;
  history_->in_sight[slot_] = is_known_;
}

void RegionTeller::see(std::int32_t last, Model to, Sight sight, std::int32_t row) {
  history_->sightings.push_back({last, last, region_, to, sight, row});
  is_known_ = sight == Sight::found;
  now_ = is_known_ ? to : kNone;
}

// What the scenario's own events did to the region before that step.
void RegionTeller::follow_script(std::int32_t before) {
  const auto& all = teller_->run.timeline.settings;
  for (; next_setting_ < all.size() && all[next_setting_].step < before; ++next_setting_)
    if (all[next_setting_].region == region_) now_ = all[next_setting_].model;
}

// An event of the scenario that tells the same change has made it.
bool RegionTeller::is_scripted(const Sighting& s) const {
  const auto& all = teller_->run.timeline.settings;
  return std::any_of(all.begin(), all.end(), [&](const Setting& e) {
    return e.region == region_ && e.step >= s.first && e.step <= s.last && e.model == s.to;
  });
}

void RegionTeller::give_up(const PanelRow& row) {
  if (is_scripted({std::max(row.date.first, 0), row.date.last, region_, kNone, {}, 0}))
    now_ = kNone;
  else
    complain(row, "'" + teller_->run.world->code(region_) + "' gives its model up",
             "a model, or ? where the region leaves the panel",
             "only an event of kind \"set\" in the scenario takes a model away");
}

void RegionTeller::form(Sighting s) {
  if (is_scripted(s)) {
    now_ = s.to;
    return;
  }
  if (s.first <= done_) {  // two changes in one stretch: each has its part of it
    Sighting* before = nullptr;
    for (Sighting& other : history_->sightings)
      if (other.region == region_ && other.sight == Sight::formed) before = &other;
    s.first = std::min(done_ + 1, s.last);
    if (before != nullptr && before->last >= s.first && before->first < s.last) {
      before->last = std::max((before->first + s.last) / 2, before->first);
      s.first = before->last + 1;
      done_ = before->last;
    }
  }
  if (s.first <= done_)
    return complain({0, region_, {}, {}, {}, false, kNone, s.row},
                    "a second change of '" + teller_->run.world->code(region_) + "' in one step",
                    "one formation in a step",
                    "give the dates more exactly, or the scenario a shorter step");
  done_ = s.last;
  now_ = s.to;
  history_->sightings.push_back(s);
}

void RegionTeller::tell_change(const PanelRow& row, bool is_first) {
  const std::int32_t first = std::max(row.date.first, 0);
  follow_script(first);
  if (row.says == Says::unknown) return see(row.date.last, kNone, Sight::lost, row.row);
  if (is_first && row.model == kNone && now_ == kNone) {  // it enters late
    history_->in_sight[slot_] = 0;
    return see(std::max(row.date.first, 0), kNone, Sight::found, row.row);
  }
  if (!is_known_) return see(row.date.last, row.model, Sight::found, row.row);
  if (row.model == now_) return;
  if (row.model == kNone) return give_up(row);
  form({first, row.date.last, region_, row.model, Sight::formed, row.row});
}

void RegionTeller::tell_state(const PanelRow& row, const PanelRow* before) {
  const std::int32_t seen = row.date.state;
  follow_script(seen - 1);
  if (row.says == Says::unknown) return see(seen - 1, kNone, Sight::lost, row.row);
  if (!is_known_) return see(seen - 1, row.model, Sight::found, row.row);
  if (row.model == now_) return;
  if (row.model == kNone) return give_up(row);
  const std::int32_t since = before == nullptr ? 0 : std::max(before->date.state, 0);
  form({std::min(since, seen - 1), seen - 1, region_, row.model, Sight::formed, row.row});
}

void RegionTeller::tell(const std::vector<PanelRow>& rows) {
  begin(rows);
  const std::int32_t until = teller_->panel.until;
  const PanelRow* before = nullptr;
  bool is_first = true;
  for (const PanelRow& row : rows) {
    if (row.says == Says::nothing) continue;
    const bool is_early = (tells_states() ? row.date.state : row.date.last + 1) <= 0;
    const bool is_late = (tells_states() ? row.date.state - 1 : row.date.last) >= until;
    if (!is_early && !is_late) {
      if (tells_states())
        tell_state(row, before);
      else
        tell_change(row, is_first);
    }
    is_first = false;
    before = is_late ? before : &row;
  }
  const std::int32_t end = !tells_states() || before == nullptr ? until : before->date.state;
  if (is_known_ && end < until)
    see(std::max(end - 1, 0), kNone, Sight::lost, before == nullptr ? 0 : before->row);
}

void tell_leaders(const std::vector<PanelRow>& rows, std::int32_t until, History& history) {
  for (const PanelRow& row : rows) {
    if (!row.has_leader) continue;
    const auto slot = static_cast<std::size_t>(row.region);
    const double position = row.date.position;
    if (position <= 0) {
      history.initial.leader[slot] = row.leader;
      history.initial.leader_since[slot] = position;
      history.knows_leader[slot] = 1;
    } else if (position < until) {
      history.arrivals.push_back(
          {static_cast<std::int32_t>(position), row.region, row.leader, kNoRegion});
    }
  }
}

History blank(const Run& run, const std::string& name) {
  Run seated = run;
  seated.follows_leaders = true;
  const Groundwork ground = groundwork(seated);
  History history;
  history.name = name;
  history.initial = initial_state(seated, ground, Draws(run.seed, 0));
  const auto regions = history.initial.model.size();
  history.initial.leader.resize(regions, kNone);
  history.initial.leader_since.resize(regions, 0);
  history.in_sight.assign(regions, 1);
  history.knows_leader.assign(regions, 0);
  return history;
}

void sort_by_time(History& history) {
  std::stable_sort(history.sightings.begin(), history.sightings.end(),
                   [](const Sighting& a, const Sighting& b) {
                     return std::pair(a.middle(), a.region) < std::pair(b.middle(), b.region);
                   });
  std::stable_sort(history.arrivals.begin(), history.arrivals.end(),
                   [](const Arrival& a, const Arrival& b) {
                     return std::pair(a.step, a.region) < std::pair(b.step, b.region);
                   });
}

}  // namespace

void tell_histories(const std::vector<PanelRow>& rows, const Study& study, Panel& panel,
                    Diagnostics& diagnostics) {
  const Run& run = study.variants.front().run;
  Teller teller{run, panel, diagnostics};
  if (panel.names.empty()) panel.names.emplace_back("");
  const auto regions = static_cast<std::size_t>(run.world->size());
  std::vector<std::vector<std::vector<PanelRow>>> by_region(
      panel.names.size(), std::vector<std::vector<PanelRow>>(regions));
  for (const PanelRow& row : rows)
    for (std::size_t h = 0; h < by_region.size(); ++h)
      if (row.history == h || row.history == kEveryHistory)
        by_region[h][static_cast<std::size_t>(row.region)].push_back(row);
  const History empty = blank(run, "");
  for (std::size_t h = 0; h < panel.names.size(); ++h) {
    History history = empty;
    history.name = panel.names[h];
    history.known_until = panel.until;
    for (std::size_t i = 0; i < regions; ++i) {
      auto& own = by_region[h][i];
      std::stable_sort(own.begin(), own.end(), [](const PanelRow& a, const PanelRow& b) {
        return a.date.position < b.date.position;
      });
      RegionTeller(teller, history, static_cast<Region>(i)).tell(own);
      tell_leaders(own, panel.until, history);
    }
    sort_by_time(history);
    panel.histories.push_back(std::move(history));
  }
  if (teller.undecided.empty()) return;
  diagnostics.error({panel.tables.front().place_of_header(0).file, 0, 0, 1},
                    "nothing says how " + std::to_string(teller.undecided.size()) +
                        " regions begin: " + listed(teller.undecided, 5),
                    "a row for each, dated at the start or before it",
                    "the scenario draws their first models by weights; [initial] default = "
                    "\"none\" would say it");
}

}  // namespace tizhi
