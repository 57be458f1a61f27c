#include "cli/options.hpp"

#include <algorithm>

#include "catch.hpp"
#include "cli/failure.hpp"
#include "cli/manual.hpp"

using namespace tizhi;

namespace {

// The message and the way out of a refused command line.
std::string refusal(const std::vector<std::string>& arguments) {
  try {
    parse(arguments);
  } catch (const Failure& failure) {
    CHECK(failure.code == Exit::refused);
    return failure.message + "; " + failure.way_out;
  }
  return "accepted";
}

}  // namespace

TEST_CASE("a run takes its options in any order and spelling") {
  for (const std::vector<std::string>& line :
       {std::vector<std::string>{"run", "a.toml", "-o", "b.h5", "--seed", "7", "--set", "x=1"},
        {"run", "--seed=7", "--set=x=1", "--output=b.h5", "a.toml"},
        {"run", "--set", "x=1", "-ob.h5", "--seed", "7", "--", "a.toml"}}) {
    const Options o = parse(line);
    CHECK(o.command == Command::run);
    CHECK(o.subject == "a.toml");
    CHECK(o.output == "b.h5");
    CHECK(o.seed == 7);
    CHECK(o.sets == std::vector<std::string>{"x=1"});
    CHECK(!o.replicates);
    CHECK(o.voice == Voice::normal);
  }
}

TEST_CASE("sets keep their order and stdout can be a summary") {
  const Options o = parse({"run", "a.toml", "-o", "b.h5", "--set", "x=1", "--set", "x=[1, 2]",
                           "--summary", "-", "--quiet", "--max-time", "1h30m"});
  CHECK(o.sets == std::vector<std::string>{"x=1", "x=[1, 2]"});
  CHECK(o.summary == "-");
  CHECK(o.voice == Voice::quiet);
  CHECK(o.max_time == 5400);
}

TEST_CASE("seeds are 64 bits wide") {
  CHECK(parse({"check", "a.toml", "--seed", "18446744073709551615"}).seed == ~std::uint64_t{0});
  CHECK(refusal({"check", "a.toml", "--seed", "18446744073709551616"}) ==
        "--seed is '18446744073709551616'; a whole number is meant, at most 18446744073709551615");
}

TEST_CASE("an abbreviated option is not guessed") {
  CHECK(refusal({"run", "a.toml", "-o", "b.h5", "--se", "7"}) ==
        "unknown option '--se'; did you mean '--set'?");
  CHECK(refusal({"run", "a.toml", "-o", "b.h5", "--thread", "7"}) ==
        "unknown option '--thread'; did you mean '--threads'?");
}

TEST_CASE("every option is refused where it has no meaning") {
  for (const CommandEntry& command : commands())
    for (const OptionEntry& option : options()) {
      // An option may stand twice, with other words for other commands.
      const bool is_taken = std::any_of(options().begin(), options().end(), [&](const auto& o) {
        return o.name == option.name && takes(o, command.command);
      });
      if (is_taken) continue;
      const std::string name = "--" + std::string(option.name);
      CHECK(refusal({std::string(command.name), "a", name, "1"}) ==
            "'tizhi " + std::string(command.name) + "' has no option '" + name + "'; see 'tizhi " +
                std::string(command.name) + " --help'");
    }
}
