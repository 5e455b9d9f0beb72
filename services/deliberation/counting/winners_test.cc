#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "services/common/base/parallel.h"
#include "services/deliberation/counting/counting.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::counting {
namespace {

namespace math = plenum::tally;
namespace wire = plenum::tally::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::vector<std::string> kNames = {"Ann", "Bob", "Cy", "Di"};

const wire::RuleWinners& RuleOf(const wire::CheckRobustnessResponse& report,
                                const std::string& rule) {
  const auto& rules = report.winners().rules();
  const auto found =
      std::find_if(rules.begin(), rules.end(), [&](const auto& r) { return r.rule() == rule; });
  EXPECT_NE(found, rules.end()) << rule;
  return *found;
}

int SharedOf(const wire::CheckRobustnessResponse& report, const std::string& first,
             const std::string& second) {
  for (const auto& pair : report.winners().agreements()) {
    if (pair.first() == first && pair.second() == second) return pair.shared();
  }
  return -1;
}

math::Profile Council() {
  return math::MakeProfile(
      4, math::Unranked::kTiedLast,
      {{{{0}, {1}, {2}}, 60}, {{{1}, {0}}, 25}, {{{2}, {3}}, 40}, {{{3}, {2}}, 20}});
}

TEST(WinnersOfAnElection, AllRulesStandSideBySideTheExaminedOneFirst) {
  const math::Profile profile = Council();
  SeatsRequest request{profile, kNames, 2};
  request.rule = wire::STV_RULE_MEEK;
  const auto report = CheckRobustness(request, "", 0, {});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->winners().rules(0).rule(), "meek");
  EXPECT_EQ(report->winners().rules_size(), wire::StvRule_ARRAYSIZE - 1);
  EXPECT_EQ(report->winners().rules_counted(), wire::StvRule_ARRAYSIZE - 1);
  std::set<std::string> names;
  for (const auto& rule : report->winners().rules()) {
    names.insert(rule.rule());
    EXPECT_THAT(rule.elected(), ElementsAre(0, 2)) << rule.rule();
  }
  EXPECT_EQ(names.size(), report->winners().rules_size());
  EXPECT_EQ(SharedOf(*report, "meek", "scottish"), 2);
  EXPECT_EQ(report->seed(), "plenum");
  EXPECT_EQ(report->samples(), 200);
  EXPECT_FALSE(report->has_margin());
  EXPECT_EQ(report->winners().options(0).rules(), report->winners().rules_counted());
  // 60 first places of 145 are safe, 40 and 20 that help each other nearly so.
  EXPECT_EQ(report->winners().options(0).samples(), 200);
  EXPECT_GT(report->winners().options(2).samples(), 150);
  EXPECT_LE(report->winners().same_winners(), report->winners().options(2).samples());
}

TEST(WinnersOfAnElection, KeepTheirNumbersWhenOthersWithdraw) {
  const math::Profile profile = Council();
  SeatsRequest request{profile, kNames, 2};
  request.withdrawn = {0};
  const auto report = CheckRobustness(request, "", 20, {});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(report->withdrawn(), ElementsAre(0));
  ASSERT_EQ(report->winners().options_size(), 3);
  EXPECT_EQ(report->winners().options(0).option(), 1);
  const auto elected = Elect(request);
  std::vector<int> expected(elected->elected().begin(), elected->elected().end());
  std::ranges::sort(expected);
  EXPECT_THAT(RuleOf(*report, "scottish").elected(), ::testing::ElementsAreArray(expected));
  EXPECT_THAT(RuleOf(*report, "meek-shared").elected(), ::testing::ElementsAreArray(expected));
}

TEST(WinnersOfAnElection, RulesThatRefuseTheBallotsSayWhy) {
  const math::Profile ties =
      math::MakeProfile(3, math::Unranked::kTiedLast, {{{{0, 1}, {2}}, 5}, {{{2}}, 3}});
  const std::vector<std::string> names = {"A", "B", "C"};
  SeatsRequest request{ties, names, 1};
  request.rule = wire::STV_RULE_MEEK;
  const auto report = CheckRobustness(request, "", 20, {});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(RuleOf(*report, "scottish").refusal(), HasSubstr("ties options"));
  EXPECT_LT(report->winners().rules_counted(), report->winners().rules_size());
  request.rule = wire::STV_RULE_SCOTTISH;
  EXPECT_EQ(CheckRobustness(request, "", 20, {}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

math::ScoreProfile Points() {
  math::ScoreProfile profile = *math::ScoreProfile::Create(4, {0, 5});
  EXPECT_TRUE(profile.Add({5, 4, 0, std::nullopt}, 10).ok());
  EXPECT_TRUE(profile.Add({0, 4, 5, 1}, 9).ok());
  return profile;
}

TEST(WinnersByPoints, TheSumTellsTheFewestBallotsThatMoveIt) {
  const math::ScoreProfile profile = Points();  // 50, 76, 45, 9
  ScoresRequest request{profile, kNames};
  const auto report = CheckRobustness(request, "s", 100, {});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(RuleOf(*report, "sum").elected(), ElementsAre(1));
  EXPECT_THAT(RuleOf(*report, "star").elected(), ElementsAre(0));
  EXPECT_EQ(report->winners().rules_size(), 4);
  EXPECT_EQ(SharedOf(*report, "sum", "star"), 0);
  EXPECT_EQ(SharedOf(*report, "sum", "mean"), 1);
  // Ann is 26 behind; each of the nine ballots (0, 4) that becomes (5, 0) takes 9.
  EXPECT_EQ(report->margin().at_most(), 3);
  EXPECT_TRUE(report->margin().exact());
  EXPECT_EQ(report->margin().rival(), 0);
  request.rule = wire::SCORE_RULE_STAR;
  const auto star = CheckRobustness(request, "s", 100, {});
  EXPECT_EQ(star->winners().rules(0).rule(), "star");
  // Its runoff is 10 to 9: one ballot turns it round.
  EXPECT_EQ(star->margin().at_most(), 1);
  EXPECT_TRUE(star->margin().exact());
  EXPECT_THAT(star->margin().because(), HasSubstr("runoff"));
  for (const auto rule : {wire::SCORE_RULE_MEAN, wire::SCORE_RULE_MAJORITY_JUDGMENT}) {
    request.rule = rule;
    const auto other = CheckRobustness(request, "s", 20, {});
    ASSERT_TRUE(other->has_margin());
    EXPECT_GE(other->margin().at_most(), other->margin().at_least());
    EXPECT_GE(other->margin().at_least(), 1);
    EXPECT_FALSE(other->margin().because().empty());
  }
  request.rule = wire::SCORE_RULE_STAR;
  request.withdrawn = {1};
  const auto without = CheckRobustness(request, "s", 20, {});
  EXPECT_EQ(without->margin().at_most(), 1) << "10 to 9 between the two that are left";
  EXPECT_EQ(without->margin().rival(), 2);
  // Half of the samples turn it round.
  EXPECT_GT(star->winners().same_winners(), 20);
  EXPECT_LT(star->winners().same_winners(), 80);
  EXPECT_GT(report->winners().same_winners(), 90);
}

TEST(WinnersByPoints, RulesWithSeveralWinnersStandBesideEachOther) {
  const math::ScoreProfile profile = Points();
  ScoresRequest request{profile, kNames, wire::SCORE_RULE_REWEIGHTED_RANGE, 2};
  const auto report = CheckRobustness(request, "", 20, {});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->winners().rules_size(), 4);
  EXPECT_EQ(RuleOf(*report, "bloc-star").elected_size(), 2);
  request.rule = wire::SCORE_RULE_SUM;
  EXPECT_THAT(std::string(CheckRobustness(request, "", 20, {}).status().message()),
              HasSubstr("one winner"));
}

math::ApprovalProfile Approvals() {
  math::ApprovalProfile profile = *math::ApprovalProfile::Create(4);
  EXPECT_TRUE(profile.Add({0, 1}, 60).ok());
  EXPECT_TRUE(profile.Add({2}, 40).ok());
  EXPECT_TRUE(profile.Add({3}, 10).ok());
  return profile;
}

TEST(WinnersOfACommittee, AllRulesStandSideBySide) {
  const math::ApprovalProfile profile = Approvals();
  CommitteeRequest request{profile, kNames, 2, wire::COMMITTEE_RULE_APPROVAL};
  const auto report = CheckRobustness(request, "", 50, {});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->winners().rules_size(), wire::CommitteeRule_ARRAYSIZE - 1);
  EXPECT_THAT(RuleOf(*report, "approval").elected(), ElementsAre(0, 1));
  // Proportional rules give one of the two seats to Cy, and the other to Ann or Bob.
  EXPECT_THAT(RuleOf(*report, "pav").elected(), ElementsAre(2));
  EXPECT_THAT(RuleOf(*report, "pav").level(), ElementsAre(0, 1));
  EXPECT_EQ(SharedOf(*report, "approval", "pav"), 0);
  EXPECT_THAT(RuleOf(*report, "trivial").elected(), IsEmpty());
  EXPECT_EQ(report->winners().options(2).samples(), 0);
  EXPECT_EQ(report->winners().same_winners(), 50);
  // Of the 60, each ballot that turns from Ann to Cy takes 2 of the 20 that she is ahead.
  EXPECT_EQ(report->margin().at_most(), 10);
  EXPECT_TRUE(report->margin().exact());
  request.rule = wire::COMMITTEE_RULE_PAV;
  EXPECT_FALSE(CheckRobustness(request, "", 20, {})->has_margin());
}

TEST(WinnersOfACommittee, OptionsThatAreLevelCanBeSeparatedByOneBallot) {
  math::ApprovalProfile profile = *math::ApprovalProfile::Create(4);
  ASSERT_TRUE(profile.Add({0, 1, 2}, 3).ok());
  CommitteeRequest request{profile, kNames, 2, wire::COMMITTEE_RULE_APPROVAL};
  const auto report = CheckRobustness(request, "", 20, {});
  ASSERT_TRUE(report.ok());
  EXPECT_THAT(RuleOf(*report, "approval").level(), ElementsAre(0, 1, 2));
  EXPECT_EQ(report->margin().at_most(), 0);
  EXPECT_TRUE(report->margin().exact());
}

TEST(WinnersOfACommittee, RulesThatTakeLongOnManyBallotsAreLeftOut) {
  math::ApprovalProfile profile = *math::ApprovalProfile::Create(100);
  std::vector<std::string> names;
  for (int i = 0; i < 100; ++i) names.push_back("o" + std::to_string(i));
  math::RandomEngine engine(9);
  for (int b = 0; b < 300; ++b) {
    std::vector<math::OptionIndex> approved = math::RandomPermutation(engine, 100);
    approved.resize(60);
    ASSERT_TRUE(profile.Add(std::move(approved)).ok());
  }
  CommitteeRequest request{profile, names, 10, wire::COMMITTEE_RULE_APPROVAL};
  const auto report = CheckRobustness(request, "", 20, {});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(RuleOf(*report, "maximin-support").refusal(),
              HasSubstr("approvals x seats x options"));
  EXPECT_FALSE(RuleOf(*report, "sequential-pav").elected().empty());
}

// The same answer at any number of workers, and none once it is stopped.
TEST(WinnersOfAPackage, RulesStandSideBySideAndVotersAreDrawnAgain) {
  math::BudgetElection election = *math::BudgetElection::Create(100, {{60}, {50}, {40}});
  ASSERT_TRUE(election.Add({{0, 1}, {1, 1}}, 6).ok());
  ASSERT_TRUE(election.Add({{2, 1}}, 4).ok());
  const std::vector<std::string> names = {"Park", "Path", "Pool"};
  PackageRequest request{election, names};
  request.rule = wire::PACKAGE_RULE_GREEDY_VOTES;
  request.tie_policy.mutable_declared_order()->add_options(0);
  request.tie_policy.mutable_declared_order()->add_options(1);
  request.tie_policy.mutable_declared_order()->add_options(2);
  const auto report = CheckRobustness(request, "", 50, {});
  ASSERT_TRUE(report.ok()) << report.status();
  const auto& winners = report->winners();
  ASSERT_EQ(winners.rules_size(), 5);
  EXPECT_EQ(winners.rules(0).rule(), "greedy-votes");
  EXPECT_THAT(winners.rules(0).elected(), ElementsAre(0, 2));
  EXPECT_EQ(winners.rules_counted(), 5);
  EXPECT_EQ(report->samples(), 50);
  EXPECT_GT(winners.options(2).samples(), 0);
  EXPECT_EQ(CheckRobustness(request, "", 50, {})->SerializeAsString(), report->SerializeAsString());
}

TEST(WinnersOfAnElection, DoNotDependOnWorkersAndCanBeStopped) {
  const math::Profile profile = Council();
  SeatsRequest request{profile, kNames, 2};
  const base::Workers two = base::OnThreads(2);
  EXPECT_EQ(CheckRobustness(request, "x", 40, two)->SerializeAsString(),
            CheckRobustness(request, "x", 40, {})->SerializeAsString());
  request.stopped = [] { return true; };
  EXPECT_EQ(CheckRobustness(request, "x", 40, two).status().code(), absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace plenum::counting
