#include "output/columns.hpp"

#include <algorithm>
#include <cstring>
#include <functional>
#include <limits>
#include <span>

namespace tizhi {
namespace {

using View = std::span<const std::byte>;

// A column of formations lies there as it is written.
template <class Column>
std::function<View(const Record&, Bytes&)> of_formations(Column column) {
  return [column](const Record& run, Bytes&) {
    return std::as_bytes(std::invoke(column, run.formations));
  };
}

// One field of all items.
template <class T, class Items, class Field>
View gathered(const Items& items, Bytes& scratch, Field field) {
  scratch.resize(std::max(scratch.size(), items.size() * sizeof(T)));
  std::byte* to = scratch.data();
  for (const auto& item : items) {
    const T value = static_cast<T>(field(item));
    std::memcpy(to, &value, sizeof value);
    to += sizeof value;
  }
  return View(scratch).first(items.size() * sizeof(T));
}

template <class T, class Field>
std::function<View(const Record&, Bytes&)> of_arrivals(Field field) {
  return [field](const Record& run, Bytes& scratch) {
    return gathered<T>(run.arrivals, scratch, field);
  };
}

template <class T, class Field>
std::function<View(const Record&, Bytes&)> of_orders(Field field) {
  return [field](const Record& run, Bytes& scratch) {
    return gathered<T>(run.orders, scratch, field);
  };
}

Attributes described(const std::string& long_name) { return {{"long_name", long_name}}; }

Attributes step_attributes() { return described("step: it lies between time[n] and time[n + 1]"); }

Attributes region_attributes() { return described("row of the dimension region"); }

Column share(const Study& study) {
  const World& world = *study.variants.front().run.world;
  const auto models = static_cast<std::size_t>(study.variants.front().run.models());
  const bool yearly = study.recording.shares == Frequency::yearly;
  std::vector<double> all;  // regions, as the counts stand; of a level without regions no share
  for (const std::int64_t count : world.level_count)
    all.insert(all.end(), models, static_cast<double>(std::max<std::int64_t>(count, 1)));
  const auto shares = [all](const Record& run, Bytes& scratch) -> View {
    scratch.resize(std::max(scratch.size(), run.counts.size() * sizeof(float)));
    if (run.status == Status::refused)
      return gathered<float>(run.counts, scratch,
                             [](std::int32_t) { return std::numeric_limits<float>::quiet_NaN(); });
    for (std::size_t state = 0; state < run.counts.size(); state += all.size()) {
      const std::int32_t* const counts = run.counts.data() + state;
      const double* const regions = all.data();
      auto* const to = reinterpret_cast<float*>(scratch.data()) + state;
      for (std::size_t j = 0; j < all.size(); ++j)
        to[j] = static_cast<float>(counts[j] / regions[j]);
    }
    return View(scratch).first(run.counts.size() * sizeof(float));
  };
  return {"share",
          Number::float32,
          Per::run,
          {yearly ? "share_time" : "time", "level", "model"},
          {{"long_name", "share of all regions of the level that run the model"}, {"units", "1"}},
          shares};
}

Column status_column() {
  return {"status",
          Number::uint8,
          Per::run,
          {},
          codes("what came of the run; one that a check refused has no values",
                {"played", "refused"}, NoneCode::impossible),
          [](const Record& run, Bytes& scratch) -> View {
            if (!run.is_last) return {};
            scratch.assign(std::max<std::size_t>(scratch.size(), 1), std::byte{0});
            scratch[0] = static_cast<std::byte>(run.status);
            return View(scratch).first(1);
          }};
}

std::string meaning(const Outcome& outcome) {
  switch (outcome.measure) {
    case Measure::share:
      return "share of all regions that run the model";
    case Measure::diversity:
      return "effective number of models among regions that have one";
    case Measure::alignment:
      return "share of regions whose model is their superior's, where both have one";
    case Measure::churn:
      return "formations per region and year up to the date, script excluded";
    case Measure::kept:
      return "share of all regions that ran the model at every date from the first to the last";
    case Measure::forms:
      return "share of all regions that ran at least so many models between the dates";
    case Measure::by_cause:
      return std::string("formations per region and year up to the date, by ") +
             kCauseNames[static_cast<std::size_t>(outcome.cause)];
    case Measure::time_to:
      return "years until the share is first reached; NaN: never";
  }
  return "";
}

std::string unit(Measure measure) {
  if (measure == Measure::churn || measure == Measure::by_cause) return "year-1";
  return measure == Measure::time_to ? "year" : "1";
}

std::string names_of(std::uint16_t models, const std::vector<std::string>& ids) {
  std::string names;
  for (std::size_t k = 0; k < ids.size(); ++k)
    if ((models >> k & 1U) != 0) names += (names.empty() ? "" : " ") + ids[k];
  return names;
}

std::string codes_of(const Study& study, const Scope& scope) {
  const World& world = *study.variants.front().run.world;
  std::string codes;
  for (const Region top : scope.tops) codes += (codes.empty() ? "" : " ") + world.code(top);
  return codes;
}

Column outcome_column(const Study& study, std::size_t index) {
  const Outcome& outcome = study.outcomes[index];
  const auto& levels = study.variants.front().run.world->level_names;
  Attributes attributes{{"long_name", meaning(outcome)}, {"units", unit(outcome.measure)}};
  attributes.emplace_back("level", outcome.level == kAllLevels ? "all" : levels[outcome.level]);
  if (!outcome.scope.everywhere) attributes.emplace_back("scope", codes_of(study, outcome.scope));
  if (outcome.models != 0)
    attributes.emplace_back("model", names_of(outcome.models, model_ids(study)));
  if (outcome.measure == Measure::time_to)
    attributes.emplace_back("share", outcome.share);
  else
    attributes.emplace_back("date", iso_text(study.calendar.date_of_state(outcome.at)));
  if (outcome.measure == Measure::forms)
    attributes.emplace_back("least", static_cast<double>(outcome.least));
  if (outcome.from > 0 || outcome.measure == Measure::kept || outcome.measure == Measure::forms)
    attributes.emplace_back("from", iso_text(study.calendar.date_of_state(outcome.from)));
  return {"outcome_" + outcome.id,
          Number::float64,
          Per::run,
          {},
          std::move(attributes),
          [index](const Record& run, Bytes&) {
            return std::as_bytes(
                std::span(run.outcomes).subspan(run.is_last ? index : 0, run.is_last ? 1 : 0));
          }};
}

template <class Member>
Column regions_models(const Study& study, const char* name, const char* long_name,
                      std::vector<std::string> dimensions, Member models) {
  return {name,
          Number::uint8,
          Per::run,
          std::move(dimensions),
          codes(long_name, model_ids(study), NoneCode::possible),
          [models](const Record& run, Bytes&) { return std::as_bytes(std::span(run.*models)); }};
}

void add_formations(const Study& study, std::vector<Column>& columns) {
  const auto ids = model_ids(study);
  const std::vector<std::string> causes(kCauseNames.begin(), kCauseNames.end());
  const auto add = [&](const char* name, Number type, Attributes attributes, auto rows) {
    columns.push_back({std::string("formation_") + name,
                       type,
                       Per::formation,
                       {},
                       std::move(attributes),
                       std::move(rows)});
  };
  add("step", Number::int32, step_attributes(), of_formations(&Formations::steps));
  add("region", Number::int32, region_attributes(), of_formations(&Formations::regions));
  add("from", Number::uint8, codes("model before", ids, NoneCode::possible),
      of_formations(&Formations::from));
  add("to", Number::uint8, codes("model after", ids, NoneCode::possible),
      of_formations(&Formations::to));
  add("cause", Number::uint8, codes("the cause whose clock rang", causes, NoneCode::impossible),
      of_formations(&Formations::causes));
  if (!study.recording.ledger) return;
  add("ledger", Number::uint8,
      {{"long_name", "shares of the causes in the formation; all 0 for script"},
       {"units", "1"},
       {"scale_factor", 1 / 255.0}},
      of_formations(&Formations::ledgers));
  columns.back().dimensions = {"pressing_cause"};
}

void add_arrivals(const Study& study, std::vector<Column>& columns) {
  const auto add = [&](const char* name, Number type, Attributes attributes, auto rows) {
    columns.push_back({std::string("arrival_") + name,
                       type,
                       Per::arrival,
                       {},
                       std::move(attributes),
                       std::move(rows)});
  };
  add("step", Number::int32, step_attributes(),
      of_arrivals<std::int32_t>([](const Arrival& a) { return a.step; }));
  add("region", Number::int32, region_attributes(),
      of_arrivals<std::int32_t>([](const Arrival& a) { return a.region; }));
  add("model", Number::uint8,
      codes("model that the new leader favours", model_ids(study), NoneCode::possible),
      of_arrivals<std::uint8_t>([](const Arrival& a) { return a.favours; }));
  add("origin", Number::int32,
      described("region that an outsider comes from, a row of the dimension region; else -1"),
      of_arrivals<std::int32_t>([](const Arrival& a) { return a.origin; }));
}

void add_orders(const Study& study, std::vector<Column>& columns) {
  const auto add = [&](const char* name, Number type, Attributes attributes, auto rows) {
    columns.push_back({std::string("order_") + name,
                       type,
                       Per::order,
                       {},
                       std::move(attributes),
                       std::move(rows)});
  };
  add("step", Number::int32, described("step it is issued in; in force from the next step"),
      of_orders<std::int32_t>([](const IssuedOrder& o) { return o.step; }));
  add("region", Number::int32, described("region that issues it, a row of the dimension region"),
      of_orders<std::int32_t>([](const IssuedOrder& o) { return o.issuer; }));
  add("model", Number::uint8, codes("model that is ordered", model_ids(study), NoneCode::possible),
      of_orders<std::uint8_t>([](const IssuedOrder& o) { return o.model; }));
}

}  // namespace

std::size_t bytes_of(Number type) {
  switch (type) {
    case Number::uint8:
      return 1;
    case Number::int32:
    case Number::float32:
      return 4;
    case Number::int64:
    case Number::float64:
      return 8;
  }
  return 0;
}

std::vector<std::string> model_ids(const Study& study) {
  std::vector<std::string> ids;
  for (const CatalogueEntry& entry : study.variants.front().run.catalogue) ids.push_back(entry.id);
  return ids;
}

Attributes codes(const std::string& long_name, const std::vector<std::string>& meanings,
                 NoneCode none) {
  std::vector<std::uint8_t> values;
  std::string words;
  for (std::string meaning : meanings) {
    for (char& c : meaning)
      if (c == ' ' || c == '\t') c = '_';  // CF separates meanings by blanks
    values.push_back(static_cast<std::uint8_t>(values.size()));
    words += (words.empty() ? "" : " ") + meaning;
  }
  if (none == NoneCode::possible) {
    values.push_back(kNone);
    words += " none";
  }
  return {{"long_name", long_name}, {"flag_values", values}, {"flag_meanings", words}};
}

std::vector<Column> columns(const Study& study) {
  std::vector<Column> columns;
  if (study.recording.shares != Frequency::never) columns.push_back(share(study));
  for (std::size_t o = 0; o < study.outcomes.size(); ++o)
    columns.push_back(outcome_column(study, o));
  if (study.points) columns.push_back(status_column());
  if (study.recording.formations)
    columns.push_back(
        regions_models(study, "initial_state", "model at the start", {"region"}, &Record::initial));
  if (study.recording.trajectory != Frequency::never)
    columns.push_back(regions_models(study, "trajectory", "model at the date of the snapshot",
                                     {"snapshot", "region"}, &Record::trajectory));
  if (study.recording.formations) add_formations(study, columns);
  if (study.recording.leaders) add_arrivals(study, columns);
  if (study.recording.orders) add_orders(study, columns);
  return columns;
}

}  // namespace tizhi
