#include "tests/conformance/voting/suites.h"

namespace plenum::conformance {

void RunBudget(const std::filesystem::path& folder, Report& report) {
  ForEachFile(folder, ".pb", report, [&](const std::filesystem::path&) {
    report.Exclude("budget", "suite not built yet, counted in files");
  });
}

}  // namespace plenum::conformance
