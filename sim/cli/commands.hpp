// What each command does. All may throw Failure and OutputError.
#pragma once

#include "cli/console.hpp"
#include "cli/failure.hpp"
#include "cli/options.hpp"

namespace tizhi {

Exit run_scenario(const Options& options, const Console& console);
Exit decompose_scenario(const Options& options, const Console& console);
Exit check_scenario(const Options& options, const Console& console);
Exit list_parameters(const Options& options, const Console& console);
Exit show_output(const Options& options);
Exit print_table(const Options& options);
Exit explain_region(const Options& options, const Console& console);

}  // namespace tizhi
