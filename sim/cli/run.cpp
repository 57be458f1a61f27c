// tizhi run: one scenario, its replicates and its variants.
#include <unistd.h>

#include <filesystem>

#include "cli/commands.hpp"
#include "cli/play.hpp"
#include "cli/report.hpp"
#include "cli/study.hpp"

namespace tizhi {

void expect_writable(const std::string& file) {
  if (file.empty() || file == "-") return;
  const std::filesystem::path path(file);
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  if (access(folder.c_str(), W_OK) != 0 || std::filesystem::is_directory(path))
    throw Failure{Exit::refused, "cannot write the summary " + file,
                  "choose another place with --summary"};
}

Exit run_scenario(const Options& options, const Console& console) {
  const Reading reading = read_study(options, console);
  const Study& study = *reading.study;
  expect_writable(options.summary);
  return play_study(options, console, study,
                    [&](const Pace& pace) { report_run(options, console, study, pace); });
}

}  // namespace tizhi
