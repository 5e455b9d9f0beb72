#include "services/deliberation/tally/profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

TEST(ProfileTest, MergesIdenticalBallots) {
  const Profile profile =
      MakeProfile(3, Unranked::kTiedLast, {{{{0}, {1, 2}}, 2}, {{{1}}, 1}, {{{0}, {2, 1}}, 3}});
  ASSERT_EQ(profile.groups().size(), 2);
  EXPECT_EQ(profile.groups()[0].count, 5);
  EXPECT_EQ(profile.groups()[1].count, 1);
  EXPECT_EQ(profile.ballots(), 6);
}

TEST(ProfileTest, TakesBackBallotsAndForgetsEmptyGroups) {
  Profile profile = MakeProfile(3, Unranked::kNotCompared, {{{{0}}, 2}, {{{1}}, 1}, {{{2}}, 4}});
  ASSERT_TRUE(profile.Remove(MakeRanking(3, {{0}}), 2).ok());
  EXPECT_EQ(profile.ballots(), 5);
  EXPECT_EQ(profile.groups().size(), 2);
  // The group that moved into the freed place is still found.
  ASSERT_TRUE(profile.Add(MakeRanking(3, {{2}})).ok());
  EXPECT_EQ(profile.groups().size(), 2);
  ASSERT_TRUE(profile.Remove(MakeRanking(3, {{2}}), 5).ok());
  EXPECT_EQ(profile.ballots(), 1);

  const absl::Status missing = profile.Remove(MakeRanking(3, {{1}}), 2);
  EXPECT_EQ(missing.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(profile.Remove(MakeRanking(3, {{0}})).code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(profile.ballots(), 1);
}

TEST(ProfileTest, RefusesMoreThanTwoToTheFiftyThreeInTotal) {
  Profile profile = MakeProfile(2, Unranked::kTiedLast, {{{{0}}, kMaxBallots - 1}});
  EXPECT_TRUE(profile.Add(MakeRanking(2, {{1}})).ok());
  EXPECT_EQ(profile.Add(MakeRanking(2, {{1}})).code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(profile.Add(MakeRanking(2, {}), INT64_MAX).code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(profile.ballots(), kMaxBallots);
  EXPECT_EQ(PairwiseMatrix::FromProfile(profile).prefer(0, 1), kMaxBallots - 1);
}

TEST(ProfileTest, RefusesForeignBallotsAndCountsBelowOne) {
  Profile profile = MakeProfile(3, Unranked::kTiedLast, {});
  EXPECT_EQ(profile.Add(MakeRanking(2, {{0}})).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(profile.Add(MakeRanking(3, {{0}}), 0).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(profile.Remove(MakeRanking(3, {{0}}), -1).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Profile::Create(0, Unranked::kTiedLast).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(profile.groups().empty());
}

}  // namespace
}  // namespace plenum::tally
