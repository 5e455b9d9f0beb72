#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/deliberation/counting/counting.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::counting {
namespace {

namespace math = plenum::tally;
namespace wire = plenum::tally::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::vector<std::string> kNames = {"Ann", "Bob", "Cy"};
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

math::Profile Ballots() {
  return math::MakeProfile(3, math::Unranked::kTiedLast,
                           {{{{0}, {1}, {2}}, 5}, {{{1}, {2}, {0}}, 4}, {{{2}, {1}, {0}}, 2}});
}

TEST(ExplainElection, GivesReasonAndBallotAsDataByEveryRule) {
  const math::Profile profile = Ballots();
  const math::Ranking ballot = math::MakeRanking(3, {{2}, {1}});
  for (int rule = 0; rule < wire::StvRule_ARRAYSIZE; ++rule) {
    SeatsRequest request{profile, kNames, 2};
    request.rule = static_cast<wire::StvRule>(rule);
    const auto elected = Elect(request);
    ASSERT_TRUE(elected.ok()) << elected.status();
    const auto response = ExplainElection(request, 2, 0, &ballot);
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->kind(), wire::ExplainElectionResponse::KIND_ELECTED);
    EXPECT_EQ(response->upper(), 0);
    // The stage that is named is the one of the answer to Elect, with the same figures.
    const wire::ElectionFate& fate = response->upper_fate();
    EXPECT_EQ(fate.outcome(), wire::ElectionFate::OUTCOME_ELECTED);
    const wire::Stage& stage = elected->stages(fate.stage());
    EXPECT_EQ(stage.action(), "elect");
    EXPECT_EQ(stage.votes(0), fate.votes());
    EXPECT_EQ(stage.quota(), fate.quota());
    EXPECT_THAT(response->sentence(), HasSubstr("Ann is elected and Cy is not"));
    EXPECT_FALSE(response->ballot().steps().empty());
    EXPECT_FALSE(response->ballot().sentence().empty());
  }
}

TEST(ExplainElection, LooksAtTheBallotAloneAndRefusesWhatIsWrong) {
  const math::Profile profile = Ballots();
  const SeatsRequest request{profile, kNames, 2};
  const math::Ranking tied = math::MakeRanking(3, {{0, 1}});
  const math::Ranking ballot = math::MakeRanking(3, {{1}});
  const auto alone = ExplainElection(request, 0, 0, &ballot);
  ASSERT_TRUE(alone.ok());
  EXPECT_TRUE(alone->sentence().empty());
  EXPECT_TRUE(alone->has_ballot());
  EXPECT_EQ(ExplainElection(request, 0, 0, &tied).status().code(), kInvalid);
  EXPECT_EQ(ExplainElection(request, 0, 3, nullptr).status().code(), kInvalid);
  const std::vector<std::string> one = {"Ann"};
  EXPECT_EQ(ExplainElection({profile, one, 2}, 0, 1, nullptr).status().code(), kInvalid);
}

TEST(ExplainScores, GivesReasonAndBallotAsDataByEveryRule) {
  math::ScoreProfile profile = *math::ScoreProfile::Create(3, {0, 5});
  ASSERT_TRUE(profile.Add({5, 4, 0}, 3).ok());
  ASSERT_TRUE(profile.Add({0, 4, 5}, 2).ok());
  const math::Scores ballot = {5, 4, std::nullopt};
  for (int rule = 0; rule < wire::ScoreRule_ARRAYSIZE; ++rule) {
    ScoresRequest request{profile, kNames};
    request.rule = static_cast<wire::ScoreRule>(rule);
    const auto response = ExplainScores(request, 0, 1, &ballot);
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_GE(response->compared_size(), 1) << rule;
    EXPECT_THAT(response->sentence(), HasSubstr("Ann"));
    EXPECT_FALSE(response->ballot().sentence().empty());
  }
  ScoresRequest star{profile, kNames};
  star.rule = wire::SCORE_RULE_STAR;
  const auto response = ExplainScores(star, 1, 0, &ballot);
  EXPECT_EQ(response->kind(), wire::ExplainScoresResponse::KIND_RUNOFF);
  EXPECT_EQ(response->compared(0).name(), "votes in the runoff");
  EXPECT_EQ(response->compared(0).upper_value(), "3");
  EXPECT_EQ(response->ballot().runoffs(0).supports(), 0);
  // The place's reason says the same.
  EXPECT_EQ(CountScores(star)->ranking(0).reason(), response->sentence());
  const math::Scores beyond = {6, 0, 0};
  EXPECT_EQ(ExplainScores(star, 0, 0, &beyond).status().code(), kInvalid);
  EXPECT_EQ(ExplainScores(star, 0, -1, nullptr).status().code(), kInvalid);
}

TEST(ExplainCommittee, GivesReasonAndBallotAsDataByEveryRule) {
  math::ApprovalProfile profile = *math::ApprovalProfile::Create(3);
  ASSERT_TRUE(profile.Add({0, 1}, 9).ok());
  ASSERT_TRUE(profile.Add({2}, 2).ok());
  const std::vector<math::OptionIndex> ballot = {2};
  for (int rule = 0; rule < wire::CommitteeRule_ARRAYSIZE; ++rule) {
    CommitteeRequest request{profile, kNames, 1};
    request.rule = static_cast<wire::CommitteeRule>(rule);
    // No reason of the ballots; and ballots of two marks for one seat are refused.
    if (rule == wire::COMMITTEE_RULE_TRIVIAL || rule == wire::COMMITTEE_RULE_BLOCK) continue;
    // 9 of 11 cannot pay for the one seat.
    if (rule == wire::COMMITTEE_RULE_EQUAL_SHARES_WITHOUT_COMPLETION) continue;
    const auto response = ExplainCommittee(request, 2, 0, &ballot);
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->upper(), 0) << rule;
    EXPECT_FALSE(response->measure().empty()) << rule;
    EXPECT_TRUE(response->ballot().counted());
    EXPECT_EQ(response->ballot().members_size(), 0);
  }
  CommitteeRequest pav{profile, kNames, 1};
  pav.rule = wire::COMMITTEE_RULE_PAV;
  const auto response = ExplainCommittee(pav, 0, 2, nullptr);
  EXPECT_EQ(response->kind(), wire::ExplainCommitteeResponse::KIND_SCORE);
  EXPECT_EQ(response->upper_value(), "9");
  EXPECT_THAT(response->rival_score(), ElementsAre("2"));
  EXPECT_THAT(response->rival().options(), ElementsAre(2));
  EXPECT_EQ(ExplainCommittee(pav, 0, 5, nullptr).status().code(), kInvalid);
  const std::vector<math::OptionIndex> twice = {1, 1};
  EXPECT_EQ(ExplainCommittee(pav, 0, 0, &twice).status().code(), kInvalid);
}

TEST(ExplainPackage, GivesReasonAndBallotAsDataByEveryRule) {
  math::BudgetElection election = *math::BudgetElection::Create(100, {{60}, {50}, {40}});
  ASSERT_TRUE(election.Add({{0, 1}, {1, 1}}, 6).ok());
  ASSERT_TRUE(election.Add({{2, 1}}, 4).ok());
  const math::BudgetPoints ballot = {{0, 1}, {1, 1}};
  for (int rule = 0; rule < wire::PackageRule_ARRAYSIZE; ++rule) {
    PackageRequest request{election, kNames};
    request.rule = static_cast<wire::PackageRule>(rule);
    const auto package = SelectPackage(request);
    const auto response = ExplainPackage(request, 0, 1, &ballot);
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->kind(), wire::ExplainPackageResponse::KIND_FUNDED);
    EXPECT_EQ(response->upper_fate().outcome(), wire::PackageFate::OUTCOME_FUNDED);
    EXPECT_EQ(package->selected(response->upper_fate().step() - 1), response->upper());
    EXPECT_EQ(response->ballot().supports_size(), 2);
    const bool shares = package->rule() >= wire::PACKAGE_RULE_EQUAL_SHARES;
    EXPECT_EQ(response->ballot().endowment(), shares ? "10" : "");
  }
  PackageRequest request{election, kNames};
  const math::BudgetPoints twice = {{0, 1}, {0, 1}};
  EXPECT_EQ(ExplainPackage(request, 0, 0, &twice).status().code(), kInvalid);
  EXPECT_EQ(ExplainPackage(request, 0, 3, nullptr).status().code(), kInvalid);
}

// Options keep the numbers of the request, whoever has withdrawn, and ballots lose the withdrawn.
TEST(ExplainAny, NamesOptionsByTheirNumbersWhoeverHasWithdrawn) {
  math::ScoreProfile scores = *math::ScoreProfile::Create(3, {0, 5});
  ASSERT_TRUE(scores.Add({5, 4, 4}, 2).ok());
  ScoresRequest points{scores, kNames};
  points.withdrawn = {0};
  points.tie_policy.set_seed("tests");
  const math::Scores given = {5, 4, 3};
  const auto tied = ExplainScores(points, 1, 2, &given);
  ASSERT_TRUE(tied.ok()) << tied.status();
  EXPECT_EQ(tied->upper() + tied->lower(), 3);
  EXPECT_EQ(tied->tie_rule(), "seeded permutation");
  EXPECT_THAT(tied->sentence(), HasSubstr("the tie rule (seeded permutation)"));
  EXPECT_EQ(tied->ballot().elected(0).option(), tied->upper());
  EXPECT_THAT(std::string(ExplainScores(points, 0, 1, nullptr).status().message()),
              HasSubstr("\"Ann\" has withdrawn"));

  math::ApprovalProfile approvals = *math::ApprovalProfile::Create(3);
  ASSERT_TRUE(approvals.Add({0, 1}, 9).ok());
  ASSERT_TRUE(approvals.Add({2}, 2).ok());
  CommitteeRequest committee{approvals, kNames, 1};
  committee.withdrawn = {0};
  const std::vector<math::OptionIndex> both = {0, 1};
  const auto member = ExplainCommittee(committee, 2, 1, &both);
  ASSERT_TRUE(member.ok()) << member.status();
  EXPECT_EQ(member->upper(), 1);
  EXPECT_THAT(member->ballot().members(), ElementsAre(1));
  EXPECT_TRUE(member->ballot().counted());

  math::BudgetElection election = *math::BudgetElection::Create(100, {{60}, {50}, {60}});
  ASSERT_TRUE(election.Add({{0, 1}, {2, 1}}, 6).ok());
  PackageRequest package{election, kNames};
  package.withdrawn = {0};
  const math::BudgetPoints ballot = {{0, 1}, {2, 1}};
  const auto funded = ExplainPackage(package, 1, 2, &ballot);
  ASSERT_TRUE(funded.ok()) << funded.status();
  EXPECT_EQ(funded->upper(), 2);
  ASSERT_EQ(funded->ballot().supports_size(), 1);
  EXPECT_EQ(funded->ballot().supports(0).option(), 2);
}

}  // namespace
}  // namespace plenum::counting
