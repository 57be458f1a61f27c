#include "input/fitted.hpp"

#include <algorithm>
#include <utility>

#include "input/catalogue.hpp"
#include "input/document.hpp"

namespace tizhi {
namespace {

Node number(double value) {
  Node node;
  node.kind = Kind::real;
  node.real = value;
  return node;
}

Node word(const char* text) {
  Node node;
  node.kind = Kind::text;
  node.text = text;
  return node;
}

Entry entry_of(const std::string& key, Node value) {
  Entry entry;
  entry.key = key;
  entry.value = std::move(value);
  return entry;
}

Node table_of(const std::vector<std::string>& names, const std::vector<Node>& values) {
  Node node;
  for (std::size_t n = 0; n < names.size(); ++n)
    node.entries.push_back(entry_of(names[n], values[n]));
  return node;
}

bool are_equal(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(),
                     [&](double value) { return value == values.front(); });
}

Node by_model(const std::vector<double>& values, const std::vector<std::string>& models) {
  if (are_equal(values)) return number(values.front());
  std::vector<Node> nodes;
  for (const double value : values) nodes.push_back(number(value));
  return table_of(models, nodes);
}

// As short as it can be said: one number, a table of levels, of models, or of both.
Node value_node(const NewValues& all, const std::vector<std::string>& levels,
                const std::vector<std::string>& models) {
  const bool is_same_at_all_levels =
      std::all_of(all.values.begin(), all.values.end(),
                  [&](const std::vector<double>& one) { return one == all.values.front(); });
  if (is_same_at_all_levels) return by_model(all.values.front(), models);
  std::vector<Node> nodes;
  for (const std::vector<double>& one : all.values) nodes.push_back(by_model(one, models));
  return table_of(levels, nodes);
}

void move_paths(Node& document, const std::filesystem::path& from,
                const std::filesystem::path& to) {
  Node* regions = document.find("regions");
  if (regions == nullptr) return;
  for (const char* key : {"file", "neighbours"})
    if (Node* name = regions->find(key)) {
      const std::filesystem::path path = name->text;
      if (path.is_absolute()) continue;
      const auto here = std::filesystem::weakly_canonical(from / path);
      name->text = here.lexically_relative(std::filesystem::weakly_canonical(to)).generic_string();
    }
}

}  // namespace

std::string with_values(const Study& study, const std::vector<NewValues>& all,
                        const std::filesystem::path& from, const std::filesystem::path& to,
                        const std::vector<std::string>& comment, PlayedAs played) {
  Diagnostics none;
  Node document = parse_toml(study.scenario, "scenario", none).value_or(Node{});
  const Run& run = study.variants.front().run;
  for (const NewValues& one : all) {
    if (document.find(one.section) == nullptr)
      document.entries.push_back(entry_of(one.section, {}));
    document.find(one.section)
        ->put(entry_of(one.key, value_node(one, run.world->level_names, model_ids(run.catalogue))));
  }
  move_paths(document, from, to);
  if (played == PlayedAs::points_of_a_table) {
    std::erase_if(document.entries, [](const Entry& e) { return e.key == "sweep"; });
    document.entries.push_back(
        entry_of("sweep", table_of({"design", "luck"}, {word("table"), word("own")})));
  }
  std::string text;
  for (const std::string& line : comment) text += "# " + line + "\n";
  return text + toml_text(document);
}

}  // namespace tizhi
