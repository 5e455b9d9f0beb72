#include "services/deliberation/counting/counting.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::counting {
namespace {

namespace math = plenum::tally;
namespace wire = plenum::tally::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::vector<std::string> kNames = {"Ann", "Bob", "Cy"};

math::Profile Ballots() {
  return math::MakeProfile(3, math::Unranked::kTiedLast,
                           {{{{0}, {1}, {2}}, 5}, {{{1}, {2}, {0}}, 4}, {{{2}, {1}, {0}}, 2}});
}

// The enumeration and the math's list are two lists of the same; an order that drifts apart would
// count by another method than was asked for.
TEST(Counting, TheEnumerationNamesTheMethodsOfTheList) {
  const auto list = ListMethods();
  ASSERT_EQ(list.methods_size(), wire::Method_ARRAYSIZE - 1);
  for (const auto& method : list.methods()) {
    std::string name = wire::Method_Name(method.method()).substr(std::string("METHOD_").size());
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c == '_' ? '-' : static_cast<char>(c | 0x20); });
    EXPECT_EQ(absl::StrReplaceAll(name, {{"-votes", ""}}), method.id());
    EXPECT_EQ(MethodOf(method.id()), method.method());
  }
  EXPECT_FALSE(MethodOf("unknown").has_value());
}

TEST(Counting, EveryMethodGivesEveryPlaceAReason) {
  const math::Profile profile = Ballots();
  const auto list = ListMethods();
  for (const auto& method : list.methods()) {
    RankedRequest request{profile, kNames};
    request.method = method.method();
    const auto outcome = CountRanked(request);
    ASSERT_TRUE(outcome.ok()) << method.id();
    EXPECT_EQ(outcome->method(), method.method());
    EXPECT_EQ(outcome->ballot_count(), 11);
    for (const auto& place : outcome->ranking()) EXPECT_FALSE(place.reason().empty());
  }
}

TEST(Counting, ShowsTheRoundsOfARunoff) {
  const math::Profile profile = Ballots();
  RankedRequest request{profile, kNames};
  request.method = wire::METHOD_INSTANT_RUNOFF;
  const auto outcome = CountRanked(request);
  ASSERT_TRUE(outcome.ok());
  const auto& rounds = outcome->working().rounds();
  ASSERT_GE(rounds.size(), 1);
  EXPECT_EQ(rounds[0].votes(0).votes(), "5");
  EXPECT_THAT(rounds[0].eliminated(), ElementsAre(2));
  EXPECT_THAT(outcome->ranking(0).options(), ElementsAre(1));
}

TEST(Counting, AppliesTheTiePolicyAndSaysSo) {
  const math::Profile level =
      math::MakeProfile(3, math::Unranked::kTiedLast, {{{{0}, {1}, {2}}, 1}, {{{1}, {0}, {2}}, 1}});
  RankedRequest request{level, kNames};
  request.method = wire::METHOD_BORDA;
  for (const int option : {2, 1, 0}) {
    request.tie_policy.mutable_declared_order()->add_options(option);
  }
  auto outcome = CountRanked(request);
  ASSERT_TRUE(outcome.ok());
  EXPECT_THAT(outcome->ranking(0).options(), ElementsAre(1));
  ASSERT_EQ(outcome->working().ties_size(), 1);
  EXPECT_EQ(outcome->working().ties(0).rule(), "declared order");
  request.tie_policy.set_hold(true);
  outcome = CountRanked(request);
  EXPECT_TRUE(outcome->working().held());
  request.tie_policy.mutable_declared_order()->add_options(0);
  EXPECT_EQ(CountRanked(request).status().code(), absl::StatusCode::kInvalidArgument);
  request.tie_policy.set_seed("");
  EXPECT_THAT(std::string(CountRanked(request).status().message()), HasSubstr("seed"));
}

TEST(Counting, ExplainsAPairAndABallot) {
  const math::Profile profile = Ballots();
  RankedRequest request{profile, kNames};
  request.method = wire::METHOD_BORDA;
  const math::Ranking ballot = math::MakeRanking(3, {{2}, {1}});
  const auto response = Explain(request, 0, 1, &ballot);
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->kind(), wire::ExplainResponse::KIND_FIGURE);
  EXPECT_EQ(response->upper(), 1);
  EXPECT_EQ(response->votes_upper(), 6);
  EXPECT_THAT(response->sentence(), HasSubstr("Bob stands above Ann"));
  EXPECT_EQ(response->ballot().pairs_size(), 2);
  EXPECT_FALSE(Explain(request, 0, 3, nullptr).ok());
}

TEST(Counting, PutsTheExaminedMethodFirstInTheReport) {
  const math::Profile profile = Ballots();
  RankedRequest request{profile, kNames};
  request.method = wire::METHOD_PLURALITY;
  const auto report = CheckRobustness(request, "a seed", 50);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->outcomes(0).method(), wire::METHOD_PLURALITY);
  EXPECT_EQ(report->outcomes_size(), ListMethods().methods_size());
  EXPECT_EQ(report->seed(), "a seed");
  EXPECT_EQ(report->samples(), 50);
  EXPECT_TRUE(report->margin().has_at_most());
  EXPECT_EQ(report->options_size(), 3);
}

TEST(Counting, ElectsSeveral) {
  const math::Profile profile = Ballots();
  SeatsRequest request{profile, 2};
  auto response = Elect(request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->rule(), wire::STV_RULE_SCOTTISH);
  EXPECT_THAT(response->elected(), ElementsAre(0, 1));
  EXPECT_EQ(response->stages(0).quota(), "4.00000");
  for (int rule = 1; rule < wire::StvRule_ARRAYSIZE; ++rule) {
    request.rule = static_cast<wire::StvRule>(rule);
    EXPECT_TRUE(Elect(request).ok()) << wire::StvRule_Name(request.rule);
  }
  request.seats = 0;
  EXPECT_EQ(Elect(request).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(Counting, NumbersTiesOfAnElectionAsItsStages) {
  const math::Profile level =
      math::MakeProfile(3, math::Unranked::kTiedLast, {{{{0}}, 4}, {{{1}}, 2}, {{{2}}, 2}});
  const auto response = Elect({level, 2});
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_TRUE(response->held());
  ASSERT_GE(response->ties_size(), 1);
  EXPECT_EQ(response->ties(response->ties_size() - 1).round(),
            response->stages(response->stages_size() - 1).round());
}

TEST(Counting, CountsPoints) {
  math::ScoreProfile profile = *math::ScoreProfile::Create(3, {0, 5});
  ASSERT_TRUE(profile.Add({5, 4, 0}, 3).ok());
  ASSERT_TRUE(profile.Add({0, 4, 5}, 2).ok());
  ScoresRequest request{profile, kNames};
  EXPECT_THAT(CountScores(request)->elected(), ElementsAre(1));
  request.rule = wire::SCORE_RULE_STAR;
  EXPECT_THAT(CountScores(request)->elected(), ElementsAre(0));
  request.rule = wire::SCORE_RULE_MAJORITY_JUDGMENT;
  EXPECT_THAT(CountScores(request)->elected(), ElementsAre(0));
  request.seats = 2;
  EXPECT_EQ(CountScores(request).status().code(), absl::StatusCode::kInvalidArgument);
  for (const auto rule :
       {wire::SCORE_RULE_BLOC_STAR, wire::SCORE_RULE_ALLOCATED_SCORE,
        wire::SCORE_RULE_SEQUENTIALLY_SPENT_SCORE, wire::SCORE_RULE_REWEIGHTED_RANGE}) {
    request.rule = rule;
    const auto response = CountScores(request);
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->elected_size(), 2);
    EXPECT_THAT(response->ranking(), IsEmpty());
    EXPECT_EQ(response->working().rounds_size(), 2);
  }
}

TEST(Counting, ElectsACommittee) {
  math::ApprovalProfile profile = *math::ApprovalProfile::Create(3);
  ASSERT_TRUE(profile.Add({0, 1}, 6).ok());
  ASSERT_TRUE(profile.Add({2}, 4).ok());
  CommitteeRequest request{profile, kNames, 2};
  request.rule = wire::COMMITTEE_RULE_APPROVAL;
  EXPECT_THAT(ElectCommittee(request)->committees(0).options(), ElementsAre(0, 1));
  request.rule = wire::COMMITTEE_RULE_PAV;
  const auto pav = ElectCommittee(request);
  EXPECT_EQ(pav->committees_size(), 2);  // 2 with either of the others
  EXPECT_THAT(pav->score(), ElementsAre("10"));
  for (int rule = 0; rule < wire::CommitteeRule_ARRAYSIZE; ++rule) {
    request.rule = static_cast<wire::CommitteeRule>(rule);
    EXPECT_TRUE(ElectCommittee(request).ok());
  }
}

TEST(Counting, SelectsAPackage) {
  math::BudgetElection election = *math::BudgetElection::Create(100, {{60}, {50}, {40}});
  ASSERT_TRUE(election.Add({{0, 1}, {1, 1}}, 6).ok());
  ASSERT_TRUE(election.Add({{2, 1}}, 4).ok());
  PackageRequest request{election, kNames};
  request.rule = wire::PACKAGE_RULE_GREEDY_VOTES;
  const auto greedy = SelectPackage(request);
  ASSERT_TRUE(greedy.ok());
  EXPECT_THAT(greedy->selected(), ElementsAre(0, 2));
  EXPECT_EQ(greedy->cost(), "100");
  EXPECT_THAT(greedy->votes(), ElementsAre(6, 6, 4));
  EXPECT_FALSE(greedy->steps().empty());
  for (int rule = 0; rule < wire::PackageRule_ARRAYSIZE; ++rule) {
    request.rule = static_cast<wire::PackageRule>(rule);
    EXPECT_TRUE(SelectPackage(request).ok());
  }
}

}  // namespace
}  // namespace plenum::counting
