#include "cli/commands.hpp"
namespace tizhi {
Exit score_panel(const Options&, const Console&) { return Exit::failed; }
}  // namespace tizhi
