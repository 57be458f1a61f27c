// The scenario reader: a TOML document -> a Study. Every error is found in one go, each with its
// place; a study comes out only where there is none.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/study.hpp"
#include "input/diagnostic.hpp"
#include "input/point_plan.hpp"
#include "input/sweep.hpp"

namespace tizhi {

// What the command line puts above the scenario.
struct Overrides {
  std::vector<std::string> sets;  // "KEY=VALUE", the key in the scenario's dotted names
  std::optional<std::uint64_t> seed;
  std::optional<std::uint32_t> replicates;
  std::optional<std::string> text;    // read instead of the file, as if it stood there
  std::optional<SweepRequest> sweep;  // the study is to have the points of a sweep
};

struct Reading {
  std::optional<Study> study;                 // empty where there are errors
  std::optional<Sweep> sweep;                 // the scenario's [sweep], checked
  std::shared_ptr<const PointReader> points;  // of a sweep that was asked for
  std::vector<std::string> files;  // all that was read: the scenario, what it extends, its tables
  Diagnostics diagnostics;
};

Reading read_scenario(const std::string& path, const Overrides& overrides = {});

}  // namespace tizhi
