// The Condorcet profiles again, for the rules that count in rounds or give points: plurality,
// instant runoff with its round totals, Borda and Dowdall, as CondorcetPHP counts them.
#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/formats/cvotes.h"
#include "services/deliberation/tally/rounds/instant_runoff.h"
#include "services/deliberation/tally/rounds/plurality.h"
#include "services/deliberation/tally/rounds/positional.h"
#include "tests/conformance/voting/suites.h"

namespace plenum::conformance {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using tally::Count;
using tally::Election;
using tally::OptionIndex;
using Tiers = std::vector<std::vector<std::string>>;

// Tiers of names, each sorted: the form in which orders are compared.
Tiers Order(const tally::Ranking& ranking, const std::vector<std::string>& names) {
  Tiers tiers = {};
  for (int t = 0; t < ranking.tier_count(); ++t) {
    tiers.emplace_back();
    for (const OptionIndex option : ranking.tier(t)) {
      tiers.back().push_back(names[static_cast<size_t>(option)]);
    }
    std::sort(tiers.back().begin(), tiers.back().end());
  }
  return tiers;
}

// "A > B = C", where names hold no blank at either end and no '>' or '='.
Tiers Order(const std::string& text) {
  Tiers tiers = {{""}};
  for (const char c : text) {
    if (c == '>') tiers.push_back({""});
    if (c == '=') tiers.back().emplace_back();
    if (c != '>' && c != '=') tiers.back().back() += c;
  }
  for (std::vector<std::string>& tier : tiers) {
    for (std::string& name : tier) {
      const size_t first = name.find_first_not_of(' ');
      if (first == std::string::npos) continue;
      name = name.substr(first, name.find_last_not_of(' ') - first + 1);
    }
    std::sort(tier.begin(), tier.end());
  }
  return tiers;
}

std::string Text(const Tiers& tiers) {
  std::string text;
  for (const std::vector<std::string>& tier : tiers) {
    for (size_t i = 0; i < tier.size(); ++i) {
      absl::StrAppend(&text, i > 0 ? " = " : (text.empty() ? "" : " > "), tier[i]);
    }
  }
  return text;
}

void CheckRanking(const std::string& name, const std::string& rule, const json& expected,
                  const Election& election, const absl::StatusOr<Count>& count, Report& report) {
  if (!expected.at("rankings").contains(rule)) return;
  if (!count.ok()) {
    report.Check(rule, name, false, count.status().ToString());
    return;
  }
  const Tiers want = Order(expected.at("rankings").at(rule).get<std::string>());
  const Tiers got = Order(count->ranking, election.names);
  report.Check(rule, name, want == got,
               absl::StrCat("expected ", Text(want), "\n    got      ", Text(got)));
}

// The totals of every round, each an object from name to votes under the round's number from 1.
void CheckRounds(const std::string& name, const json& expected, const Election& election,
                 const absl::StatusOr<Count>& count, Report& report) {
  constexpr const char* kRule = "instant_runoff_rounds";
  if (!expected.contains(kRule)) return;
  if (!count.ok()) {
    report.Check(kRule, name, false, count.status().ToString());
    return;
  }
  json got = json::object();
  for (size_t r = 0; r < count->rounds.size(); ++r) {
    json& round = got[std::to_string(r + 1)] = json::object();
    for (size_t option = 0; option < election.names.size(); ++option) {
      const std::optional<tally::Rational>& votes = count->rounds[r].votes[option];
      if (!votes.has_value()) continue;
      if (votes->get_den() != 1 || !votes->get_num().fits_slong_p()) {
        report.Check(kRule, name, false, absl::StrCat("round ", r + 1, " splits a vote"));
        return;
      }
      round[election.names[option]] = votes->get_num().get_si();
    }
  }
  const json& want = expected.at(kRule);
  std::string detail = absl::StrCat("expected ", want.size(), " rounds, got ", got.size());
  for (const auto& [number, round] : want.items()) {
    if (got.contains(number) && got.at(number) == round) continue;
    absl::StrAppend(&detail, "; the first different one is ", number);
    break;
  }
  report.Check(kRule, name, want == got, detail);
}

void RunCase(const fs::path& ballots, Report& report) {
  const std::string name = ballots.stem().string();
  const std::optional<std::string> text = ReadText(ballots);
  const std::optional<json> expected = ReadJson(ballots.parent_path() / (name + ".expected.json"));
  if (!text.has_value() || !expected.has_value()) return;  // counted as failed by RunCondorcet
  const absl::StatusOr<Election> election = tally::ReadCvotes(*text);
  if (!election.ok()) return;  // as above
  const tally::Profile& profile = election->profile;
  CheckRanking(name, "plurality", *expected, *election, tally::Plurality(profile, {}), report);
  CheckRanking(name, "borda_count", *expected, *election, tally::Borda(profile, {}), report);
  CheckRanking(name, "dowdall", *expected, *election, tally::Dowdall(profile, {}), report);
  const absl::StatusOr<Count> runoff =
      tally::InstantRunoff(profile, {tally::TiedPreferences::kSkip, tally::BottomTies::kDuels,
                                     tally::RunoffPlaces::kByMajority, tally::KeepTied{}});
  CheckRanking(name, "instant_runoff", *expected, *election, runoff, report);
  CheckRounds(name, *expected, *election, runoff, report);
}

}  // namespace

void RunCondorcetRounds(const fs::path& folder, Report& report) {
  ForEachFile(folder, ".cvotes", report,
              [&](const fs::path& ballots) { RunCase(ballots, report); });
}

}  // namespace plenum::conformance
