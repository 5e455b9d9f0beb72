// The committee instances: a JSON object on a line with an approval profile, the committee size and
// for each rule all winning committees ("resolute": any one of them).
#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/committee/balance.h"
#include "services/deliberation/tally/committee/committee.h"
#include "tests/conformance/voting/suites.h"

namespace plenum::conformance {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using tally::ApprovalProfile;
using tally::CommitteeResult;
using tally::CommitteeRule;
using tally::OptionIndex;

using Committees = std::vector<std::vector<OptionIndex>>;

struct Instance {
  std::string id;
  ApprovalProfile profile;
  tally::VoterOrder voters;  // as they are listed; greedy Monroe represents the earlier ones first
  int seats;
};

std::optional<Instance> ReadInstance(const json& line) {
  const int options = line.at("num_cand").get<int>();
  absl::StatusOr<ApprovalProfile> profile = ApprovalProfile::Create(options);
  if (!profile.ok()) return std::nullopt;
  tally::VoterOrder voters;
  std::map<std::vector<OptionIndex>, size_t> group_of;
  for (const json& ballot : line.at("profile")) {
    auto approved = ballot.get<std::vector<OptionIndex>>();
    if (!profile->Add(approved).ok()) return std::nullopt;
    std::sort(approved.begin(), approved.end());
    voters.push_back(group_of.emplace(approved, group_of.size()).first->second);
  }
  return Instance{line.at("id").get<std::string>(), *std::move(profile), std::move(voters),
                  line.at("committeesize").get<int>()};
}

std::string Text(const Committees& committees) { return json(committees).dump(); }

// The order in which the reference implementation breaks ties: by index.
tally::DeclaredOrder ByIndex(int option_count) {
  tally::DeclaredOrder policy;
  for (OptionIndex i = 0; i < option_count; ++i) policy.order.push_back(i);
  return policy;
}

absl::StatusOr<CommitteeResult> Elect(const Instance& instance, CommitteeRule rule, bool resolute) {
  tally::CommitteeOptions options;
  options.seats = instance.seats;
  options.most_committees = 100'000;
  if (resolute) options.tie_policy = ByIndex(instance.profile.option_count());
  return rule == CommitteeRule::kGreedyMonroe
             ? tally::GreedyMonroe(instance.profile, options, instance.voters)
             : tally::ElectCommittee(instance.profile, rule, options);
}

// Whether the expected committees of SAV owe to rounding: options of exactly equal points (counted
// here in whole numbers, in units of 1/lcm of the ballot sizes) that sums of doubles, taken in the
// order of the ballots, put apart, so that one is in all expected committees and another in none.
bool SavTieLostToRounding(const json& line, const Committees& want) {
  int64_t unit = 1;
  for (const json& ballot : line.at("profile")) {
    if (!ballot.empty()) unit = std::lcm(unit, static_cast<int64_t>(ballot.size()));
  }
  const auto n = line.at("num_cand").get<size_t>();
  std::vector<int64_t> exact(n, 0);
  std::vector<double> rounded(n, 0);
  for (const json& ballot : line.at("profile")) {
    for (const json& option : ballot) {
      exact[option.get<size_t>()] += unit / static_cast<int64_t>(ballot.size());
      rounded[option.get<size_t>()] += 1.0 / static_cast<double>(ballot.size());
    }
  }
  const auto in_how_many = [&](size_t option) {
    return std::count_if(want.begin(), want.end(), [&](const std::vector<OptionIndex>& committee) {
      return std::binary_search(committee.begin(), committee.end(), static_cast<int>(option));
    });
  };
  for (size_t a = 0; a < n; ++a) {
    for (size_t b = 0; b < n; ++b) {
      if (exact[a] == exact[b] && rounded[a] > rounded[b] && in_how_many(b) == 0 &&
          in_how_many(a) == static_cast<std::ptrdiff_t>(want.size())) {
        return true;
      }
    }
  }
  return false;
}

void CheckRule(const Instance& instance, const json& line, const json& expected, Report& report) {
  const auto name = expected.at("rule_id").get<std::string>();
  const bool resolute = expected.at("resolute").get<bool>();
  const std::string key = "committee " + name + (resolute ? " (one)" : " (all)");
  const std::optional<CommitteeRule> rule = tally::CommitteeRuleByName(name);
  if (!rule.has_value()) {
    report.Exclude(key, name == "rsd" ? "random serial dictator: the winner is drawn, so the set "
                                        "gives no expected committee"
                                      : "rule not built");
    return;
  }
  if (expected.at("result").is_null()) {
    report.Exclude(key, "the set gives no expected committee for these instances");
    return;
  }
  auto want = expected.at("result").get<Committees>();
  for (std::vector<OptionIndex>& committee : want) std::sort(committee.begin(), committee.end());
  std::sort(want.begin(), want.end());
  if (rule == CommitteeRule::kSatisfactionApproval && !resolute &&
      SavTieLostToRounding(line, want)) {
    report.Exclude(key, instance.id +
                            ": the expected result has lost a tie to rounding; two options "
                            "of exactly equal points are in all and in none of it");
    return;
  }
  const absl::StatusOr<CommitteeResult> result = Elect(instance, *rule, resolute);
  if (!result.ok()) {
    report.Check(key, instance.id, false, result.status().ToString());
    return;
  }
  const bool same =
      result->proven && result->complete &&
      (resolute ? result->committees.size() == 1 &&
                      std::binary_search(want.begin(), want.end(), result->committees.front())
                : result->committees == want);
  report.Check(key, instance.id, same,
               "expected " + Text(want) + "\n    got      " + Text(result->committees));
}

}  // namespace

void RunCommittee(const fs::path& folder, Report& report) {
  ForEachFile(folder, ".jsonl", report, [&](const fs::path& file) {
    const std::optional<std::string> text = ReadText(file);
    if (!text.has_value()) {
      report.Check("files", file.filename().string(), false);
      return;
    }
    std::istringstream lines(*text);
    for (std::string line; std::getline(lines, line);) {
      if (line.empty()) continue;
      const json parsed = json::parse(line);
      const std::optional<Instance> instance = ReadInstance(parsed);
      if (!instance.has_value()) {
        report.Check("files", parsed.at("id").get<std::string>(), false, "not a valid profile");
        continue;
      }
      for (const json& expected : parsed.at("compute")) {
        CheckRule(*instance, parsed, expected, report);
      }
    }
  });
}

}  // namespace plenum::conformance
