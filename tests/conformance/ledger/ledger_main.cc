// Runs the third-party Merkle proofs in $PLENUM_CONFORMANCE_DIR/ledger/merkle: one file a proof,
// with the numbers, the hashes in base64 and whether a verifier must refuse it (`wantErr`).
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "services/common/ledger/merkle.h"
#include "tests/conformance/report.h"

namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using plenum::conformance::Report;
namespace ledger = plenum::ledger;

std::string Bytes(const json& text) {
  std::string bytes;
  if (text.is_string() && !absl::Base64Unescape(text.get<std::string>(), &bytes)) {
    throw std::runtime_error("no base64: " + text.get<std::string>());
  }
  return bytes;
}

// What the verifier of that kind of proof says.
absl::Status Verify(const std::string& kind, const json& at) {
  ledger::Proof proof;
  for (const json& hash : at.at("proof")) proof.push_back(Bytes(hash));
  const auto number = [&](const char* key) { return at.at(key).get<std::uint64_t>(); };
  const auto bytes = [&](const char* key) { return Bytes(at.at(key)); };
  if (kind == "inclusion") {
    return ledger::VerifyInclusion(number("leafIdx"), number("treeSize"), bytes("leafHash"), proof,
                                   bytes("root"));
  }
  if (kind == "consistency") {
    return ledger::VerifyConsistency(number("size1"), number("size2"), bytes("root1"), proof,
                                     bytes("root2"));
  }
  if (kind == "subtreeinclusion") {
    return ledger::VerifySubtreeInclusion(number("leafIdx"), number("start"), number("end"),
                                          bytes("leafHash"), proof, bytes("root"));
  }
  if (kind == "subtreeconsistency") {
    return ledger::VerifySubtree(number("start"), number("end"), number("size"), bytes("root1"),
                                 proof, bytes("root2"));
  }
  throw std::runtime_error("a kind of proof that is not known");
}

void RunKind(const fs::path& folder, Report& report) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  const std::string kind = folder.filename().string();
  for (const fs::path& file : files) {
    const std::string name = fs::relative(file, folder.parent_path()).string();
    const auto at = plenum::conformance::ReadJson(file);
    if (!at) {
      report.Check(kind, name, false, "cannot be read");
      continue;
    }
    try {
      const bool refuse = at->at("wantErr").get<bool>();
      const absl::Status status = Verify(kind, *at);
      report.Check(kind + (refuse ? " refused" : " accepted"), name, status.ok() != refuse,
                   status.ToString());
    } catch (const std::exception& error) {
      report.Check(kind, name, false, error.what());
    }
  }
}

}  // namespace

int main() {
  const auto root = plenum::conformance::ConformancePath("ledger/merkle");
  if (!root) return 1;
  Report report("ledger");
  std::vector<fs::path> kinds;
  for (const auto& entry : fs::directory_iterator(*root)) {
    if (entry.is_directory()) kinds.push_back(entry.path());
  }
  std::sort(kinds.begin(), kinds.end());
  for (const fs::path& kind : kinds) RunKind(kind, report);
  return report.Finish();
}
