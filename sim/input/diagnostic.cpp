#include "input/diagnostic.hpp"

#include <algorithm>
#include <tuple>

#include "input/text.hpp"

namespace tizhi {
namespace {

constexpr std::size_t kShownPerFile = 100;
constexpr std::size_t kGutter = 5;
constexpr int kLongestLine = 160;  // characters of a source line that are shown

const char* name_of(Severity severity) {
  constexpr const char* names[] = {"error", "warning", "note"};
  return names[static_cast<int>(severity)];
}

std::string painted(const std::string& text, const char* code, Colour colour) {
  return colour == Colour::on ? "\x1b[" + std::string(code) + "m" + text + "\x1b[0m" : text;
}

const char* paint_of(Severity severity) {
  constexpr const char* paints[] = {"1;31", "1;35", "1;36"};
  return paints[static_cast<int>(severity)];
}

std::string gutter(const std::string& text) {
  return std::string(kGutter - std::min(kGutter, text.size()), ' ') + text + " | ";
}

// Tabs take one column here, so that the caret stands under its letter everywhere.
std::string without_tabs(std::string line) {
  std::replace(line.begin(), line.end(), '\t', ' ');
  return line;
}

// Of a long line the part around the spot: the number of characters cut off in front.
int cut_before(int column) { return column <= kLongestLine / 2 ? 0 : column - kLongestLine / 4; }

}  // namespace

void Diagnostics::keep(const std::string& file, std::string text) {
  const std::size_t rank = texts_.size();
  const auto [entry, is_new] = texts_.try_emplace(file, Text{rank, ""});
  entry->second.text = std::move(text);
}

int Diagnostics::lines_of(const std::string& file) const {
  const auto found = texts_.find(file);
  if (found == texts_.end()) return 0;
  const std::string& text = found->second.text;
  return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

Diagnostics Diagnostics::blank() const {
  Diagnostics blank;
  blank.texts_ = texts_;
  return blank;
}

void Diagnostics::add(Diagnostic diagnostic) {
  errors_ += diagnostic.severity == Severity::error;
  all_.push_back(std::move(diagnostic));
}

void Diagnostics::error(Place place, std::string message, std::string expected,
                        std::string way_out) {
  add({Severity::error, std::move(place), std::move(message), std::move(expected),
       std::move(way_out)});
}

void Diagnostics::warning(Place place, std::string message, std::string way_out) {
  add({Severity::warning, std::move(place), std::move(message), "", std::move(way_out)});
}

void Diagnostics::note(Place place, std::string message, std::string way_out) {
  add({Severity::note, std::move(place), std::move(message), "", std::move(way_out)});
}

std::vector<Diagnostic> Diagnostics::sorted() const {
  std::vector<Diagnostic> order = all_;
  const auto key = [this](const Diagnostic& d) {
    const auto text = texts_.find(d.place.file);
    const std::size_t rank = text == texts_.end() ? texts_.size() : text->second.rank;
    return std::tuple(rank, d.place.file, d.place.line, d.place.column);
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
  // Two readers of one value may find the same fault.
  const auto is_same = [](const Diagnostic& a, const Diagnostic& b) {
    return a.place == b.place && a.message == b.message;
  };
  order.erase(std::unique(order.begin(), order.end(), is_same), order.end());
  return order;
}

std::size_t Diagnostics::different_errors() const {
  const std::vector<Diagnostic> all = sorted();
  return static_cast<std::size_t>(std::count_if(
      all.begin(), all.end(), [](const Diagnostic& d) { return d.severity == Severity::error; }));
}

void Diagnostics::drop_remarks() {
  std::erase_if(all_, [](const Diagnostic& d) { return d.severity != Severity::error; });
}

std::string Diagnostics::drawn(Colour colour) const {
  std::string text;
  std::map<std::string, std::size_t> seen;
  for (const Diagnostic& diagnostic : sorted())
    if (++seen[diagnostic.place.file] <= kShownPerFile) text += drawn(diagnostic, colour);
  for (const auto& [file, count] : seen)
    if (count > kShownPerFile)
      text += file + ": … and " + std::to_string(count - kShownPerFile) + " more\n";
  return text;
}

std::string Diagnostics::line_of(const Place& place) const {
  const auto found = texts_.find(place.file);
  if (found == texts_.end() || place.line < 1) return "";
  const std::string& text = found->second.text;
  std::size_t begin = 0;
  for (int line = 1; line < place.line && begin != std::string::npos; ++line) {
    begin = text.find('\n', begin);
    if (begin != std::string::npos) ++begin;
  }
  if (begin == std::string::npos) return "";
  std::string line = text.substr(begin, text.find('\n', begin) - begin);
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

std::string Diagnostics::drawn(const Diagnostic& d, Colour colour) const {
  const bool is_command = d.place.file == kCommandLine;
  std::string where = d.place.file;
  if (d.place.line > 0 && !is_command)
    where += ":" + std::to_string(d.place.line) + ":" + std::to_string(d.place.column);
  std::string text = where + (where.empty() ? "" : ": ") +
                     painted(name_of(d.severity), paint_of(d.severity), colour) + ": " + d.message +
                     "\n";
  const std::string whole = without_tabs(line_of(d.place));
  if (!whole.empty()) {
    const int cut = cut_before(d.place.column);
    const std::string_view rest =
        std::string_view(whole).substr(first_characters(whole, cut).size());
    const std::string line(first_characters(rest, kLongestLine));
    const auto before = first_characters(line, std::max(d.place.column - 1 - cut, 0));
    const auto spot =
        first_characters(std::string_view(line).substr(before.size()), std::max(d.place.length, 1));
    const auto carets = static_cast<std::size_t>(std::max(columns(spot), 1));
    text += gutter(is_command ? "" : std::to_string(d.place.line)) + line + "\n" + gutter("") +
            std::string(static_cast<std::size_t>(columns(before)), ' ') +
            painted(std::string(carets, '^'), paint_of(d.severity), colour) + "\n";
  }
  const std::string indent(kGutter + 3, ' ');
  if (!d.expected.empty()) text += indent + "expected " + d.expected + "\n";
  if (!d.way_out.empty()) text += indent + d.way_out + "\n";
  return text;
}

}  // namespace tizhi
