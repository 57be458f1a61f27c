#include "cli/options.hpp"

#include <algorithm>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/positional_options.hpp>
#include <charconv>
#include <cstdlib>

#include "cli/duration.hpp"
#include "cli/failure.hpp"
#include "cli/manual.hpp"
#include "cli/shards.hpp"
#include "input/text.hpp"

namespace tizhi {
namespace {

namespace po = boost::program_options;

[[noreturn]] void refuse(std::string message, std::string way_out) {
  throw Failure{Exit::refused, std::move(message), std::move(way_out)};
}

std::string help_of(Command command) {
  return command == Command::none ? "see 'tizhi --help'"
                                  : "see 'tizhi " + std::string(entry(command).name) + " --help'";
}

// The way out from a word that is not known.
std::string meant(const std::string& word, const std::vector<std::string>& known, Command command) {
  const std::string guess = did_you_mean(word, known);
  return guess.empty() ? help_of(command) : guess;
}

std::string meant(const std::string& word, const std::vector<std::string>& known) {
  const std::string guess = did_you_mean(word, known);
  return guess.empty() ? "it can be " + listed(known) : guess;
}

Command command_named(const std::string& word) {
  std::vector<std::string> known;
  for (const CommandEntry& e : commands()) {
    if (e.name == word) return e.command;
    known.emplace_back(e.name);
  }
  if (word.empty() || word.front() == '-')
    refuse("'" + word + "' stands where the command belongs",
           "the command comes first, as in 'tizhi run SCENARIO.toml -o OUT.h5'");
  const bool is_scenario = word.size() > 5 && word.compare(word.size() - 5, 5, ".toml") == 0;
  refuse("unknown command '" + word + "'", is_scenario ? "did you mean 'tizhi run " + word + "'?"
                                                       : meant(word, known, Command::none));
}

po::options_description described(Command command) {
  po::options_description all;
  for (const OptionEntry& option : options()) {
    if (!takes(option, command)) continue;
    std::string names(option.name);
    if (option.letter != 0) names += std::string(",") + option.letter;
    if (option.value.empty())
      all.add_options()(names.c_str(), "");
    else
      all.add_options()(names.c_str(), po::value<std::string>(), "");
  }
  all.add_options()("operand", po::value<std::string>(), "");
  return all;
}

std::vector<std::string> known_options(Command command) {
  std::vector<std::string> names;
  for (const OptionEntry& option : options())
    if (takes(option, command)) names.push_back("--" + std::string(option.name));
  return names;
}

const OptionEntry* option_named(std::string_view name) {
  for (const OptionEntry& option : options())
    if (option.name == name) return &option;
  return nullptr;
}

[[noreturn]] void refuse_unknown(const std::string& given, Command command) {
  const std::string name(entry(command).name);
  const std::size_t dashes = std::min(given.find_first_not_of('-'), given.size());
  if (const OptionEntry* option = option_named(given.substr(dashes)); option && dashes == 2)
    refuse("'tizhi " + name + "' has no option '" + given + "'", help_of(command));
  refuse("unknown option '" + given + "'", meant(given, known_options(command), command));
}

// The arguments, cut into options and operands. Boost's messages become ours.
std::vector<po::option> cut(const std::vector<std::string>& arguments, Command command) {
  namespace style = po::command_line_style;
  const po::options_description known = described(command);
  po::positional_options_description operands;
  operands.add("operand", -1);
  try {
    return po::command_line_parser(arguments)
        .options(known)
        .positional(operands)
        .style(style::default_style & ~style::allow_guessing)
        .run()
        .options;
  } catch (const po::unknown_option& error) {
    refuse_unknown(error.get_option_name(), command);
  } catch (const po::error_with_option_name& error) {
    const std::string name = error.get_option_name();
    const std::size_t dashes = std::min(name.find_first_not_of('-'), name.size());
    const OptionEntry* option = option_named(name.substr(dashes));
    if (option == nullptr) refuse(error.what(), help_of(command));
    const std::string full = "--" + std::string(option->name);
    if (option->value.empty()) refuse("'" + full + "' takes no value", help_of(command));
    refuse("'" + full + "' needs a value", "write " + full + " " + std::string(option->value));
  } catch (const po::error& error) {
    refuse(error.what(), help_of(command));
  }
}

template <class Whole>
Whole whole_number(const po::option& option, Whole least) {
  const std::string& text = option.value.front();
  Whole value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc{} && end == text.data() + text.size() && value >= least) return value;
  const std::string range = error == std::errc::result_out_of_range
                                ? "at most " + std::to_string(std::numeric_limits<Whole>::max())
                                : std::to_string(least) + " or more";
  refuse("--" + option.string_key + " is '" + text + "'", "a whole number is meant, " + range);
}

double duration(const po::option& option) {
  const auto seconds = seconds_of(option.value.front());
  if (seconds && *seconds > 0) return *seconds;
  refuse("--" + option.string_key + " is '" + option.value.front() + "'",
         "a duration is meant, as in 30s, 10m, 1h30m or 1:30:00");
}

template <class Value>
Value one_of(const po::option& option, const std::vector<std::pair<std::string, Value>>& choices) {
  std::vector<std::string> known;
  for (const auto& [name, value] : choices) {
    if (name == option.value.front()) return value;
    known.push_back(name);
  }
  refuse("--" + option.string_key + " is '" + option.value.front() + "'",
         meant(option.value.front(), known));
}

std::string assignment(const po::option& option) {
  const std::string& text = option.value.front();
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0)
    refuse("--set '" + text + "' sets nothing", "write --set KEY=VALUE, as in imitation.peers=0.4");
  return text;
}

Language language_of_locale() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    return std::string(value).compare(0, 2, "zh") == 0 ? Language::chinese : Language::english;
  }
  return Language::english;
}

// Options about the run: what is simulated, and how.
bool take_run_option(Options& o, const po::option& given) {
  const std::string& key = given.string_key;
  if (key == "set")
    o.sets.push_back(assignment(given));
  else if (key == "seed")
    o.seed = whole_number<std::uint64_t>(given, 0);
  else if (key == "replicates")
    o.replicates = whole_number<std::uint32_t>(given, 1);
  else if (key == "threads")
    o.threads = whole_number<int>(given, 1);
  else if (key == "kernel")
    o.kernel = one_of<Player>(given, {{"auto", Player::fitting}, {"plain", Player::plain}});
  else if (key == "checkpoint")
    o.checkpoint = duration(given);
  else if (key == "max-time")
    o.max_time = duration(given);
  else
    return false;
  return true;
}

std::vector<std::string> names_in(const std::string& text) {
  std::vector<std::string> names;
  for (std::size_t begin = 0;;) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    names.push_back(text.substr(begin, end - begin));
    if (names.back().empty()) refuse("--names is '" + text + "'", "write --names a,b,c");
    if (end == text.size()) return names;
    begin = end + 1;
  }
}

// Options about the points of a sweep.
bool take_sweep_option(Options& o, const po::option& given) {
  const std::string& key = given.string_key;
  if (key == "table")
    o.sweep.table = given.value.front();
  else if (key == "no-header")
    o.sweep.header = Header::none;
  else if (key == "names")
    o.sweep.names = names_in(given.value.front());
  else if (key == "shard")
    take_shard_option(o.sweep, given.value.front());
  else if (key == "shards")
    take_shards_option(o.sweep, whole_number<std::int64_t>(given, 1));
  else if (key == "scenario")
    o.scenario = given.value.front();
  else if (key == "sample")
    o.sample = whole_number<std::uint32_t>(given, 1);
  else
    return false;
  return true;
}

// Options about a history and what is to be learnt from it.
bool take_panel_option(Options& o, const po::option& given) {
  const std::string& key = given.string_key;
  const std::vector<std::pair<const char*, std::string*>> texts{{"free", &o.panel.free},
                                                                {"fix", &o.panel.fix},
                                                                {"by", &o.panel.by},
                                                                {"until", &o.panel.until},
                                                                {"split", &o.panel.split}};
  for (const auto& [name, text] : texts)
    if (key == name) return *text = given.value.front(), true;
  if (key == "panel")
    o.panel.files.push_back(given.value.front());
  else if (key == "rows")
    o.panel.rows = one_of<std::string>(given, {{"changes", "changes"}, {"states", "states"}});
  else if (key == "leaders")
    o.panel.leaders =
        one_of<std::string>(given, {{"expected", "expected"}, {"ignored", "ignored"}});
  else if (key == "leave-out")
    o.panel.folds = one_of<FoldsBy>(
        given, {{"level", FoldsBy::level}, {"history", FoldsBy::history}, {"top", FoldsBy::top}});
  else if (key == "profile")
    o.panel.has_profile = true;
  else if (key == "no-tests")
    o.panel.has_no_tests = true;
  else if (key == "as-it-is")
    o.panel.takes_values = true;
  else if (key == "first-adopters")
    o.panel.gives_first = one_of<bool>(given, {{"explained", false}, {"given", true}});
  else if (key == "bootstrap")
    o.panel.bootstrap = whole_number<int>(given, 1);
  else if (key == "draws")
    o.panel.draws = whole_number<int>(given, 1);
  else
    return false;
  return true;
}

void check_sweep(const Options& o) {
  const SweepRequest& sweep = o.sweep;
  if (sweep.table.empty() && (sweep.header == Header::none || !sweep.names.empty()))
    refuse("there is no table of points", "add --table IN.csv");
  if (!sweep.names.empty() && sweep.header == Header::named)
    refuse("--names and the table's own line of names both name the columns",
           "leave --names out, or add --no-header where the table has no such line");
  if (o.command != Command::sweep) return;
  if (o.output.empty() && o.summary.empty())
    refuse("no output is named", "add -o OUT.h5, --summary OUT.csv, or both");
  if (o.output.empty() && sweep.shards > 0)
    refuse("a shard needs an output to be merged from", "add -o OUT.h5");
}

// Options about what is read and written.
void take_output_option(Options& o, const po::option& given) {
  const std::string& key = given.string_key;
  if (key == "output")
    o.output = given.value.front();
  else if (key == "summary")
    o.summary = given.value.front();
  else if (key == "force")
    o.overwrite = Overwrite::always;
  else if (key == "quiet")
    o.voice = Voice::quiet;
  else if (key == "json")
    o.format = Format::json;
  else if (key == "level")
    o.level = given.value.front();
  else if (key == "interactions")
    o.effects = Effects::all;
  else if (key == "at")
    o.at = given.value.front();
  else if (key == "variant")
    o.variant = given.value.front();
  else if (key == "replicate")
    o.replicate = whole_number<std::uint64_t>(given, 0);
  else if (key == "point")
    o.point = whole_number<std::uint64_t>(given, 0);
  else if (key == "format")
    o.format = one_of<Format>(
        given, {{"text", Format::text}, {"json", Format::json}, {"salib", Format::salib}});
  else if (key == "lang")
    o.language = one_of<Language>(given, {{"en", Language::english}, {"zh", Language::chinese}});
  else if (key == "help")
    o.help = help(o.command);
  else if (key == "version")
    o.help = version();
}

void refuse_without_history(const Options& o) {
  const bool learns = o.command == Command::fit || o.command == Command::score;
  if (learns && o.panel.files.empty())
    refuse("no history is named", "add --panel PANEL.csv, with the columns region,date,model");
  if (o.panel.draws > 0 && o.output.empty())
    refuse("--draws writes its table beside FITTED.toml, and no -o names that",
           "add -o FITTED.toml");
  if (o.command == Command::score && o.panel.split.empty() && o.panel.folds == FoldsBy::none)
    refuse("nothing says what is to be predicted",
           "add --split DATE for what came after, or --leave-out level|history|top");
}

void take_operands(Options& o, const std::vector<std::string>& operands) {
  const CommandEntry& e = entry(o.command);
  const std::string usage = "tizhi " + std::string(e.name) + " " + std::string(e.arguments);
  if (operands.size() < e.operands)
    refuse(operands.empty()                ? "no file is named"
           : o.command == Command::explain ? "no region is named"
           : o.command == Command::merge   ? "no shard is named"
                                           : "no table is named",
           "write " + usage);
  if (operands.size() > e.operands && o.command != Command::merge)
    refuse("'" + operands[e.operands] + "' is one argument too many", "write " + usage);
  o.subject = operands[0];
  if (o.command == Command::merge) o.shards.assign(operands.begin() + 1, operands.end());
  const bool writes = o.command == Command::run || o.command == Command::decompose;
  if (writes && o.output.empty()) refuse("no output is named", "add -o OUT.h5");
  refuse_without_history(o);
  if (!o.at.empty() && o.level.empty())
    refuse("--at says when, and nothing says whose shares", "add --level NAME");
  if (o.summary == "-" && o.format == Format::json)
    refuse("--summary - and --json both print on stdout", "give the summary a file");
  if (o.command == Command::explain) o.region = operands[1];
  if (o.command != Command::table) return;
  const std::vector<std::string> tables = {"shares",      "formations",    "outcomes",
                                           "differences", "contributions", "regions"};
  o.table = operands[1];
  if (std::find(tables.begin(), tables.end(), o.table) != tables.end()) return;
  refuse("there is no table '" + o.table + "'", meant(o.table, tables));
}

void refuse_repetitions(const std::vector<po::option>& given) {
  for (auto i = given.begin(); i != given.end(); ++i)
    if (i->string_key != "set" && i->string_key != "panel" && i->string_key != "operand" &&
        std::any_of(given.begin(), i, [&](auto& o) { return o.string_key == i->string_key; }))
      refuse("--" + i->string_key + " is given twice", "leave one of them out");
}

}  // namespace

Options parse(const std::vector<std::string>& arguments) {
  Options o;
  o.language = language_of_locale();
  if (arguments.empty()) throw Failure{Exit::refused, "no command is given", "see 'tizhi --help'"};
  if (arguments[0] == "--help" || arguments[0] == "-h") o.help = help();
  if (arguments[0] == "--version") o.help = version();
  if (!o.help.empty()) return o;

  o.command = command_named(arguments[0]);
  std::vector<std::string> operands;
  const auto given = cut({arguments.begin() + 1, arguments.end()}, o.command);
  for (const po::option& option : given) {
    if (option.string_key == "operand")
      operands.push_back(option.value.front());
    else if (!take_run_option(o, option) && !take_sweep_option(o, option) &&
             !take_panel_option(o, option))
      take_output_option(o, option);
  }
  if (!o.help.empty()) return o;
  refuse_repetitions(given);
  take_operands(o, operands);
  check_sweep(o);
  return o;
}

}  // namespace tizhi
