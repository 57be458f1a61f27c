#include "support/reading.hpp"

#include <filesystem>
#include <fstream>
#include <utility>

#include "catch.hpp"

namespace tizhi::test {

std::string usual(const std::string& text) {
  std::string whole = text;
  for (const auto& [header, section] :
       {std::pair{"[time]", "[time]\nstart = \"1990\"\nend = \"2000\"\n"},
        std::pair{"[[model]]", "[[model]]\nid = \"dedicated\"\n[[model]]\nid = \"attached\"\n"},
        std::pair{"[regions]",
                  "[regions]\ngenerate = [1, 3, 2]\n"
                  "levels = [\"centre\", \"province\", \"county\"]\n"}})
    if (text.find(header) == std::string::npos) whole += section;
  return whole;
}

void write_file(const std::string& name, const std::string& text) {
  const auto folder = std::filesystem::path(name).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder);
  std::ofstream(name, std::ios::binary) << text;
}

Reading read_text_of(const std::string& text, const Overrides& overrides) {
  write_file("scenario.toml", text);
  return read_scenario("scenario.toml", overrides);
}

Study study_of(const std::string& text, const Overrides& overrides) {
  Reading reading = read_text_of(usual(text), overrides);
  INFO(reading.diagnostics.drawn(Colour::off));
  REQUIRE(reading.study.has_value());
  return std::move(*reading.study);
}

Run run_of(const std::string& text, const Overrides& overrides) {
  return study_of(text, overrides).variants.front().run;
}

}  // namespace tizhi::test
