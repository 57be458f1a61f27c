// Scenarios written as texts and read at once.
#pragma once

#include <string>

#include "input/scenario.hpp"

namespace tizhi::test {

// Ten years of a centre, three provinces and two counties in each; models dedicated and attached.
// Sections that the text holds itself are left out.
std::string usual(const std::string& text);

void write_file(const std::string& name, const std::string& text);

// Reads the text as scenario.toml.
Reading read_text_of(const std::string& text, const Overrides& overrides = {});

// The same; it must be sound.
Study study_of(const std::string& text, const Overrides& overrides = {});
Run run_of(const std::string& text, const Overrides& overrides = {});

}  // namespace tizhi::test
