// Runs the third-party voting cases of $PLENUM_CONFORMANCE_DIR/voting, prints a count per rule,
// what was not run and why, and as the last line "voting: N of M". The exit code is 0 only when
// every case passed and there was at least one.
//
//   plenum-conformance-voting [SUITE...]   condorcet stv meek committee score budget; all if none
#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/conformance/report.h"
#include "tests/conformance/voting/suites.h"

namespace plenum::conformance {

namespace fs = std::filesystem;

void ForEachFile(const fs::path& folder, std::string_view extension, Report& report,
                 const std::function<void(const fs::path&)>& run) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == extension) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    try {
      run(file);
    } catch (const std::exception& error) {  // nlohmann's accessors throw on an unexpected shape
      report.Check("files", file.filename().string(), false, error.what());
    }
  }
}

namespace {

using Suite = void (*)(const fs::path&, Report&);

int Run(const std::vector<std::string>& wanted) {
  const std::map<std::string, Suite> suites = {
      {"condorcet", RunCondorcet}, {"stv", RunStv},     {"meek", RunMeek},
      {"committee", RunCommittee}, {"score", RunScore}, {"budget", RunBudget}};
  Report report("voting");
  const std::optional<fs::path> voting = ConformancePath("voting");
  if (!voting.has_value()) return report.Finish();
  for (const std::string& name : wanted) {
    if (!suites.contains(name)) {
      std::fprintf(stderr, "there is no suite %s\n", name.c_str());
      return 1;
    }
  }
  for (const auto& [name, run] : suites) {
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), name) == wanted.end()) continue;
    if (fs::is_directory(*voting / name)) {
      run(*voting / name, report);
      if (name == "condorcet") RunCondorcetRounds(*voting / name, report);
    } else {
      report.Check("files", name, false, "the folder voting/" + name + " is missing");
    }
  }
  return report.Finish();
}

}  // namespace
}  // namespace plenum::conformance

int main(int argc, char** argv) {
  try {
    return plenum::conformance::Run({argv + 1, argv + argc});
  } catch (...) {  // the file system and JSON libraries throw; no count is then no pass
    std::fputs("the cases cannot be read\n", stderr);
    return 1;
  }
}
