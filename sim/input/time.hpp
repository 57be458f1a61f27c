// [time]: the calendar and the grid of steps.
#pragma once

#include <optional>

#include "input/document.hpp"
#include "model/calendar.hpp"

namespace tizhi {

struct Clock {
  Calendar calendar;
  Date end;
  Grid grid;
};

std::optional<Clock> read_time(const Node& document, Diagnostics& diagnostics);

}  // namespace tizhi
