// [initial]: how regions begin. Later wins: default, level, the table's column, region.
#include <algorithm>
#include <map>

#include "input/catalogue.hpp"
#include "input/frame.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

constexpr const char* kAgeIs = "years that the model has stood at the start; without this key 0";

// The parts of a code without its quotes, and not weights over models.
bool looks_like_code(const Entry& e, const Frame& frame) {
  const std::vector<std::string> ids = model_names(frame.catalogue);
  return e.value.kind == Kind::table &&
         std::none_of(e.value.entries.begin(), e.value.entries.end(), [&](const Entry& inner) {
           return inner.key == "none" || std::find(ids.begin(), ids.end(), inner.key) != ids.end();
         });
}

class InitialReader {
 public:
  InitialReader(const Node& table, const Frame& frame, Run& run, Diagnostics& diagnostics)
      : section_{table, "[initial]", diagnostics},
        frame_{frame},
        run_{run},
        diagnostics_{diagnostics},
        levels_(std::max<std::size_t>(frame.atlas.levels.size(), 1)) {}

  void read();

 private:
  void read_levels();
  void read_ages();
  void read_regions();
  void settle();
  void read_beginning(const Node& node, std::string_view what, Beginning& beginning);

  Section section_;
  const Frame& frame_;
  Run& run_;
  Diagnostics& diagnostics_;
  std::vector<Beginning> levels_;
  std::map<Region, Beginning> regions_;  // with weights only; the age is the level's
};

void InitialReader::read_beginning(const Node& node, std::string_view what, Beginning& beginning) {
  if (frame_.catalogue.empty()) return;
  if (node.kind == Kind::table) {
    const auto weights = as_weights(node, what, frame_.catalogue, NoneIs::a_model, diagnostics_);
    if (!weights) return;
    beginning.none = weights->none;
    beginning.weights = weights->of;
    return;
  }
  if (node.kind == Kind::text && is_family(node.text, frame_.catalogue)) {
    beginning = {0, {}, beginning.age};
    for (const Portion& one : portions(node.text, frame_.catalogue))
      beginning.weights[one.model] = one.share;
    return;
  }
  const auto model = as_model(node, what, frame_.catalogue, NoneIs::a_model, diagnostics_);
  if (!model) return;
  beginning.none = *model == kNone;
  beginning.weights = {};
  if (*model != kNone) beginning.weights[*model] = 1;
}

void InitialReader::read_levels() {
  const Node* table = section_.find("level");
  if (table == nullptr) return;
  if (table->kind != Kind::table) {
    wrong_kind(*table, "level", "a table: [initial.level]", diagnostics_,
               "name levels in it: province = \"attached\"");
    return;
  }
  for (const Entry& e : table->entries) {
    Beginning unknown;
    const auto level = as_level(e.key, e.place, frame_, diagnostics_);
    read_beginning(e.value, e.key, level ? levels_[*level] : unknown);
  }
}

void InitialReader::read_ages() {
  constexpr Range age{0, kInfinity, Bound::included, Bound::excluded};
  const Node* node = section_.find("age");
  if (node == nullptr) return;
  if (node->kind != Kind::table) {
    const auto years = as_number(*node, "age", age, diagnostics_, kAgeIs);
    for (Beginning& beginning : levels_) beginning.age = years.value_or(0);
    return;
  }
  for (const Entry& e : node->entries) {
    const auto level = as_level(e.key, e.place, frame_, diagnostics_);
    const auto years = as_number(e.value, e.key, age, diagnostics_, kAgeIs);
    if (level && years) levels_[*level].age = *years;
  }
}

void InitialReader::read_regions() {
  const Node* table = section_.find("region");
  if (table == nullptr) return;
  if (table->kind != Kind::table) {
    wrong_kind(*table, "region", "a table: [initial.region]", diagnostics_,
               "name codes in it: \"110000\" = \"attached\"");
    return;
  }
  for (const Entry& e : table->entries) {
    if (looks_like_code(e, frame_)) {
      diagnostics_.error(e.place, "'" + e.key + "' holds no model", "a model, or weights of models",
                         "a code with dots stands in quotes: \"1.1\" = \"attached\"");
      continue;
    }
    Node code;
    code.kind = Kind::text;
    code.text = e.key;
    code.place = e.place;
    const Region region = as_region(code, "region", frame_, diagnostics_);
    Beginning beginning;
    read_beginning(e.value, e.key, beginning);
    if (region >= 0) regions_[region] = beginning;
  }
}

// Gives every region its kind of beginning; a world that begins alike needs but one.
void InitialReader::settle() {
  run_.beginnings = levels_;
  run_.beginning.clear();
  const Atlas& atlas = frame_.atlas;
  const bool is_alike = std::all_of(levels_.begin(), levels_.end(),
                                    [&](const Beginning& b) { return b == levels_.front(); });
  if (is_alike && regions_.empty() && atlas.names_model.empty()) {
    run_.beginnings.resize(1);
    return;
  }
  const World& world = frame_.world();
  std::map<std::pair<Level, Model>, std::int32_t> of_column;
  for (std::size_t i = 0; i < world.parent.size(); ++i) {
    run_.beginning.push_back(world.level[i]);
    if (atlas.names_model.empty() || atlas.names_model[i] == 0) continue;
    const auto next = static_cast<std::int32_t>(run_.beginnings.size());
    const auto [entry, is_new] = of_column.try_emplace({world.level[i], atlas.model[i]}, next);
    run_.beginning[i] = entry->second;
    if (!is_new) continue;
    Beginning kind{atlas.model[i] == kNone ? 1.0 : 0.0, {}, levels_[world.level[i]].age};
    if (atlas.model[i] != kNone) kind.weights[atlas.model[i]] = 1;
    run_.beginnings.push_back(kind);
  }
  for (auto& [region, kind] : regions_) {
    const auto i = static_cast<std::size_t>(region);
    kind.age = levels_[world.level[i]].age;
    run_.beginning[i] = static_cast<std::int32_t>(run_.beginnings.size());
    run_.beginnings.push_back(kind);
  }
}

void InitialReader::read() {
  if (const Node* fallback = section_.find("default")) {
    Beginning beginning;
    read_beginning(*fallback, "default", beginning);
    std::fill(levels_.begin(), levels_.end(), beginning);
  }
  read_levels();
  read_ages();
  read_regions();
  section_.refuse_the_rest();
  if (frame_.atlas.is_known()) settle();
}

}  // namespace

void read_initial(const Node& document, const Frame& frame, Run& run, Diagnostics& diagnostics) {
  if (const Node* table = section_of(document, "initial", diagnostics))
    InitialReader(*table, frame, run, diagnostics).read();
}

std::optional<Level> as_level(std::string_view name, const Place& place, const Frame& frame,
                              Diagnostics& diagnostics) {
  const auto& levels = frame.atlas.levels;
  if (levels.empty()) return std::nullopt;  // [regions] is wrong already
  const auto found = std::find(levels.begin(), levels.end(), name);
  if (found != levels.end()) return static_cast<Level>(found - levels.begin());
  diagnostics.error(place, "no region has the level '" + std::string(name) + "'", listed(levels),
                    did_you_mean(name, levels, "levels come from [regions]"));
  return std::nullopt;
}

Region as_region(const Node& node, std::string_view what, const Frame& frame,
                 Diagnostics& diagnostics) {
  const auto code = as_text(node, what, diagnostics);
  if (!code || !frame.atlas.is_known()) return kNoRegion;
  const Region region = frame.atlas.find(*code);
  if (region == kNoRegion) refuse_code(*code, node.place, frame.atlas, frame.world(), diagnostics);
  return region;
}

}  // namespace tizhi
