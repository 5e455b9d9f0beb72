#include "tests/conformance/voting/suites.h"

namespace plenum::conformance {

void RunCommittee(const std::filesystem::path& folder, Report& report) {
  ForEachFile(folder, ".jsonl", report, [&](const std::filesystem::path&) {
    report.Exclude("committee", "suite not built yet, counted in files");
  });
}

}  // namespace plenum::conformance
