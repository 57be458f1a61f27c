#include "input/syntax.hpp"

#include <algorithm>

#include "input/text.hpp"

namespace tizhi {
namespace {

constexpr const char* kNotToml = "this is not TOML: ";

struct Explanation {
  const char* what;
  std::size_t begin;  // bytes of the line that it is about
  std::size_t end;
  std::string expected;
  std::string way_out;
};

// Where the comment begins, or the line ends.
std::size_t end_of_content(std::string_view line) {
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (quote != 0)
      quote = line[i] == quote ? 0 : quote;
    else if (line[i] == '"' || line[i] == '\'')
      quote = line[i];
    else if (line[i] == '#')
      return i;
  }
  return line.size();
}

// The first character outside of quotes that is not ASCII.
std::size_t foreign_character(std::string_view line) {
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (quote == 0 && static_cast<unsigned char>(line[i]) >= 0x80) return i;
    if (quote != 0)
      quote = line[i] == quote ? 0 : quote;
    else if (line[i] == '"' || line[i] == '\'')
      quote = line[i];
  }
  return std::string_view::npos;
}

bool is_made_of(std::string_view text, std::string_view letters) {
  return text.find_first_not_of(letters) == std::string_view::npos;
}

Explanation explain_heading(std::string_view line, std::size_t begin) {
  const bool is_closed = line.find(']') != std::string_view::npos;
  return {is_closed ? "this heading has no proper name" : "this heading is not closed", begin,
          line.size(), "[section], or [[section]] where there may be several",
          is_closed ? "a name is made of letters, digits, '_' and '-'"
                    : "write the missing bracket: " + std::string(line.substr(begin)) +
                          (line.substr(begin).starts_with("[[") ? "]]" : "]")};
}

Explanation explain_value(std::string_view line, std::size_t begin) {
  const std::string_view value = line.substr(begin);
  const std::string text(value);
  if (value[0] == '"' || value[0] == '\'')
    return {"this text has no closing quote", begin, line.size(), "text in quotes: \"text\"",
            "long texts stand in triple quotes: \"\"\"text\"\"\""};
  if (is_made_of(value, "0123456789_+-"))
    return value.find('-', 1) != std::string_view::npos
               ? Explanation{"no date that TOML knows", begin, line.size(), "a date in quotes",
                             "write it as text, and look whether the day exists: \"" + text + "\""}
               : Explanation{"this number is too large", begin, line.size(),
                             "a whole number up to 2^63 - 1 = 9223372036854775807",
                             "take a smaller one"};
  return {"no value that TOML knows", begin, line.size(),
          "a number, true or false, text in quotes, a [list] or a { table }",
          "if it is text, put it in quotes"};
}

Explanation explain(std::string_view line, std::string_view complaint) {
  const std::size_t begin = std::min(line.find_first_not_of(" \t"), line.size());
  const std::size_t equals = line.find('=');
  const std::size_t foreign = foreign_character(line);
  if (foreign != std::string_view::npos) {
    const auto end = std::min(line.find_first_of(" \t=,]}", foreign), line.size());
    return {"names and words beyond A-Z stand in quotes", foreign, end, "text in quotes",
            "write \"" + std::string(line.substr(foreign, end - foreign)) + "\""};
  }
  if (complaint.find("redefine") != std::string_view::npos)
    return {"this name is already taken", begin, std::min(equals, line.size()),
            "each key and each section once", "keep one of the two, or join them in one section"};
  if (begin < line.size() && line[begin] == '[') return explain_heading(line, begin);
  if (equals == std::string_view::npos)
    return {"neither a key nor a heading", begin, line.size(),
            "key = value, [section] or # a comment",
            "a list or a text over several lines may have lost its end above"};
  const std::size_t value = line.find_first_not_of(" \t", equals + 1);
  if (value == std::string_view::npos)
    return {"this key has no value", begin, equals, "key = value",
            "turn the line into a comment with '#' to leave the key out"};
  return explain_value(line, value);
}

}  // namespace

Diagnostic explain_syntax(std::string_view line, const Place& place, std::string_view complaint) {
  std::string_view content = line.substr(0, end_of_content(line));
  while (!content.empty() && (content.back() == ' ' || content.back() == '\t'))
    content.remove_suffix(1);
  Explanation why = explain(content, complaint);
  Diagnostic diagnostic;
  diagnostic.place = {place.file, place.line, characters(line.substr(0, why.begin)) + 1,
                      std::max(1, characters(line.substr(why.begin, why.end - why.begin)))};
  diagnostic.message = std::string(kNotToml) + why.what;
  diagnostic.expected = std::move(why.expected);
  diagnostic.way_out = std::move(why.way_out);
  return diagnostic;
}

}  // namespace tizhi
