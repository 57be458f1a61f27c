// The points of a sweep, from its scenario: at each, the document with other values is read as one
// written by hand would be, by the same checks.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "engine/points.hpp"
#include "input/design.hpp"
#include "input/point_table.hpp"
#include "input/variants.hpp"

namespace tizhi {

// How the points' values get into the scenario, and where messages about them point.
struct SweptKeys {
  std::vector<std::vector<KeyPart>> keys;  // one a parameter
  std::vector<Place> places;               // of what gives the values; of a table: its own
  std::shared_ptr<const PointTable> table;
};

class PointReader {
 public:
  PointReader(Node document, Frame frame, std::vector<Counterfactual> counterfactuals,
              SweptKeys keys, PointValues values, Diagnostics texts);

  // What one of the study's variants is at a point; null where a check refuses it. From any thread.
  std::shared_ptr<const Run> run(std::int64_t point, std::size_t variant) const;

  // Why it is refused: the same messages as a scenario's, each naming the point.
  Diagnostics complaints(std::int64_t point, std::size_t variant) const;

  // What all runs have besides.
  void fill_in(std::uint64_t seed, bool follows_leaders);

  // The errors among them that lie in the keys, not in a value: no point can do without.
  Diagnostics complaints_of_keys() const;

  // "point 17: imitation.peers = 0.5, leadership.tenure = 4"
  std::string described(std::int64_t point) const;

 private:
  enum class Places : std::uint8_t { known, unknown };  // finding them takes time
  Run read(std::int64_t point, std::size_t variant, Places places, Node& document,
           Diagnostics& found) const;
  Node value_node(double value, std::int64_t point, std::size_t parameter, Places places) const;

  Node document_;
  Frame frame_;
  std::vector<std::string> models_;
  std::vector<Counterfactual> counterfactuals_;
  SweptKeys keys_;
  PointValues values_;
  Diagnostics texts_;
  std::uint64_t seed_ = 1;
  bool follows_leaders_ = false;
  mutable std::mutex lending_;
  mutable std::vector<std::unique_ptr<Node>> documents_;  // copies that no thread uses now
};

// What a sweep of the scenario depends on: that of the scenario, and the points of a table.
std::string sweep_hash(const std::string& scenario_hash, const Points& points);

}  // namespace tizhi
