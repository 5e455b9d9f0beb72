#include "tests/conformance/report.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <system_error>

namespace plenum::conformance {

void Report::Check(const std::string& rule, const std::string& name, bool passed,
                   const std::string& detail) {
  constexpr int kFailuresShown = 5;
  Tally& tally = rules_[rule];
  ++tally.total;
  if (passed) {
    ++tally.passed;
  } else if (tally.total - tally.passed <= kFailuresShown) {
    std::cout << "FAILED " << rule << ": " << name << (detail.empty() ? "" : "\n    ") << detail
              << "\n";
  }
}

void Report::Exclude(const std::string& rule, const std::string& reason) {
  ++excluded_[{rule, reason}];
}

int Report::Finish() const {
  Tally all;
  for (const auto& [rule, tally] : rules_) {
    std::cout << "  " << rule << ": " << tally.passed << " of " << tally.total << "\n";
    all.passed += tally.passed;
    all.total += tally.total;
  }
  if (!excluded_.empty()) std::cout << "not run, and not counted below:\n";
  for (const auto& [key, count] : excluded_) {
    std::cout << "  " << key.first << ": " << count << " (" << key.second << ")\n";
  }
  if (all.total == 0) std::cout << "no case was found\n";
  std::cout << suite_ << ": " << all.passed << " of " << all.total << std::endl;
  return all.total > 0 && all.passed == all.total ? 0 : 1;
}

std::optional<std::filesystem::path> ConformancePath(const std::string& sub) {
  const char* root = std::getenv("PLENUM_CONFORMANCE_DIR");
  if (root == nullptr || *root == '\0') {
    std::cerr << "PLENUM_CONFORMANCE_DIR is not set: point it at the folder of third-party cases\n";
    return std::nullopt;
  }
  std::filesystem::path path = std::filesystem::path(root) / sub;
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    std::cerr << "there is no " << path.string() << ": check PLENUM_CONFORMANCE_DIR\n";
    return std::nullopt;
  }
  return path;
}

std::optional<std::string> ReadText(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) {
    std::cerr << "cannot read " << path.string() << "\n";
    return std::nullopt;
  }
  return text.str();
}

std::optional<nlohmann::json> ReadJson(const std::filesystem::path& path) {
  const std::optional<std::string> text = ReadText(path);
  if (!text.has_value()) return std::nullopt;
  nlohmann::json json = nlohmann::json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) {
    std::cerr << path.string() << " is not JSON\n";
    return std::nullopt;
  }
  return json;
}

}  // namespace plenum::conformance
