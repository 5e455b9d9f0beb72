#include "services/deliberation/tally/meek/kept.h"

#include <gtest/gtest.h>

#include <vector>

#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

TEST(KeptOf, SharesATieAndPassesOnWhatIsNotNeeded) {
  const Profile profile =
      MakeProfile(3, Unranked::kNotCompared, {{{{0}, {1}, {2}}, 20}, {{{2}, {1}}, 10}});
  MeekOptions options;
  options.seats = 2;
  options.arithmetic = MeekArithmetic::kExact;
  const MeekResult result = *Meek(profile, options);
  const size_t last = result.stages.size() - 1;
  const Rational half = MakeRational(1, 2);
  EXPECT_EQ(KeptOf(MakeRanking(3, {{0}, {1}}), result, last),
            (std::vector<Rational>{half, half, 0}));
  EXPECT_EQ(KeptOf(MakeRanking(3, {{0, 2}}), result, last),
            (std::vector<Rational>{MakeRational(1, 4), 0, MakeRational(3, 4)}));
  EXPECT_EQ(KeptOf(MakeRanking(3, {}), result, last), (std::vector<Rational>{0, 0, 0}));
}

// All ballots together must be what the count says, in every arithmetic and with ties.
TEST(KeptOf, AddsUpToTheVotes) {
  RandomEngine engine(51);
  for (int trial = 0; trial < 60; ++trial) {
    const int n = 3 + Upto(engine, 3);
    const Profile profile =
        MakeProfile(n, Unranked::kNotCompared, RandomBallots(engine, n, trial % 2 == 0));
    for (const MeekArithmetic arithmetic :
         {MeekArithmetic::kBigFixed9, MeekArithmetic::kExactWithRoundedKeepFactors}) {
      MeekOptions options;
      options.seats = 1 + Upto(engine, n - 1);
      options.arithmetic = arithmetic;
      options.tie_policy = SeededPermutation{"tests"};
      const MeekResult result = *Meek(profile, options);
      for (size_t s = 0; s < result.stages.size(); ++s) {
        const MeekStage& stage = result.stages[s];
        if (stage.action != MeekAction::kElect && stage.action != MeekAction::kIterate &&
            stage.action != MeekAction::kDefeat) {
          continue;
        }
        std::vector<Rational> votes(static_cast<size_t>(n));
        for (const BallotGroup& group : profile.groups()) {
          const std::vector<Rational> kept = KeptOf(group.ranking, result, s);
          for (size_t i = 0; i < kept.size(); ++i) votes[i] += kept[i] * Rational(group.count);
        }
        EXPECT_EQ(votes, result.tallies[static_cast<size_t>(stage.tally)].votes)
            << "trial " << trial << " stage " << s;
      }
    }
  }
}

}  // namespace
}  // namespace plenum::tally
