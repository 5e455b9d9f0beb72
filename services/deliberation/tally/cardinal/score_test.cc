#include "services/deliberation/tally/cardinal/score.h"

#include <gtest/gtest.h>

#include "services/deliberation/tally/cardinal/testing.h"

namespace plenum::tally {
namespace {

ApprovalProfile MakeApprovals(int option_count,
                              const std::vector<std::vector<OptionIndex>>& ballots) {
  ApprovalProfile profile = *ApprovalProfile::Create(option_count);
  for (const auto& ballot : ballots) EXPECT_TRUE(profile.Add(ballot).ok());
  return profile;
}

TEST(ApprovalTest, RanksByTheNumberOfApprovals) {
  const auto count = Approval(MakeApprovals(4, {{0, 2}, {2}, {1, 2}, {1}, {}}), KeepTied{});
  ASSERT_TRUE(count.ok());
  EXPECT_EQ(count->ranking, MakeRanking(4, {{2}, {1}, {0}, {3}}));
  EXPECT_EQ(count->figures[0].values, (std::vector<Rational>{1, 2, 3, 0}));
}

TEST(ApprovalTest, LeavesLevelOptionsTiedUnlessThePolicySplitsThem) {
  const ApprovalProfile profile = MakeApprovals(3, {{0, 1}, {0, 1}, {2}});
  EXPECT_EQ(Approval(profile, KeepTied{})->ranking, MakeRanking(3, {{0, 1}, {2}}));
  const auto split = Approval(profile, DeclaredOrder{{2, 1, 0}});
  EXPECT_EQ(split->ranking, MakeRanking(3, {{1}, {0}, {2}}));
  EXPECT_EQ(split->ranking_by_votes, MakeRanking(3, {{0, 1}, {2}}));
  EXPECT_EQ(split->events.size(), 1U);
  EXPECT_TRUE(Approval(profile, HoldForDecision{})->held);
}

TEST(ApprovalTest, WithoutBallotsOrWithOneOptionAllAreLevel) {
  EXPECT_EQ(Approval(MakeApprovals(3, {}), KeepTied{})->ranking, MakeRanking(3, {{0, 1, 2}}));
  EXPECT_EQ(Approval(MakeApprovals(1, {{0}}), KeepTied{})->ranking, MakeRanking(1, {{0}}));
}

TEST(ApprovalTest, RefusesAMalformedPolicy) {
  EXPECT_EQ(Approval(MakeApprovals(2, {}), DeclaredOrder{{0, 0}}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(ScoreTest, SumAndMeanDifferWhereBallotsAreSilent) {
  const ScoreProfile profile =
      MakeScores(2, {0, 5}, {{{5, 3}}, {{std::nullopt, 3}}, {{std::nullopt, 3}}});
  const auto sum = Score(profile, ScoreRule::kSum, KeepTied{});
  EXPECT_EQ(sum->figures[0].values, (std::vector<Rational>{5, 9}));
  EXPECT_EQ(sum->ranking, MakeRanking(2, {{1}, {0}}));
  const auto mean = Score(profile, ScoreRule::kMean, KeepTied{});
  EXPECT_EQ(mean->figures[0].values, (std::vector<Rational>{5, 3}));
  EXPECT_EQ(mean->figures[1].values, (std::vector<Rational>{1, 3}));
  EXPECT_EQ(mean->ranking, MakeRanking(2, {{0}, {1}}));
}

TEST(ScoreTest, SilenceIsTheLowestScoreOfTheSum) {
  const ScoreProfile profile = MakeScores(2, {-3, 3}, {{{1, std::nullopt}}, {{std::nullopt, 0}}});
  EXPECT_EQ(Score(profile, ScoreRule::kSum, KeepTied{})->figures[0].values,
            (std::vector<Rational>{-2, -3}));
}

TEST(ScoreTest, MeansAreExactFractions) {
  const ScoreProfile profile = MakeScores(2, {0, 5}, {{{1, 1}, 2}, {{2, 1}}, {{0, 2}, 3}});
  EXPECT_EQ(Score(profile, ScoreRule::kMean, KeepTied{})->figures[0].values,
            (std::vector<Rational>{MakeRational(2, 3), MakeRational(3, 2)}));
}

TEST(ScoreTest, AnOptionThatNobodyScoresHasTheLowestMean) {
  const ScoreProfile profile = MakeScores(2, {-1, 5}, {{{0, std::nullopt}}});
  EXPECT_EQ(Score(profile, ScoreRule::kMean, KeepTied{})->figures[0].values,
            (std::vector<Rational>{0, -1}));
}

TEST(ScoreTest, SumsStayExactAtTheLargestWeight) {
  const ScoreProfile profile =
      MakeScores(2, {-1'000'000, 1'000'000}, {{{1'000'000, -1'000'000}, kMaxBallots}});
  const Rational largest(Integer("9007199254740992000000"));
  EXPECT_EQ(Score(profile, ScoreRule::kSum, KeepTied{})->figures[0].values,
            (std::vector<Rational>{largest, -largest}));
}

TEST(ScoreTest, DoesNotDependOnTheNamesOfTheOptions) {
  RandomEngine engine(11);
  for (int trial = 0; trial < 100; ++trial) {
    const int n = 1 + Upto(engine, 6);
    const std::vector<CastScores> ballots = RandomScores(engine, n, 5);
    const std::vector<OptionIndex> order = RandomPermutation(engine, n);
    for (const ScoreRule rule : {ScoreRule::kSum, ScoreRule::kMean}) {
      const auto count = Score(MakeScores(n, {0, 5}, ballots), rule, KeepTied{});
      const auto renamed = Score(MakeScores(n, {0, 5}, Renamed(ballots, order)), rule, KeepTied{});
      EXPECT_EQ(renamed->ranking, MakeRanking(n, Renamed(count->ranking, order)));
    }
  }
}

TEST(ScoreTest, CountsAThousandOptions) {
  Scores scores;
  for (int option = 0; option < 1000; ++option) scores.push_back(option % 6);
  const auto count = Score(MakeScores(1000, {0, 5}, {{scores, 3}}), ScoreRule::kSum, KeepTied{});
  EXPECT_EQ(count->ranking.tier_count(), 6);
}

}  // namespace
}  // namespace plenum::tally
