#include "cli/manual.hpp"

#include <algorithm>

namespace tizhi {
namespace {

constexpr CommandEntry kCommands[] = {
    {Command::run, "run", "SCENARIO.toml -o OUT.h5",
     "simulate a scenario: its replicates and its counterfactuals",
     "Simulates every replicate of the scenario and of its counterfactual variants, and writes\n"
     "what happened to OUT.h5 (HDF5 that is also netCDF-4: xarray, R and h5dump open it).\n"
     "\n"
     "OUT.h5 appears when it is complete. Until then finished parts lie in OUT.h5.parts/: after\n"
     "a stop or a crash the same command continues from there, to the same bytes. If OUT.h5\n"
     "already holds this run there is nothing to do; if it holds another, --force overwrites it.",
     "  tizhi run scenarios/china.toml -o china.h5\n"
     "  tizhi run scenarios/china.toml -o weak.h5 --set mandate.compliance=0.1 --replicates 20\n"
     "  tizhi run scenarios/china.toml -o china.h5 --summary outcomes.csv --max-time 2h\n",
     1},
    {Command::check, "check", "SCENARIO.toml",
     "read a scenario, report every error, print the plan, run nothing",
     "Reads the scenario and every table it names, and reports all errors and warnings at once,\n"
     "each with file, line, column and the way out. Then prints what a run would do: regions,\n"
     "steps, replicates, variants, and the time, memory and disk it would take, measured on a\n"
     "few replicates. With -o, the disk is the one that OUT.h5 would lie on.",
     "  tizhi check scenarios/china.toml\n"
     "  tizhi check scenarios/china.toml --set imitation.peers=0.4\n",
     1},
    {Command::info, "info", "OUT.h5", "show what is in an output, with a picture of the shares",
     "Shows what is in an output: the run, its dimensions, its outcomes, and how many of the\n"
     "regions of each level had which model over time (mean over the replicates).",
     "  tizhi info china.h5\n"
     "  tizhi info china.h5 --level province\n",
     1},
    {Command::params, "params", "SCENARIO.toml",
     "list every parameter: value, unit, range, meaning",
     "Lists every parameter of the model with its value in this scenario, by level and by model\n"
     "where they differ. --format json is for programs; --format salib prints the `problem` that\n"
     "SALib's samplers take (names and bounds).",
     "  tizhi params scenarios/china.toml\n"
     "  tizhi params scenarios/china.toml --lang zh\n",
     1},
    {Command::table, "table", "OUT.h5 shares|formations|outcomes|regions",
     "print a part of an output as CSV",
     "Prints a table as CSV (UTF-8, RFC 4180) on stdout, for R, Stata or a spreadsheet:\n"
     "  shares      share of the regions of a level that have a model, at each date\n"
     "  formations  each formation: when, where, from what to what, by which cause, its ledger\n"
     "  outcomes    the scenario's outcomes, a row a replicate\n"
     "  regions     the regions: code, names, level, parent, traits",
     "  tizhi table china.h5 outcomes\n"
     "  tizhi table china.h5 formations --level province --variant base > formations.csv\n",
     2},
};

constexpr Command kRun[] = {Command::run};
constexpr Command kRunCheck[] = {Command::run, Command::check};
constexpr Command kScenario[] = {Command::run, Command::check, Command::params};
constexpr Command kOutput[] = {Command::info, Command::table};
constexpr Command kParams[] = {Command::params};
constexpr Command kNamed[] = {Command::info, Command::params};
constexpr Command kRunCheckInfo[] = {Command::run, Command::check, Command::info};
constexpr Command kAll[] = {Command::run, Command::check, Command::info, Command::params,
                            Command::table};

constexpr OptionEntry kOptions[] = {
    {"output", 'o', "OUT.h5", "the output", kRunCheck},
    {"set", 0, "KEY=VALUE",
     "set a key of the scenario, named with dots: imitation.peers=0.4\n(repeatable)", kScenario},
    {"seed", 0, "N", "another seed than the scenario's", kRunCheck},
    {"replicates", 0, "N", "another number of replicates than the scenario's", kRunCheck},
    {"threads", 0, "N",
     "threads to use (the CPUs in the affinity mask, and no more than\nthe batch system grants)",
     kRunCheck},
    {"kernel", 0, "auto|plain",
     "plain visits every region in every step, for comparison; auto finds\nthe same formations "
     "faster (auto)",
     kRun},
    {"checkpoint", 0, "DURATION", "how often finished replicates are stored safely (10s)", kRun},
    {"max-time", 0, "DURATION",
     "stop after this time, as in 30s, 10m, 1h30m; the same command\ncontinues", kRun},
    {"summary", 0, "OUT.csv", "also write the outcomes, a row a replicate; - is stdout", kRun},
    {"force", 0, "", "overwrite what is there, and take over its lock", kRun},
    {"level", 0, "NAME", "only this level", kOutput},
    {"variant", 0, "ID", "only this variant", kOutput},
    {"format", 0, "text|json|salib", "for people, for programs, for SALib (text)", kParams},
    {"lang", 0, "en|zh", "language of names and meanings (as LC_ALL, LANG)", kNamed},
    {"json", 0, "", "print the result as JSON on stdout", kRunCheckInfo},
    {"quiet", 'q', "", "print nothing but errors", kRunCheck},
    {"help", 'h', "", "print this help", kAll},
    {"version", 0, "", "print the version of the program and its parts", kAll},
};

}  // namespace

std::span<const CommandEntry> commands() { return kCommands; }
std::span<const OptionEntry> options() { return kOptions; }

const CommandEntry& entry(Command command) {
  return *std::find_if(std::begin(kCommands), std::end(kCommands),
                       [&](const CommandEntry& e) { return e.command == command; });
}

bool takes(const OptionEntry& option, Command command) {
  return std::find(option.commands.begin(), option.commands.end(), command) !=
         option.commands.end();
}

}  // namespace tizhi
