#include "cli/study.hpp"

#include <utility>

namespace tizhi {

Reading read_study(const Options& options, const Console& console) {
  Overrides overrides;
  overrides.sets = options.sets;
  overrides.seed = options.seed;
  overrides.replicates = options.replicates;
  if (options.command == Command::sweep) overrides.sweep = options.sweep;
  return read_study(options, overrides, console);
}

Reading read_study(const Options& options, const Overrides& overrides, const Console& console) {
  Reading reading = read_scenario(options.subject, overrides);
  const bool coloured = console.terminal().paint == Paint::coloured;
  const std::string drawn = reading.diagnostics.drawn(coloured ? Colour::on : Colour::off);
  if (reading.study) {
    console.say(drawn);
    return reading;
  }
  console.always_say(drawn);
  const std::size_t errors = reading.diagnostics.different_errors();
  throw Failure{Exit::refused,
                options.subject + " has " + std::to_string(errors) +
                    (errors == 1 ? " error" : " errors") + "; nothing was run",
                ""};
}

double region_steps_of(const Study& study) {
  const Run& base = study.variants.front().run;
  return static_cast<double>(base.world->size()) * base.timeline.grid.steps;
}

}  // namespace tizhi
