#include "services/deliberation/tally/rounds/instant_runoff.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/rounds/naive.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

using Places = RunoffPlaces;
using Options = std::vector<OptionIndex>;

Count Counted(const Profile& profile, const InstantRunoffOptions& options = {}) {
  absl::StatusOr<Count> count = InstantRunoff(profile, options);
  EXPECT_TRUE(count.ok()) << count.status();
  return *std::move(count);
}

// Memphis, Nashville, Chattanooga, Knoxville.
Profile Tennessee() {
  return MakeProfile(4, Unranked::kTiedLast,
                     {{{{0}, {1}, {2}, {3}}, 42},
                      {{{1}, {2}, {3}, {0}}, 26},
                      {{{2}, {3}, {1}, {0}}, 15},
                      {{{3}, {2}, {1}, {0}}, 17}});
}

TEST(InstantRunoffTest, TennesseeGoesToKnoxville) {
  const Count count = Counted(Tennessee());
  EXPECT_EQ(count.ranking, MakeRanking(4, {{3}, {0}, {1}, {2}}));
  ASSERT_EQ(count.rounds.size(), 3U);
  EXPECT_EQ(count.rounds[0].votes[2], Rational(15));
  EXPECT_EQ(count.rounds[0].eliminated, Options{2});
  EXPECT_EQ(count.rounds[1].votes[3], Rational(32));
  EXPECT_EQ(count.rounds[1].votes[2], std::nullopt);
  EXPECT_EQ(count.rounds[1].eliminated, Options{1});
  EXPECT_EQ(count.rounds[2].votes[3], Rational(58));
  EXPECT_EQ(count.rounds[2].elected, Options{3});
}

TEST(InstantRunoffTest, TiedPreferencesAreSplitExactly) {
  // One ballot of three level options: a third each; when one leaves, a half each.
  const Count count = Counted(MakeProfile(
      4, Unranked::kNotCompared, {{{{0, 1, 2}, {3}}, 1}, {{{0}}, 1}, {{{1}}, 1}, {{{3}}, 2}}));
  EXPECT_EQ(count.rounds[0].votes[0], MakeRational(4, 3));
  EXPECT_EQ(count.rounds[0].votes[2], MakeRational(1, 3));
  EXPECT_EQ(count.rounds[1].votes[0], MakeRational(3, 2));
  EXPECT_EQ(count.rounds[1].votes[3], Rational(2));
}

TEST(InstantRunoffTest, SkippedTierNeverVotesAgain) {
  const Profile profile =
      MakeProfile(3, Unranked::kNotCompared, {{{{0, 1}, {2}}, 3}, {{{0}}, 2}, {{{1}}, 2}});
  const Count skip = Counted(profile, {TiedPreferences::kSkip});
  EXPECT_EQ(skip.rounds[0].votes[2], Rational(3));
  // 0 and 1 leave together and 2 is left, though three ballots put it last.
  EXPECT_EQ(skip.ranking, MakeRanking(3, {{2}, {0, 1}}));
  EXPECT_EQ(Counted(profile).ranking, MakeRanking(3, {{0, 1}, {2}}));
}

TEST(InstantRunoffTest, DuelsDecideBetweenTheLowest) {
  // 1 and 2 are level with two first choices; 2 wins their duel by 5 to 4.
  const Profile profile = MakeProfile(
      3, Unranked::kTiedLast,
      {{{{0}, {2}, {1}}, 3}, {{{0}, {1}, {2}}, 2}, {{{1}, {0}, {2}}, 2}, {{{2}, {0}, {1}}, 2}});
  EXPECT_EQ(Counted(profile).ranking, MakeRanking(3, {{0}, {1, 2}}));
  InstantRunoffOptions options;
  options.bottom_ties = BottomTies::kDuels;
  EXPECT_EQ(Counted(profile, options).ranking, MakeRanking(3, {{0}, {2}, {1}}));
}

TEST(InstantRunoffTest, MajorityFillsPlacesFromTheTop) {
  // 0 has 6 of 9 at once; its ballots then make 1, who was last, second.
  const Profile profile = MakeProfile(
      3, Unranked::kTiedLast, {{{{0}, {1}, {2}}, 6}, {{{2}, {0}, {1}}, 2}, {{{1}, {0}, {2}}, 1}});
  EXPECT_EQ(Counted(profile).ranking, MakeRanking(3, {{0}, {2}, {1}}));
  InstantRunoffOptions options;
  options.places = Places::kByMajority;
  const Count count = Counted(profile, options);
  EXPECT_EQ(count.ranking, MakeRanking(3, {{0}, {1}, {2}}));
  EXPECT_EQ(count.rounds[0].elected, Options{0});
}

TEST(InstantRunoffTest, TiePoliciesBreakRecordAndHold) {
  // 0: 3, 1: 2, 2: 2, 3: 1 with 3's ballot to 2's rival 1 or none.
  const std::vector<CastBallot> ballots = {{{{0}}, 3}, {{{1}}, 2}, {{{2}}, 1}, {{{3}, {2}}, 1}};
  const Profile profile = MakeProfile(4, Unranked::kNotCompared, ballots);
  InstantRunoffOptions options;
  options.tie_policy = DeclaredOrder{{0, 3, 2, 1}};
  const Count declared = Counted(profile, options);
  // 2 and 3 are level at one vote: 2 leaves; then 3 with one vote; then 1.
  EXPECT_EQ(declared.ranking, MakeRanking(4, {{0}, {1}, {3}, {2}}));
  ASSERT_EQ(declared.events.size(), 1U);
  EXPECT_EQ(declared.events[0], (TieEvent{{2, 3}, {3, 2}, "declared order", 0}));
  EXPECT_EQ(declared.ranking_by_votes, MakeRanking(4, {{0}, {1}, {2, 3}}));

  options.tie_policy = HoldForDecision{};
  const Count held = Counted(profile, options);
  EXPECT_TRUE(held.held);
  EXPECT_EQ(held.ranking, MakeRanking(4, {{0, 1, 2, 3}}));
  EXPECT_EQ(held.rounds.size(), 1U);
}

TEST(InstantRunoffTest, BackwardsLooksAtEarlierRounds) {
  // After 3 leaves, 1 and 2 are level at two; 1 was ahead by two to one in the first round.
  const Profile profile =
      MakeProfile(4, Unranked::kNotCompared, {{{{0}}, 5}, {{{1}}, 3}, {{{2}}, 2}, {{{3}, {2}}, 1}});
  InstantRunoffOptions options;
  for (const TiePolicy& policy :
       {TiePolicy(Backwards{HoldForDecision{}}), TiePolicy(Forwards{HoldForDecision{}})}) {
    options.tie_policy = policy;
    const Count count = Counted(profile, options);
    EXPECT_FALSE(count.held);
    EXPECT_EQ(count.ranking, MakeRanking(4, {{0}, {1}, {2}, {3}}));
    ASSERT_EQ(count.events.size(), 1U);
    EXPECT_EQ(count.events[0].round, 1);
  }
}

TEST(InstantRunoffTest, EdgesAreDefined) {
  EXPECT_EQ(Counted(MakeProfile(3, Unranked::kTiedLast, {})).ranking, MakeRanking(3, {{0, 1, 2}}));
  EXPECT_EQ(Counted(MakeProfile(3, Unranked::kNotCompared, {{{}, 9}})).ranking,
            MakeRanking(3, {{0, 1, 2}}));
  const Count alone = Counted(MakeProfile(1, Unranked::kTiedLast, {{{{0}}, 2}}));
  EXPECT_EQ(alone.ranking, MakeRanking(1, {{0}}));
  EXPECT_TRUE(alone.rounds.empty());
  EXPECT_EQ(InstantRunoff(Tennessee(), {{}, {}, {}, DeclaredOrder{{0, 1}}}).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(InstantRunoff(Tennessee(), {{}, {}, {}, SeededPermutation{}}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(InstantRunoffTest, LargestTotalsAndManyOptionsStayExact) {
  const Count split =
      Counted(MakeProfile(3, Unranked::kTiedLast, {{{{0, 1}, {2}}, kMaxBallots - 1}, {{{1}}, 1}}));
  EXPECT_EQ(split.ranking, MakeRanking(3, {{1}, {0}, {2}}));
  EXPECT_EQ(split.rounds[0].votes[0], MakeRational(kMaxBallots - 1, 2));

  Tiers tiers;
  for (OptionIndex option = 0; option < 1000; option += 4) {
    tiers.push_back({option, option + 1, option + 2, option + 3});
  }
  const Count many = Counted(MakeProfile(1000, Unranked::kTiedLast, {{tiers, 7}}),
                             {{}, {}, {}, SeededPermutation{"seed"}});
  EXPECT_EQ(many.ranking.tier_count(), 1000);
}

TEST(InstantRunoffTest, AgreesWithASecondImplementation) {
  naive::ForRandomBallots(11, 1500, [](const naive::Ballots& ballots, const Profile& profile) {
    const Count count = Counted(profile, {ballots.tied});
    EXPECT_EQ(count.ranking,
              MakeRanking(ballots.option_count, naive::InstantRunoff(ballots, ballots.All())));
    for (const Round& round : count.rounds) {
      Rational sum = round.exhausted;
      Options standing;
      for (OptionIndex option = 0; option < ballots.option_count; ++option) {
        const auto& votes = round.votes[static_cast<size_t>(option)];
        if (!votes.has_value()) continue;
        sum += *votes;
        standing.push_back(option);
      }
      EXPECT_EQ(sum, ballots.Total());  // no vote is lost or made
      const std::vector<Rational> votes = naive::FirstVotes(ballots, standing);
      for (const OptionIndex option : standing) {
        EXPECT_EQ(round.votes[static_cast<size_t>(option)], votes[static_cast<size_t>(option)]);
      }
    }
  });
}

TEST(InstantRunoffTest, NamesOfOptionsAndOrderOfBallotsDoNotMatter) {
  RandomEngine engine(12);
  naive::ForRandomBallots(13, 300, [&](const naive::Ballots& ballots, const Profile& profile) {
    const Options renamed = RandomPermutation(engine, ballots.option_count);
    std::vector<CastBallot> other;
    const auto rename = [&](Tiers tiers) {
      for (auto& tier : tiers) {
        for (OptionIndex& option : tier) option = renamed[static_cast<size_t>(option)];
      }
      return tiers;
    };
    for (const CastBallot& ballot : ballots.cast) {
      for (int64_t i = 0; i < ballot.count; ++i) {
        other.insert(other.begin(), {rename(ballot.tiers), 1});
      }
    }
    for (const Places places : {Places::kByElimination, Places::kByMajority}) {
      const InstantRunoffOptions options{ballots.tied, BottomTies::kDuels, places, KeepTied{}};
      EXPECT_EQ(
          Counted(MakeProfile(ballots.option_count, ballots.unranked, other), options).ranking,
          MakeRanking(ballots.option_count, rename(Counted(profile, options).ranking.Tiers())));
    }
  });
}

TEST(InstantRunoffTest, MajorityWinsAndCondorcetLoserDoesNot) {
  RandomEngine engine(14);
  for (int i = 0; i < 500; ++i) {
    const int n = 2 + Upto(engine, 5);
    std::vector<CastBallot> ballots;
    for (int b = 0; b < 9; ++b) {
      Tiers tiers;
      for (const OptionIndex option : RandomPermutation(engine, n)) tiers.push_back({option});
      ballots.push_back({tiers, 1 + Upto(engine, 4)});
    }
    const Profile profile = MakeProfile(n, Unranked::kTiedLast, ballots);
    InstantRunoffOptions options;
    options.tie_policy = DeclaredOrder{AllOptions(n)};
    const Count count = Counted(profile, options);
    const OptionIndex winner = count.ranking.tier(0)[0];
    EXPECT_NE(PairwiseMatrix::FromProfile(profile).CondorcetLoser(), winner);
    for (OptionIndex option = 0; option < n; ++option) {
      if (*count.rounds[0].votes[static_cast<size_t>(option)] * 2 > profile.ballots()) {
        EXPECT_EQ(winner, option);
      }
    }
  }
}

}  // namespace
}  // namespace plenum::tally
