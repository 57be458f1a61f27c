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

std::string run_rate(const Pace& pace, const std::string& comma) {
  const double rate = pace.runs_per_second();
  return rate > 0 ? comma + with_prefix(rate) + " runs/s" : "";
}

std::string region_rate(const Pace& pace, const std::string& comma) {
  const double rate = pace.runs_per_second() * pace.region_steps;
  return rate > 0 ? comma + with_prefix(rate) + " region-steps/s" : "";
}

std::string rest(const Pace& t, const std::string& comma) {
  if (!(t.seconds_left() < 1e9) || t.done == t.total) return "";
  return comma + spelled_duration(t.seconds_left()) + " left";
}

std::string disk(const Pace& t, const std::string& comma) {
  return t.stored > 0 ? comma + with_prefix(t.stored) + (t.stored < 999.5 ? " B" : "B") + " on disk"
                      : "";
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
  const std::string done = of_total(pace, "/");
  const std::string left = rest(pace, comma);
  // What there is no room for is left out, the least needed first.
  const std::string texts[] = {
      done + run_rate(pace, comma) + region_rate(pace, comma) + disk(pace, comma) + left,
      done + run_rate(pace, comma) + region_rate(pace, comma) + left,
      done + region_rate(pace, comma) + left, done + left, done};
  for (const std::string& text : texts) {
    const int cells = std::min(width - columns(text) - 4, 40);
    if (cells >= 10) return bar(share(pace), cells, glyphs) + text;
  }
  return columns(done + left) <= width ? done + left : columns(done) <= width ? done : "";
}

std::string progress_line(const Pace& pace) {
  const int percent = static_cast<int>(100 * share(pace));
  return of_total(pace, " of ") + " (" + std::to_string(percent) + " %)" + run_rate(pace, ", ") +
         region_rate(pace, ", ") + disk(pace, ", ") + rest(pace, ", ");
}

Progress::Progress(const Console& console, std::size_t total, std::size_t before,
                   double region_steps)
    : console_(console), pace_{before, total, before, 0, region_steps, 0} {
  if (console_.terminal().medium == Medium::terminal) show();
}

Pace Progress::pace() const {
  Pace t = pace_;
  t.seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  return t;
}

void Progress::reach(std::size_t done, double stored) {
  using namespace std::chrono_literals;
  pace_.done = done;
  pace_.stored = stored;
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
