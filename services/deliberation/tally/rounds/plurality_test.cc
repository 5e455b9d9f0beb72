#include "services/deliberation/tally/rounds/plurality.h"

#include <gtest/gtest.h>

#include <vector>

#include "services/deliberation/tally/rounds/naive.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

using Options = std::vector<OptionIndex>;

Count Counted(absl::StatusOr<Count> count) {
  EXPECT_TRUE(count.ok()) << count.status();
  return *std::move(count);
}

TEST(PluralityTest, TennesseeGoesToMemphisAndInTwoRoundsToNashville) {
  const Profile profile = MakeProfile(4, Unranked::kTiedLast,
                                      {{{{0}, {1}, {2}, {3}}, 42},
                                       {{{1}, {2}, {3}, {0}}, 26},
                                       {{{2}, {3}, {1}, {0}}, 15},
                                       {{{3}, {2}, {1}, {0}}, 17}});
  const Count once = Counted(Plurality(profile, {}));
  EXPECT_EQ(once.ranking, MakeRanking(4, {{0}, {1}, {3}, {2}}));
  EXPECT_EQ(once.figures[0].values[3], Rational(17));
  const Count twice = Counted(TwoRound(profile, {}));
  EXPECT_EQ(twice.ranking, MakeRanking(4, {{1}, {0}, {3}, {2}}));
  ASSERT_EQ(twice.rounds.size(), 2U);
  EXPECT_EQ(twice.rounds[0].eliminated, (Options{2, 3}));
  EXPECT_EQ(twice.rounds[1].votes[1], Rational(58));
  EXPECT_EQ(twice.rounds[1].elected, Options{1});
}

TEST(PluralityTest, SharedFirstPlacesAreSplitOrSkipped) {
  const Profile profile =
      MakeProfile(3, Unranked::kTiedLast, {{{{0, 1}, {2}}, 3}, {{{0}}, 1}, {{}, 3}});
  const Count split = Counted(Plurality(profile, {}));
  EXPECT_EQ(split.figures[0].values[0], MakeRational(7, 2));  // 3/2 + 1 + 3/3
  EXPECT_EQ(split.ranking, MakeRanking(3, {{0}, {1}, {2}}));
  const Count skip = Counted(Plurality(profile, {TiedPreferences::kSkip, KeepTied{}}));
  EXPECT_EQ(skip.figures[0].values[2], Rational(3));
  EXPECT_EQ(skip.rounds[0].exhausted, Rational(3));
}

TEST(TwoRoundTest, AMajorityDecidesAtOnce) {
  const Count count = Counted(
      TwoRound(MakeProfile(3, Unranked::kNotCompared, {{{{0}}, 3}, {{{1}}, 2}, {{}, 10}}), {}));
  EXPECT_EQ(count.rounds.size(), 1U);  // 3 of the 5 that have a first choice
  EXPECT_EQ(count.ranking, MakeRanking(3, {{0}, {1}, {2}}));
}

TEST(TwoRoundTest, TiesAtTheBorderGoByThePolicy) {
  // 1 and 2 are level for the second place; 2 would beat 0 in a final of two.
  const std::vector<CastBallot> ballots = {{{{0}, {1}, {2}, {3}}, 4},
                                           {{{1}, {2}, {0}, {3}}, 3},
                                           {{{2}, {1}, {0}, {3}}, 3},
                                           {{{3}, {2}, {0}, {1}}, 1}};
  const Profile profile = MakeProfile(4, Unranked::kTiedLast, ballots);
  const Count all = Counted(TwoRound(profile, {}));
  EXPECT_EQ(all.rounds[0].eliminated, Options{3});
  EXPECT_EQ(all.ranking, MakeRanking(4, {{0, 2}, {1}, {3}}));
  const Count declared = Counted(TwoRound(profile, {{}, DeclaredOrder{{2, 1, 0, 3}}}));
  EXPECT_EQ(declared.rounds[0].eliminated, (Options{1, 3}));
  EXPECT_EQ(declared.ranking, MakeRanking(4, {{2}, {0}, {1}, {3}}));
  EXPECT_EQ(declared.ranking_by_votes, all.ranking);
  const Count held = Counted(TwoRound(profile, {{}, HoldForDecision{}}));
  EXPECT_TRUE(held.held);
  EXPECT_EQ(held.rounds.size(), 1U);
  EXPECT_EQ(held.ranking, MakeRanking(4, {{0}, {1, 2}, {3}}));
}

TEST(TwoRoundTest, EdgesAreDefined) {
  for (const Unranked unranked : {Unranked::kTiedLast, Unranked::kNotCompared}) {
    for (const auto method : {Plurality, TwoRound}) {
      EXPECT_EQ(Counted(method(MakeProfile(3, unranked, {}), {})).ranking,
                MakeRanking(3, {{0, 1, 2}}));
      EXPECT_EQ(Counted(method(MakeProfile(3, unranked, {{{}, 2}}), {})).ranking,
                MakeRanking(3, {{0, 1, 2}}));
      EXPECT_EQ(Counted(method(MakeProfile(1, unranked, {{{{0}}, 2}}), {})).ranking,
                MakeRanking(1, {{0}}));
      EXPECT_EQ(method(MakeProfile(2, unranked, {}), {{}, SeededPermutation{}}).status().code(),
                absl::StatusCode::kInvalidArgument);
    }
  }
}

TEST(TwoRoundTest, AgreesWithASecondImplementation) {
  naive::ForRandomBallots(41, 1000, [](const naive::Ballots& ballots, const Profile& profile) {
    const int n = ballots.option_count;
    const std::vector<Rational> votes = naive::FirstVotes(ballots, ballots.All());
    const Tiers first = naive::ByPoints(votes, ballots.All());
    const PluralityOptions options{ballots.tied, KeepTied{}};
    const Count plurality = Counted(Plurality(profile, options));
    EXPECT_EQ(plurality.ranking, MakeRanking(n, first));
    EXPECT_EQ(plurality.figures[0].values, votes);
    Rational voting;
    for (const Rational& share : votes) voting += share;
    Tiers expected = first;
    if (n > 2 && voting > 0 && votes[static_cast<size_t>(first[0][0])] * 2 <= voting) {
      Options finalists = first[0];
      if (finalists.size() == 1) {
        finalists.insert(finalists.end(), first[1].begin(), first[1].end());
      }
      expected = naive::ByPoints(naive::FirstVotes(ballots, finalists), finalists);
      for (const Options& tier : first) {
        const Options rest = naive::Without(tier, finalists);
        if (!rest.empty()) expected.push_back(rest);
      }
    }
    EXPECT_EQ(Counted(TwoRound(profile, options)).ranking, MakeRanking(n, expected));
  });
}

}  // namespace
}  // namespace plenum::tally
