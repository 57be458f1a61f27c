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
    {Command::sweep, "sweep", "SCENARIO.toml -o OUT.h5",
     "simulate every point of the scenario's [sweep], or of a table",
     "Simulates the scenario with other values of some parameters: at every point of its [sweep]\n"
     "(a grid, a Latin hypercube, Sobol's or Saltelli's points), or of a table with a row a "
     "point:\n"
     "\n"
     "  [sweep]\n"
     "  design = \"sobol\"          # or grid, lhs, saltelli, table\n"
     "  points = 1024             # a grid has as many as its values make\n"
     "  [sweep.parameters]\n"
     "  \"imitation.peers\" = { min = 0, max = 1 }\n"
     "  \"event.law.strength\" = [0, 1, 2]\n"
     "\n"
     "OUT.h5 has a dimension of points, a variable for each swept parameter, and the outcomes;\n"
     "formations and shares only where [output] asks for them. --summary OUT.csv writes the\n"
     "outcomes as a table, a row a run; without -o nothing else. A point that the checks refuse\n"
     "keeps its place, with the status `refused`. A million runs take no more memory than a\n"
     "thousand. 'tizhi check' says beforehand how long it takes.\n"
     "\n"
     "--shard I/N plays the I-th of N shares of the points into OUT.shard-I-of-N.h5; tizhi merge\n"
     "puts the shards together, to the bytes of an undivided sweep. A stop or a crash loses no\n"
     "more than the last seconds: the same command continues, and 'tizhi info OUT.h5' says how\n"
     "far it is. On a cluster: scenarios/slurm/README.md.",
     "  tizhi sweep mine.toml -o sweep.h5\n"
     "  tizhi sweep mine.toml -o sweep.h5 --table points.csv --summary outcomes.csv\n"
     "  tizhi sweep mine.toml --table bare.txt --no-header --names imitation.peers,inertia.drag "
     "--summary -\n"
     "  tizhi sweep mine.toml -o sweep.h5 --shard 3/20\n",
     1},
    {Command::merge, "merge", "OUT.h5 SHARD.h5...", "put the shards of a sweep together",
     "Copies the shards of one sweep ('tizhi sweep --shard I/N'), in any order, into one file: "
     "the\n"
     "same bytes as if it had been played undivided. Refuses gaps, shards named twice, and shards\n"
     "of different scenarios, seeds or versions, and says which and in what they differ. "
     "Afterwards\n"
     "the shards are not needed any more; they are left for you to remove.",
     "  tizhi merge sweep.h5 sweep.shard-*.h5\n", 2},
    {Command::decompose, "decompose", "SCENARIO.toml -o OUT.h5",
     "what each of the four causes contributes to the outcomes",
     "Plays the scenario with every coalition of its causes, none to all four, with the same "
     "luck,\n"
     "and prints for each outcome its Shapley values: what inertia, imitation, mandate and\n"
     "leadership contribute. The four add up to the outcome with all causes less the outcome with\n"
     "none. OUT.h5 holds them with standard errors, beside the effects of a cause that comes "
     "first\n"
     "or goes last, of pairs of causes, and the same for the share of every model at every level,\n"
     "year by year: 'tizhi table OUT.h5 contributions' prints the outcomes' as CSV, and\n"
     "analysis/figures.py draws both. A stop or a crash loses nothing: the same command continues.",
     "  tizhi decompose scenarios/china.toml -o why.h5\n"
     "  tizhi decompose scenarios/china.toml -o why.h5 --level prefecture --at 2008\n",
     1},
    {Command::fit, "fit", "SCENARIO.toml --panel PANEL.csv",
     "learn the rates of the causes from an observed history",
     "Finds the rates (and, with --free, shapes) under which the history is the most likely, with\n"
     "standard errors, 95 % intervals, what would be lost without each cause, and what the "
     "product\n"
     "of two causes would add. -o FITTED.toml writes the scenario with these rates.\n"
     "\n"
     "PANEL.csv has the columns region,date,model, and where it holds several histories of the\n"
     "same regions also history; leader, where it is filled in, says that a leader arrives who\n"
     "favours that model. A row says what the region took at the date, or, where every region has\n"
     "a row at every date, what it had. Dates like 1998 or 1998..2001 mean some time within;\n"
     "? stands for a region that is out of sight from then on. Several tables without a column\n"
     "history are one history each; one with region,date,leader tells leaders of all of them.",
     "  tizhi fit scenarios/learning.toml --panel scenarios/data/learning.csv -o fitted.toml\n"
     "  tizhi fit s.toml --panel p.csv --free imitation.peers,inertia.drag --by level --profile\n"
     "  tizhi fit s.toml --panel p.csv --bootstrap 200 --json > fit.json\n"
     "  tizhi fit policies.toml --panel adoptions.csv --first-adopters given --by history\n"
     "  tizhi fit s.toml --panel p.csv -o fitted.toml --draws 200\n",
     1},
    {Command::score, "score", "SCENARIO.toml --panel PANEL.csv --split DATE",
     "how well the scenario predicts what came after a date",
     "Learns the rates from what came before the date (several dates: each stretch from all "
     "before\n"
     "it), then predicts each region's next step from where it stood: logarithmic score, Brier\n"
     "score and skill, calibration, area under the curve, average precision. --leave-out learns\n"
     "from all other levels, histories or regions at the top instead. Then it simulates from the\n"
     "last date on and compares the shares of the models, and what each region has at the end.\n"
     "Bands hold 90 % of the replicates, by luck alone, and by luck and what else the estimates\n"
     "may be. --split at the end of what is known, in a scenario that goes on: a forecast.",
     "  tizhi score scenarios/learning.toml --panel scenarios/data/learning.csv --split 2005\n"
     "  tizhi score s.toml --panel p.csv --split 1995,2000,2005 --json > score.json\n"
     "  tizhi score s.toml --panel p.csv --split 2005 --as-it-is\n"
     "  tizhi score s.toml --panel p.csv --until 2010 --split 2010 --set time.end=2020\n",
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
     "regions of each level had which model over time (mean over the replicates). Of a sweep also\n"
     "its design, the swept parameters, and the outcomes over the points. Where OUT.h5 is not\n"
     "there yet: how far it is, or which of its shards are complete, under way or missing.",
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
    {Command::table, "table", "OUT.h5 shares|formations|outcomes|differences|contributions|regions",
     "print a part of an output as CSV",
     "Prints a table as CSV (UTF-8, RFC 4180) on stdout, for R, Stata or a spreadsheet:\n"
     "  shares         share of the regions of a level that have a model, at each date\n"
     "  formations     each formation: when, where, from what to what, by which cause, its ledger\n"
     "  outcomes       the scenario's outcomes, a row a replicate\n"
     "  differences    what each counterfactual changes, paired by replicate, with 95 % intervals\n"
     "  contributions  of a decomposition: what each cause contributes, with standard errors\n"
     "  regions        the regions: code, names, level, parent, traits",
     "  tizhi table china.h5 outcomes\n"
     "  tizhi table what_if.h5 differences > differences.csv\n"
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
    {Command::verify, "verify", "OUT.h5", "play a sample of an output again and compare it",
     "Plays some runs of an output again, drawn from all of it, and compares every value bit by\n"
     "bit: is it what its scenario gives, with this program on this machine? The scenario and the\n"
     "points of a sweep are in the output; tables of regions are not. They are looked for beside\n"
     "the scenario that --scenario names, else in the folder one is in, else beside the output.\n"
     "Exit code 0: all the same; 1: something differs, and what.",
     "  tizhi verify sweep.h5\n"
     "  tizhi verify china.h5 --scenario scenarios/china.toml --sample 5\n",
     1},
};

constexpr Command kRun[] = {Command::run, Command::sweep};
constexpr Command kSweep[] = {Command::sweep};
constexpr Command kPoints[] = {Command::sweep, Command::check};
constexpr Command kDecompose[] = {Command::decompose};
constexpr Command kVerify[] = {Command::verify};
constexpr Command kPlay[] = {Command::run, Command::sweep, Command::decompose};
constexpr Command kKernel[] = {Command::run, Command::sweep, Command::decompose, Command::verify};
constexpr Command kForce[] = {Command::run, Command::sweep, Command::merge, Command::decompose};
constexpr Command kPlayCheck[] = {Command::run, Command::sweep, Command::decompose, Command::check};
constexpr Command kFit[] = {Command::fit};
constexpr Command kScore[] = {Command::score};
constexpr Command kLearn[] = {Command::fit, Command::score};
constexpr Command kQuiet[] = {Command::run,       Command::sweep, Command::merge,
                              Command::decompose, Command::check, Command::verify,
                              Command::explain,   Command::fit,   Command::score};
constexpr Command kSeeded[] = {Command::run,   Command::sweep, Command::decompose,
                               Command::check, Command::fit,   Command::score};
constexpr Command kReplicated[] = {Command::run, Command::sweep, Command::decompose, Command::check,
                                   Command::score};
constexpr Command kScenario[] = {Command::run,   Command::sweep,  Command::decompose,
                                 Command::check, Command::params, Command::fit,
                                 Command::score};
constexpr Command kLevel[] = {Command::decompose, Command::info, Command::table};
constexpr Command kVariant[] = {Command::decompose, Command::info, Command::table,
                                Command::explain};
constexpr Command kExplain[] = {Command::explain};
constexpr Command kParams[] = {Command::params};
constexpr Command kNamed[] = {Command::decompose, Command::info, Command::params,
                              Command::explain,   Command::fit,  Command::score};
constexpr Command kTold[] = {Command::run,       Command::sweep, Command::merge,
                             Command::decompose, Command::check, Command::info,
                             Command::explain,   Command::fit,   Command::score};
constexpr Command kAll[] = {Command::run,    Command::sweep,   Command::merge,  Command::decompose,
                            Command::check,  Command::info,    Command::params, Command::table,
                            Command::verify, Command::explain, Command::fit,    Command::score};

constexpr OptionEntry kOptions[] = {
    {"output", 'o', "OUT.h5", "the output", kPlayCheck},
    {"output", 'o', "FITTED.toml", "the scenario with the rates found", kFit},
    {"panel", 0, "PANEL.csv", "an observed history (repeatable)", kLearn},
    {"free", 0, "KEYS",
     "what to learn: keys of the scenario with commas between them, as in\n"
     "imitation.peers,imitation.superior.county,inertia.drag (the five rates)",
     kLearn},
    {"fix", 0, "KEYS", "what stays as the scenario has it", kLearn},
    {"by", 0, "WHAT",
     "a rate for each level, model or history: one of these, or several with\ncommas between them",
     kLearn},
    {"rows", 0, "changes|states",
     "what a row tells: the model taken at its date, or had at its date\n(as the panel looks)",
     kLearn},
    {"until", 0, "DATE", "the history is known up to this date (the scenario's end)", kLearn},
    {"leaders", 0, "expected|ignored",
     "where the panel knows no leader: preference as expected over the law of\n"
     "tenure, or not at all (expected where the scenario has a preference)",
     kLearn},
    {"first-adopters", 0, "explained|given",
     "given: each history counts from the step after its first adoption, which\n"
     "nothing has to explain (explained)",
     kLearn},
    {"profile", 0, "", "95 % intervals from the profile of the likelihood", kFit},
    {"bootstrap", 0, "N", "test each cause on N histories simulated without it", kFit},
    {"draws", 0, "N",
     "N other values that the history leaves possible, as points of a sweep:\n"
     "FITTED-draws.csv",
     kFit},
    {"no-tests", 0, "", "only the rates: no tests of causes and products", kFit},
    {"split", 0, "DATE", "predict what came after; several with commas between them", kScore},
    {"leave-out", 0, "level|history|top",
     "predict each level, history or region at the top (with all below it)\nfrom the others",
     kScore},
    {"as-it-is", 0, "", "predict with the scenario's own rates: learn nothing", kScore},
    {"set", 0, "KEY=VALUE",
     "set a key of the scenario, named with dots: imitation.peers=0.4\n(repeatable)", kScenario},
    {"seed", 0, "N", "another seed than the scenario's", kSeeded},
    {"replicates", 0, "N", "another number of replicates than the scenario's", kReplicated},
    {"threads", 0, "N",
     "threads to use (the CPUs in the affinity mask, and no more than\nthe batch system grants)",
     kPlayCheck},
    {"kernel", 0, "auto|plain",
     "plain visits every region in every step, for comparison; auto finds\nthe same formations "
     "faster (auto)",
     kKernel},
    {"table", 0, "IN.csv",
     "a row a point, in place of the scenario's design: names in the first\nline, then numbers",
     kPoints},
    {"no-header", 0, "", "the table has no line of names (else those of [sweep.parameters])",
     kPoints},
    {"names", 0, "A,B,C", "with --no-header: what the columns are", kPoints},
    {"shard", 0, "I/N|auto",
     "play share I of N of the points; auto: as the array says that the\nbatch system made this "
     "process a task of",
     kSweep},
    {"shards", 0, "N", "play one of N shares: I is the number of the task in the array", kSweep},
    {"scenario", 0, "FILE", "the scenario, where its tables are not found", kVerify},
    {"sample", 0, "N", "how many runs to play again (100)", kVerify},
    {"checkpoint", 0, "DURATION", "how often finished replicates are stored safely (10s)", kPlay},
    {"max-time", 0, "DURATION",
     "stop after this time, as in 30s, 10m, 1h30m; the same command\ncontinues", kPlay},
    {"summary", 0, "OUT.csv", "also write the outcomes, a row a run; - is stdout", kRun},
    {"force", 0, "", "overwrite what is there, and take over its lock", kForce},
    {"force", 0, "", "overwrite what is there", kFit},
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
