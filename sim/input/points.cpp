#include "input/points.hpp"

#include <cmath>
#include <utility>

#include "input/catalogue.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

std::string joined(const std::vector<KeyPart>& key) {
  std::string name;
  for (const KeyPart& part : key) name += (name.empty() ? "" : ".") + part.key;
  return name;
}

bool is_whole(double value) { return std::floor(value) == value && std::abs(value) < 0x1p53; }

}  // namespace

PointReader::PointReader(Node document, Frame frame, std::vector<Counterfactual> counterfactuals,
                         SweptKeys keys, PointValues values, Diagnostics texts)
    : document_(std::move(document)),
      frame_(std::move(frame)),
      models_(model_ids(frame_.catalogue)),
      counterfactuals_(std::move(counterfactuals)),
      keys_(std::move(keys)),
      values_(std::move(values)),
      texts_(std::move(texts)) {}

void PointReader::fill_in(std::uint64_t seed, bool follows_leaders) {
  seed_ = seed;
  follows_leaders_ = follows_leaders;
}

Node PointReader::value_node(double value, std::int64_t point, std::size_t parameter,
                             Places places) const {
  Node node;
  node.kind = is_whole(value) ? Kind::integer : Kind::real;
  node.integer = is_whole(value) ? static_cast<std::int64_t>(value) : 0;
  node.real = value;
  if (keys_.table && places == Places::known)
    node.place = keys_.table->place(point, parameter);
  else if (!keys_.table)
    node.place = keys_.places[parameter];
  return node;
}

// The values of one point replace those of another, so a document serves point after point.
Run PointReader::read(std::int64_t point, std::size_t variant, Places places, Node& document,
                      Diagnostics& found) const {
  const std::vector<double> values = values_(point);
  for (std::size_t k = 0; k < values.size(); ++k) {
    const Setup setup{keys_.keys[k], value_node(values[k], point, k, places)};
    if (std::isnan(values[k]))
      found.error(setup.value.place, "this is no number", "a value of " + joined(setup.key),
                  "write a number");
    apply_setup(setup, frame_.atlas.levels, models_, document, found);
  }
  if (found.has_errors()) return {};
  if (variant == 0) return read_run(document, frame_, found).run;
  const Node changed = changed_document(document, frame_, counterfactuals_[variant - 1], found);
  return found.has_errors() ? Run{} : read_run(changed, frame_, found).run;
}

std::shared_ptr<const Run> PointReader::run(std::int64_t point, std::size_t variant) const {
  std::unique_ptr<Node> document;
  {
    const std::lock_guard lock(lending_);
    if (!documents_.empty()) {
      document = std::move(documents_.back());
      documents_.pop_back();
    }
  }
  if (!document) document = std::make_unique<Node>(document_);
  Diagnostics found;
  Run run = read(point, variant, Places::unknown, *document, found);
  if (!found.has_errors()) {
    const std::lock_guard lock(lending_);
    documents_.push_back(std::move(document));
  }
  if (found.has_errors()) return nullptr;
  run.seed = seed_;
  run.follows_leaders = follows_leaders_;
  return std::make_shared<const Run>(std::move(run));
}

std::string PointReader::described(std::int64_t point) const {
  std::string text = "point " + std::to_string(point);
  const std::vector<double> values = values_(point);
  for (std::size_t k = 0; k < values.size(); ++k)
    text += (k == 0 ? ": " : ", ") + joined(keys_.keys[k]) + " = " +
            (std::isnan(values[k]) ? "no number" : spelled(values[k]));
  return text;
}

Diagnostics PointReader::complaints(std::int64_t point, std::size_t variant) const {
  Diagnostics found, named = texts_.blank();
  Node document = document_;
  read(point, variant, Places::known, document, found);
  const std::string where = " (" + described(point) + ")";
  if (keys_.table) {
    const int line = keys_.table->place(point, 0).line;
    named.keep(keys_.table->path(),
               std::string(static_cast<std::size_t>(line - 1), '\n') + keys_.table->line(point));
  }
  for (Diagnostic d : found.sorted()) {
    if (d.severity != Severity::error) continue;
    d.message += where;
    named.add(std::move(d));
  }
  return named;
}

// Of the first point: a name that nothing has is wrong wherever it is given a value.
Diagnostics PointReader::complaints_of_keys() const {
  Diagnostics found, wrong;
  if (!keys_.table) return wrong;  // each was tried when the scenario was read
  Node document = document_;
  read(0, 0, Places::known, document, found);
  for (const Diagnostic& d : found.sorted())
    for (const auto& key : keys_.keys)
      if (d.severity == Severity::error && d.place.file == key.front().place.file &&
          d.place.line == key.front().place.line) {
        wrong.add(d);
        break;
      }
  return wrong;
}

}  // namespace tizhi
