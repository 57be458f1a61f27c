// What `tizhi explain` prints for people.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "cli/explain.hpp"
#include "cli/numbers.hpp"
#include "cli/terminal.hpp"
#include "cli/wrapping.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

constexpr std::size_t kMostChanges = 12, kMostPaths = 6;

class Speaker {
 public:
  Speaker(const Explanation& all, Language language, int width)
      : all_{all}, language_{language}, width_{width} {}

  std::string head() const;
  std::string story() const;
  std::string sources() const;
  std::string preface() const;
  std::string changes() const;
  std::string holdings() const;
  std::string pressure() const;
  std::string paths() const;

 private:
  std::string either(const std::string& english, const std::string& chinese) const {
    return language_ == Language::chinese ? chinese : english;
  }
  std::string prose(const std::string& text, int indent = 2) const {
    return wrapped(text, width_, indent, indent);
  }
  // A line that begins with figures; what follows them hangs below its beginning.
  std::string entry(const std::string& figures, const std::string& text) const {
    const int indent = columns(figures);
    const std::string lines = wrapped(text, std::max(width_, indent + 40), indent, indent);
    return figures + lines.substr(static_cast<std::size_t>(indent));
  }
  std::string model(Model m) const {
    return m == kNone ? either("none", "无") : spoken(all_.story.models[m], language_);
  }
  std::string percent(double share) const {
    return spelled_percent(static_cast<int>(std::lround(100 * share)), language_);
  }
  std::string right(const std::string& text, int width) const {
    return std::string(static_cast<std::size_t>(std::max(0, width - columns(text))), ' ') + text;
  }
  std::string years(const Transition& change) const;
  template <class Shares>
  std::string row(const Shares& shares) const;
  std::string by_cause(const std::array<std::int64_t, kCauses>& counts, std::int64_t all) const;

  const Explanation& all_;
  Language language_;
  int width_;
};

std::string Speaker::head() const {
  const Subject& s = all_.subject;
  std::string text = full_name(s.name, language_) + either(", ", "，");
  text += spelled_level(s.level(), language_);
  if (s.superior >= 0)
    text += either(" under ", "，上级为") + full_name(s.superior_name, language_);
  const std::string title = either(all_.title, all_.title_zh.empty() ? all_.title : all_.title_zh);
  return text + "\n" + title + (title.empty() ? "\n" : "\n\n");
}

std::string Speaker::story() const {
  const std::string r = std::to_string(all_.replicate);
  const std::string last = std::to_string(all_.chances.replicates - 1);
  std::string text =
      last == "0"
          ? either("One history: the only replicate, variant ", "一种历史：唯一的一次重复，情形 ")
          : either("One history: replicate " + r + " (of 0 to " + last + "), variant ",
                   "一种历史：第" + r + "次重复（0至" + last + "），情形 ");
  text += all_.variant;
  if (all_.points > 1) text += either(", point ", "，参数点 ") + std::to_string(all_.point);
  if (all_.variant != "base" && all_.variant_title != all_.variant)
    text += either(": ", "：") + all_.variant_title;
  text += "\n\n";
  for (const std::string& part : told(all_.story, language_)) text += prose(part) + "\n";
  return text;
}

// The events that the story names, with their sources.
std::string Speaker::sources() const {
  std::string text;
  for (const ToldEvent& event : all_.events) {
    const bool is_named =
        std::any_of(all_.event_ids.begin(), all_.event_ids.end(), [&](const auto& ids) {
          return std::find(ids.begin(), ids.end(), event.name.code) != ids.end();
        });
    if (!is_named) continue;
    std::string line = event.name.code + either(", ", "，") + spelled(event.date, language_);
    if (!event.source.empty()) line += either(": ", "：") + event.source;
    text += wrapped(line, width_, 4, 2);
  }
  if (text.empty()) return "";
  return either("Events named, and where they are reported\n", "文中事件及其出处\n") + text + "\n";
}

std::string Speaker::preface() const {
  const std::string n = std::to_string(all_.chances.replicates);
  if (all_.chances.replicates == 1)
    return either("Over the one replicate\n", "唯一的一次重复\n") +
           prose(
               either("What the model claims of a region are frequencies over replicates, and one "
                      "tells none: run more of them.",
                      "模型对单个地区所断言的是多次重复中的频率，一次重复说明不了频率：请增加重复次"
                      "数。")) +
           "\n";
  return either("Over " + n + " replicates\n", "全部" + n + "次重复\n") +
         prose(either(
             "These frequencies are what the model claims. The history above is one draw: "
             "which one falls to a region depends on how luck is coupled, and no data "
             "tell.",
             "模型所断言的是下列频率。上文只是其中一次抽取；单个地区会遇到哪一种历史，取决于随机数"
             "如何对应，没有资料可以判定。")) +
         "\n";
}

// "1988 (1986–1993)"
std::string Speaker::years(const Transition& change) const {
  const auto year = [&](std::size_t q) {
    return std::to_string(all_.dates[static_cast<std::size_t>(change.first[q])].year);
  };
  const std::string span = year(0) == year(2) ? year(0) : year(0) + "–" + year(2);
  return year(1) + either(" (", "（") + span + either(")", "）");
}

std::string Speaker::by_cause(const std::array<std::int64_t, kCauses>& counts,
                              std::int64_t all) const {
  std::vector<std::size_t> order;
  for (std::size_t c = 0; c < counts.size(); ++c)
    if (counts[c] > 0) order.push_back(c);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return counts[a] > counts[b]; });
  std::string text;
  for (const std::size_t c : order)
    text += (text.empty() ? "" : either(", ", "，")) + spelled(static_cast<Cause>(c), language_) +
            either(" ", "") + percent(static_cast<double>(counts[c]) / static_cast<double>(all));
  return text;
}

std::string Speaker::changes() const {
  const auto& changes = all_.chances.changes;
  if (changes.empty()) return either("No formation in any replicate\n\n", "各次重复都没有变动\n\n");
  std::string text = either(
      "Changes: replicates that had it; year of the first time, median and "
      "5 to 95 %; whose clock rang\n",
      "变动：发生的重复次数；首次发生之年（中位数，5%至95%）；最先触发的成因\n");
  const std::size_t shown = std::min(changes.size(), kMostChanges);
  for (std::size_t i = 0; i < shown; ++i) {
    const Transition& c = changes[i];
    const std::string figures =
        right(std::to_string(c.replicates), 7) + "  " + padded(years(c), 18) + "  ";
    text += entry(figures, model(c.from) + " → " + model(c.to) + either(": ", "：") +
                               by_cause(c.by_cause, c.times()));
  }
  if (shown < changes.size()) {
    const std::string more = std::to_string(changes.size() - shown);
    const std::string most = std::to_string(changes[shown].replicates);
    text += prose(either("and " + more + " more, each in at most " + most + " (--json lists all)",
                         "另有" + more + "种，各自至多发生" + most + "次（--json 全部列出）"));
  }
  return text + "\n";
}

std::string Speaker::holdings() const {
  constexpr int cell = 9;
  const bool has_level = !all_.level_end.empty();
  const std::string level = spelled_level(all_.subject.level(), language_);
  std::string text =
      either("What it has, % of the replicates", "各时间点的体制，占重复次数的百分比");
  if (has_level)
    text += either("; last column: % of all regions of its level (" + level + ") at the end",
                   "；末列为期末全部" + level + "地区的百分比");
  text += "\n";
  for (const Moment& moment : all_.moments) text += right(moment.label, cell);
  text += (has_level ? right(either("level", "同级"), cell) : "") + "\n";
  const std::size_t models = all_.story.models.size();
  for (std::size_t k = 0; k <= models; ++k) {
    std::string figures;
    for (const auto& counts : all_.chances.holds)
      figures += right(std::to_string(std::lround(100.0 * static_cast<double>(counts[k]) /
                                                  static_cast<double>(all_.chances.replicates))),
                       cell);
    if (has_level) figures += right(std::to_string(std::lround(100 * all_.level_end[k])), cell);
    text += entry(figures + "  ", model(k < models ? static_cast<Model>(k) : kNone));
  }
  return text + "\n";
}

// A share a cause, in their order.
template <class Shares>
std::string Speaker::row(const Shares& shares) const {
  std::string text;
  for (std::size_t c = 0; c < shares.size(); ++c) {
    if (c >= kPressingCauses && !(shares[c] > 0)) continue;  // the script, where there is one
    text += (c == 0 ? "" : either(", ", "，")) + spelled(static_cast<Cause>(c), language_) +
            either(" ", "") + percent(shares[c]);
  }
  return text;
}

std::string Speaker::pressure() const {
  const Chances& c = all_.chances;
  if (c.formations() == 0) return "";
  char mean[32];
  std::snprintf(mean, sizeof mean, "%.1f",
                static_cast<double>(c.formations()) / static_cast<double>(c.replicates));
  std::string text = either(std::string("Formations: ") + mean + " per replicate\n",
                            std::string("变动：平均每次重复") + mean + "次\n");
  std::array<double, kCauses> rang{};
  for (std::size_t i = 0; i < rang.size(); ++i)
    rang[i] = static_cast<double>(c.by_cause[i]) / static_cast<double>(c.formations());
  text += entry(either("  whose clock rang    ", "  最先触发的成因  "), row(rang));
  if (c.ledgers > 0)
    text += entry(either("  what pressed, mean  ", "  压力的平均构成  "), row(c.pressure));
  return text + "\n";
}

std::string Speaker::paths() const {
  const auto& paths = all_.chances.paths;
  const std::string n = std::to_string(paths.size());
  std::string text = either("Histories: " + n + (paths.size() == 1 ? "" : " different ones") +
                                "; the most frequent, with the replicates that had them\n",
                            "历史：共" + n + "种；最常见者及其重复次数\n");
  for (std::size_t i = 0; i < std::min(paths.size(), kMostPaths); ++i) {
    std::string path;
    for (const Model m : paths[i].models) path += (path.empty() ? "" : " → ") + model(m);
    text += entry(right(std::to_string(paths[i].replicates), 7) + "  ", path);
  }
  return text;
}

}  // namespace

std::string explanation_text(const Explanation& all, Language language, int width) {
  const Speaker say(all, language, width);
  return say.head() + say.story() + say.sources() + say.preface() + say.changes() + say.holdings() +
         say.pressure() + say.paths();
}

}  // namespace tizhi
