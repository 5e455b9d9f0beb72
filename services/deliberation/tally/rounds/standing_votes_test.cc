#include "services/deliberation/tally/rounds/standing_votes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <vector>

#include "services/deliberation/tally/rounds/naive.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

using Options = std::vector<OptionIndex>;
using Side = StandingVotes::Side;

// Takes random options out of a random set, a few at a time, and compares every total with a count
// from scratch.
TEST(StandingVotesTest, TotalsAreThoseOfACountFromScratchAfterEveryElimination) {
  RandomEngine engine(71);
  naive::ForRandomBallots(72, 1000, [&](const naive::Ballots& ballots, const Profile& profile) {
    for (const Side side : {Side::kFirst, Side::kLast}) {
      Options standing;
      for (const OptionIndex option : ballots.All()) {
        if (Upto(engine, 4) > 0) standing.push_back(option);
      }
      StandingVotes votes(profile, standing, ballots.tied, side);
      while (!standing.empty()) {
        EXPECT_EQ(votes.standing(), standing);
        const std::vector<Rational> expected = side == Side::kFirst
                                                   ? naive::FirstVotes(ballots, standing)
                                                   : naive::LastVotes(ballots, standing);
        Rational sum = votes.ToRound().exhausted;
        for (const OptionIndex option : standing) {
          EXPECT_EQ(votes.Votes(option), expected[static_cast<size_t>(option)]);
          sum += votes.Votes(option);
        }
        EXPECT_EQ(sum, ballots.Total());
        EXPECT_EQ(votes.Lowest(), naive::Extreme(expected, standing));
        EXPECT_EQ(votes.Highest(), naive::Extreme(expected, standing, -1));
        EXPECT_EQ(votes.Tiers(), naive::ByPoints(expected, standing));
        Options out;
        for (const OptionIndex option : standing) {
          if (out.empty() || Upto(engine, 3) == 0) out.push_back(option);
        }
        votes.Eliminate(out);
        standing = naive::Without(standing, out);
      }
    }
  });
}

TEST(StandingVotesTest, ManyOptionsOnTruncatedBallotsStayExact) {
  const int n = 120;
  RandomEngine engine(73);
  naive::Ballots ballots{n, Unranked::kTiedLast, TiedPreferences::kSplit, {}};
  for (int i = 0; i < 30; ++i) {
    Tiers tiers = RandomTiers(engine, n, false);
    tiers.resize(std::min<size_t>(tiers.size(), 6));
    ballots.cast.push_back({tiers, 1 + Upto(engine, 5)});
  }
  const Profile profile = MakeProfile(n, ballots.unranked, ballots.cast);
  Options standing = ballots.All();
  StandingVotes votes(profile, standing, ballots.tied, Side::kLast);
  for (const OptionIndex out : RandomPermutation(engine, n)) {
    const std::vector<Rational> expected = naive::LastVotes(ballots, standing);
    for (const OptionIndex option : standing) {
      ASSERT_EQ(votes.Votes(option), expected[static_cast<size_t>(option)]);
    }
    votes.Eliminate(Options{out});
    standing = naive::Without(standing, {out});
  }
}

}  // namespace
}  // namespace plenum::tally
