#include "tests/conformance/voting/suites.h"

namespace plenum::conformance {

void RunMeek(const std::filesystem::path& folder, Report& report) {
  ForEachFile(folder, ".blt", report, [&](const std::filesystem::path&) {
    report.Exclude("meek", "suite not built yet, counted in files");
  });
}

}  // namespace plenum::conformance
