// The two profiles that are not of rankings.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/deliberation/tally/approval_profile.h"
#include "services/deliberation/tally/score_profile.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

using ::testing::HasSubstr;

TEST(ScoreProfile, StoresEqualBallotsOnce) {
  auto profile = *ScoreProfile::Create(2, {0, 5});
  ASSERT_TRUE(profile.Add({5, std::nullopt}, 2).ok());
  ASSERT_TRUE(profile.Add({5, std::nullopt}).ok());
  ASSERT_TRUE(profile.Add({5, 0}).ok());
  EXPECT_EQ(profile.ballots(), 4);
  ASSERT_EQ(profile.groups().size(), 2);
  EXPECT_EQ(profile.groups()[0].count, 3);
}

TEST(ScoreProfile, RefusesWhatIsOffTheScale) {
  auto profile = *ScoreProfile::Create(2, {0, 5});
  EXPECT_THAT(profile.Add({5, 6}).message(), HasSubstr("option 1 is 6"));
  EXPECT_THAT(profile.Add({5}).message(), HasSubstr("scores 1 options"));
  EXPECT_FALSE(profile.Add({5, 5}, 0).ok());
  EXPECT_EQ(profile.Add({5, 5}, kMaxBallots + 1).code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(profile.ballots(), 0);
  EXPECT_FALSE(ScoreProfile::Create(2, {5, 5}).ok());
  EXPECT_FALSE(ScoreProfile::Create(0, {0, 5}).ok());
}

TEST(ScoreProfile, BecomesRankings) {
  auto profile = *ScoreProfile::Create(4, {-1, 1});
  ASSERT_TRUE(profile.Add({0, 1, std::nullopt, 1}, 3).ok());
  const Profile ranked = profile.ToRanked(Unranked::kTiedLast);
  ASSERT_EQ(ranked.groups().size(), 1);
  EXPECT_EQ(ranked.groups()[0].count, 3);
  EXPECT_EQ(ranked.groups()[0].ranking, MakeRanking(4, {{1, 3}, {0}}));
}

TEST(ApprovalProfile, OrderOfNamesIsNoDifference) {
  auto profile = *ApprovalProfile::Create(3);
  ASSERT_TRUE(profile.Add({2, 0}).ok());
  ASSERT_TRUE(profile.Add({0, 2}, 4).ok());
  ASSERT_TRUE(profile.Add({}).ok());
  EXPECT_EQ(profile.ballots(), 6);
  ASSERT_EQ(profile.groups().size(), 2);
  EXPECT_EQ(profile.groups()[0].count, 5);
}

TEST(ApprovalProfile, RefusesUnknownAndRepeatedOptions) {
  auto profile = *ApprovalProfile::Create(3);
  EXPECT_THAT(profile.Add({3}).message(), HasSubstr("option 3"));
  EXPECT_THAT(profile.Add({-1}).message(), HasSubstr("option -1"));
  EXPECT_THAT(profile.Add({1, 1}).message(), HasSubstr("twice"));
  EXPECT_FALSE(profile.Add({1}, 0).ok());
  EXPECT_EQ(profile.ballots(), 0);
}

}  // namespace
}  // namespace plenum::tally
