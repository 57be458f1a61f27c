// What is said of a region, sentence by sentence, in both languages: stories.golden, rewritten with
// TIZHI_REWRITE_GOLDENS=1. Read what changed aloud.
#include "story/story.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "catch.hpp"

namespace tizhi::test {
namespace {

const char* const kPath = TIZHI_SOURCE_DIR "/tests/story/stories.golden";

const Name kShandong{"37", "Shandong", "山东省"};
const Occasion kDocument{{"document-15", "Document 15", "国办发〔1996〕15号"},
                         {{{1996, 4, 16}, Precision::day}},
                         {},
                         false};
const Occasion kCentres{
    {"centres", "Information centres", "信息中心"}, {{{1986, 2, 1}, Precision::month}}, {}, false};

Story story() {
  Story s;
  s.region = {"3702", "Qingdao", "青岛市"};
  s.superior = kShandong;
  s.models = {{"attached", "attached to a department", "挂靠政府部门"},
              {"dedicated", "dedicated agency", "专职机构"},
              {"plain", "", ""}};
  s.start = {1982, 1, 1};
  s.end = {2025, 1, 1};
  return s;
}

Episode episode(Date month, Model from, Model to, Cause cause) {
  Episode e;
  e.from_date = month;
  e.until_date = {month.year + month.month / 12, month.month % 12 + 1, month.day};
  e.from = from;
  e.to = to;
  e.cause = cause;
  return e;
}

struct Told {
  std::string name;
  Story story;
};

// A story of one formation, which `with` completes.
template <class With>
Told one(const std::string& name, Cause cause, With with) {
  Told told{name, story()};
  Episode e = episode({1996, 3, 1}, kNone, 0, cause);
  with(e, told.story);
  told.story.episodes.push_back(e);
  return told;
}

Company company(Peers who, std::int64_t all, std::int64_t alike) { return {who, all, alike}; }

std::vector<Told> of_change() {
  std::vector<Told> all{{"nothing happens", story()}};
  all.push_back({"nothing happens where something stood", story()});
  all.back().story.first = 1;
  all.back().story.first_age = 2.5;
  all.push_back({"founded, changed, dissolved, founded anew", story()});
  auto& episodes = all.back().story.episodes;
  episodes.push_back(episode({1988, 5, 1}, kNone, 0, Cause::script));
  episodes.push_back(episode({1996, 12, 1}, 0, 1, Cause::script));
  episodes.push_back(episode({1997, 1, 1}, 1, kNone, Cause::script));
  episodes.push_back(episode({1999, 3, 1}, kNone, 2, Cause::script));
  all.push_back({"dissolved for good", story()});
  all.back().story.first = 0;
  all.back().story.episodes.push_back(episode({1990, 1, 1}, 0, kNone, Cause::script));
  all.push_back({"founded at once, in a region that has only a code", story()});
  all.back().story.region = {"1.2.3", "", ""};
  all.back().story.episodes.push_back(episode({1982, 1, 1}, kNone, 2, Cause::script));
  all.push_back({"what stood before the start counts", story()});
  all.back().story.first = 1;
  all.back().story.first_age = 3;
  all.back().story.episodes.push_back(episode({1982, 2, 1}, 1, 0, Cause::script));
  return all;
}

std::vector<Told> of_pressure() {
  const auto nothing = [](Episode&, Story&) {};
  const auto pressed = [](Ledger ledger) {
    return [ledger](Episode& e, Story&) { e.ledger = ledger; };
  };
  const auto happened = [](std::int64_t replicates, std::int64_t all) {
    return [replicates, all](Episode& e, Story&) { e.often = Often{replicates, all}; };
  };
  return {one("no ledger was kept", Cause::inertia, nothing),
          one("a cause alone", Cause::imitation, pressed({0, 255, 0, 0})),
          one("a cause with most", Cause::inertia, pressed({180, 50, 0, 25})),
          one("a cause with least", Cause::leadership, pressed({200, 35, 0, 20})),
          one("a share that rounds to nothing", Cause::mandate, pressed({0, 1, 254, 0})),
          one("a clock that rang with next to nothing", Cause::imitation, pressed({255, 0, 0, 0})),
          one("how often", Cause::leadership, happened(57, 100)),
          one("one replicate tells no frequency", Cause::leadership, happened(1, 1))};
}

std::vector<Told> of_imitation() {
  const auto seen = [](Superior superior, Company them) {
    return [superior, them](Episode& e, Story&) {
      e.superior = superior;
      e.company = them;
    };
  };
  const auto like = Superior::alike, unlike = Superior::differs;
  const auto imitation = Cause::imitation;
  return {
      one("superior and some siblings", imitation, seen(like, company(Peers::siblings, 15, 5))),
      one("superior and no sibling", imitation, seen(like, company(Peers::siblings, 15, 0))),
      one("superior and all", imitation, seen(like, company(Peers::siblings, 15, 15))),
      one("superior alone", imitation, seen(like, {})),
      one("superior and the one other", imitation, seen(like, company(Peers::siblings, 1, 1))),
      one("superior, not the other", imitation, seen(like, company(Peers::siblings, 1, 0))),
      one("some siblings", imitation, seen(unlike, company(Peers::siblings, 15, 5))),
      one("superior and both others", imitation, seen(like, company(Peers::siblings, 2, 2))),
      one("superior, neither of the others", imitation, seen(like, company(Peers::siblings, 2, 0))),
      one("both others", imitation, seen(unlike, company(Peers::siblings, 2, 2))),
      one("all of the level", imitation, seen(unlike, company(Peers::level, 418, 418))),
      one("one neighbour", imitation, seen(unlike, company(Peers::neighbours, 1, 1))),
      one("neighbours of a root", imitation,
          [](Episode& e, Story& s) {
            s.superior = {};
            e.company = company(Peers::neighbours, 4, 3);
          }),
      one("a picture that shows no one", imitation, seen(unlike, company(Peers::siblings, 15, 0)))};
}

std::vector<Told> of_orders() {
  const auto orders = [](std::vector<Occasion> occasions) {
    return [occasions](Episode& e, Story&) { e.occasions = occasions; };
  };
  Occasion due = kDocument;
  due.date = {{{1995, 4, 16}, Precision::day}};
  due.deadline = {{{1996, 3, 31}, Precision::day}};
  due.is_due = true;
  const Occasion own{{}, {{{1995, 5, 1}, Precision::month}}, {}, false}, unknown{};
  return {one("an order", Cause::mandate, orders({kDocument})),
          one("two orders", Cause::mandate, orders({kDocument, kCentres})),
          one("a deadline, and an order beside it", Cause::mandate, orders({kCentres, due})),
          one("the superior's own order", Cause::mandate, orders({own})),
          one("the superior's own order, its date not kept", Cause::mandate, orders({unknown})),
          one("legacies", Cause::inertia, orders({kCentres, kDocument})),
          one("a scripted event", Cause::script, orders({kDocument}))};
}

std::vector<Told> of_leaders() {
  const DatedTo may{{1995, 5, 1}, Precision::month};
  const auto led = [](Leader leader) {
    return [leader](Episode& e, Story&) { e.leader = leader; };
  };
  return {one("a leader of whom nothing is known", Cause::leadership, [](Episode&, Story&) {}),
          one("a leader since before the start", Cause::leadership, led({})),
          one("a leader from within", Cause::leadership, led({may, {}, {}})),
          one("a leader from elsewhere", Cause::leadership,
              led({may, {"3401", "Hefei", "合肥市"}, {}})),
          one("a leader of the timeline", Cause::leadership,
              led({may, {}, {"yu", "A new secretary", "新任书记"}})),
          one("perhaps a leader of the timeline", Cause::leadership,
              led({may, {}, {"yu", "A new secretary", "新任书记"}, Identity::likely}))};
}

std::vector<Told> of_steps() {
  std::vector<Told> all;
  const auto add = [&](const std::string& name, Date from, Date until) {
    all.push_back(one(name, Cause::script, [&](Episode& e, Story&) {
      e.from_date = from;
      e.until_date = until;
    }));
  };
  add("a quarter", {1990, 4, 1}, {1990, 7, 1});
  add("a year", {1990, 1, 1}, {1991, 1, 1});
  add("a year from autumn", {1990, 10, 1}, {1991, 10, 1});
  add("seven days", {1990, 1, 29}, {1990, 2, 5});
  return all;
}

std::string text_of(const Told& told_of) {
  std::string text = "== " + told_of.name + "\n";
  for (const Language language : {Language::english, Language::chinese})
    for (const std::string& part : told(told_of.story, language)) text += part + "\n";
  return text + "\n";
}

TEST_CASE("stories are told as the golden has them") {
  std::string text;
  for (const auto& all :
       {of_change(), of_pressure(), of_imitation(), of_orders(), of_leaders(), of_steps()})
    for (const Told& one : all) text += text_of(one);
  if (std::getenv("TIZHI_REWRITE_GOLDENS") != nullptr) std::ofstream(kPath) << text;
  std::ifstream file(kPath);
  std::stringstream golden;
  golden << file.rdbuf();
  std::string ours, theirs;
  for (std::istringstream came(text); std::getline(came, ours);) {
    std::getline(golden, theirs);
    CHECK(ours == theirs);
  }
  CHECK_FALSE(std::getline(golden, theirs));
}

TEST_CASE("Chinese is punctuated in full width, English in half width") {
  for (const auto& all : {of_pressure(), of_imitation(), of_orders(), of_leaders(), of_steps()})
    for (const Told& one : all) {
      for (const std::string& part : told(one.story, Language::chinese))
        CHECK(part.find_first_of(",.;:!?() ") == std::string::npos);
      for (const std::string& part : told(one.story, Language::english))
        for (const char* mark : {"，", "。", "；", "、"})
          CHECK(part.find(mark) == std::string::npos);
    }
}

}  // namespace
}  // namespace tizhi::test
