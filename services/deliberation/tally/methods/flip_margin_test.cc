// The bounds on the ballots that move the first place, of every method, against all ways to change
// ballots.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "services/deliberation/tally/methods/methods.h"
#include "services/deliberation/tally/report/flip_margin.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

using Tiers = std::vector<std::vector<OptionIndex>>;

// Every ballot over n options: with ties, options left out, and none at all.
std::vector<Ranking> AllBallots(int n) {
  std::vector<Ranking> ballots;
  // Each option gets a level from 0 (left out) to n.
  std::vector<int> level(static_cast<size_t>(n), 0);
  while (true) {
    Tiers tiers;
    for (int l = 1; l <= n; ++l) {
      std::vector<OptionIndex> tier;
      for (OptionIndex option = 0; option < n; ++option) {
        if (level[static_cast<size_t>(option)] == l) tier.push_back(option);
      }
      if (!tier.empty()) tiers.push_back(std::move(tier));
    }
    Ranking ballot = *Ranking::Create(n, tiers);
    if (std::find(ballots.begin(), ballots.end(), ballot) == ballots.end()) {
      ballots.push_back(std::move(ballot));
    }
    size_t i = 0;
    while (i < level.size() && ++level[i] > n) level[i++] = 0;
    if (i == level.size()) return ballots;
  }
}

Profile ProfileOf(int n, Unranked unranked, const std::vector<Ranking>& ballots) {
  Profile profile = *Profile::Create(n, unranked);
  for (const Ranking& ballot : ballots) EXPECT_TRUE(profile.Add(ballot).ok());
  return profile;
}

struct Counted {
  const RankedMethod& method;
  Unranked unranked;
  int n;

  std::optional<OptionIndex> Winner(const std::vector<Ranking>& ballots) const {
    const Profile profile = ProfileOf(n, unranked, ballots);
    const auto count = method.count(profile, PairwiseMatrix::FromProfile(profile), KeepTied{}, {});
    const auto first = count->ranking_by_votes.tier(0);
    return first.size() == 1 ? std::optional(first[0]) : std::nullopt;
  }

  // The definition: whether some `changes` of the ballots, replaced by any others, move it.
  bool CanMove(std::vector<Ranking>& ballots, const std::vector<Ranking>& all, OptionIndex winner,
               int64_t changes, size_t from = 0) const {
    if (changes == 0) return Winner(ballots) != winner;
    for (size_t i = from; i < ballots.size(); ++i) {
      const Ranking before = ballots[i];
      for (const Ranking& other : all) {
        ballots[i] = other;
        const bool moved = CanMove(ballots, all, winner, changes - 1, i + 1);
        if (moved) {
          ballots[i] = before;
          return true;
        }
      }
      ballots[i] = before;
    }
    return false;
  }

  FlipMargin Margin(const std::vector<Ranking>& ballots) const {
    const Profile profile = ProfileOf(n, unranked, ballots);
    const PairwiseMatrix matrix = PairwiseMatrix::FromProfile(profile);
    const auto count = method.count(profile, matrix, KeepTied{}, {});
    const auto margin = FindFlipMargin(profile, matrix, UnderTest(method, KeepTied{}), *count);
    EXPECT_TRUE(margin.ok()) << margin.status();
    return *margin;
  }
};

// Ballots at random, of which some favour option 0, so that margins are not all of one ballot.
std::vector<Ranking> RandomBallots(RandomEngine& engine, const std::vector<Ranking>& all,
                                   int ballots) {
  std::vector<Ranking> cast;
  while (static_cast<int>(cast.size()) < ballots) {
    const Ranking& ballot = all[static_cast<size_t>(Upto(engine, static_cast<int>(all.size())))];
    const bool favours = ballot.tier_count() > 0 && ballot.tier(0)[0] == 0;
    if (favours || Upto(engine, 4) == 0) cast.push_back(ballot);
  }
  return cast;
}

std::string Describe(const Counted& counted, const std::vector<Ranking>& ballots) {
  std::string text(counted.method.id);
  text += counted.unranked == Unranked::kTiedLast ? " tied last:" : " not compared:";
  for (const Ranking& ballot : ballots) text += " " + ballot.DebugString() + ";";
  return text;
}

class EveryMargin : public testing::TestWithParam<const RankedMethod*> {};

TEST_P(EveryMargin, NoFewerBallotsThanTheLowerBoundMoveTheWinner) {
  RandomEngine engine(7);
  const std::vector<Ranking> all = AllBallots(3);
  ASSERT_EQ(all.size(), 26u);
  int bounds = 0;
  for (int trial = 0; trial < 60; ++trial) {
    const Counted counted{*GetParam(),
                          trial % 2 == 0 ? Unranked::kTiedLast : Unranked::kNotCompared, 3};
    std::vector<Ranking> ballots = RandomBallots(engine, all, trial % 3 == 0 ? 7 : 5);
    const auto winner = counted.Winner(ballots);
    const FlipMargin margin = counted.Margin(ballots);
    if (!winner) {
      EXPECT_EQ(margin.at_most, 0);
      continue;
    }
    EXPECT_FALSE(margin.because.empty());
    EXPECT_GE(margin.at_least, 1);
    EXPECT_TRUE(!margin.at_most || *margin.at_most >= margin.at_least);
    // One more is too many to try.
    const int64_t tried = std::min<int64_t>(margin.at_least - 1, 2);
    bounds += tried > 0 ? 1 : 0;
    EXPECT_FALSE(counted.CanMove(ballots, all, *winner, tried))
        << Describe(counted, ballots) << " bound " << margin.at_least;
  }
  EXPECT_GT(bounds, 3) << "of more than one ballot";
}

TEST_P(EveryMargin, IsExactBetweenTwoOptions) {
  RandomEngine engine(8);
  const std::vector<Ranking> all = AllBallots(2);
  for (int trial = 0; trial < 80; ++trial) {
    const Counted counted{*GetParam(),
                          trial % 2 == 0 ? Unranked::kTiedLast : Unranked::kNotCompared, 2};
    std::vector<Ranking> ballots = RandomBallots(engine, all, 1 + trial % 7);
    const auto winner = counted.Winner(ballots);
    if (!winner) continue;
    const FlipMargin margin = counted.Margin(ballots);
    // Where the one ballot is silent of the other option, two questions can pull it two ways: what
    // brings the duel level need not bring the round level.
    const std::string_view id = counted.method.id;
    const bool two_ways = counted.unranked == Unranked::kNotCompared &&
                          (id == "smith-instant-runoff" || id == "tideman-alternative" ||
                           id == "benham" || id == "coombs" || id == "bucklin");
    EXPECT_TRUE(margin.exact() || (two_ways && margin.at_most == margin.at_least + 1))
        << Describe(counted, ballots) << " " << margin.at_least << " to "
        << margin.at_most.value_or(-1);
    EXPECT_FALSE(counted.CanMove(ballots, all, *winner, margin.at_least - 1))
        << Describe(counted, ballots);
  }
}

std::vector<const RankedMethod*> Methods() {
  std::vector<const RankedMethod*> methods;
  for (const RankedMethod& method : RankedMethods()) methods.push_back(&method);
  return methods;
}

INSTANTIATE_TEST_SUITE_P(FlipMargin, EveryMargin, testing::ValuesIn(Methods()),
                         [](const auto& param_info) {
                           std::string name(param_info.param->id);
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

FlipMargin MarginOf(std::string_view id, int n,
                    const std::vector<std::pair<Tiers, int64_t>>& ballots) {
  Profile profile = *Profile::Create(n, Unranked::kTiedLast);
  for (const auto& [tiers, count] : ballots) {
    EXPECT_TRUE(profile.Add(*Ranking::Create(n, tiers), count).ok());
  }
  const PairwiseMatrix matrix = PairwiseMatrix::FromProfile(profile);
  const RankedMethod& method = *FindRankedMethod(id);
  const auto count = method.count(profile, matrix, KeepTied{}, {});
  return *FindFlipMargin(profile, matrix, UnderTest(method, KeepTied{}), *count);
}

TEST(FlipMargin, OfARunoffIsTheCheapestOrderAndNotTheClosestRound) {
  // The first round is close between 2 and 3, but whoever of them leaves, 0 wins: its last gap is
  // 60 to 40, or 62 to 38 votes.
  const FlipMargin margin = MarginOf("instant-runoff", 4,
                                     {{{{0}, {1}, {2}, {3}}, 50},
                                      {{{1}, {0}, {2}, {3}}, 30},
                                      {{{2}, {0}, {1}, {3}}, 10},
                                      {{{3}, {1}, {0}, {2}}, 10}});
  EXPECT_EQ(margin.at_least, 10);
  EXPECT_EQ(margin.at_most, 10);
  EXPECT_EQ(margin.rival, 1);
}

TEST(FlipMargin, OfBucklinLooksAtTheRankOfTheMajority) {
  // 0 has 60 of 100 first choices: ten have to take it off, and then 1 is level at the second rank.
  const FlipMargin margin = MarginOf("bucklin", 3, {{{{0}, {1}, {2}}, 60}, {{{1}, {0}, {2}}, 40}});
  EXPECT_EQ(margin.at_least, 10);
  EXPECT_EQ(margin.at_most, 10);
}

TEST(FlipMargin, IsExactBetweenTwoOptionsForTheHeaviestBallots) {
  for (const RankedMethod& method : RankedMethods()) {
    const FlipMargin margin =
        MarginOf(method.id, 2, {{{{0}, {1}}, kMaxBallots - 6}, {{{1}, {0}}, 5}});
    EXPECT_EQ(margin.at_least, (kMaxBallots - 10) / 2) << method.id;
    EXPECT_EQ(margin.at_most, margin.at_least) << method.id;
  }
}

TEST(FlipMargin, OfDowdallIsExact) {
  // Leads by 60 x 1/2 - 40 x 1/2 = 10; a ballot for the winner, turned round to put it last, takes
  // 1/2 + 2/3.
  const FlipMargin margin = MarginOf("dowdall", 3, {{{{0}, {1}, {2}}, 60}, {{{1}, {0}, {2}}, 40}});
  EXPECT_TRUE(margin.exact());
  EXPECT_EQ(margin.at_least, 9);
  EXPECT_EQ(margin.rival, 1);
}

}  // namespace
}  // namespace plenum::tally
