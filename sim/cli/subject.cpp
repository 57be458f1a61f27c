#include "cli/subject.hpp"

#include <algorithm>
#include <array>

#include "cli/failure.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

constexpr std::uint64_t kBlock = 1 << 16;  // texts read at once

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

// What may be left out at the end of a Chinese name.
bool is_ending(std::string_view rest) {
  constexpr std::array<std::string_view, 7> short_ones{"省", "市", "区", "县", "州", "盟", "旗"};
  constexpr std::array<std::string_view, 6> long_ones{"自治区", "自治州",     "自治县",
                                                      "自治旗", "特别行政区", "地区"};
  return std::find(short_ones.begin(), short_ones.end(), rest) != short_ones.end() ||
         std::any_of(long_ones.begin(), long_ones.end(),
                     [&](std::string_view ending) { return rest.ends_with(ending); });
}

bool is_chinese_name(std::string_view word, std::string_view name) {
  if (word == name) return true;
  return characters(word) > 1 && name.starts_with(word) && is_ending(name.substr(word.size()));
}

Region row_of_code(const TrajectoryFile& file, const std::string& code) {
  const std::uint64_t size = file.length("region");
  for (std::uint64_t from = 0; from < size; from += kBlock) {
    const auto codes = file.texts("region", from, std::min(kBlock, size - from));
    const auto found = std::find(codes.begin(), codes.end(), code);
    if (found != codes.end()) return static_cast<Region>(from + (found - codes.begin()));
  }
  return kNoRegion;
}

template <class Fits>
std::vector<Region> rows_named(const std::vector<std::string>& names, Fits fits) {
  std::vector<Region> rows;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (!names[i].empty() && fits(names[i])) rows.push_back(static_cast<Region>(i));
  return rows;
}

std::vector<Region> rows_of_name(const TrajectoryFile& file, const std::string& word) {
  const auto english = file.texts("region_name"), chinese = file.texts("region_name_zh");
  for (const auto* names : {&english, &chinese}) {
    auto rows = rows_named(*names, [&](const std::string& name) { return name == word; });
    if (!rows.empty()) return rows;
  }
  auto rows =
      rows_named(english, [&](const std::string& name) { return lower(name) == lower(word); });
  if (!rows.empty()) return rows;
  return rows_named(chinese, [&](const std::string& name) { return is_chinese_name(word, name); });
}

template <class T>
T value(const TrajectoryFile& file, const std::string& name, Region row) {
  return file.numbers<T>(name, {static_cast<std::uint64_t>(row)}, {1}).at(0);
}

std::string text(const TrajectoryFile& file, const std::string& name, Region row) {
  return file.texts(name, static_cast<std::uint64_t>(row), 1).at(0);
}

Name name_of(const TrajectoryFile& file, Region row) {
  return {text(file, "region", row), text(file, "region_name", row),
          text(file, "region_name_zh", row)};
}

Subject subject_at(const TrajectoryFile& file, Region row) {
  Subject subject;
  subject.region = row;
  subject.superior = value<std::int32_t>(file, "region_parent", row);
  subject.name = name_of(file, row);
  if (subject.superior >= 0) subject.superior_name = name_of(file, subject.superior);
  subject.lineage.levels = file.texts("level");
  for (Region i = row; i >= 0; i = value<std::int32_t>(file, "region_parent", i)) {
    subject.lineage.codes.push_back(text(file, "region", i));
    subject.lineage.level.push_back(value<std::uint8_t>(file, "region_level", i));
  }
  return subject;
}

// "220200 Jilin 吉林市, prefecture under Jilin (220000)"
std::string described(const Subject& subject) {
  std::string text = subject.name.code;
  for (const std::string& name : {subject.name.english, subject.name.chinese})
    if (!name.empty()) text += ' ' + name;
  text += ", " + subject.level();
  if (subject.superior < 0) return text;
  return text + " under " + spoken(subject.superior_name, Language::english) + " (" +
         subject.superior_name.code + ")";
}

[[noreturn]] void refuse_several(const TrajectoryFile& file, const std::string& word,
                                 const std::vector<Region>& rows) {
  constexpr std::size_t most = 20;
  std::string list = "name one by its code:";
  for (std::size_t i = 0; i < std::min(rows.size(), most); ++i)
    list += "\n    " + described(subject_at(file, rows[i]));
  if (rows.size() > most) list += "\n    and " + std::to_string(rows.size() - most) + " more";
  throw Failure{Exit::refused,
                std::to_string(rows.size()) + " regions bear the name '" + word + "'", list};
}

[[noreturn]] void refuse_unknown(const TrajectoryFile& file, const std::string& word) {
  std::vector<std::string> known;
  for (const char* variable : {"region_name", "region_name_zh", "region"})
    for (std::string& name : file.texts(variable))
      if (!name.empty()) known.push_back(std::move(name));
  std::vector<std::string> holding;
  for (const std::string& name : known)
    if (name.find(word) != std::string::npos) holding.push_back("'" + name + "'");
  const std::string otherwise =
      holding.empty() || word.empty()
          ? "give a code or a name of 'tizhi table OUT.h5 regions', such as '" +
                text(file, "region", 0) + "'"
          : "did you mean " + listed(holding, 5) + "?";
  throw Failure{Exit::refused, "the output has no region '" + word + "'",
                did_you_mean(word, known, otherwise)};
}

}  // namespace

Subject find_subject(const TrajectoryFile& file, const std::string& word) {
  const Region row = row_of_code(file, word);
  if (row != kNoRegion) return subject_at(file, row);
  const auto rows = rows_of_name(file, word);
  if (rows.size() > 1) refuse_several(file, word, rows);
  if (rows.empty()) refuse_unknown(file, word);
  return subject_at(file, rows.front());
}

std::string full_name(const Name& name, Language language) {
  const bool zh = language == Language::chinese;
  const std::string& first = zh ? name.chinese : name.english;
  const std::string& second = zh ? name.english : name.chinese;
  std::string text = first;
  if (!second.empty()) text += (text.empty() ? "" : " ") + second;
  if (text.empty()) return name.code;
  return text + (zh ? "（" + name.code + "）" : " (" + name.code + ")");
}

}  // namespace tizhi
