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
#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/condorcet/kemeny.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/formats/cvotes.h"
#include "services/deliberation/tally/methods/methods.h"
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

// The rules of `rankings` that are compared as they are, and what they are called here.
struct RankingRule {
  std::string_view key;
  std::string_view id;
};

// Ranked Pairs has no exclusions. Where defeats are of equal strength engines differ, but the
// source's treatment is the one that RankedPairs has for KeepTied: fewer opposing votes first, and
// of those still equal none that lies on a cycle of equal and stronger ones.
constexpr std::array kRankingRules = {
    RankingRule{"schulze_winning", "schulze-winning"},
    RankingRule{"schulze_margin", "schulze-margins"},
    RankingRule{"ranked_pairs_winning", "ranked-pairs-winning"},
    RankingRule{"ranked_pairs_margin", "ranked-pairs-margins"},
    RankingRule{"minimax_winning", "minimax-winning"},
    RankingRule{"minimax_margin", "minimax-margins"},
    RankingRule{"minimax_opposition", "minimax-opposition"},
    RankingRule{"copeland", "copeland"},
};

void CheckRanking(const std::string& name, const std::string& key, const std::string& expected,
                  const absl::StatusOr<tally::Count>& count, const Election& election,
                  Report& report) {
  if (!count.ok()) {
    report.Check(key, name, false, count.status().ToString());
    return;
  }
  const std::string want = Order(expected);
  const std::string got = Order(count->ranking, election.names);
  report.Check(key, name, want == got, absl::StrCat("expected ", want, "\n    got      ", got));
}

void CheckStrengths(const std::string& name, const std::string& key, tally::Strength strength,
                    const json& expected, const Election& election, const PairwiseMatrix& matrix,
                    Report& report) {
  if (!expected.contains(key)) return;
  const absl::StatusOr<SchulzeResult> result =
      tally::Schulze(matrix, {strength, tally::KeepTied{}});
  if (!result.ok()) {
    report.Check(key, name, false, result.status().ToString());
    return;
  }
  std::string detail;
  const bool same =
      SamePairs(expected.at(key), election.names, &detail,
                [&](OptionIndex a, OptionIndex b) { return result->PathStrength(a, b); });
  report.Check(key, name, same, detail);
}

// The options of an order without ties; nothing when it has ties or unknown names.
std::optional<std::vector<OptionIndex>> StrictOrder(const std::string& order,
                                                    const std::vector<std::string>& names) {
  std::vector<OptionIndex> options;
  for (const std::string& part : SplitAndTrim(order, '>')) {
    const auto found = std::find(names.begin(), names.end(), part);
    if (found == names.end()) return std::nullopt;
    options.push_back(static_cast<OptionIndex>(found - names.begin()));
  }
  if (options.size() != names.size()) return std::nullopt;
  return options;
}

// The source tries all orders and gives the first of the best ones, whichever that is. So where our
// ranking has ties, which it has where several orders are best, the expected order must be one of
// the best: its score says so. The source vouches for its results up to 7 options only: beyond that
// a case counts unless our own order, scored from the matrix, shows that the expected one is not
// best.
void CheckKemeny(const std::string& name, const json& expected, const Election& election,
                 const PairwiseMatrix& matrix, Report& report) {
  constexpr int kVouchedFor = 7;
  const bool has_order = expected.at("rankings").contains("kemeny_young");
  const bool has_score = expected.contains("kemeny_best_score");
  if (!has_order && !has_score) return;
  const absl::StatusOr<tally::KemenyResult> result = tally::Kemeny(matrix, {});
  if (!result.ok()) {
    report.Check("kemeny_young", name, false, result.status().ToString());
    return;
  }
  const tally::Integer best = tally::KemenyScore(matrix, result->order);
  if (has_score) {
    const tally::Integer want(expected.at("kemeny_best_score").get<long>());
    if (matrix.option_count() > kVouchedFor && best > want) {
      report.Exclude("condorcet/kemeny, " + name,
                     "the order found scores more than the expected best score");
      return;
    }
    report.Check("kemeny_best_score", name, best == want && result->count.proven,
                 absl::StrCat("expected ", want.get_str(), ", got ", best.get_str()));
  }
  if (!has_order) return;
  const std::string order = expected.at("rankings").at("kemeny_young").get<std::string>();
  const std::optional<std::vector<OptionIndex>> strict = StrictOrder(order, election.names);
  if (result->count.ranking.tier_count() == matrix.option_count() || !strict.has_value()) {
    CheckRanking(name, "kemeny_young", order, result->count, election, report);
    return;
  }
  const tally::Integer score = tally::KemenyScore(matrix, *strict);
  report.Check(
      "kemeny_young", name, score == best,
      absl::StrCat("the expected order scores ", score.get_str(), ", the best ", best.get_str()));
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

// What a file expects of rules that are compared nowhere.
void ExcludeTheRest(const json& expected, Report& report) {
  // In condorcet_rounds.cc.
  constexpr std::array<std::string_view, 4> kRounds = {"plurality", "instant_runoff", "borda_count",
                                                       "dowdall"};
  for (const auto& [rule, order] : expected.at("rankings").items()) {
    const bool compared =
        rule == "kemeny_young" ||
        std::find(kRounds.begin(), kRounds.end(), rule) != kRounds.end() ||
        std::any_of(kRankingRules.begin(), kRankingRules.end(),
                    [&rule = rule](const RankingRule& known) { return known.key == rule; });
    if (!compared) report.Exclude("condorcet/" + rule, "there is no such rule");
  }
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
  const json& rankings = expected->at("rankings");
  for (const RankingRule& rule : kRankingRules) {
    const std::string key(rule.key);
    if (!rankings.contains(key)) continue;
    CheckRanking(
        name, key, rankings.at(key).get<std::string>(),
        tally::FindRankedMethod(rule.id)->count(election->profile, matrix, tally::KeepTied{}, {}),
        *election, report);
  }
  CheckKemeny(name, *expected, *election, matrix, report);
  CheckStrengths(name, "schulze_winning_strengths", tally::Strength::kWinningVotes, *expected,
                 *election, matrix, report);
  CheckStrengths(name, "schulze_margin_strengths", tally::Strength::kMargins, *expected, *election,
                 matrix, report);
  CheckCondorcet(name, "condorcet_winner", *expected, matrix.CondorcetWinner(), *election, report);
  CheckCondorcet(name, "condorcet_loser", *expected, matrix.CondorcetLoser(), *election, report);

  ExcludeTheRest(*expected, report);
}

}  // namespace

void RunCondorcet(const fs::path& folder, Report& report) {
  ForEachFile(folder, ".cvotes", report,
              [&](const fs::path& ballots) { RunCondorcetCase(ballots, report); });
}

}  // namespace plenum::conformance
