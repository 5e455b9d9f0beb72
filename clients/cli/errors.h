// errors: how a command fails, and what the shell sees of it.
//
// Commands return absl::Status. Those from the servers carry google.rpc details; those of the
// client itself are made here. main() prints one sentence, each wrong field on its own line, a hint
// what to do, and ends with the exit code.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "clients/cli/terminal.h"

namespace plenum::cli {

// What `plenum` ends with. Part of the interface: scripts rely on it.
enum ExitCode : int {
  kExitOk = 0,
  kExitRefused = 1,      // refused, or any other failure
  kExitUsage = 2,        // the command line, or a file given on it, is wrong
  kExitUnreachable = 3,  // a server does not answer
  kExitNotAllowed = 4,   // not signed in, or not allowed
  kExitNotFound = 5,     // no such thing
  kExitConflict = 6,     // changed or created by someone else meanwhile
};

// The command line, or a file given on it, is wrong.
absl::Status UsageError(std::string_view message);

// The person, or a script, chose to do nothing.
absl::Status Cancelled(std::string_view message);

// No profile and no token.
absl::Status NotSignedIn();

// The status' message (Abseil's string_view is not std's here).
std::string MessageOf(const absl::Status& status);

ExitCode ExitCodeOf(const absl::Status& status);

// For people: "plenum: sentence", wrong fields, hint. Ends in a line break.
std::string FormatError(const absl::Status& status, const Terminal& terminal);

// For programs: {"error": {"code", "reason", "message", "exitCode", "fields": [{"field",
// "description"}], "metadata": {...}, "requestId"}}, one line.
std::string FormatErrorJson(const absl::Status& status);

}  // namespace plenum::cli
