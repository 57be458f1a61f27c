// What the page is told about a study, as JSON.
#pragma once

#include <string>

#include "input/document.hpp"
#include "input/scenario.hpp"

namespace tizhi {

// Names and numbers of the study, its variants and outcomes.
std::string study_json(const Study& study);

// The whole resolved scenario, so that the page needs no reader of TOML.
std::string document_json(const Study& study);

// A list of texts.
std::string texts_json(const std::vector<std::string>& texts);

// The regions' codes and names, in the order of the table.
std::string regions_json(const World& world);

// Every parameter of the causes: name, unit, range, meaning.
std::string parameters_json();

// All diagnostics: their places, and the text that the program would print.
std::string diagnostics_json(const Diagnostics& diagnostics);

}  // namespace tizhi
