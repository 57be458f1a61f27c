// What `tizhi explain --json` prints for programs.

#include "cli/explain.hpp"
#include "cli/numbers.hpp"

namespace tizhi {
namespace {

// "key": value pairs in braces.
class Object {
 public:
  Object& add(const std::string& key, const std::string& value) {
    text_ += (text_.empty() ? "" : ", ") + json_text(key) + ": " + value;
    return *this;
  }
  Object& text(const std::string& key, const std::string& value) {
    return add(key, json_text(value));
  }
  Object& number(const std::string& key, std::int64_t value) {
    return add(key, std::to_string(value));
  }
  std::string done() const { return "{" + text_ + "}"; }

 private:
  std::string text_;
};

template <class Items, class Text>
std::string list(const Items& items, const char* between, Text text) {
  std::string all;
  for (std::size_t i = 0; i < items.size(); ++i) all += (i == 0 ? "" : between) + text(items[i]);
  return "[" + all + "]";
}

constexpr const char* kLines = ",\n    ";

std::string region_json(const Name& name) {
  return Object()
      .text("code", name.code)
      .text("name", name.english)
      .text("name_zh", name.chinese)
      .done();
}

class Writer {
 public:
  Writer(const Explanation& all, Language language) : all_{all}, language_{language} {}
  std::string document() const;

 private:
  std::string model(Model m) const {
    return m == kNone ? "null" : json_text(all_.story.models[m].code);
  }
  template <class Value>
  std::string by_model(Value value) const {
    Object object;
    for (std::size_t k = 0; k < all_.story.models.size(); ++k)
      object.add(all_.story.models[k].code, value(k));
    return object.add("none", value(all_.story.models.size())).done();
  }
  template <class Values, class Text>
  static std::string by_cause(const Values& values, Text text) {
    Object object;
    for (std::size_t c = 0; c < values.size(); ++c) object.add(kCauseNames[c], text(values[c]));
    return object.done();
  }
  std::string episode(std::size_t i) const;
  std::string change(const Transition& change) const;
  std::string moment(std::size_t i) const;
  std::string event(const ToldEvent& event) const;
  std::string level_end() const;
  std::string date_of(std::int32_t state) const {
    return json_text(iso_text(all_.dates[static_cast<std::size_t>(state)]));
  }

  const Explanation& all_;
  Language language_;
};

std::string Writer::episode(std::size_t i) const {
  const Episode& e = all_.story.episodes[i];
  Object object;
  object.number("step", all_.formations[i].step)
      .add("date", json_text(iso_text(e.from_date)))
      .add("from", model(e.from))
      .add("to", model(e.to))
      .text("cause", kCauseNames[static_cast<std::size_t>(e.cause)]);
  if (e.ledger)
    object.add("ledger", by_cause(*e.ledger, [](int share) { return json_number(share / 255.0); }));
  object.add("events", list(all_.event_ids[i], ", ", json_text));
  if (e.superior != Superior::unknown)
    object.add("superior_had_it", e.superior == Superior::alike ? "true" : "false");
  if (e.company.who != Peers::unknown)
    object.number("peers", e.company.all).number("peers_that_had_it", e.company.alike);
  return object.text("text", telling(all_.story, i, language_)).done();
}

std::string Writer::change(const Transition& change) const {
  const auto count = [](std::int64_t n) { return std::to_string(n); };
  return Object()
      .add("from", model(change.from))
      .add("to", model(change.to))
      .number("replicates", change.replicates)
      .number("times", change.times())
      .add("by_cause", by_cause(change.by_cause, count))
      .add("first_date_5", date_of(change.first[0]))
      .add("first_date_median", date_of(change.first[1]))
      .add("first_date_95", date_of(change.first[2]))
      .done();
}

std::string Writer::moment(std::size_t i) const {
  const auto count = [&](std::size_t k) { return std::to_string(all_.chances.holds[i][k]); };
  return Object()
      .number("state", all_.moments[i].state)
      .add("date", date_of(all_.moments[i].state))
      .add("replicates", by_model(count))
      .done();
}

std::string Writer::event(const ToldEvent& event) const {
  return Object()
      .text("id", event.name.code)
      .text("title", event.name.english)
      .text("title_zh", event.name.chinese)
      .text("kind", event.kind)
      .add("date", json_text(iso_text(event.date.date)))
      .text("source", event.source)
      .done();
}

std::string Writer::level_end() const {
  if (all_.level_end.empty()) return "null";
  return by_model([&](std::size_t k) { return json_number(all_.level_end[k]); });
}

std::string Writer::document() const {
  const Chances& c = all_.chances;
  const auto count = [](std::int64_t n) { return std::to_string(n); };
  std::vector<std::size_t> episodes, moments;
  for (std::size_t i = 0; i < all_.formations.size(); ++i) episodes.push_back(i);
  for (std::size_t i = 0; i < all_.moments.size(); ++i) moments.push_back(i);
  const std::string superior =
      all_.subject.superior < 0 ? "null" : region_json(all_.subject.superior_name);
  std::string text = "{\"region\": " + region_json(all_.subject.name);
  const auto put = [&](const char* key, const std::string& value) {
    text += ",\n \"" + std::string(key) + "\": " + value;
  };
  put("level", json_text(all_.subject.level()));
  put("superior", superior);
  put("point", std::to_string(all_.point));
  put("variant", json_text(all_.variant));
  put("start", json_text(iso_text(all_.dates.front())));
  put("end", json_text(iso_text(all_.dates.back())));
  put("replicate", std::to_string(all_.replicate));
  put("opening", json_text(opening(all_.story, language_)));
  put("initial", model(all_.story.first));
  put("story", list(episodes, kLines, [&](std::size_t i) { return episode(i); }));
  put("closing", json_text(closing(all_.story, language_)));
  put("events", list(all_.events, kLines, [&](const ToldEvent& e) { return event(e); }));
  put("replicates", std::to_string(c.replicates));
  put("formations", std::to_string(c.formations()));
  put("by_cause", by_cause(c.by_cause, count));
  put("mean_ledger", c.ledgers == 0 ? "null" : by_cause(c.pressure, json_number));
  put("changes", list(c.changes, kLines, [&](const Transition& one) { return change(one); }));
  put("has", list(moments, kLines, [&](std::size_t i) { return moment(i); }));
  put("level_at_end", level_end());
  put("histories", list(c.paths, kLines, [&](const Path& path) {
        return Object()
            .number("replicates", path.replicates)
            .add("models", list(path.models, ", ", [&](Model m) { return model(m); }))
            .done();
      }));
  return text + "}\n";
}

}  // namespace

std::string explanation_json(const Explanation& all, Language language) {
  return Writer(all, language).document();
}

}  // namespace tizhi
