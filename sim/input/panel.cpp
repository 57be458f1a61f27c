#include "input/panel.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "input/section.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

constexpr const char* kColumns = "region,date,model, and if need be history and leader";

struct Columns {
  int history, region, date, model, leader;
};

bool read_header(const CsvTable& table, Columns& c, Diagnostics& diagnostics) {
  const std::vector<std::string> known{"history", "region", "date", "model", "leader"};
  c = {table.column("history"), table.column("region"), table.column("date"), table.column("model"),
       table.column("leader")};
  bool is_sound = true;
  for (std::size_t i = 0; i < table.header().size(); ++i) {
    const std::string& name = table.header()[i];
    const bool is_known = std::find(known.begin(), known.end(), name) != known.end();
    if (is_known && table.column(name) == static_cast<int>(i)) continue;
    is_sound = false;
    diagnostics.error(table.place_of_header(static_cast<int>(i)),
                      is_known ? "the column '" + name + "' stands here twice"
                               : "there is no column '" + name + "'",
                      kColumns, did_you_mean(name, known, "take the column out"));
  }
  if (is_sound && (c.region < 0 || c.date < 0 || (c.model < 0 && c.leader < 0))) {
    Place place = table.place_of_header(0);
    place.length = 1 << 20;
    diagnostics.error(place, "this table does not name its columns", kColumns,
                      "add a first line: region,date,model");
    return false;
  }
  return is_sound;
}

Node text_node(const std::string& text, const Place& place) {
  Node node;
  node.kind = Kind::text;
  node.text = text;
  node.place = place;
  return node;
}

// The first day after the year, month or day that the text names.
Date day_after(const std::string& text, const Date& begin) {
  const auto dashes = std::count(text.begin(), text.end(), '-');
  if (dashes == 0) return {begin.year + 1, 1, 1};
  if (dashes == 1)
    return begin.month == 12 ? Date{begin.year + 1, 1, 1} : Date{begin.year, begin.month + 1, 1};
  return date_of_day(days_since_1900(begin) + 1);
}

bool is_day(const std::string& text) { return std::count(text.begin(), text.end(), '-') == 2; }

// Reads the rows of all tables.
class PanelReader {
 public:
  PanelReader(const Study& study, Panel& panel, Diagnostics& diagnostics);
  void open(const std::string& file);
  void read_all();
  std::vector<PanelRow> rows;

 private:
  void read_row(const CsvTable& table, const CsvRow& row, const Columns& c,
                const std::string& name_of_table);
  std::string history_name(std::size_t table) const;
  std::size_t history_of(const CsvRow& row, const Columns& c, const std::string& name_of_table);
  std::optional<Region> region_of(const CsvTable& table, const CsvRow& row, const Columns& c);
  bool model_of(const CsvTable& table, const CsvRow& row, int column, const char* what,
                PanelRow& read);

  const Study* study_;
  const Run* run_;
  Panel* panel_;
  Diagnostics* diagnostics_;
  std::unordered_map<std::string, Region> by_code_;
  std::unordered_map<std::string, std::size_t> histories_;
  std::vector<std::string> codes_, ids_;
  std::vector<Columns> columns_;    // of each table
  std::vector<std::string> names_;  // the files
  std::int32_t next_row_ = 0;
};

PanelReader::PanelReader(const Study& study, Panel& panel, Diagnostics& diagnostics)
    : study_{&study},
      run_{&study.variants.front().run},
      panel_{&panel},
      diagnostics_{&diagnostics} {
  for (Region i = 0; i < run_->world->size(); ++i) {
    codes_.push_back(run_->world->code(i));
    by_code_.emplace(codes_.back(), i);
  }
  for (const CatalogueEntry& e : run_->catalogue) ids_.push_back(e.id);
}

void PanelReader::open(const std::string& file) {
  const auto text = read_text(file, file, {file, 0, 0, 1}, *diagnostics_);
  if (!text) return;
  diagnostics_->keep(file, *text);
  auto table = CsvTable::parse(*text, file, *diagnostics_);
  if (!table) return;
  Columns columns{};
  if (!read_header(*table, columns, *diagnostics_)) return;
  panel_->tables.push_back(std::move(*table));
  columns_.push_back(columns);
  names_.push_back(file);
}

void PanelReader::read_all() {
  for (std::size_t t = 0; t < columns_.size(); ++t) {
    const CsvTable& table = panel_->tables[t];
    const std::string name = history_name(t);
    for (const CsvRow& row : table.rows()) read_row(table, row, columns_[t], name);
  }
}

// Of a table that does not name its histories: like its file, where there is another such.
std::string PanelReader::history_name(std::size_t t) const {
  const auto is_unnamed = [](const Columns& c) { return c.history < 0 && c.model >= 0; };
  if (std::count_if(columns_.begin(), columns_.end(), is_unnamed) < 2) return "";
  const auto short_name = [](const std::string& file) {
    const std::size_t begin = file.find_last_of("/\\") + 1;
    return file.substr(begin, std::min(file.rfind('.'), file.size()) - begin);
  };
  const std::string name = short_name(names_[t]);
  const auto is_alike = [&](const std::string& file) { return short_name(file) == name; };
  return std::count_if(names_.begin(), names_.end(), is_alike) > 1 ? names_[t] : name;
}

std::size_t PanelReader::history_of(const CsvRow& row, const Columns& c,
                                    const std::string& name_of_table) {
  if (c.history < 0 && c.model < 0) return kEveryHistory;
  const std::string name =
      c.history < 0 ? name_of_table : row.fields[static_cast<std::size_t>(c.history)];
  const auto [entry, is_new] = histories_.emplace(name, histories_.size());
  if (is_new) panel_->names.push_back(name);
  return entry->second;
}

std::optional<Region> PanelReader::region_of(const CsvTable& table, const CsvRow& row,
                                             const Columns& c) {
  const std::string& code = row.fields[static_cast<std::size_t>(c.region)];
  const auto found = by_code_.find(code);
  if (found != by_code_.end()) return found->second;
  std::string way_out = did_you_mean(code, codes_, "the scenario's [regions] says which there are");
  const auto& names = run_->world->names;
  const auto& names_zh = run_->world->names_zh;
  for (std::size_t i = 0; i < codes_.size(); ++i)
    if ((i < names.size() && names[i] == code) || (i < names_zh.size() && names_zh[i] == code))
      way_out = "regions are named by their codes: this one is '" + codes_[i] + "'";
  diagnostics_->error(table.place(row, c.region), "there is no region '" + code + "'",
                      "the code of a region of the scenario", way_out);
  return std::nullopt;
}

// False: an error. An empty field says nothing.
bool PanelReader::model_of(const CsvTable& table, const CsvRow& row, int column, const char* what,
                           PanelRow& read) {
  if (column < 0) return true;
  const bool is_leader = std::string_view(what) == "leader";
  const std::string& id = row.fields[static_cast<std::size_t>(column)];
  const auto found = std::find(ids_.begin(), ids_.end(), id);
  const Model model = found == ids_.end() ? kNone : static_cast<Model>(found - ids_.begin());
  if (id.empty()) return true;
  if (found == ids_.end() && id != "none" && (id != "?" || is_leader)) {
    std::vector<std::string> known = ids_;
    known.emplace_back("none");
    if (!is_leader) known.emplace_back("?");
    diagnostics_->error(table.place(row, column), "there is no model '" + id + "'", listed(known),
                        did_you_mean(id, known,
                                     is_leader ? "none: a leader without a favourite"
                                               : "?: from here on it is not known"));
    return false;
  }
  if (is_leader) {
    read.has_leader = true;
    read.leader = model;
  } else {
    read.says = id == "?" ? Says::unknown : Says::model;
    read.model = model;
  }
  return true;
}

void PanelReader::read_row(const CsvTable& table, const CsvRow& row, const Columns& c,
                           const std::string& name_of_table) {
  PanelRow read;
  read.row = next_row_++;
  read.history = history_of(row, c, name_of_table);
  const auto region = region_of(table, row, c);
  const std::string& date_text = row.fields[static_cast<std::size_t>(c.date)];
  // Only a date that cannot be read needs its place, and finding it takes time.
  Diagnostics tried;
  auto date = read_panel_date(date_text, {}, study_->calendar, tried);
  if (!date) read_panel_date(date_text, table.place(row, c.date), study_->calendar, *diagnostics_);
  bool is_sound = model_of(table, row, c.model, "model", read);
  is_sound = model_of(table, row, c.leader, "leader", read) && is_sound;
  if (!region || !date || !is_sound) return;
  read.region = *region;
  read.date = *date;
  rows.push_back(read);
}

// Has every region of a history a row at each of its dates, from its first to its last, and does
// any row repeat what the one before it said?
RowsTell guessed(const std::vector<PanelRow>& rows) {
  std::map<std::size_t, std::set<std::int32_t>> dates;
  std::map<std::pair<std::size_t, Region>, std::set<std::int32_t>> of_region;
  for (const PanelRow& row : rows) {
    if (row.says == Says::nothing) continue;
    dates[row.history].insert(row.date.state);
    of_region[{row.history, row.region}].insert(row.date.state);
  }
  bool is_more_than_once = false;
  for (const auto& [who, own] : of_region) {
    const auto& all = dates[who.first];
    const auto between = std::distance(all.find(*own.begin()), all.find(*own.rbegin())) + 1;
    if (static_cast<std::size_t>(between) != own.size()) return RowsTell::changes;
    is_more_than_once |= own.size() > 2;
  }
  return is_more_than_once ? RowsTell::states : RowsTell::changes;
}

}  // namespace

std::optional<PanelDate> read_panel_date(const std::string& text, const Place& place,
                                         const Calendar& calendar, Diagnostics& diagnostics) {
  const std::size_t dots = text.find("..");
  const std::string from = text.substr(0, dots);
  const std::string to = dots == std::string::npos ? from : text.substr(dots + 2);
  const auto begin = as_date(text_node(from, place), "date", diagnostics);
  const auto last =
      dots == std::string::npos ? begin : as_date(text_node(to, place), "date", diagnostics);
  if (!begin || !last) return std::nullopt;
  if (*last < *begin) {
    diagnostics.error(place, "the stretch '" + text + "' ends before it begins",
                      "an earlier date, two dots, a later one", "exchange the two");
    return std::nullopt;
  }
  PanelDate date;
  date.state = calendar.state_at(*begin);
  date.position = calendar.position(*begin);
  date.first = date.last = date.state - 1;
  if (dots == std::string::npos && is_day(from)) return date;
  const Date end = is_day(to) ? *last : day_after(to, *last);
  date.first = calendar.step_of(*begin);
  date.last = std::max(calendar.state_at(end) - 1, date.first);
  date.position = (calendar.position(*begin) + calendar.position(end)) / 2;
  return date;
}

Place Panel::place(std::int32_t row) const {
  auto left = static_cast<std::size_t>(row);
  for (const CsvTable& table : tables) {
    if (left < table.rows().size()) return table.place(table.rows()[left], table.column("date"));
    left -= table.rows().size();
  }
  return {};
}

std::optional<Panel> read_panel(const PanelRequest& request, const Study& study,
                                Diagnostics& diagnostics) {
  Panel panel;
  panel.tables.reserve(request.files.size());  // rows point into them
  const std::int32_t steps = study.variants.front().run.timeline.grid.steps;
  panel.until = steps;
  if (!request.until.empty()) {
    const auto date =
        as_date(text_node(request.until, {kCommandLine, 0, 0, 1}), "--until", diagnostics);
    if (date) panel.until = std::clamp(study.calendar.state_at(*date), 1, steps);
  }
  PanelReader reader(study, panel, diagnostics);
  for (const std::string& file : request.files) reader.open(file);
  reader.read_all();
  for (const CsvTable& table : panel.tables) panel.table_rows += table.rows().size();
  if (diagnostics.has_errors()) return std::nullopt;
  panel.rows = request.rows == RowsTell::guess ? guessed(reader.rows) : request.rows;
  tell_histories(reader.rows, study, panel, diagnostics);
  if (diagnostics.has_errors()) return std::nullopt;
  return panel;
}

}  // namespace tizhi
