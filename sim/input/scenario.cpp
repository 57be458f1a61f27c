#include "input/scenario.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "input/catalogue.hpp"
#include "input/events.hpp"
#include "input/files.hpp"
#include "input/load.hpp"
#include "input/outcomes.hpp"
#include "input/settings.hpp"
#include "input/sha256.hpp"
#include "input/variants.hpp"

namespace tizhi {
namespace {

constexpr std::int64_t kMostReplicates = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t kReplicates = 100;  // where the scenario says nothing

Node whole_number(std::int64_t value, const Place& place) {
  Node node;
  node.kind = Kind::integer;
  node.place = place;
  node.integer = value;
  return node;
}

// Reads one scenario from its files to a study.
class ScenarioReader {
 public:
  explicit ScenarioReader(Reading& reading) : reading_{reading} {}
  void read(const std::string& path, const Overrides& overrides);

 private:
  bool open(const std::string& path, const Overrides& overrides);
  void read_frame();
  void describe(Study& study);
  void note_command_line(const Overrides& overrides);
  void apply_overrides(bool to_causes);
  void put_number(const char* key, std::uint64_t value);
  void read_top(Study& study);
  std::uint64_t read_seed();
  void check_names();
  void rewrite_paths(Node& document) const;
  std::string hash() const;
  Diagnostics& diagnostics() { return reading_.diagnostics; }

  Reading& reading_;
  Node document_;
  Sources sources_;
  Frame frame_;
  std::vector<Setup> setups_;
};

// The options of the command line are a text of their own, a line for each.
void ScenarioReader::note_command_line(const Overrides& overrides) {
  constexpr const char* option = "--set ";
  std::string text;
  for (const std::string& set : overrides.sets) text += option + set + "\n";
  if (overrides.seed) text += "--seed " + std::to_string(*overrides.seed) + "\n";
  if (overrides.replicates) text += "--replicates " + std::to_string(*overrides.replicates) + "\n";
  if (overrides.sweep && !overrides.sweep->names.empty())
    text += names_option(overrides.sweep->names) + "\n";
  diagnostics().keep(kCommandLine, text);
  int line = 0;
  for (const std::string& set : overrides.sets)
    if (auto setup = parse_setup(set, {kCommandLine, ++line, 7, 1}, diagnostics()))
      setups_.push_back(std::move(*setup));
  const auto put = [&](const char* key, std::uint64_t value, int width) {
    const Place place{kCommandLine, ++line, width, static_cast<int>(std::to_string(value).size())};
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
      diagnostics().error(place, "'" + std::string(key) + "' is " + std::to_string(value),
                          "a whole number from 0 to 9223372036854775807", "take a smaller one");
    const auto fitting = static_cast<std::int64_t>(value & (~0ULL >> 1));
    document_.put({key, place, whole_number(fitting, place)});
  };
  if (overrides.seed) put("seed", *overrides.seed, 8);
  if (overrides.replicates) put("replicates", *overrides.replicates, 14);
}

// Settings of the causes wait until levels and models are known.
void ScenarioReader::apply_overrides(bool to_causes) {
  for (const Setup& setup : setups_) {
    const bool is_cause =
        std::any_of(parameters().begin(), parameters().end(),
                    [&](const Parameter& p) { return p.section == setup.key[0].key; });
    if (is_cause == to_causes)
      apply_setup(setup, frame_.atlas.levels, model_ids(frame_.catalogue), document_,
                  diagnostics());
  }
}

std::uint64_t ScenarioReader::read_seed() {
  const Node* node = document_.find("seed");
  if (node == nullptr) return 1;
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  if (node->kind != Kind::text)
    return static_cast<std::uint64_t>(
        as_whole(*node, "seed", 0, most, diagnostics(), "without this key it is 1").value_or(1));
  std::int64_t value = -1;
  const char* const end = node->text.data() + node->text.size();
  const auto read = std::from_chars(node->text.data(), end, value);
  if (read.ptr != end || read.ec != std::errc{} || value < 0)
    diagnostics().error(node->place, "'seed' is " + in_quotes(node->text),
                        "a whole number from 0 to 9223372036854775807", "without this key it is 1");
  return static_cast<std::uint64_t>(value);
}

void ScenarioReader::read_top(Study& study) {
  Section section(document_, "the scenario", diagnostics());
  study.title = section.text("title");
  study.title_zh = section.text("title_zh", study.title);
  for (const char* key : {"description", "description_zh", "question", "question_zh"})
    section.text(key);
  if (const Node* sources = section.find("sources")) {
    if (sources->kind != Kind::array && sources->kind != Kind::text)
      wrong_kind(*sources, "sources", "a list of texts", diagnostics(),
                 "sources = [\"a book\", \"https://…\"], for instance");
    for (const Node& item : sources->items) as_text(item, "sources", diagnostics());
  }
  study.replicates =
      static_cast<std::uint32_t>(section.whole("replicates", kReplicates, 1, kMostReplicates));
  for (const char* key :
       {"seed", "extends", "time", "model", "regions", "initial", "windows", "inertia", "imitation",
        "mandate", "leadership", "event", "outcome", "counterfactual", "sweep", "output"})
    section.find(key);
  section.refuse_the_rest();
}

// Tables by level and by model tell the two apart by their names.
void ScenarioReader::check_names() {
  const auto& levels = frame_.atlas.levels;
  const Node* models = document_.find("model");
  if (models == nullptr) return;
  for (const Node& model : models->items)
    for (const char* key : {"id", "family"}) {
      const Node* id = model.find(key);
      if (id == nullptr || std::find(levels.begin(), levels.end(), id->text) == levels.end())
        continue;
      diagnostics().error(id->place, "'" + id->text + "' is a level's name",
                          "an id that no level has", "rename the model, or the level in [regions]");
    }
}

// In the text of the study, tables are found from the scenario's own folder; where no way leads
// from it to them, by their whole path.
void ScenarioReader::rewrite_paths(Node& document) const {
  Node* regions = document.find("regions");
  for (const char* key : {"file", "neighbours"})
    if (Node* name = regions->find(key))
      if (!is_absolute(name->text))
        name->text = path_from(sources_.folder, path_of(*name, sources_));
}

// What the tables say counts, not where they lie.
std::string ScenarioReader::hash() const {
  Node document = document_;
  std::size_t table = 0;
  for (const char* key : {"file", "neighbours"})
    if (Node* name = document.find("regions")->find(key))
      name->text = sha256(frame_.atlas.tables[table++]);
  return sha256(canonical_text(document));
}

void ScenarioReader::put_number(const char* key, std::uint64_t value) {
  if (document_.find(key) != nullptr) return;
  const Entry entry{key, {}, whole_number(static_cast<std::int64_t>(value), {})};
  document_.entries.insert(document_.entries.begin(), entry);
}

bool ScenarioReader::open(const std::string& path, const Overrides& overrides) {
  auto document = overrides.text ? load_text(*overrides.text, path, sources_, diagnostics())
                                 : load_document(path, sources_, diagnostics());
  reading_.files = sources_.files;
  if (!document) return false;
  document_ = std::move(*document);
  note_command_line(overrides);
  name_events(document_);
  apply_overrides(false);
  return true;
}

void ScenarioReader::read_frame() {
  const auto clock = read_time(document_, diagnostics());
  frame_.knows_time = clock.has_value();
  frame_.clock = clock.value_or(Clock{});
  frame_.catalogue = read_catalogue(document_, diagnostics());
  frame_.atlas = read_regions(document_, frame_.catalogue, sources_, diagnostics());
  reading_.files = sources_.files;
  check_names();
  apply_overrides(true);
}

void ScenarioReader::read(const std::string& path, const Overrides& overrides) {
  if (!open(path, overrides)) return;
  Study study;
  read_top(study);
  const std::uint64_t seed = read_seed();
  read_frame();
  Told told = read_run(document_, frame_, diagnostics());
  study.outcomes = read_outcomes(document_, frame_, diagnostics());
  study.recording = read_recording(
      document_, overrides.sweep ? recording_of_a_sweep() : Recording{}, diagnostics());
  const auto counterfactuals = read_counterfactuals(document_, diagnostics());
  if (diagnostics().has_errors()) return;
  reading_.sweep = read_sweep(document_, frame_, diagnostics());
  study.variants = build_variants(document_, frame_, counterfactuals, diagnostics());
  if (diagnostics().has_errors()) return;

  study.variants.insert(study.variants.begin(), {"base", study.title, std::move(told.run)});
  for (Variant& variant : study.variants) {
    variant.run.seed = seed;
    variant.run.follows_leaders = study.recording.leaders;
  }
  study.events = std::move(told.notes);
  const Node as_read = document_;
  describe(study);
  if (overrides.sweep)
    reading_.points = plan_points(study, reading_.sweep, *overrides.sweep, as_read, frame_,
                                  counterfactuals, reading_.files.front(), diagnostics());
  if (!diagnostics().has_errors()) reading_.study = std::move(study);
}

// The text of the study and its hash, with what the command line and the defaults decided.
void ScenarioReader::describe(Study& study) {
  study.calendar = frame_.clock.calendar;
  put_number("replicates", study.replicates);
  put_number("seed", study.variants.front().run.seed);
  study.scenario_hash = hash();
  rewrite_paths(document_);
  study.scenario = toml_text(document_);
}

}  // namespace

Reading read_scenario(const std::string& path, const Overrides& overrides) {
  Reading reading;
  ScenarioReader(reading).read(path, overrides);
  if (reading.diagnostics.has_errors()) reading.diagnostics.drop_remarks();
  return reading;
}

}  // namespace tizhi
