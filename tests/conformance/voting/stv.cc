#include "tests/conformance/voting/suites.h"

namespace plenum::conformance {

void RunStv(const std::filesystem::path& folder, Report& report) {
  ForEachFile(folder, ".blt", report, [&](const std::filesystem::path&) {
    report.Exclude("stv", "suite not built yet, counted in files");
  });
}

}  // namespace plenum::conformance
