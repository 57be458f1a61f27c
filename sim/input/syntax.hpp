// What is wrong with a line that is no TOML, said in the user's terms.
#pragma once

#include <string>
#include <string_view>

#include "input/diagnostic.hpp"

namespace tizhi {

// `complaint` is what the parser said; its words differ between versions and are not shown.
Diagnostic explain_syntax(std::string_view line, const Place& place, std::string_view complaint);

}  // namespace tizhi
