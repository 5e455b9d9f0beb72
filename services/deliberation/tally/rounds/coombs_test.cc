#include "services/deliberation/tally/rounds/coombs.h"

#include <gtest/gtest.h>

#include <vector>

#include "services/deliberation/tally/rounds/naive.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

using Options = std::vector<OptionIndex>;

Count Counted(const Profile& profile, const CoombsOptions& options = {}) {
  absl::StatusOr<Count> count = Coombs(profile, options);
  EXPECT_TRUE(count.ok()) << count.status();
  return *std::move(count);
}

TEST(CoombsTest, TennesseeGoesToNashville) {
  const Count count = Counted(MakeProfile(4, Unranked::kTiedLast,
                                          {{{{0}, {1}, {2}, {3}}, 42},
                                           {{{1}, {2}, {3}, {0}}, 26},
                                           {{{2}, {3}, {1}, {0}}, 15},
                                           {{{3}, {2}, {1}, {0}}, 17}}));
  EXPECT_EQ(count.rounds[0].votes[0], Rational(58));
  EXPECT_EQ(count.rounds[0].votes[3], Rational(42));
  EXPECT_EQ(count.rounds[0].eliminated, Options{0});
  EXPECT_EQ(count.rounds[1].votes[1], Rational(68));  // first choices
  EXPECT_EQ(count.rounds[1].elected, Options{1});
  EXPECT_EQ(count.ranking, MakeRanking(4, {{1}, {2}, {3}, {0}}));
}

TEST(CoombsTest, TheMajorityTestCanChangeTheWinner) {
  // 0 is the first choice of 5 of 9, and also last on 4, more than any other.
  const Profile profile = MakeProfile(
      3, Unranked::kTiedLast, {{{{0}, {1}, {2}}, 3}, {{{0}, {2}, {1}}, 2}, {{{1}, {2}, {0}}, 4}});
  EXPECT_EQ(Counted(profile).ranking, MakeRanking(3, {{0}, {1}, {2}}));
  CoombsOptions options;
  options.majority = CoombsMajority::kIgnored;
  EXPECT_EQ(Counted(profile, options).ranking, MakeRanking(3, {{1}, {2}, {0}}));
}

TEST(CoombsTest, ABallotForOneAloneIsAgainstTheOthersOnlyIfTheyAreTiedLast) {
  const std::vector<CastBallot> ballots = {{{{0}}, 2}, {{{1}, {0}, {2}}, 2}};
  const Count tied_last = Counted(MakeProfile(3, Unranked::kTiedLast, ballots));
  EXPECT_EQ(tied_last.rounds[0].votes[2], Rational(3));
  EXPECT_EQ(tied_last.rounds[0].votes[1], Rational(1));
  const Count silent = Counted(MakeProfile(3, Unranked::kNotCompared, ballots));
  EXPECT_EQ(silent.rounds[0].votes[2], Rational(2));
  EXPECT_EQ(silent.rounds[0].votes[0], Rational(0));
  EXPECT_EQ(silent.rounds[0].exhausted, Rational(2));
}

TEST(CoombsTest, TiePoliciesLookAtWhoHadMoreVotesAgainst) {
  // 3 leaves with 3 against; then 0, 1 and 2 have 2 against each, and 1 had 2 at first, more than
  // the others.
  const std::vector<CastBallot> ballots = {{{{0}, {1}, {2}, {3}}, 1},
                                           {{{1}, {0}, {2}, {3}}, 1},
                                           {{{2}, {1}, {0}, {3}}, 1},
                                           {{{2}, {3}, {0}, {1}}, 2},
                                           {{{1}, {3}, {2}, {0}}, 1}};
  CoombsOptions options;
  options.majority = CoombsMajority::kIgnored;
  options.tie_policy = Backwards{HoldForDecision{}};
  const Count count = Counted(MakeProfile(4, Unranked::kTiedLast, ballots), options);
  EXPECT_EQ(count.rounds[0].eliminated, Options{3});
  EXPECT_EQ(count.rounds[1].eliminated, Options{1});
  ASSERT_FALSE(count.events.empty());
  EXPECT_EQ(count.events[0].rule, "backwards");
  options.tie_policy = HoldForDecision{};
  const Count held = Counted(MakeProfile(4, Unranked::kTiedLast, ballots), options);
  EXPECT_TRUE(held.held);
  EXPECT_EQ(held.ranking, MakeRanking(4, {{0, 1, 2}, {3}}));
}

TEST(CoombsTest, EdgesAreDefined) {
  EXPECT_EQ(Counted(MakeProfile(3, Unranked::kTiedLast, {})).ranking, MakeRanking(3, {{0, 1, 2}}));
  EXPECT_EQ(Counted(MakeProfile(3, Unranked::kNotCompared, {{{}, 4}})).ranking,
            MakeRanking(3, {{0, 1, 2}}));
  EXPECT_EQ(Counted(MakeProfile(1, Unranked::kTiedLast, {})).ranking, MakeRanking(1, {{0}}));
  EXPECT_EQ(
      Coombs(MakeProfile(2, Unranked::kTiedLast, {}), {{}, {}, DeclaredOrder{{1}}}).status().code(),
      absl::StatusCode::kInvalidArgument);
}

TEST(CoombsTest, AgreesWithASecondImplementation) {
  naive::ForRandomBallots(31, 1500, [](const naive::Ballots& ballots, const Profile& profile) {
    for (const bool elects : {true, false}) {
      const Count count = Counted(
          profile,
          {elects ? CoombsMajority::kElects : CoombsMajority::kIgnored, ballots.tied, KeepTied{}});
      EXPECT_EQ(count.ranking,
                MakeRanking(ballots.option_count, naive::Coombs(ballots, ballots.All(), elects)));
      for (const Round& round : count.rounds) {
        Rational sum = round.exhausted;
        for (const auto& votes : round.votes) sum += votes.value_or(0);
        EXPECT_EQ(sum, ballots.Total());
      }
    }
  });
}

}  // namespace
}  // namespace plenum::tally
