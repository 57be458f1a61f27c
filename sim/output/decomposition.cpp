#include "output/decomposition.hpp"

#include <functional>

namespace tizhi {
namespace {

using hdf5::NewFile;

struct Words {
  std::string name, long_name;
};

Attributes named(const std::string& long_name) { return {{"long_name", long_name}}; }

void write_names(NewFile& file, const std::string& dimension, const std::string& long_name,
                 const std::vector<std::string>& names) {
  file.coordinate(dimension, names.size());
  file.texts({dimension, Number::uint8, {dimension}, {}, 0, named(long_name)},
             [&](hsize_t i, std::string& to) { to += names[static_cast<std::size_t>(i)]; });
}

// A variable of means and another of their standard errors, `NAME_error`.
void write_estimates(NewFile& file, const Words& words, const std::vector<std::string>& dimensions,
                     const std::vector<MeanEstimate>& all) {
  std::vector<double> means, errors;
  for (const MeanEstimate& one : all) {
    means.push_back(one.mean);
    errors.push_back(one.error);
  }
  file.numbers({words.name, Number::float64, dimensions, {}, 0, named(words.long_name)}, means);
  file.numbers({words.name + "_error",
                Number::float64,
                dimensions,
                {},
                0,
                named("standard error of " + words.name)},
               errors);
}

template <class Items>
void write_of_outcomes(NewFile& file, const Decomposition& all, const Words& words,
                       const std::string& dimension, Items items) {
  std::vector<MeanEstimate> values;
  for (const Contributions& one : all.outcomes)
    for (const MeanEstimate& value : one.*items) values.push_back(value);
  write_estimates(file, words, {"outcome", dimension}, values);
}

void write_ends(NewFile& file, const Decomposition& all) {
  std::vector<MeanEstimate> without, with;
  std::vector<std::int32_t> replicates;
  for (const Contributions& one : all.outcomes) {
    without.push_back(one.without);
    with.push_back(one.with);
    replicates.push_back(static_cast<std::int32_t>(one.replicates));
  }
  write_estimates(file, {"without_causes", "mean of the outcome with no cause"}, {"outcome"},
                  without);
  write_estimates(file, {"with_all_causes", "mean of the outcome with all causes"}, {"outcome"},
                  with);
  file.numbers({"decomposed_replicates",
                Number::int32,
                {"outcome"},
                {},
                0,
                named("replicates in which the outcome has a value in every coalition")},
               replicates);
}

void write_outcomes(NewFile& file, const Decomposition& all) {
  std::vector<std::string> ids, pairs;
  for (const Contributions& one : all.outcomes) ids.push_back(one.outcome);
  for (const auto& [a, b] : kPairsOfCauses)
    pairs.push_back(name_of(static_cast<Coalition>(1U << a | 1U << b)));
  write_names(file, "outcome", "id of the outcome", ids);
  write_names(file, "cause_pair", "two causes", pairs);
  write_ends(file, all);
  write_of_outcomes(file, all, {"shapley", "what the cause contributes to the outcome"},
                    "pressing_cause", &Contributions::shapley);
  write_of_outcomes(file, all, {"first_in", "the cause alone against no cause"}, "pressing_cause",
                    &Contributions::first_in);
  write_of_outcomes(file, all, {"last_out", "all causes against all but this one"},
                    "pressing_cause", &Contributions::last_out);
  write_of_outcomes(file, all, {"interaction", "what two causes do together beyond what each does"},
                    "cause_pair", &Contributions::interaction);
}

}  // namespace

void write_decomposition(NewFile& file, const Study& study, const Decomposition& all) {
  const std::vector<std::uint8_t> masks{1, 2, 4, 8};
  file.attribute("decomposes", study.decomposes);
  file.numbers({"coalition",
                Number::uint8,
                {"variant"},
                {},
                0,
                {{"long_name", "causes that act in the variant"},
                 {"flag_masks", masks},
                 {"flag_meanings", std::string("inertia imitation mandate leadership")}}},
               study.coalitions);
  if (!all.outcomes.empty()) write_outcomes(file, all);
  write_estimates(file, {"shapley_share", "what the cause contributes to the share"},
                  {"share_time", "level", "model", "pressing_cause"}, all.shares);
}

}  // namespace tizhi
