#include <cstdlib>
#include <fstream>

#include "catch.hpp"
#include "input/scenario.hpp"
#include "support/gallery.hpp"

namespace tizhi::test {
namespace {

const std::filesystem::path kGalleries = std::filesystem::path(TIZHI_SOURCE_DIR) / "tests/input";

Overrides overrides_of(const std::vector<std::string>& options) {
  Overrides overrides;
  for (const std::string& option : options) {
    const std::string value = option.substr(option.find(' ') + 1);
    if (option.starts_with("--set ")) overrides.sets.push_back(value);
    if (option.starts_with("--seed ")) overrides.seed = std::stoull(value);
    if (option.starts_with("--replicates "))
      overrides.replicates = static_cast<std::uint32_t>(std::stoul(value));
  }
  return overrides;
}

Reading read_case(const GalleryCase& one) {
  for (const auto& [name, text] : one.files) {
    const auto folder = std::filesystem::path(name).parent_path();
    if (!folder.empty()) std::filesystem::create_directories(folder);
    std::ofstream(name, std::ios::binary) << text;
  }
  Reading reading = read_scenario("scenario.toml", overrides_of(one.options));
  for (const auto& [name, text] : one.files) std::filesystem::remove(name);
  return reading;
}

// An empty folder to work in while it lives: messages tell of files beside the wrong one.
class EmptyFolder {
 public:
  EmptyFolder() : before_{std::filesystem::current_path()} {
    std::filesystem::remove_all("gallery");
    std::filesystem::create_directory("gallery");
    std::filesystem::current_path("gallery");
  }
  ~EmptyFolder() { std::filesystem::current_path(before_); }

 private:
  std::filesystem::path before_;
};

// What is said must be what the gallery holds; TIZHI_REWRITE_GOLDENS=1 writes it there instead.
std::size_t check_gallery(const char* name, bool must_fail) {
  const auto path = kGalleries / name;
  Gallery gallery = read_gallery(path);
  const EmptyFolder folder;
  const bool rewrites = std::getenv("TIZHI_REWRITE_GOLDENS") != nullptr;
  for (GalleryCase& one : gallery.cases) {
    INFO(one.name);
    const Reading reading = read_case(one);
    const std::string says = reading.diagnostics.drawn(Colour::off) + "\n";
    CHECK(reading.diagnostics.has_errors() == must_fail);
    CHECK(reading.study.has_value() == !must_fail);
    for (const Diagnostic& d : reading.diagnostics.sorted()) {
      INFO(d.message);
      CHECK_FALSE(d.place.file.empty());
      CHECK((d.severity == Severity::note || !d.way_out.empty()));
    }
    if (rewrites)
      one.says = says;
    else
      CHECK(one.says == says);
  }
  if (rewrites) write_gallery(path, gallery);
  return gallery.cases.size();
}

TEST_CASE("a wrong scenario is refused with its place, what was expected and the way out") {
  std::size_t cases = 0;
  for (const char* name :
       {"errors/text.txt", "errors/keys.txt", "errors/time.txt", "errors/models.txt",
        "errors/regions.txt", "errors/tables.txt", "errors/causes.txt", "errors/initial.txt",
        "errors/events.txt", "errors/orders.txt", "errors/outcomes.txt", "errors/variants.txt",
        "errors/command_line.txt"})
    cases += check_gallery(name, true);
  CHECK(cases >= 60);
}

TEST_CASE("what is allowed but has no effect is remarked upon, and read") {
  CHECK(check_gallery("errors/remarks.txt", false) >= 8);
}

}  // namespace
}  // namespace tizhi::test
