// [[windows]]: openings at dates, or in a cycle.
#include "input/frame.hpp"
#include "input/section.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

constexpr Range kFinite{0, kInfinity, Bound::included, Bound::excluded};
constexpr Range kPositive{0, kInfinity, Bound::excluded, Bound::excluded};
constexpr int kMostWindows = 100'000;  // of one section

void add(double from, double length, const Window& shape, std::vector<Window>& windows) {
  Window window = shape;
  window.from = from;
  window.until = from + length;
  windows.push_back(window);
}

void read_dates(const Node& dates, double length, const Window& shape, const Frame& frame,
                std::vector<Window>& windows, Diagnostics& diagnostics) {
  if (dates.kind != Kind::array) {
    wrong_kind(dates, "dates", "a list of dates", diagnostics,
               "dates = [\"1993-03\", \"1998-03\"], for instance");
    return;
  }
  for (const Node& item : dates.items)
    if (const auto date = as_date(item, "dates", diagnostics))
      add(frame.clock.calendar.years(*date), length, shape, windows);
}

// A cycle goes on to the end of the run.
void read_cycle(Section& section, const Node& every, double length, const Window& shape,
                const Frame& frame, std::vector<Window>& windows) {
  Diagnostics& diagnostics = section.diagnostics();
  const auto period = as_number(every, "every", kPositive, diagnostics,
                                "it counts the years from one window to the next: every = 5");
  const auto first = section.date("from");
  if (!period || !first) return;
  const double begin = frame.clock.calendar.years(*first);
  const double end = frame.clock.grid.date(frame.clock.grid.steps);
  if ((end - begin) / *period > kMostWindows) {
    diagnostics.error(every.place, "this cycle has more than 100000 windows", "fewer of them",
                      "'every' counts years: every = 5");
    return;
  }
  for (int turn = 0; begin + turn * *period < end; ++turn)
    add(begin + turn * *period, length, shape, windows);
}

void read_window(const Node& table, const Frame& frame, std::vector<Window>& windows,
                 Diagnostics& diagnostics) {
  Section section(table, "[[windows]]", diagnostics);
  Window shape;
  if (const Node* factor = section.required("factor", "4"))
    shape.factor = as_number(*factor, "factor", kFinite, diagnostics,
                             "1 changes nothing, 4 makes change four times as likely")
                       .value_or(1);
  double length = 0;
  if (const Node* node = section.required("length", "1"))
    length = as_number(*node, "length", kPositive, diagnostics,
                       "it counts the years that the window is open")
                 .value_or(0);
  shape.lag_per_level = section.number("lag_per_level", 0, kFinite);
  const Node* dates = section.find("dates");
  const Node* every = section.find("every");
  const Node* from = section.find("from");
  if (dates != nullptr && (every != nullptr || from != nullptr))
    diagnostics.error((every != nullptr ? every : from)->place,
                      "this window has both 'dates' and a cycle", "one of the two",
                      "write a [[windows]] for each");
  else if (dates != nullptr)
    read_dates(*dates, length, shape, frame, windows, diagnostics);
  else if (every != nullptr && from != nullptr)
    read_cycle(section, *every, length, shape, frame, windows);
  else
    diagnostics.error(section.place(), "this window has no dates", "'dates', or 'every' and 'from'",
                      "add dates = [\"1993-03\"], or every = 5 and from = \"1988-03\"");
  section.refuse_the_rest();
}

}  // namespace

std::vector<Window> read_windows(const Node& document, const Frame& frame,
                                 Diagnostics& diagnostics) {
  std::vector<Window> windows;
  for (const Node& table : tables_of(document, "windows", diagnostics))
    read_window(table, frame, windows, diagnostics);
  return windows;
}

}  // namespace tizhi
