// app: the whole program, apart from main().
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "clients/cli/commands.h"

namespace plenum::cli {

// The parser with every verb. `global` and `chosen` are filled by parsing and must outlive it.
std::unique_ptr<CLI::App> MakeApp(GlobalOptions& global, Action& chosen);

// Runs `plenum` with the words after its name; the exit code (see errors.h).
int Run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err);

}  // namespace plenum::cli
