// tizhi fit: the rates of the causes, learnt from an observed history.
#include <filesystem>
#include <span>

#include "cli/commands.hpp"
#include "cli/estimate_draws.hpp"
#include "cli/fit_report.hpp"
#include "cli/lesson.hpp"
#include "input/document.hpp"
#include "input/fitted.hpp"
#include "output/files.hpp"

namespace tizhi {
namespace {

// One file, or where histories have rates of their own one for each.
std::vector<std::pair<std::string, std::size_t>> files_of(const Options& options,
                                                          const Lesson& lesson) {
  if (!lesson.detailing.history || lesson.panel.names.size() < 2) return {{options.output, 0}};
  std::vector<std::pair<std::string, std::size_t>> all;
  const std::filesystem::path path = options.output;
  for (std::size_t h = 0; h < lesson.panel.names.size(); ++h)
    all.emplace_back((path.parent_path() / (path.stem().string() + "-" + lesson.panel.names[h] +
                                            path.extension().string()))
                         .string(),
                     h);
  return all;
}

std::vector<NewValues> new_values(const Run& run, const Coefficients& coefficients) {
  std::vector<NewValues> all;
  for (std::size_t n = 0; n < quantities().size(); ++n) {
    bool is_learnt = false;
    for (std::size_t i = 0; i < coefficients.size(); ++i)
      is_learnt |=
          coefficients[i].is_free && static_cast<std::size_t>(coefficients[i].quantity) == n;
    if (!is_learnt) continue;
    const QuantityEntry& q = quantities()[n];
    const std::size_t dot = q.name.find('.');
    NewValues one{std::string(q.name.substr(0, dot)), std::string(q.name.substr(dot + 1)), {}};
    for (const Causes& causes : run.causes) {
      one.values.emplace_back();
      for (int k = 0; k < (q.detail == Detailed::by_model_too ? run.models() : 1); ++k)
        one.values.back().push_back(q.value(causes, k));
    }
    all.push_back(std::move(one));
  }
  return all;
}

bool holds(const std::string& path, const std::string& text) {
  Diagnostics none;
  return read_text(path, path, {}, none) == text;
}

// Nothing is overwritten unasked, unless it says the same.
void write(const Options& options, const std::string& path, const std::string& text) {
  std::error_code none;
  if (options.overwrite == Overwrite::never && std::filesystem::exists(path, none) &&
      !holds(path, text))
    throw Failure{Exit::refused, path + " is there already, and says something else",
                  "choose another output with -o, or overwrite it with --force"};
  const std::string temporary = path + ".tmp";
  OutputFile(temporary).write(std::as_bytes(std::span(text)));
  put_in_place(temporary, path);
}

void write_fitted(const Options& options, const Lesson& lesson, const Coefficients& coefficients,
                  const Fit& fit) {
  const auto folder = [](const std::string& path) {
    const auto parent = std::filesystem::path(path).parent_path();
    return parent.empty() ? std::filesystem::path(".") : parent;
  };
  for (const auto& [path, history] : files_of(options, lesson)) {
    Run run = lesson.run();
    coefficients.apply(fit.values, history, run);
    const int draws = options.panel.draws;
    write(options, path,
          with_values(lesson.study(), new_values(run, coefficients), folder(options.subject),
                      folder(path), fitted_comment(options, path, lesson, coefficients, fit),
                      draws > 0 ? PlayedAs::points_of_a_table : PlayedAs::it_is));
    if (draws > 0)
      write(options, draws_path(path), draws_table(lesson, coefficients, fit, history, draws));
  }
}

}  // namespace

Exit fit_panel(const Options& options, const Console& console) {
  const Lesson lesson = read_lesson(options, console);
  const Coefficients coefficients = lesson.coefficients();
  const Fit found =
      fit(lesson.run(), lesson.panel.histories, coefficients, lesson.request(options.panel));
  if (!found.impossible.empty()) refuse_impossible(lesson, found.impossible, console);
  if (!options.output.empty()) write_fitted(options, lesson, coefficients, found);
  if (options.format == Format::json)
    print(fit_json(lesson, coefficients, found));
  else if (options.voice == Voice::normal)
    print(fit_text(lesson, coefficients, found, options.language));
  if (!found.is_found)
    console.warn("the likelihood rises without end in some direction: no maximum was found",
                 "free fewer numbers, or give some of them with --fix");
  return Exit::done;
}

}  // namespace tizhi
