// The words of the help: every command and every option, once.
#pragma once

#include <span>
#include <string_view>

#include "cli/options.hpp"

namespace tizhi {

struct CommandEntry {
  Command command;
  std::string_view name;
  std::string_view arguments;  // as in a usage line
  std::string_view brief;
  std::string_view text;      // what it does, at length
  std::string_view examples;  // lines
  std::size_t operands;       // how many arguments that are no options
};

struct OptionEntry {
  std::string_view name;              // long, without dashes
  char letter;                        // short, or 0
  std::string_view value;             // its placeholder; empty: takes none
  std::string_view text;              // may hold line breaks
  std::span<const Command> commands;  // where it may stand
};

std::span<const CommandEntry> commands();
std::span<const OptionEntry> options();
const CommandEntry& entry(Command command);

bool takes(const OptionEntry& option, Command command);

}  // namespace tizhi
