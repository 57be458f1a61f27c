// A panel: the table of an observed history, or of several. Rows of region, date and model; where
// there are several histories also which one; where leaders are known also whom they favour. Of
// several tables that do not name their histories each is one, named like its file; a table that
// tells only leaders tells them of every history.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/history.hpp"
#include "engine/study.hpp"
#include "input/csv.hpp"

namespace tizhi {

// What a row tells.
enum class RowsTell : std::uint8_t {
  guess,    // states where every region has a row at every date from its first to its last
  changes,  // the model taken at the date
  states,   // the model there at the date; changes lie between
};

struct PanelRequest {
  std::vector<std::string> files;
  RowsTell rows = RowsTell::guess;
  std::string until;  // date to which the history is known; empty: the end of the scenario
};

struct Panel {
  std::vector<std::string> names;  // of the histories, in the order of the text
  std::vector<History> histories;
  RowsTell rows = RowsTell::changes;
  std::int32_t until = 0;  // the last state known
  std::size_t table_rows = 0;
  std::vector<CsvTable> tables;

  Place place(std::int32_t row) const;  // of a Sighting's row
};

// Reports every error at once and gives nothing then. Its texts are kept for drawing.
std::optional<Panel> read_panel(const PanelRequest& request, const Study& study,
                                Diagnostics& diagnostics);

// A stretch of steps: a date, as a row gives it.
struct PanelDate {
  std::int32_t first = 0, last = 0;  // the steps in which something seen then may have formed
  std::int32_t state = 0;            // the state that a snapshot of that date shows
  double position = 0;               // in steps since the start, its middle
};
// "1998", "1998-05" and "1998..2001" are stretches of time, "1998-05-17" is a day.
std::optional<PanelDate> read_panel_date(const std::string& text, const Place& place,
                                         const Calendar& calendar, Diagnostics& diagnostics);

// A row, read.
enum class Says : std::uint8_t { nothing, model, unknown };
inline constexpr auto kEveryHistory = static_cast<std::size_t>(-1);
struct PanelRow {
  std::size_t history = 0;
  Region region = 0;
  PanelDate date;
  Says says = Says::nothing;
  Model model = kNone;
  bool has_leader = false;
  Model leader = kNone;
  std::int32_t row = 0;  // of the tables, one after the other
};

// What they make of the rows.
void tell_histories(const std::vector<PanelRow>& rows, const Study& study, Panel& panel,
                    Diagnostics& diagnostics);

}  // namespace tizhi
