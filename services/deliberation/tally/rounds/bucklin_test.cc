#include "services/deliberation/tally/rounds/bucklin.h"

#include <gtest/gtest.h>

#include <vector>

#include "services/deliberation/tally/rounds/naive.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

using Options = std::vector<OptionIndex>;

Count Counted(const Profile& profile, const BucklinOptions& options = {}) {
  absl::StatusOr<Count> count = Bucklin(profile, options);
  EXPECT_TRUE(count.ok()) << count.status();
  return *std::move(count);
}

TEST(BucklinTest, TennesseeGoesToNashvilleInTheSecondRound) {
  const Count count = Counted(MakeProfile(4, Unranked::kTiedLast,
                                          {{{{0}, {1}, {2}, {3}}, 42},
                                           {{{1}, {2}, {3}, {0}}, 26},
                                           {{{2}, {3}, {1}, {0}}, 15},
                                           {{{3}, {2}, {1}, {0}}, 17}}));
  EXPECT_EQ(count.rounds[1].votes[1], Rational(68));
  EXPECT_EQ(count.rounds[1].votes[2], Rational(58));
  EXPECT_EQ(count.rounds[1].elected, (Options{1, 2}));
  EXPECT_EQ(count.ranking, MakeRanking(4, {{1}, {2}, {3}, {0}}));
  EXPECT_EQ(count.figures[0].values[3], Rational(3));
  EXPECT_EQ(count.figures[1].values[3], Rational(58));
}

TEST(BucklinTest, OptionsThatNeverHaveAMajorityStandBelowByTheirVotes) {
  const Count count = Counted(
      MakeProfile(4, Unranked::kNotCompared, {{{{0}}, 3}, {{{1}}, 1}, {{{2}}, 1}, {{}, 7}}));
  EXPECT_EQ(count.ranking, MakeRanking(4, {{0}, {1, 2}, {3}}));  // 3 of the 5 that rank anyone
  EXPECT_EQ(count.figures[0].values[1], Rational(5));
}

TEST(BucklinTest, TiesGoByEarlierRanksOrTheDeclaredOrder) {
  // 0 and 1 both reach 4 of 5 at the second rank; 1 had three first choices, 0 one.
  const Profile profile =
      MakeProfile(4, Unranked::kNotCompared,
                  {{{{1}, {0}}, 2}, {{{2}, {0}}, 1}, {{{0}, {1}}, 1}, {{{3}, {1}}, 1}});
  EXPECT_EQ(Counted(profile).ranking, MakeRanking(4, {{0, 1}, {2, 3}}));
  EXPECT_EQ(Counted(profile, {Backwards{}}).ranking, MakeRanking(4, {{1}, {0}, {2, 3}}));
  const Count declared = Counted(profile, {DeclaredOrder{{0, 1, 3, 2}}});
  EXPECT_EQ(declared.ranking, MakeRanking(4, {{0}, {1}, {3}, {2}}));
  EXPECT_EQ(declared.ranking_by_votes, MakeRanking(4, {{0, 1}, {2, 3}}));
  EXPECT_EQ(Bucklin(profile, {DeclaredOrder{{0}}}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(BucklinTest, EdgesAreDefined) {
  EXPECT_EQ(Counted(MakeProfile(3, Unranked::kTiedLast, {})).ranking, MakeRanking(3, {{0, 1, 2}}));
  EXPECT_EQ(Counted(MakeProfile(3, Unranked::kTiedLast, {{{}, 5}})).ranking,
            MakeRanking(3, {{0, 1, 2}}));
  EXPECT_EQ(Counted(MakeProfile(1, Unranked::kTiedLast, {{{{0}}, kMaxBallots}})).ranking,
            MakeRanking(1, {{0}}));
}

TEST(BucklinTest, AgreesWithASecondImplementation) {
  naive::ForRandomBallots(51, 1500, [](const naive::Ballots& ballots, const Profile& profile) {
    EXPECT_EQ(Counted(profile).ranking, MakeRanking(ballots.option_count, naive::Bucklin(ballots)));
  });
}

}  // namespace
}  // namespace plenum::tally
