// What the page does for the engine, and how texts and numbers pass between the two.
#pragma once

#include <cstdint>
#include <string>

namespace tizhi {

// The page's own table of files: 1 where it has the file; its text is then appended to `text`.
bool fetch_file(const std::string& name, std::string& text);

// Names of all files that the page has, one a line.
std::string fetch_names();

}  // namespace tizhi
