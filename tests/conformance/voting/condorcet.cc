// The Condorcet profiles: per election and reading of unranked options a .cvotes file and the
// expected matrix, rankings and round totals.
#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/formats/cvotes.h"
#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/schulze.h"
#include "tests/conformance/voting/suites.h"

namespace plenum::conformance {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using tally::Election;
using tally::OptionIndex;
using tally::PairwiseMatrix;
using tally::SchulzeResult;

// "A > B = C" with the options of a tier sorted by name, the form in which orders are compared.
std::string Order(const std::vector<std::vector<std::string>>& tiers) {
  std::string text;
  for (std::vector<std::string> tier : tiers) {
    std::sort(tier.begin(), tier.end());
    for (size_t i = 0; i < tier.size(); ++i) {
      absl::StrAppend(&text, i > 0 ? " = " : (text.empty() ? "" : " > "), tier[i]);
    }
  }
  return text;
}

std::string Order(const tally::Ranking& ranking, const std::vector<std::string>& names) {
  std::vector<std::vector<std::string>> tiers;
  for (int t = 0; t < ranking.tier_count(); ++t) {
    tiers.emplace_back();
    for (const OptionIndex option : ranking.tier(t)) {
      tiers.back().push_back(names[static_cast<size_t>(option)]);
    }
  }
  return Order(tiers);
}

std::vector<std::string> SplitAndTrim(const std::string& text, char separator) {
  std::vector<std::string> parts;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(separator, begin), text.size());
    const std::string part = text.substr(begin, end - begin);
    const size_t first = part.find_first_not_of(' ');
    parts.push_back(first == std::string::npos
                        ? ""
                        : part.substr(first, part.find_last_not_of(' ') - first + 1));
    begin = end + 1;
  }
  return parts;
}

// The expected order, put into the same form.
std::string Order(const std::string& expected) {
  std::vector<std::vector<std::string>> tiers;
  for (const std::string& tier : SplitAndTrim(expected, '>')) {
    tiers.push_back(SplitAndTrim(tier, '='));
  }
  return Order(tiers);
}

// Compares expected[x][y] with got(x, y) for every ordered pair; the detail names the first
// difference.
template <typename Got>
bool SamePairs(const json& expected, const std::vector<std::string>& names, std::string* detail,
               const Got& got) {
  const int n = static_cast<int>(names.size());
  for (OptionIndex a = 0; a < n; ++a) {
    for (OptionIndex b = 0; b < n; ++b) {
      if (a == b) continue;
      const std::string& name_a = names[static_cast<size_t>(a)];
      const std::string& name_b = names[static_cast<size_t>(b)];
      const int64_t want = expected.at(name_a).at(name_b).get<int64_t>();
      if (want == got(a, b)) continue;
      *detail = absl::StrCat(name_a, " against ", name_b, ": expected ", want, ", got ", got(a, b));
      return false;
    }
  }
  return true;
}

void CheckPairwise(const std::string& name, const json& expected, const Election& election,
                   const PairwiseMatrix& matrix, Report& report) {
  std::string detail;
  json part;
  const auto of = [&](const char* key) {
    part = json::object();
    for (const auto& [option, row] : expected.items()) part[option] = row.at(key);
    return part;
  };
  const bool same = SamePairs(of("win"), election.names, &detail,
                              [&](OptionIndex a, OptionIndex b) { return matrix.prefer(a, b); }) &&
                    SamePairs(of("lose"), election.names, &detail,
                              [&](OptionIndex a, OptionIndex b) { return matrix.prefer(b, a); }) &&
                    SamePairs(of("null"), election.names, &detail,
                              [&](OptionIndex a, OptionIndex b) { return matrix.tied(a, b); });
  report.Check("pairwise", name, same, detail);
}

void CheckSchulze(const std::string& name, const std::string& rule, tally::Strength strength,
                  const json& expected, const Election& election, const PairwiseMatrix& matrix,
                  Report& report) {
  const absl::StatusOr<SchulzeResult> result =
      tally::Schulze(matrix, {strength, tally::KeepTied{}});
  if (!result.ok()) {
    report.Check(rule, name, false, result.status().ToString());
    return;
  }
  if (expected.at("rankings").contains(rule)) {
    const std::string want = Order(expected.at("rankings").at(rule).get<std::string>());
    const std::string got = Order(result->ranking(), election.names);
    report.Check(rule, name, want == got, absl::StrCat("expected ", want, "\n    got      ", got));
  }
  const std::string strengths = rule + "_strengths";
  if (expected.contains(strengths)) {
    std::string detail;
    const bool same =
        SamePairs(expected.at(strengths), election.names, &detail,
                  [&](OptionIndex a, OptionIndex b) { return result->PathStrength(a, b); });
    report.Check(strengths, name, same, detail);
  }
}

// A Condorcet winner or loser, where the file has one: a name, or null for "there is none".
void CheckCondorcet(const std::string& name, const std::string& key, const json& expected,
                    const std::optional<OptionIndex>& got, const Election& election,
                    Report& report) {
  if (!expected.contains(key)) return;
  const json& want = expected.at(key);
  const bool same =
      got.has_value() ? want == json(election.names[static_cast<size_t>(*got)]) : want.is_null();
  report.Check(key, name, same);
}

void RunCondorcetCase(const fs::path& ballots, Report& report) {
  const std::string name = ballots.stem().string();
  const std::optional<std::string> text = ReadText(ballots);
  const std::optional<json> expected = ReadJson(ballots.parent_path() / (name + ".expected.json"));
  if (!text.has_value() || !expected.has_value()) {
    report.Check("files", name, false, "the ballots or the expected results cannot be read");
    return;
  }
  const absl::StatusOr<Election> election = tally::ReadCvotes(*text);
  if (!election.ok()) {
    report.Check("files", name, false, election.status().ToString());
    return;
  }
  const PairwiseMatrix matrix = PairwiseMatrix::FromProfile(election->profile);

  if (expected->contains("pairwise")) {
    CheckPairwise(name, expected->at("pairwise"), *election, matrix, report);
  }
  CheckSchulze(name, "schulze_winning", tally::Strength::kWinningVotes, *expected, *election,
               matrix, report);
  CheckSchulze(name, "schulze_margin", tally::Strength::kMargins, *expected, *election, matrix,
               report);
  CheckCondorcet(name, "condorcet_winner", *expected, matrix.CondorcetWinner(), *election, report);
  CheckCondorcet(name, "condorcet_loser", *expected, matrix.CondorcetLoser(), *election, report);

  constexpr std::string_view kNotBuilt = "rule not built yet";
  for (const auto& [rule, order] : expected->at("rankings").items()) {
    // In condorcet_rounds.cc.
    constexpr std::array<std::string_view, 4> kRounds = {"plurality", "instant_runoff",
                                                         "borda_count", "dowdall"};
    if (rule != "schulze_winning" && rule != "schulze_margin" &&
        std::find(kRounds.begin(), kRounds.end(), rule) == kRounds.end()) {
      report.Exclude("condorcet/" + rule, std::string(kNotBuilt));
    }
  }
  for (const auto& [key, value] : expected->items()) {
    if (key == "kemeny_best_score") {
      report.Exclude("condorcet/" + key, std::string(kNotBuilt));
    }
  }
}

}  // namespace

void RunCondorcet(const fs::path& folder, Report& report) {
  ForEachFile(folder, ".cvotes", report,
              [&](const fs::path& ballots) { RunCondorcetCase(ballots, report); });
}

}  // namespace plenum::conformance
