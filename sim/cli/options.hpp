// The command line: one parser, one help.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "engine/ensemble.hpp"
#include "input/sweep.hpp"
#include "story/language.hpp"

namespace tizhi {

enum class Command : std::uint8_t {
  none,
  run,
  sweep,
  merge,
  decompose,
  check,
  info,
  params,
  table,
  verify,
  explain,
  fit,
  score
};
enum class Format : std::uint8_t { text, json, salib };
enum class Voice : std::uint8_t { normal, quiet };
enum class Overwrite : std::uint8_t { never, always };
enum class Effects : std::uint8_t { shapley, all };

enum class FoldsBy : std::uint8_t { none, level, history, top };

// What `fit` and `score` are told about a history and what to learn from it.
struct PanelOptions {
  std::vector<std::string> files;
  std::string free, fix;     // keys with commas between them; free is empty: the rates that act
  std::string by;            // level, model, history, with commas between them
  std::string rows;          // changes or states; empty: as the panel looks
  std::string leaders;       // expected or ignored; empty: as the scenario's preference says
  std::string until;         // a date; empty: the scenario's end
  bool gives_first = false;  // first adoptions are given, not explained
  std::string split;         // dates, with commas between them
  FoldsBy folds = FoldsBy::none;
  bool has_profile = false, has_no_tests = false, takes_values = false;
  int bootstrap = 0;
  int draws = 0;  // of the numbers, written beside the fitted scenario
};

struct Options {
  Command command = Command::none;
  std::string help;     // what to print instead of working: --help or --version was asked for
  std::string subject;  // the scenario, or the output to look at
  std::string table;    // shares, formations, outcomes, differences, contributions or regions
  std::string region;   // a code or a name
  std::optional<std::uint64_t> replicate;  // whose story is told; empty: the first
  std::optional<std::uint64_t> point;      // of a sweep; empty: the first

  std::string output;
  std::string summary;  // a file, "-" for stdout, or empty
  std::vector<std::string> sets;
  std::optional<std::uint64_t> seed;
  std::optional<std::uint32_t> replicates;
  int threads = 0;  // 0: as many as are granted
  Player kernel = Player::fitting;
  double checkpoint = 10;                                     // seconds
  double max_time = std::numeric_limits<double>::infinity();  // seconds
  Voice voice = Voice::normal;
  Overwrite overwrite = Overwrite::never;
  Format format = Format::text;
  Language language = Language::english;
  Effects effects = Effects::shapley;  // what `decompose` prints
  std::string level, variant;          // only these, of info and table; empty: all
  std::vector<std::string> shards;     // the files that `merge` puts together
  SweepRequest sweep;                  // what `sweep` plays
  std::string scenario;                // where `verify` finds the scenario
  std::uint32_t sample = 100;          // runs that `verify` plays again
  std::string at;                      // the date of the shares that `decompose` prints
  PanelOptions panel;                  // of fit and score
};

// Reads the arguments after the program's name. Throws Failure (refused) with the way out.
Options parse(const std::vector<std::string>& arguments);

// What `tizhi --help`, `tizhi COMMAND --help` and `tizhi --version` print.
std::string help();
std::string help(Command command);
std::string version();

}  // namespace tizhi
