#include "services/deliberation/tally/report/score_margin.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "services/deliberation/tally/cardinal/majority_judgment.h"
#include "services/deliberation/tally/cardinal/score.h"
#include "services/deliberation/tally/cardinal/star.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

constexpr ScoreRange kRange = {0, 2};

ScoreProfile ProfileOf(int n, const std::vector<Scores>& ballots) {
  ScoreProfile profile = *ScoreProfile::Create(n, kRange);
  for (const Scores& ballot : ballots) EXPECT_TRUE(profile.Add(ballot).ok());
  return profile;
}

// Every ballot, with silence.
std::vector<Scores> AllBallots(int n) {
  std::vector<Scores> all = {{}};
  for (int option = 0; option < n; ++option) {
    std::vector<Scores> longer;
    for (const Scores& ballot : all) {
      for (int points = -1; points <= kRange.highest; ++points) {
        longer.push_back(ballot);
        longer.back().push_back(points < 0 ? std::nullopt : std::optional<int>(points));
      }
    }
    all = std::move(longer);
  }
  return all;
}

std::optional<OptionIndex> Winner(ScoreMarginRule rule, int n, const std::vector<Scores>& ballots) {
  const ScoreProfile profile = ProfileOf(n, ballots);
  if (rule == ScoreMarginRule::kStar) return Star(profile, {})->round.winner;
  const auto count = rule == ScoreMarginRule::kMean ? Score(profile, ScoreRule::kMean, KeepTied{})
                                                    : MajorityJudgment(profile, KeepTied{});
  const auto first = count->ranking.tier(0);
  return first.size() == 1 ? std::optional(first[0]) : std::nullopt;
}

// The definition: whether some `changes` of the ballots, replaced by any others, move it.
bool CanMove(ScoreMarginRule rule, std::vector<Scores>& ballots, const std::vector<Scores>& all,
             OptionIndex winner, int64_t changes, size_t from = 0) {
  const int n = static_cast<int>(all[0].size());
  if (changes == 0) return Winner(rule, n, ballots) != winner;
  for (size_t i = from; i < ballots.size(); ++i) {
    const Scores before = ballots[i];
    for (const Scores& other : all) {
      ballots[i] = other;
      const bool moved = CanMove(rule, ballots, all, winner, changes - 1, i + 1);
      ballots[i] = before;
      if (moved) return true;
    }
  }
  return false;
}

class EveryRule : public testing::TestWithParam<ScoreMarginRule> {};

TEST_P(EveryRule, NoFewerBallotsThanTheLowerBoundMoveTheWinner) {
  RandomEngine engine(3);
  int bounds = 0;
  int exact = 0;
  int counted = 0;
  for (const int n : {2, 3}) {
    const std::vector<Scores> all = AllBallots(n);
    for (int trial = 0; trial < 120; ++trial) {
      std::vector<Scores> ballots;
      while (static_cast<int>(ballots.size()) < 4 + trial % 4) {
        ballots.push_back(all[static_cast<size_t>(Upto(engine, static_cast<int>(all.size())))]);
        if (Upto(engine, 2) == 0) ballots.back()[0] = kRange.highest;
      }
      const auto winner = Winner(GetParam(), n, ballots);
      const auto margin = FindScoreFlipMargin(ProfileOf(n, ballots), GetParam());
      ASSERT_TRUE(margin.ok()) << margin.status();
      if (!winner) {
        EXPECT_EQ(margin->at_most, 0);
        continue;
      }
      ++counted;
      EXPECT_FALSE(margin->because.empty());
      ASSERT_TRUE(margin->at_most.has_value());
      ASSERT_GE(*margin->at_most, margin->at_least);
      exact += margin->exact() ? 1 : 0;
      // One more is too many to try with three options.
      const int64_t tried = std::min<int64_t>(margin->at_least - 1, n == 2 ? 3 : 2);
      bounds += tried > 0 ? 1 : 0;
      EXPECT_FALSE(CanMove(GetParam(), ballots, all, *winner, tried)) << margin->at_least;
      if (n == 2 && GetParam() == ScoreMarginRule::kStar) {
        EXPECT_TRUE(margin->exact()) << margin->at_least << " to " << *margin->at_most;
      }
    }
  }
  EXPECT_GT(bounds, 10) << "of more than one ballot";
  EXPECT_GT(exact, counted / 2);
}

INSTANTIATE_TEST_SUITE_P(ScoreMargin, EveryRule,
                         testing::Values(ScoreMarginRule::kMean, ScoreMarginRule::kStar,
                                         ScoreMarginRule::kMajorityJudgment));

TEST(ScoreMargin, OfStarIsThatOfItsRunoff) {
  ScoreProfile profile = *ScoreProfile::Create(3, {0, 5});
  ASSERT_TRUE(profile.Add({5, 4, 0}, 60).ok());
  ASSERT_TRUE(profile.Add({3, 5, 0}, 40).ok());
  const auto margin = FindScoreFlipMargin(profile, ScoreMarginRule::kStar);
  // 60 to 40 votes; with ten given away they are level, and B has more points.
  EXPECT_EQ(margin->at_least, 10);
  EXPECT_EQ(margin->at_most, 10);
  EXPECT_EQ(margin->rival, 1);
}

TEST(ScoreMargin, OfMajorityJudgmentIsWhatMovesTheMedian) {
  ScoreProfile profile = *ScoreProfile::Create(2, {0, 5});
  ASSERT_TRUE(profile.Add({5, 2}, 70).ok());
  ASSERT_TRUE(profile.Add({1, 4}, 31).ok());
  const auto margin = FindScoreFlipMargin(profile, ScoreMarginRule::kMajorityJudgment);
  // The medians are 5 and 2. With 20 ballots changed they are 1 to 4.
  EXPECT_EQ(margin->at_least, 20);
  EXPECT_EQ(margin->at_most, 20);
}

TEST(ScoreMargin, HoldsForTheMostVotesAndPoints) {
  ScoreProfile profile = *ScoreProfile::Create(2, {-1'000'000, 1'000'000});
  ASSERT_TRUE(profile.Add({1'000'000, -1'000'000}, kMaxBallots).ok());
  for (const ScoreMarginRule rule :
       {ScoreMarginRule::kMean, ScoreMarginRule::kStar, ScoreMarginRule::kMajorityJudgment}) {
    const auto margin = FindScoreFlipMargin(profile, rule);
    ASSERT_TRUE(margin.ok());
    EXPECT_EQ(margin->at_least, kMaxBallots / 2);
    EXPECT_GE(margin->at_most.value_or(kMaxBallots), kMaxBallots / 2);
  }
}

TEST(ScoreMargin, OfOneOptionOrNoBallotsIsDefined) {
  ScoreProfile one = *ScoreProfile::Create(1, {0, 5});
  ASSERT_TRUE(one.Add({3}).ok());
  EXPECT_FALSE(FindScoreFlipMargin(one, ScoreMarginRule::kStar)->at_most.has_value());
  const ScoreProfile none = *ScoreProfile::Create(2, {0, 5});
  EXPECT_EQ(FindScoreFlipMargin(none, ScoreMarginRule::kMean)->at_most, 0);
}

}  // namespace
}  // namespace plenum::tally
