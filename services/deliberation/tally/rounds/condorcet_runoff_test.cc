#include "services/deliberation/tally/rounds/condorcet_runoff.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "services/deliberation/tally/rounds/naive.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

using Options = std::vector<OptionIndex>;
using Method = absl::StatusOr<Count> (*)(const Profile&, const PairwiseMatrix&,
                                         const CondorcetRunoffOptions&);

Count Counted(Method method, const Profile& profile, const CondorcetRunoffOptions& options = {}) {
  absl::StatusOr<Count> count = method(profile, PairwiseMatrix::FromProfile(profile), options);
  EXPECT_TRUE(count.ok()) << count.status();
  return *std::move(count);
}

constexpr Method kMethods[] = {SmithInstantRunoff, TidemanAlternative, Benham};

TEST(CondorcetRunoffTest, TennesseeGoesToNashvilleTheCondorcetWinner) {
  const Profile profile = MakeProfile(4, Unranked::kTiedLast,
                                      {{{{0}, {1}, {2}, {3}}, 42},
                                       {{{1}, {2}, {3}, {0}}, 26},
                                       {{{2}, {3}, {1}, {0}}, 15},
                                       {{{3}, {2}, {1}, {0}}, 17}});
  for (const Method method : kMethods) {
    // The duels are transitive: Nashville, Chattanooga, Knoxville, Memphis.
    EXPECT_EQ(Counted(method, profile).ranking, MakeRanking(4, {{1}, {2}, {3}, {0}}));
  }
}

// A cycle 0 > 1 > 2 > 0 above 3, who has the most first choices but one.
std::vector<CastBallot> CycleAboveAFavourite() {
  return {{{{0}, {1}, {2}, {3}}, 5},
          {{{1}, {2}, {0}, {3}}, 4},
          {{{2}, {0}, {1}, {3}}, 3},
          {{{3}, {2}, {0}, {1}}, 6}};
}

TEST(CondorcetRunoffTest, OptionsOutsideTheSmithSetDoNotCount) {
  // 0 beats 1 by 14 to 4, 1 ties 2 by 9 to 9, 2 beats 0 by 13 to 5; 3 loses to all by 12 to 6.
  const Profile profile = MakeProfile(4, Unranked::kTiedLast, CycleAboveAFavourite());
  const Count count = Counted(SmithInstantRunoff, profile);
  ASSERT_FALSE(count.sets.empty());
  EXPECT_EQ(count.sets[0].name, "Smith set");
  EXPECT_EQ(count.sets[0].options, (Options{0, 1, 2}));
  // Without 3 the first choices are 5, 4 and 9: 1 leaves, its ballots go to 2.
  EXPECT_EQ(count.rounds[0].votes[2], Rational(9));
  EXPECT_EQ(count.rounds[0].votes[3], std::nullopt);
  EXPECT_EQ(count.ranking, MakeRanking(4, {{2}, {0}, {1}, {3}}));
  EXPECT_EQ(Counted(TidemanAlternative, profile).ranking, MakeRanking(4, {{2}, {0}, {1}, {3}}));
  // Benham counts with 3: 2 has the fewest first choices and leaves; 0 then beats 1 and 3.
  const Count benham = Counted(Benham, profile);
  EXPECT_EQ(benham.rounds[0].eliminated, Options{2});
  EXPECT_EQ(benham.rounds[1].elected, Options{0});
  EXPECT_EQ(benham.ranking, MakeRanking(4, {{0}, {1}, {3}, {2}}));
}

TEST(CondorcetRunoffTest, SmithLayersAreThoseOfTheDefinition) {
  naive::ForRandomBallots(21, 400, [](const naive::Ballots& ballots, const Profile& profile) {
    Options rest = ballots.All();
    for (const Options& layer : SmithLayers(PairwiseMatrix::FromProfile(profile), rest)) {
      EXPECT_EQ(layer, naive::SmithSet(ballots, rest));
      rest = naive::Without(rest, layer);
    }
    EXPECT_TRUE(rest.empty());
  });
}

TEST(CondorcetRunoffTest, AgreeWithASecondImplementation) {
  naive::ForRandomBallots(22, 1200, [](const naive::Ballots& ballots, const Profile& profile) {
    const int n = ballots.option_count;
    const CondorcetRunoffOptions options{ballots.tied, KeepTied{}};
    const Options all = ballots.All();
    EXPECT_EQ(Counted(SmithInstantRunoff, profile, options).ranking,
              MakeRanking(n, naive::SmithInstantRunoff(ballots, all)));
    EXPECT_EQ(Counted(TidemanAlternative, profile, options).ranking,
              MakeRanking(n, naive::TidemanAlternative(ballots, all)));
    EXPECT_EQ(Counted(Benham, profile, options).ranking,
              MakeRanking(n, naive::Benham(ballots, all)));
  });
}

TEST(CondorcetRunoffTest, WinnersAreOfTheSmithSetAndVotesAreKept) {
  naive::ForRandomBallots(23, 500, [](const naive::Ballots& ballots, const Profile& profile) {
    CondorcetRunoffOptions options{ballots.tied, DeclaredOrder{ballots.All()}};
    const Options smith = PairwiseMatrix::FromProfile(profile).SmithSet();
    for (const Method method : kMethods) {
      const Count count = Counted(method, profile, options);
      EXPECT_EQ(count.ranking.tier_count(), ballots.option_count);
      EXPECT_TRUE(std::binary_search(smith.begin(), smith.end(), count.ranking.tier(0)[0]));
      for (const Round& round : count.rounds) {
        Rational sum = round.exhausted;
        for (const auto& votes : round.votes) sum += votes.value_or(0);
        EXPECT_EQ(sum, ballots.Total());
      }
    }
  });
}

TEST(CondorcetRunoffTest, EdgesAreDefined) {
  const Profile none = MakeProfile(3, Unranked::kTiedLast, {});
  const Profile alone = MakeProfile(1, Unranked::kNotCompared, {{{{0}}, 1}});
  const Profile cycle = MakeProfile(
      3, Unranked::kTiedLast, {{{{0}, {1}, {2}}, 1}, {{{1}, {2}, {0}}, 1}, {{{2}, {0}, {1}}, 1}});
  for (const Method method : kMethods) {
    EXPECT_EQ(Counted(method, none).ranking, MakeRanking(3, {{0, 1, 2}}));
    EXPECT_EQ(Counted(method, alone).ranking, MakeRanking(1, {{0}}));
    EXPECT_EQ(Counted(method, cycle).ranking, MakeRanking(3, {{0, 1, 2}}));
    const Count held = Counted(method, cycle, {{}, HoldForDecision{}});
    EXPECT_TRUE(held.held);
    EXPECT_EQ(held.ranking, MakeRanking(3, {{0, 1, 2}}));
    EXPECT_EQ(method(cycle, PairwiseMatrix::FromProfile(none), {}).status().code(),
              absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(method(none, PairwiseMatrix::FromProfile(none), {{}, DeclaredOrder{{0, 0, 1}}})
                  .status()
                  .code(),
              absl::StatusCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace plenum::tally
