#include <algorithm>
#include <string>

#include "cli/manual.hpp"
#include "output/library.hpp"
#include "version.hpp"

namespace tizhi {
namespace {

std::string padded_to(std::string text, std::size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

std::string option_lines(const OptionEntry& option) {
  std::string head = option.letter != 0 ? std::string("-") + option.letter + ", " : "    ";
  head += "--" + std::string(option.name);
  if (!option.value.empty()) head += " " + std::string(option.value);
  std::string lines = padded_to("  " + head, 30) + "  ";
  for (const char c : option.text) {
    lines += c;
    if (c == '\n') lines.append(32, ' ');
  }
  return lines + '\n';
}

std::string compiler() {
#ifdef __clang__
  return "clang " __clang_version__;
#else
  return "g++ " __VERSION__;
#endif
}

constexpr const char* kExitCodes =
    "exit codes: 0 done · 1 failed while running · 2 wrong command line or scenario ·\n"
    "            75 stopped early on request (SIGTERM, SIGINT, SIGUSR1, --max-time) with all\n"
    "            that is finished stored: the same command continues\n";

}  // namespace

std::string version() {
  return "tizhi " TIZHI_VERSION "\n  git       " TIZHI_GIT "\n  compiler  " + compiler() +
         "\n  HDF5      " + hdf5_version() + "\n";
}

std::string help() {
  std::string text =
      "tizhi 体制 — how institutions form and change\n\n"
      "Simulates the regions of a country, from the centre down, that each run a task (such as\n"
      "e-government) through some institution, and change it from four causes: inertia, "
      "imitation,\n"
      "mandates from above, and leaders. Every change is recorded with its cause.\n\n"
      "usage:\n";
  for (const CommandEntry& e : commands()) {
    text += "  tizhi " + padded_to(std::string(e.name), 9) + " " + std::string(e.arguments) + "\n";
    text += "                  " + std::string(e.brief) + "\n";
  }
  text += "  tizhi COMMAND --help\n                  all about a command\n";
  text += "  tizhi --version\n\nto begin:\n";
  text += "  tizhi check scenarios/china.toml\n";
  text += "  tizhi run scenarios/china.toml -o china.h5\n";
  text += "  tizhi info china.h5\n\n";
  return text + kExitCodes;
}

std::string help(Command command) {
  const CommandEntry& e = entry(command);
  std::string text = "tizhi " + std::string(e.name) + " — " + std::string(e.brief) + "\n\n";
  text += "usage: tizhi " + std::string(e.name) + " " + std::string(e.arguments) + " [options]\n\n";
  text += std::string(e.text) + "\n\noptions:\n";
  for (const OptionEntry& option : options())
    if (takes(option, command)) text += option_lines(option);
  text += "\nexamples:\n" + std::string(e.examples);
  if (command == Command::run) text += std::string("\n") + kExitCodes;
  return text;
}

}  // namespace tizhi
