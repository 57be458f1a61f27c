#include "cli/commands.hpp"
namespace tizhi { Exit merge_shards(const Options&, const Console&){return Exit::failed;} Exit verify_output(const Options&, const Console&){return Exit::failed;} }
