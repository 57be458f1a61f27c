#include "cli/progress.hpp"

#include <algorithm>
#include <limits>

#include "cli/duration.hpp"
#include "cli/numbers.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

std::string of_total(const Pace& t, const char* between) {
  return with_commas(t.done) + between + with_commas(t.total) + (t.total == 1 ? " run" : " runs");
}

std::string speed(const Pace& t, const std::string& comma) {
  const double rate = t.runs_per_second();
  if (!(rate > 0)) return "";
  return comma + with_prefix(rate) + " runs/s" + comma + with_prefix(rate * t.region_steps) +
         " region-steps/s";
}

std::string rest(const Pace& t, const std::string& comma) {
  if (!(t.seconds_left() < 1e9) || t.done == t.total) return "";
  return comma + spelled_duration(t.seconds_left()) + " left";
}

double share(const Pace& t) {
  return t.total == 0 ? 1 : static_cast<double>(t.done) / static_cast<double>(t.total);
}

std::string bar(double share, int cells, Glyphs glyphs) {
  static constexpr const char* kEighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const int eighths = static_cast<int>(share * cells * 8);
  const int full = eighths / 8;
  std::string text;
  for (int i = 0; i < full; ++i) text += glyphs == Glyphs::unicode ? "█" : "#";
  if (glyphs == Glyphs::unicode) text += kEighths[eighths % 8];
  return "[" + padded(text, cells) + "] ";
}

}  // namespace

double Pace::runs_per_second() const {
  return seconds > 0 ? static_cast<double>(done - before) / seconds : 0;
}

double Pace::seconds_left() const {
  const double rate = runs_per_second();
  if (!(rate > 0)) return std::numeric_limits<double>::infinity();
  return static_cast<double>(total - done) / rate;
}

std::string progress_bar(const Pace& pace, int width, Glyphs glyphs) {
  const std::string comma = glyphs == Glyphs::unicode ? " · " : ", ";
  // What there is no room for is left out, the least needed first.
  for (const std::string& text : {of_total(pace, "/") + speed(pace, comma) + rest(pace, comma),
                                  of_total(pace, "/") + rest(pace, comma), of_total(pace, "/")}) {
    const int cells = std::min(width - columns(text) - 4, 40);
    if (cells >= 10) return bar(share(pace), cells, glyphs) + text;
    if (cells >= -3) return text;
  }
  return "";
}

std::string progress_line(const Pace& pace) {
  const int percent = static_cast<int>(100 * share(pace));
  return of_total(pace, " of ") + " (" + std::to_string(percent) + " %)" + speed(pace, ", ") +
         rest(pace, ", ");
}

Progress::Progress(const Console& console, std::size_t total, std::size_t before,
                   double region_steps)
    : console_(console), pace_{before, total, before, 0, region_steps} {
  if (console_.terminal().medium == Medium::terminal) show();
}

Pace Progress::pace() const {
  Pace t = pace_;
  t.seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  return t;
}

void Progress::reach(std::size_t done) {
  using namespace std::chrono_literals;
  pace_.done = done;
  const bool moves = console_.terminal().medium == Medium::terminal;
  if (Clock::now() - shown_ >= (moves ? Clock::duration(100ms) : Clock::duration(60s))) show();
}

void Progress::show() {
  shown_ = Clock::now();
  const Terminal& terminal = console_.terminal();
  if (terminal.medium == Medium::log) return console_.say(progress_line(pace()) + "\n");
  console_.say("\r" + progress_bar(pace(), terminal.width - 1, terminal.glyphs) + "\033[K");
}

void Progress::end() {
  if (console_.terminal().medium == Medium::terminal) console_.say("\r\033[K");
}

}  // namespace tizhi
