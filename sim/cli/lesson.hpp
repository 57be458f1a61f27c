// What the command line asks to learn, and from what: of `fit` and `score`.
#pragma once

#include "cli/console.hpp"
#include "cli/options.hpp"
#include "fit/fit.hpp"
#include "input/panel.hpp"
#include "input/scenario.hpp"

namespace tizhi {

struct Lesson {
  Reading reading;
  Panel panel;
  std::vector<std::string> files;  // of the panel
  std::vector<Sought> sought;
  Detailing detailing;
  LeadersAre leaders = LeadersAre::expected;
  bool gives_first = false;       // first adoptions are given, not explained
  bool names_its_wishes = false;  // by --free, rather than all rates

  const Study& study() const { return *reading.study; }
  const Run& run() const { return study().variants.front().run; }
  Coefficients coefficients() const { return Coefficients(run(), panel.names, sought, detailing); }
  FitRequest request(const PanelOptions& options) const;
};

// Throws Failure (refused) with every error of the scenario and the panel shown.
Lesson read_lesson(const Options& options, const Console& console);

// Shows the formations that no cause can have made, each at its row, and throws.
[[noreturn]] void refuse_impossible(const Lesson& lesson, const std::vector<Impossible>& all,
                                    const Console& console);

}  // namespace tizhi
