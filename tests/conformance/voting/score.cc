#include "tests/conformance/voting/suites.h"

namespace plenum::conformance {

void RunScore(const std::filesystem::path& folder, Report& report) {
  ForEachFile(folder, ".starvote", report, [&](const std::filesystem::path&) {
    report.Exclude("score", "suite not built yet, counted in files");
  });
}

}  // namespace plenum::conformance
