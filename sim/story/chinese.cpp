// A story in Chinese.
#include "story/phrases.hpp"

namespace tizhi::chinese {
namespace {

constexpr Language kChinese = Language::chinese;

std::string name_of(const Name& name) { return spoken(name, kChinese); }
std::string say(const DatedTo& date) { return spelled(date, kChinese); }
// "占71%"; of several that pressed.
std::string percent(const Share& share) {
  if (share.percent == 100) return "几乎占全部";
  return share.percent == 0 ? "不足1%" : "占" + spelled_percent(share.percent, kChinese);
}

// A region: "青岛市", "地区1.2".
std::string place(const Name& name) {
  return name.english.empty() && name.chinese.empty() ? "地区" + name.code : name_of(name);
}

std::string model(const Story& story, Model m) {
  return quoted(m == kNone ? "无" : name_of(story.models[m]));
}

std::string occasion(const Occasion& o) {
  return (o.date ? say(*o.date) + "的" : "") + quoted(name_of(o.event));
}

// "同属山东省的其他15个地区"; where the superior has just been named: "其下的…"
std::string company(const Scene& scene, const std::string& under) {
  const Company& them = scene.episode.company;
  const std::string all = std::to_string(them.all) + "个地区";
  if (them.who == Peers::neighbours) return them.all == 1 ? "唯一的邻区" : "相邻的" + all;
  const std::string whose = them.who == Peers::level ? "同级" : under;
  return whose + (them.all == 1 ? "的另一个地区" : "的其他" + all);
}

std::string alike(const Scene& scene, const std::string& under) {
  const Company& them = scene.episode.company;
  const std::string others = company(scene, under);
  if (them.alike == them.all) return others + (them.all == 1 ? "" : "全部");
  return others + "中有" + std::to_string(them.alike) + "个";
}

std::string imitated(const Scene& scene) {
  const Company& them = scene.episode.company;
  const std::string above = place(scene.story.superior);
  if (scene.episode.superior == Superior::alike) {
    const std::string text = "当时上级" + above + "已是这种体制";
    if (them.alike > 0) return text + "，" + alike(scene, "其下") + "也是。";
    if (them.who == Peers::unknown || them.all == 0) return text + "。";
    return text + "，" + company(scene, "其下") + (them.all == 1 ? "则不是。" : "则都不是。");
  }
  if (them.alike == 0) return "";
  std::string text = "当时" + alike(scene, "同属" + above) + "已是这种体制";
  if (scene.episode.superior == Superior::differs) text += "，" + above + "本身则不是";
  return text + "。";
}

std::string order(const Scene& scene, const Occasion& o) {
  if (o.event == Name{})
    return "上级" + place(scene.story.superior) + (o.date ? "于" + say(*o.date) : "") +
           "自行发布的规定";
  if (!o.is_due) return occasion(o);
  return occasion(o) + (o.deadline ? "于" + say(*o.deadline) : "") + "到期";
}

std::string ordered(const Scene& scene) {
  std::vector<std::string> named;
  for (const Occasion& o : scene.episode.occasions)
    if (o.is_due || !is_due(scene.episode)) named.push_back(order(scene, o));
  if (named.empty()) return "";
  const std::string all = listed(named, kChinese);
  if (is_due(scene.episode)) return all + "，必须落实。";
  return (named.size() > 1 ? "当时有效的规定有：" : "所依据的是") + all + "。";
}

std::string led(const Scene& scene) {
  const auto& leader = scene.episode.leader;
  if (!leader) return "当时的领导人中意这种体制。";
  if (!leader->since) return "模拟开始前就在任的领导人中意这种体制。";
  const std::string since = say(*leader->since);
  if (leader->origin != Name{})
    return since + "由" + place(leader->origin) + "调来的领导人，中意在那里熟悉的体制。";
  if (leader->identity == Identity::likely)
    return "当时的领导人中意这种体制；" + since + "因" + quoted(name_of(leader->event)) +
           "到任的领导人正是如此。";
  const std::string event =
      leader->event == Name{} ? "" : "（" + quoted(name_of(leader->event)) + "）";
  return since + "到任的领导人" + event + "中意这种体制。";
}

std::string inherited(const Scene& scene) {
  std::vector<std::string> named;
  for (const Occasion& o : scene.episode.occasions) named.push_back(occasion(o));
  return named.empty() ? "" : "背后的历史遗产是" + listed(named, kChinese) + "。";
}

std::string scripted(const Scene& scene) {
  std::vector<std::string> named;
  for (const Occasion& o : scene.episode.occasions) named.push_back(occasion(o));
  if (named.empty()) return "这是情景写定的。";
  return "这是情景写定的：" + listed(named, kChinese) + "。";
}

}  // namespace

std::string opening(const Story& story) {
  const std::string start = say(of_grid(story.start)) + "，模拟开始，" + place(story.region);
  if (story.first == kNone) return start + "尚无主管机构。";
  const TimeSpan age = longer_by({}, story.first_age);
  const std::string since = age.is_nothing() ? "" : "，已有" + spelled(age, kChinese);
  return start + "实行" + model(story, story.first) + since + "。";
}

std::string change(const Scene& scene) {
  const Episode& e = scene.episode;
  std::string text = spelled_step(e.from_date, e.until_date, kChinese) + "，";
  if (scene.is_opening) text += place(scene.story.region);
  const std::string span = spelled(scene.before, kChinese);
  const std::string gone =
      (scene.before.is_nothing() ? "" : "实行了" + span + "的") + model(scene.story, e.from);
  if (e.to == kNone) return text + "撤销" + gone + "，此后无主管机构。";
  if (e.from != kNone) return text + "放弃" + gone + "，改为" + model(scene.story, e.to) + "。";
  text += scene.is_founding_anew ? "重新确定主管机构，采用" : "首次确定主管机构，采用";
  text += model(scene.story, e.to);
  return text + (scene.before.is_nothing() ? "。" : "，此前" + span + "无主管机构。");
}

std::string reason(const Scene& scene) {
  if (scene.episode.cause == Cause::script || is_due(scene.episode)) return "";
  const auto all = shares(scene.episode);
  std::string text = "最先触发的是" + spelled(scene.episode.cause, kChinese);
  if (all.empty()) return text + "。";
  if (all.size() == 1) return text + "，此外别无压力。";
  const std::string whole = "当时推向这种体制的压力的";
  const std::string share = spelled_percent(all[0].percent, kChinese);
  if (all[0].percent == 100)
    text += "，几乎占" + whole + "全部";
  else if (all[0].percent == 0)
    text += "，虽不足" + whole + "1%";
  else
    text += (is_upset(all) ? "，虽只占" : "，占") + whole + share;
  for (std::size_t i = 1; i < all.size(); ++i)
    text += (i == 1 ? "；" : "，") + spelled(all[i].cause, kChinese) + percent(all[i]);
  return text + "。";
}

std::string circumstances(const Scene& scene) {
  switch (scene.episode.cause) {
    case Cause::inertia:
      return inherited(scene);
    case Cause::imitation:
      return imitated(scene);
    case Cause::mandate:
      return ordered(scene);
    case Cause::leadership:
      return led(scene);
    case Cause::script:
      return scripted(scene);
  }
  return "";
}

std::string often(const Often& often) {
  if (often.all == 1) return "";
  return std::to_string(often.all) + "次重复中有" + std::to_string(often.replicates) +
         "次发生过这一变动。";
}

std::string closing(const Story& story, const TimeSpan& since_last) {
  const Model last = story.episodes.empty() ? story.first : story.episodes.back().to;
  const std::string end = say(of_grid(story.end));
  const std::string span = since_last.is_nothing() ? "" : "，共" + spelled(since_last, kChinese);
  if (story.episodes.empty()) return "直到" + end + "没有任何变动。";
  if (last == kNone) return "此后直到" + end + "一直无主管机构" + span + "。";
  return "此后再无变动，" + model(story, last) + "一直实行到" + end + "模拟结束" + span + "。";
}

}  // namespace tizhi::chinese
