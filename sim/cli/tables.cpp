#include "cli/tables.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "cli/commands.hpp"
#include "cli/contents.hpp"
#include "cli/numbers.hpp"

namespace tizhi {
namespace {

constexpr std::uint64_t kBlock = 1 << 16;  // rows read at once
constexpr std::uint64_t kRuns = 1 << 13;

using Texts = std::vector<std::string>;

std::string joined(const Texts& fields) {
  std::string line;
  for (const std::string& field : fields) line += (line.empty() ? "" : ",") + csv_field(field);
  return line + '\n';
}

// Places of what is chosen: one, or all.
std::vector<std::uint64_t> chosen(const std::string& name, const Texts& known,
                                  const std::string& what) {
  std::vector<std::uint64_t> places;
  if (!name.empty()) return {place_of(name, known, what)};
  for (std::uint64_t i = 0; i < known.size(); ++i) places.push_back(i);
  return places;
}

[[noreturn]] void refuse_missing(const std::string& what, const std::string& key) {
  throw Failure{Exit::refused, "the output holds no " + what, "run it with --set output." + key};
}

std::string name_of(const Texts& models, std::uint8_t model) {
  return model < models.size() ? models[model] : "";
}

// "point,variant,replicate" of a run, quoted where need be.
std::string run_fields(std::int32_t point, const std::string& variant, std::uint64_t replicate) {
  return std::to_string(point) + "," + csv_field(variant) + ',' + std::to_string(replicate);
}

// Calls visit(point's place, its number, variant, replicate) for the runs of the variants.
template <class Visit>
void each_run(const TrajectoryFile& file, const Data& data,
              const std::vector<std::uint64_t>& variants, Visit visit) {
  const std::uint64_t points = file.length("point"), replicates = file.length("replicate");
  for (std::uint64_t p = 0; p < points && data.is_open(); ++p) {
    const std::int32_t number = file.numbers<std::int32_t>("point", {p}, {1}).front();
    for (const std::uint64_t v : variants)
      for (std::uint64_t r = 0; r < replicates && data.is_open(); ++r) visit(p, number, v, r);
  }
}

// What formations are told with.
struct Names {
  Texts dates, regions, levels, models, causes;
  std::vector<std::uint8_t> level;

  explicit Names(const TrajectoryFile& file)
      : dates(dates_of(file, "time")),
        regions(file.texts("region")),
        levels(file.texts("level")),
        models(file.texts("model")),
        causes(file.texts("cause")),
        level(file.numbers<std::uint8_t>("region_level")) {}
};

// Some consecutive formations.
struct Block {
  std::vector<std::int32_t> step, region;
  std::vector<std::uint8_t> from, to, cause, ledger;

  Block(const TrajectoryFile& file, std::uint64_t begin, std::uint64_t count)
      : step(file.numbers<std::int32_t>("formation_step", {begin}, {count})),
        region(file.numbers<std::int32_t>("formation_region", {begin}, {count})),
        from(file.numbers<std::uint8_t>("formation_from", {begin}, {count})),
        to(file.numbers<std::uint8_t>("formation_to", {begin}, {count})),
        cause(file.numbers<std::uint8_t>("formation_cause", {begin}, {count})) {
    if (file.has("formation_ledger"))
      ledger = file.numbers<std::uint8_t>("formation_ledger", {begin, 0}, {count, 4});
  }
};

std::string formation_line(const Block& block, std::size_t i, const Names& names) {
  const auto step = static_cast<std::size_t>(block.step[i]);
  const auto region = static_cast<std::size_t>(block.region[i]);
  std::string line = ',' + std::to_string(step) + ',' + names.dates[step] + ',' +
                     csv_field(names.regions[region]) + ',' +
                     csv_field(names.levels[names.level[region]]) + ',' +
                     name_of(names.models, block.from[i]) + ',' +
                     name_of(names.models, block.to[i]) + ',' + names.causes[block.cause[i]];
  for (std::size_t c = 0; !block.ledger.empty() && c < 4; ++c)
    line += ',' + exact(std::round(block.ledger[4 * i + c] / 255.0 * 1e4) / 1e4);
  return line + '\n';
}

// The formations of one run.
void write_run(const TrajectoryFile& file, Data& data, const Names& names, const std::string& head,
               std::array<std::int64_t, 2> range, int level) {
  for (auto begin = static_cast<std::uint64_t>(range[0]);
       begin < static_cast<std::uint64_t>(range[1]) && data.is_open();) {
    const std::uint64_t count = std::min(kBlock, static_cast<std::uint64_t>(range[1]) - begin);
    const Block block(file, begin, count);
    for (std::size_t i = 0; i < count; ++i) {
      const auto region = static_cast<std::size_t>(block.region[i]);
      if (level < 0 || names.level[region] == level)
        data << head << formation_line(block, i, names);
    }
    begin += count;
  }
}

// The outcomes of an output, and of a sweep its parameters and what came of each run.
struct OutcomeTable {
  const TrajectoryFile* file;
  Texts variants, ids, parameters;
  std::uint64_t replicates = 1;
  std::uint64_t together = 1;  // points read at once
  bool has_status = false;

  explicit OutcomeTable(const TrajectoryFile& of)
      : file(&of),
        variants(of.texts("variant")),
        ids(outcome_ids(of)),
        parameters(parameter_variables(of)),
        replicates(of.length("replicate")),
        together(std::max<std::uint64_t>(kRuns / (variants.size() * replicates), 1)),
        has_status(of.has("status")) {}

  std::string header() const {
    Texts names{"point", "variant", "replicate"};
    for (const std::string& one : parameters) names.push_back(file->attribute(one, "parameter"));
    names.insert(names.end(), ids.begin(), ids.end());
    if (has_status) names.emplace_back("status");
    return joined(names);
  }
};

// Some consecutive points of it.
struct OutcomeBlock {
  const OutcomeTable* table;
  std::vector<std::int32_t> points;
  std::vector<std::vector<double>> parameters, outcomes;
  std::vector<std::uint8_t> status;

  OutcomeBlock(const OutcomeTable& of, std::uint64_t p, std::uint64_t count)
      : table(&of), points(of.file->numbers<std::int32_t>("point", {p}, {count})) {
    const Extent from{p, 0, 0}, extent{count, of.variants.size(), of.replicates};
    for (const std::string& one : of.parameters)
      parameters.push_back(of.file->numbers<double>(one, {p}, {count}));
    for (const std::string& id : of.ids)
      outcomes.push_back(of.file->numbers<double>("outcome_" + id, from, extent));
    if (of.has_status) status = of.file->numbers<std::uint8_t>("status", from, extent);
  }

  std::string values(std::uint64_t point, std::uint64_t variant, std::uint64_t replicate) const {
    const auto field = [](double value) { return std::isnan(value) ? "" : exact(value); };
    const std::size_t run =
        (point * table->variants.size() + variant) * table->replicates + replicate;
    std::string line;
    for (const auto& column : parameters) line += ',' + field(column[point]);
    for (const auto& column : outcomes) line += ',' + field(column[run]);
    if (!status.empty()) line += status[run] == 0 ? ",played" : ",refused";
    return line + '\n';
  }
};

}  // namespace

void write_shares(const TrajectoryFile& file, Data& data, const Choice& choice) {
  if (!file.has("share")) refuse_missing("shares", "shares='\"yearly\"'");
  const Texts variants = file.texts("variant");
  const Texts levels = file.texts("level");
  const Texts models = file.texts("model");
  const Texts dates = dates_of(file, file.dimensions("share").at(3));
  const auto wanted = chosen(choice.level, levels, "level");
  const std::size_t row = levels.size() * models.size();
  data << "point,variant,replicate,date,level" << (models.empty() ? "" : ",") << joined(models);
  const auto all = chosen(choice.variant, variants, "variant");
  each_run(file, data, all, [&](std::uint64_t p, std::int32_t point, auto v, auto r) {
    const auto shares = file.numbers<float>("share", {p, v, r, 0, 0, 0},
                                            {1, 1, 1, dates.size(), levels.size(), models.size()});
    for (std::size_t t = 0; t < dates.size(); ++t)
      for (const std::uint64_t level : wanted) {
        data << run_fields(point, variants[v], r) << "," << dates[t] << ","
             << csv_field(levels[level]);
        for (std::size_t k = 0; k < models.size(); ++k)
          data << "," << exact(shares[t * row + level * models.size() + k]);
        data << "\n";
      }
  });
  data.flush();
}

void write_formations(const TrajectoryFile& file, Data& data, const Choice& choice) {
  if (!file.has("formation_step")) refuse_missing("formations", "formations=true");
  const Names names(file);
  const Texts variants = file.texts("variant");
  const int level =
      choice.level.empty() ? -1 : static_cast<int>(place_of(choice.level, names.levels, "level"));
  const std::uint64_t replicates = file.length("replicate");
  data << "point,variant,replicate,step,date,region,level,from,to,cause";
  if (file.has("formation_ledger"))
    for (const std::string& cause : file.texts("pressing_cause")) data << "," << cause;
  data << "\n";
  const auto all = chosen(choice.variant, variants, "variant");
  each_run(file, data, all, [&](std::uint64_t p, std::int32_t point, auto v, auto r) {
    const std::uint64_t run = (p * variants.size() + v) * replicates + r;
    const auto range = file.numbers<std::int64_t>("formation_offset", {run}, {2});
    write_run(file, data, names, run_fields(point, variants[v], r), {range[0], range[1]}, level);
  });
  data.flush();
}

void write_outcomes(const TrajectoryFile& file, Data& data, const Choice& choice) {
  const OutcomeTable table(file);
  const auto wanted = chosen(choice.variant, table.variants, "variant");
  data << table.header();
  const std::uint64_t points = file.length("point");
  for (std::uint64_t p = 0; p < points && data.is_open(); p += table.together) {
    const OutcomeBlock block(table, p, std::min(table.together, points - p));
    for (std::uint64_t i = 0; i < block.points.size(); ++i)
      for (const std::uint64_t v : wanted)
        for (std::uint64_t r = 0; r < table.replicates && data.is_open(); ++r)
          data << run_fields(block.points[i], table.variants[v], r) << block.values(i, v, r);
  }
  data.flush();
}

void write_regions(const TrajectoryFile& file, Data& data, const Choice& choice) {
  const Texts codes = file.texts("region"), levels = file.texts("level");
  const Texts names = file.texts("region_name"), names_zh = file.texts("region_name_zh");
  const auto level = file.numbers<std::uint8_t>("region_level");
  const auto fixed = file.numbers<std::uint8_t>("region_fixed");
  const auto parent = file.numbers<std::int32_t>("region_parent");
  const auto row = file.numbers<std::int32_t>("region_row");
  const auto col = file.numbers<std::int32_t>("region_col");
  const auto prestige = file.numbers<double>("region_prestige");
  const auto legal = file.numbers<double>("region_legal");
  const auto wanted = chosen(choice.level, levels, "level");
  const auto known = [](std::int32_t place) { return place < 0 ? "" : std::to_string(place); };
  data << "code,parent,level,name,name_zh,prestige,legal,fixed,row,col\n";
  for (std::size_t i = 0; i < codes.size() && data.is_open(); ++i) {
    if (std::find(wanted.begin(), wanted.end(), level[i]) == wanted.end()) continue;
    const auto above = parent[i] < 0 ? "" : codes[static_cast<std::size_t>(parent[i])];
    data << joined({codes[i], above, levels[level[i]], names[i], names_zh[i], exact(prestige[i]),
                    exact(legal[i]), std::to_string(fixed[i]), known(row[i]), known(col[i])});
  }
  data.flush();
}

Exit print_table(const Options& options) {
  const TrajectoryFile file = open_output(options.subject);
  const Choice choice{options.level, options.variant};
  Data data;
  if (options.table == "shares") write_shares(file, data, choice);
  if (options.table == "formations") write_formations(file, data, choice);
  if (options.table == "outcomes") write_outcomes(file, data, choice);
  if (options.table == "differences") write_differences(file, data, choice);
  if (options.table == "contributions") write_contributions(file, data, choice);
  if (options.table == "regions") write_regions(file, data, choice);
  return Exit::done;
}

}  // namespace tizhi
