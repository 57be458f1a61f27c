#include <csignal>
#include <cstdint>
#include <exception>
#include <new>

#include "cli/commands.hpp"
#include "output/error.hpp"

// Highway's shared library measures its clock before main(), for benchmarks that are not made here,
// and takes milliseconds for it. It asks this function, and the program's own comes first.
namespace hwy::platform {
std::uint64_t TimerResolution();  // NOLINT(readability-identifier-naming)
std::uint64_t TimerResolution() { return 1; }
}  // namespace hwy::platform

namespace tizhi {
namespace {

Exit run(const Options& options, const Console& console) {
  if (!options.help.empty()) return print(options.help);
  switch (options.command) {
    case Command::run:
      return run_scenario(options, console);
    case Command::sweep:
      return sweep_scenario(options, console);
    case Command::merge:
      return merge_shards(options, console);
    case Command::verify:
      return verify_output(options, console);
    case Command::decompose:
      return decompose_scenario(options, console);
    case Command::fit:
      return fit_panel(options, console);
    case Command::score:
      return score_panel(options, console);
    case Command::check:
      return check_scenario(options, console);
    case Command::params:
      return list_parameters(options, console);
    case Command::info:
      return show_output(options);
    case Command::table:
      return print_table(options);
    case Command::explain:
      return explain_region(options, console);
    case Command::none:
      break;
  }
  return Exit::refused;
}

Exit run(const std::vector<std::string>& arguments) {
  Console console(Voice::normal);
  try {
    const Options options = parse(arguments);
    console = Console(options.voice);
    return run(options, console);
  } catch (const Failure& failure) {
    console.complain(failure);
    return failure.code;
  } catch (const OutputError& error) {
    console.complain({Exit::failed, error.path.string() + ": " + error.reason, error.way_out});
  } catch (const std::bad_alloc&) {
    console.complain({Exit::failed, "not enough memory", "use fewer threads or regions"});
  } catch (const std::exception& error) {
    console.complain({Exit::failed, error.what(), ""});
  }
  return Exit::failed;
}

}  // namespace
}  // namespace tizhi

int main(int argc, char** argv) {
  // A closed pipe and a full quota are errors of a write, to be reported, not reasons to die.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  return static_cast<int>(tizhi::run({argv + 1, argv + argc}));
}
