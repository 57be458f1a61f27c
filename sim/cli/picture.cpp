#include "cli/picture.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace tizhi {
namespace {

constexpr int kRows = 8;
constexpr int kMargin = 6;  // "100 % "

// What stands for model k where there is no colour.
std::string shade(std::size_t k, Glyphs glyphs) {
  static constexpr const char* kBlocks[] = {"█", "▓", "▒", "░"};
  static constexpr const char* kMarks = "#=+-";
  if (k >= 4) return std::string(1, static_cast<char>('a' + (k - 4) % 26));
  return glyphs == Glyphs::unicode ? kBlocks[k] : std::string(1, kMarks[k]);
}

struct Rgb {
  int red, green, blue;
};

// Colours for models that name none.
constexpr Rgb kWheel[] = {{78, 121, 167},  {242, 142, 43}, {89, 161, 79},   {225, 87, 89},
                          {118, 183, 178}, {237, 201, 72}, {176, 122, 161}, {156, 117, 95}};

Rgb rgb_of(const Pigment& pigment, std::size_t k) {
  int value = 0;
  const std::string& text = pigment.colour;
  if (text.size() == 7 && std::from_chars(&text[1], &text[7], value, 16).ptr == &text[7])
    return {value >> 16, value >> 8 & 255, value & 255};
  return kWheel[k % std::size(kWheel)];
}

std::string paint(const char* layer, Rgb c) {
  return std::string("\033[") + layer + ";2;" + std::to_string(c.red) + ';' +
         std::to_string(c.green) + ';' + std::to_string(c.blue) + 'm';
}

// The stack at one state: where each model's share ends, from the bottom.
struct Stack {
  const double* shares;
  std::size_t models;

  // The model at a height, or `models` above them all.
  std::size_t at(double height) const {
    double top = 0;
    for (std::size_t k = 0; k < models; ++k)
      if ((top += shares[k]) > height) return k;
    return models;
  }
  double top_of(std::size_t model) const {
    double top = 0;
    for (std::size_t k = 0; k <= model && k < models; ++k) top += shares[k];
    return top;
  }
};

// One character of a column, from height `low` to `high`, in two colours at most.
std::string coloured_cell(const Stack& stack, const std::vector<Pigment>& models, double low,
                          double high) {
  static constexpr const char* kEighths[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const double edge = (high - low) / 16;
  const std::size_t lower = stack.at(low + edge);
  const std::size_t upper = stack.at(high - edge);
  const std::string sky =
      upper == models.size() ? "\033[49m" : paint("48", rgb_of(models[upper], upper));
  if (lower == upper || lower == models.size()) return sky + " ";
  const double filled = (stack.top_of(lower) - low) / (high - low);
  const auto eighths = static_cast<std::size_t>(std::clamp(std::lround(8 * filled), 1L, 8L));
  return sky + paint("38", rgb_of(models[lower], lower)) + kEighths[eighths];
}

std::string cell(const Stack& stack, const std::vector<Pigment>& models, int row,
                 const Terminal& terminal) {
  const double low = static_cast<double>(row) / kRows;
  const double high = static_cast<double>(row + 1) / kRows;
  if (terminal.paint == Paint::coloured && terminal.glyphs == Glyphs::unicode)
    return coloured_cell(stack, models, low, high);
  const std::size_t model = stack.at((low + high) / 2);
  if (model == models.size()) return terminal.paint == Paint::coloured ? "\033[49m " : " ";
  if (terminal.paint == Paint::coloured) return paint("48", rgb_of(models[model], model)) + " ";
  return shade(model, terminal.glyphs);
}

std::string margin(int row) {
  if (row == kRows - 1) return "100 % ";
  if (row == kRows / 2 - 1) return " 50 % ";
  return row == 0 ? "  0 % " : "      ";
}

// The first date at the left, the last at the right, one between where there is room.
std::string date_line(const std::vector<std::string>& dates, std::size_t columns) {
  std::string line(columns, ' ');
  const auto put = [&](std::size_t place, const std::string& text) {
    if (place + text.size() <= columns) line.replace(place, text.size(), text);
  };
  put(0, dates.front());
  if (columns >= 3 * dates.back().size() + 8) {
    const std::string& middle = dates[dates.size() / 2];
    put(columns / 2 - middle.size() / 2, middle);
  }
  if (columns >= 2 * dates.back().size() + 2) put(columns - dates.back().size(), dates.back());
  return std::string(kMargin, ' ') + line + '\n';
}

}  // namespace

std::string picture(const Strip& strip, const std::vector<Pigment>& models,
                    const Terminal& terminal) {
  const std::size_t states = strip.dates.size();
  if (states == 0) return "";
  const auto columns = static_cast<std::size_t>(std::clamp(terminal.width - kMargin - 1, 8, 100));
  std::string text;
  for (int row = kRows - 1; row >= 0; --row) {
    text += margin(row);
    for (std::size_t c = 0; c < columns; ++c) {
      const std::size_t state =
          columns == 1 ? 0 : (c * (states - 1) + (columns - 1) / 2) / (columns - 1);
      text += cell({&strip.shares[state * models.size()], models.size()}, models, row, terminal);
    }
    text += terminal.paint == Paint::coloured ? "\033[0m\n" : "\n";
  }
  return text + date_line(strip.dates, columns);
}

std::string legend(const std::vector<Pigment>& models, const Terminal& terminal) {
  std::string text;
  for (std::size_t k = 0; k < models.size(); ++k) {
    const std::string sign = terminal.paint == Paint::coloured
                                 ? paint("48", rgb_of(models[k], k)) + "  \033[0m"
                                 : shade(k, terminal.glyphs) + shade(k, terminal.glyphs);
    text += std::string(kMargin, ' ') + sign + "  " + models[k].name + '\n';
  }
  return text + std::string(kMargin, ' ') + "    no model yet\n";
}

}  // namespace tizhi
