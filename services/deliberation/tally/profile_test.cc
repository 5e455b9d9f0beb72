#include "services/deliberation/tally/profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

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

TEST(ProfileTest, FindsEveryBallotThroughRandomAddsAndRemoves) {
  RandomEngine engine(7);
  Profile profile = *Profile::Create(4, Unranked::kTiedLast);
  std::map<std::string, int64_t> counts;  // the naive profile
  int64_t total = 0;
  for (int step = 0; step < 20'000; ++step) {
    const Ranking ballot = MakeRanking(4, RandomTiers(engine, 4, /*complete=*/false));
    int64_t& held = counts[ballot.DebugString()];
    if (Upto(engine, 2) == 0) {
      ASSERT_TRUE(profile.Add(ballot, 2).ok());
      held += 2;
      total += 2;
    } else if (const absl::Status status = profile.Remove(ballot); held > 0) {
      ASSERT_TRUE(status.ok()) << status;
      --held;
      --total;
    } else {
      ASSERT_EQ(status.code(), absl::StatusCode::kNotFound);
    }
    ASSERT_EQ(profile.ballots(), total);
  }
  size_t groups = 0;
  for (const auto& [ballot, count] : counts) groups += count > 0 ? 1 : 0;
  EXPECT_EQ(profile.groups().size(), groups);
  for (const BallotGroup& group : profile.groups()) {
    EXPECT_EQ(group.count, counts[group.ranking.DebugString()]);
  }
  const Profile copy = profile;
  while (!profile.groups().empty()) {
    const BallotGroup last = profile.groups().front();
    ASSERT_TRUE(profile.Remove(last.ranking, last.count).ok());
  }
  EXPECT_EQ(copy.groups().size(), groups) << "a copy is its own";
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
