// The story of a region, in the words of `tizhi explain`.
#pragma once

#include <string>
#include <vector>

#include "engine/record.hpp"
#include "story/language.hpp"

namespace tizhi {

// A paragraph each. `record`: of a replicate of the variant, with all that its study records.
std::vector<std::string> told_story(const Study& study, const Variant& variant,
                                    const Record& record, Region region, Language language);

}  // namespace tizhi
