#include "input/text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <numeric>

namespace tizhi {
namespace {

// Bytes that follow a leading byte; -1 where it cannot lead.
int followers(unsigned char lead) {
  if (lead < 0x80) return 0;
  if (lead >= 0xC2 && lead <= 0xDF) return 1;
  if ((lead & 0xF0) == 0xE0) return 2;
  if (lead >= 0xF0 && lead <= 0xF4) return 3;
  return -1;
}

// Overlong forms, surrogates and what lies above U+10FFFF.
bool is_forbidden(unsigned char lead, unsigned char second) {
  return (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
         (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F);
}

bool is_inside(unsigned char byte) { return (byte & 0xC0) == 0x80; }

std::uint32_t code_point(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const int more = std::max(followers(lead), 0);
  std::uint32_t code = more == 0 ? lead : lead & (0x3FU >> more);
  for (int j = 1; j <= more && at + static_cast<std::size_t>(j) < text.size(); ++j)
    code = code << 6 | (static_cast<unsigned char>(text[at + static_cast<std::size_t>(j)]) & 0x3FU);
  return code;
}

// East Asian wide and fullwidth characters.
bool is_wide(std::uint32_t code) {
  return (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) ||
         (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||
         (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFF60) ||
         (code >= 0xFFE0 && code <= 0xFFE6) || (code >= 0x1F300 && code <= 0x1FAFF) ||
         (code >= 0x20000 && code <= 0x3FFFD);
}

// Insertions, deletions, exchanges and swaps of neighbours between two words.
std::size_t distance_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  std::iota(above.begin(), above.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(above);
    above.swap(row);
  }
  return above[b.size()];
}

// Three letters or more of the candidate, in order, the first of them first: "per" for "peers".
bool is_short_for(std::string_view word, std::string_view candidate) {
  if (word.size() < 3 || candidate.empty() || word[0] != candidate[0]) return false;
  std::size_t met = 0;
  for (const char letter : candidate) met += met < word.size() && word[met] == letter;
  return met == word.size();
}

// The shortest text that reads as this number again.
#ifdef __cpp_lib_to_chars
std::string shortest(double number) {
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, number).ptr};
}
#else
std::string printed(const char* format, int places, double number) {
  char text[400];  // 1e308 and all of its places
  return {text, static_cast<std::size_t>(
                    std::snprintf(text, sizeof text, format, std::max(places, 0), number))};
}

// As to_chars would write it, without its tables of 100 kB.
std::string shortest(double number) {
  int places = 0;
  while (places < 17 && std::strtod(printed("%.*e", places, number).c_str(), nullptr) != number)
    ++places;
  const std::string scientific = printed("%.*e", places, number);
  const int exponent = std::atoi(scientific.c_str() + scientific.rfind('e') + 1);
  const std::string fixed = printed("%.*f", places - exponent, number);
  return fixed.size() <= scientific.size() ? fixed : scientific;
}
#endif

}  // namespace

std::size_t first_bad_byte(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const int more = followers(lead);
    if (more < 0 || i + static_cast<std::size_t>(more) >= text.size()) return i;
    for (int j = 1; j <= more; ++j)
      if (!is_inside(static_cast<unsigned char>(text[i + static_cast<std::size_t>(j)]))) return i;
    if (more > 0 && is_forbidden(lead, static_cast<unsigned char>(text[i + 1]))) return i;
    i += static_cast<std::size_t>(more) + 1;
  }
  return std::string_view::npos;
}

int characters(std::string_view text) {
  return static_cast<int>(std::count_if(
      text.begin(), text.end(), [](char c) { return !is_inside(static_cast<unsigned char>(c)); }));
}

int columns(std::string_view text) {
  int width = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (!is_inside(static_cast<unsigned char>(text[i]))) width += is_wide(code_point(text, i)) + 1;
  return width;
}

std::string_view first_characters(std::string_view text, int count) {
  std::size_t end = 0;
  while (end < text.size()) {
    if (!is_inside(static_cast<unsigned char>(text[end])) && count-- == 0) break;
    ++end;
  }
  return text.substr(0, end);
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string* best = nullptr;
  std::size_t least = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t gap =
        std::max(word.size(), candidate.size()) - std::min(word.size(), candidate.size());
    if (gap >= least) continue;
    const std::size_t found = distance_between(word, candidate);
    if (found >= least) continue;
    least = found;
    best = &candidate;
  }
  if (best != nullptr) return *best;
  for (const std::string& candidate : candidates)
    if (is_short_for(word, candidate)) return candidate;
  return "";
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates,
                         const std::string& otherwise) {
  const std::string meant = nearest(word, candidates);
  return meant.empty() ? otherwise : "did you mean '" + meant + "'?";
}

std::string listed(const std::vector<std::string>& words, std::size_t limit) {
  std::string text;
  const std::size_t shown = std::min(words.size(), limit);
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  if (shown < words.size()) text += " … (" + std::to_string(words.size()) + " in all)";
  return text;
}

std::string sequence(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " > ") + word;
  return text;
}

std::optional<double> number_in(const std::string& text) {
  const char* const end = text.data() + text.size();
#ifdef __cpp_lib_to_chars
  double number = 0;
  const auto [stop, problem] = std::from_chars(text.data(), end, number);
  const bool is_one = stop == end && problem == std::errc{};
#else  // an older libc++: strtod, but for what it takes and from_chars does not
  char* stop = nullptr;
  const double number = std::strtod(text.c_str(), &stop);
  const bool is_finite = std::isfinite(number) || text.find_first_of("iInN") != std::string::npos;
  const bool is_one = stop == end && is_finite && text.find_first_of("+ \t\r\n") != 0 &&
                      text.find_first_of("xX") == std::string::npos;
#endif
  return is_one && !text.empty() ? std::optional(number) : std::nullopt;
}

std::string spelled(double number) {
  if (std::isnan(number)) return "nan";
  if (std::isinf(number)) return number < 0 ? "-inf" : "inf";
  if (number == std::floor(number) && std::abs(number) < 1e15)
    return std::to_string(static_cast<std::int64_t>(number));
  return shortest(number);
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

}  // namespace tizhi
