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
    {Command::decompose, "decompose", "SCENARIO.toml -o OUT.h5",
     "what each of the four causes contributes to the outcomes",
     "Plays the scenario with every coalition of its causes, none to all four, with the same "
     "luck,\n"
     "and prints for each outcome its Shapley values: what inertia, imitation, mandate and\n"
     "leadership contribute. The four add up to the outcome with all causes less the outcome with\n"
     "none. OUT.h5 holds them with standard errors, beside the effects of a cause that comes "
     "first\n"
     "or goes last, of pairs of causes, and the same for the share of every model at every level,\n"
     "year by year. A stop or a crash loses nothing: the same command continues.",
     "  tizhi decompose scenarios/china.toml -o why.h5\n"
     "  tizhi decompose scenarios/china.toml -o why.h5 --level prefecture --at 2008\n",
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
    {Command::explain, "explain", "OUT.h5 REGION",
     "why one region has what it has: its history in words",
     "Tells a region's history in words: each formation with its date, what was given up and what\n"
     "was taken up, the cause whose clock rang, the ledger of what pressed, and the orders, "
     "legacies,\n"
     "examples or leaders behind it. The story is one replicate's; beside it stands how often "
     "each\n"
     "change happened over all replicates, when, and what the region held at several dates: what\n"
     "the model claims of a single region are these frequencies.\n"
     "REGION is a code, an English name, or a Chinese name, with or without its ending.",
     "  tizhi explain china.h5 370200\n"
     "  tizhi explain china.h5 青岛 --lang zh\n"
     "  tizhi explain china.h5 Qingdao --replicate 7 --variant base\n",
     2},
};

constexpr Command kRun[] = {Command::run};
constexpr Command kDecompose[] = {Command::decompose};
constexpr Command kPlay[] = {Command::run, Command::decompose};
constexpr Command kPlayCheck[] = {Command::run, Command::decompose, Command::check};
constexpr Command kScenario[] = {Command::run, Command::decompose, Command::check, Command::params};
constexpr Command kLevel[] = {Command::decompose, Command::info, Command::table};
constexpr Command kVariant[] = {Command::decompose, Command::info, Command::table,
                                Command::explain};
constexpr Command kExplain[] = {Command::explain};
constexpr Command kParams[] = {Command::params};
constexpr Command kNamed[] = {Command::decompose, Command::info, Command::params, Command::explain};
constexpr Command kTold[] = {Command::run, Command::decompose, Command::check, Command::info,
                             Command::explain};
constexpr Command kQuiet[] = {Command::run, Command::decompose, Command::check, Command::explain};
constexpr Command kAll[] = {Command::run,    Command::decompose, Command::check,  Command::info,
                            Command::params, Command::table,     Command::explain};

constexpr OptionEntry kOptions[] = {
    {"output", 'o', "OUT.h5", "the output", kPlayCheck},
    {"set", 0, "KEY=VALUE",
     "set a key of the scenario, named with dots: imitation.peers=0.4\n(repeatable)", kScenario},
    {"seed", 0, "N", "another seed than the scenario's", kPlayCheck},
    {"replicates", 0, "N", "another number of replicates than the scenario's", kPlayCheck},
    {"threads", 0, "N",
     "threads to use (the CPUs in the affinity mask, and no more than\nthe batch system grants)",
     kPlayCheck},
    {"kernel", 0, "auto|plain",
     "plain visits every region in every step, for comparison; auto finds\nthe same formations "
     "faster (auto)",
     kPlay},
    {"checkpoint", 0, "DURATION", "how often finished replicates are stored safely (10s)", kPlay},
    {"max-time", 0, "DURATION",
     "stop after this time, as in 30s, 10m, 1h30m; the same command\ncontinues", kPlay},
    {"summary", 0, "OUT.csv", "also write the outcomes, a row a replicate; - is stdout", kRun},
    {"force", 0, "", "overwrite what is there, and take over its lock", kPlay},
    {"level", 0, "NAME", "only this level; decompose: the shares of this one", kLevel},
    {"variant", 0, "ID", "only this variant; decompose: of this counterfactual", kVariant},
    {"replicate", 0, "N", "tell the story of this replicate (0, the first)", kExplain},
    {"point", 0, "N", "of this point of a sweep (the first)", kExplain},
    {"at", 0, "DATE", "with --level: when (the end)", kDecompose},
    {"interactions", 0, "", "print also effects of first and last causes, and of pairs",
     kDecompose},
    {"format", 0, "text|json|salib", "for people, for programs, for SALib (text)", kParams},
    {"lang", 0, "en|zh", "language of names and meanings (as LC_ALL, LANG)", kNamed},
    {"json", 0, "", "print the result as JSON on stdout", kTold},
    {"quiet", 'q', "", "print nothing but errors", kQuiet},
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
