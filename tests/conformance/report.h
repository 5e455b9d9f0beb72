// What the conformance runners share: finding the third-party cases, counting them per rule, and
// the last line "SUITE: N of M" that `./dev conformance` and the CI read.
//
//   Report report("voting");
//   report.Check("schulze_winning", file + " ranking", got == expected);
//   report.Exclude("borda_count", "not built yet");
//   return report.Finish();  // the process's exit code
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

namespace plenum::conformance {

class Report {
 public:
  explicit Report(std::string suite) : suite_(std::move(suite)) {}

  // Counts one case of a rule; a failed one is printed with its detail (only the first few per
  // rule).
  void Check(const std::string& rule, const std::string& name, bool passed,
             const std::string& detail = "");

  // Counts a case that is not run, with the reason; it is no part of M.
  void Exclude(const std::string& rule, const std::string& reason);

  // Prints the tables and the last line. 0 when at least one case ran and all passed, else 1.
  int Finish() const;

 private:
  struct Tally {
    int passed = 0;
    int total = 0;
  };

  std::string suite_;
  std::map<std::string, Tally> rules_;
  std::map<std::pair<std::string, std::string>, int> excluded_;
};

// $PLENUM_CONFORMANCE_DIR/`sub`, or nothing, with a message on stderr that says what to do, when
// the variable is not set or there is no such folder or file.
std::optional<std::filesystem::path> ConformancePath(const std::string& sub);

// The whole file as text, and as JSON; nothing, with a message on stderr, when it cannot be read.
std::optional<std::string> ReadText(const std::filesystem::path& path);
std::optional<nlohmann::json> ReadJson(const std::filesystem::path& path);

}  // namespace plenum::conformance
