// The suites of third-party voting cases, one function for each folder of
// $PLENUM_CONFORMANCE_DIR/voting. Cases are found by what the folder holds, never by name.
#pragma once

#include <filesystem>
#include <functional>
#include <string_view>

#include "tests/conformance/report.h"

namespace plenum::conformance {

// Calls run(file) for each file of that extension below the folder, in order of path. What it
// throws (JSON of an unexpected shape) is a failed case of the rule "files".
void ForEachFile(const std::filesystem::path& folder, std::string_view extension, Report& report,
                 const std::function<void(const std::filesystem::path&)>& run);

void RunCondorcet(const std::filesystem::path& folder, Report& report);
void RunCondorcetRounds(const std::filesystem::path& folder, Report& report);
void RunStv(const std::filesystem::path& folder, Report& report);
void RunMeek(const std::filesystem::path& folder, Report& report);
void RunCommittee(const std::filesystem::path& folder, Report& report);
void RunScore(const std::filesystem::path& folder, Report& report);
void RunBudget(const std::filesystem::path& folder, Report& report);

}  // namespace plenum::conformance
