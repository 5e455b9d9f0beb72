#include "services/deliberation/tally/schulze.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

SchulzeResult Count(int n, Unranked unranked, const std::vector<CastBallot>& ballots,
                    const SchulzeOptions& options = {}) {
  absl::StatusOr<SchulzeResult> result =
      Schulze(PairwiseMatrix::FromProfile(MakeProfile(n, unranked, ballots)), options);
  EXPECT_TRUE(result.ok()) << result.status();
  return *std::move(result);
}

TEST(SchulzeTest, StrengthsCanBeWinningVotesOrMargins) {
  const std::vector<CastBallot> ballots = {{{{0}, {1}}, 5}, {{{1}, {0}}, 4}};
  const SchulzeResult winning = Count(2, Unranked::kTiedLast, ballots);
  EXPECT_EQ(winning.PathStrength(0, 1), 5);
  EXPECT_EQ(winning.PathStrength(1, 0), 0);
  const SchulzeResult margins =
      Count(2, Unranked::kTiedLast, ballots, {Strength::kMargins, KeepTied{}});
  EXPECT_EQ(margins.PathStrength(0, 1), 1);
  EXPECT_EQ(margins.ranking(), MakeRanking(2, {{0}, {1}}));
}

TEST(SchulzeTest, DecisivePathNamesItsOptionsAndItsWeakestLink) {
  // 0 beats 1 by 6 of 9, 1 beats 2 by 7, 2 beats 0 by 5: the path 0-1-2 holds 6 against 5 back.
  const SchulzeResult result = Count(
      3, Unranked::kTiedLast, {{{{0}, {1}, {2}}, 4}, {{{1}, {2}, {0}}, 3}, {{{2}, {0}, {1}}, 2}});
  EXPECT_EQ(result.ranking(), MakeRanking(3, {{0}, {1}, {2}}));
  const std::optional<BeatPath> path = result.DecisivePath(0, 2);
  ASSERT_TRUE(path.has_value());
  EXPECT_THAT(path->options, ElementsAre(0, 1, 2));
  EXPECT_EQ(path->strength, 6);
  EXPECT_EQ(path->weakest_from, 0);
  EXPECT_EQ(path->weakest_to, 1);
  EXPECT_EQ(result.DecisivePath(2, 0)->strength, 5);
}

TEST(SchulzeTest, NoBallotsLeaveEveryOptionLevel) {
  const SchulzeResult result = Count(3, Unranked::kTiedLast, {});
  EXPECT_EQ(result.ranking(), MakeRanking(3, {{0, 1, 2}}));
  EXPECT_EQ(result.DecisivePath(0, 1), std::nullopt);
  EXPECT_THAT(result.events(), IsEmpty());
}

TEST(SchulzeTest, OneOptionStandsAlone) {
  EXPECT_EQ(Count(1, Unranked::kNotCompared, {{{{0}}, 3}}).ranking(), MakeRanking(1, {{0}}));
}

TEST(SchulzeTest, TiePolicySplitsTiersAndIsRecorded) {
  const std::vector<CastBallot> ballots = {{{{0, 1, 2}}, 3}, {{{1}, {2}}, 1}, {{{2}, {1}}, 1}};
  const SchulzeResult result =
      Count(3, Unranked::kTiedLast, ballots, {Strength::kWinningVotes, DeclaredOrder{{0, 2, 1}}});
  EXPECT_EQ(result.ranking_by_votes(), MakeRanking(3, {{1, 2}, {0}}));
  EXPECT_EQ(result.ranking(), MakeRanking(3, {{2}, {1}, {0}}));
  EXPECT_THAT(result.events(), ElementsAre(TieEvent{{1, 2}, {2, 1}, "declared order"}));
  const PairwiseMatrix matrix =
      PairwiseMatrix::FromProfile(MakeProfile(3, Unranked::kTiedLast, {}));
  EXPECT_EQ(Schulze(matrix, {Strength::kMargins, SeededPermutation{}}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

// ---------------------------------------------------------------------------------------------------
// A second implementation that shares nothing with the first: it reads the ballots pair by pair,
// and takes the strength of the strongest path from a to b as the greatest link strength t such
// that b can be reached from a over links of at least t (depth first search, one threshold at a
// time). Its tiers come from counting, for each option, the longest chain of options that beat each
// other above it.

struct Reference {
  std::vector<std::vector<int64_t>> strength;
  Tiers tiers;
};

std::vector<std::vector<int64_t>> ReferenceLinks(int n, Unranked unranked, Strength strength,
                                                 const std::vector<CastBallot>& ballots) {
  const auto size = static_cast<size_t>(n);
  std::vector<std::vector<int64_t>> votes(size, std::vector<int64_t>(size, 0));
  for (const CastBallot& ballot : ballots) {
    std::vector<int> level(size, unranked == Unranked::kTiedLast ? 1'000'000 : -1);
    for (size_t t = 0; t < ballot.tiers.size(); ++t) {
      for (const OptionIndex option : ballot.tiers[t]) {
        level[static_cast<size_t>(option)] = static_cast<int>(t);
      }
    }
    for (size_t a = 0; a < size; ++a) {
      for (size_t b = 0; b < size; ++b) {
        if (level[a] >= 0 && level[a] < level[b]) votes[a][b] += ballot.count;
      }
    }
  }
  std::vector<std::vector<int64_t>> links(size, std::vector<int64_t>(size, 0));
  for (size_t a = 0; a < size; ++a) {
    for (size_t b = 0; b < size; ++b) {
      if (votes[a][b] <= votes[b][a]) continue;
      links[a][b] = strength == Strength::kMargins ? votes[a][b] - votes[b][a] : votes[a][b];
    }
  }
  return links;
}

bool Reaches(const std::vector<std::vector<int64_t>>& links, int64_t threshold, size_t from,
             size_t to, std::vector<bool>& seen) {
  if (from == to) return true;
  seen[from] = true;
  for (size_t next = 0; next < links.size(); ++next) {
    if (seen[next] || links[from][next] < threshold) continue;
    if (Reaches(links, threshold, next, to, seen)) return true;
  }
  return false;
}

int ChainAbove(const std::vector<std::vector<int64_t>>& strength, size_t option) {
  int longest = 0;
  for (size_t upper = 0; upper < strength.size(); ++upper) {
    if (strength[upper][option] <= strength[option][upper]) continue;
    longest = std::max(longest, 1 + ChainAbove(strength, upper));
  }
  return longest;
}

Reference ReferenceSchulze(int n, Unranked unranked, Strength kind,
                           const std::vector<CastBallot>& ballots) {
  const auto links = ReferenceLinks(n, unranked, kind, ballots);
  const size_t size = links.size();
  std::set<int64_t> thresholds;
  for (const auto& row : links) thresholds.insert(row.begin(), row.end());
  thresholds.erase(0);
  Reference result;
  result.strength.assign(size, std::vector<int64_t>(size, 0));
  for (const int64_t threshold : thresholds) {
    for (size_t a = 0; a < size; ++a) {
      for (size_t b = 0; b < size; ++b) {
        std::vector<bool> seen(size, false);
        if (a != b && Reaches(links, threshold, a, b, seen)) result.strength[a][b] = threshold;
      }
    }
  }
  result.tiers.resize(size);
  for (size_t option = 0; option < size; ++option) {
    result.tiers[static_cast<size_t>(ChainAbove(result.strength, option))].push_back(
        static_cast<OptionIndex>(option));
  }
  while (!result.tiers.empty() && result.tiers.back().empty()) result.tiers.pop_back();
  return result;
}

// Random elections that every property below is checked on.
class SchulzePropertyTest : public ::testing::TestWithParam<std::pair<Unranked, Strength>> {
 protected:
  static constexpr int kRounds = 1500;

  SchulzeResult CountRandom(int n, const std::vector<CastBallot>& ballots) const {
    return Count(n, GetParam().first, ballots, {GetParam().second, KeepTied{}});
  }

  RandomEngine engine_{42};
};

TEST_P(SchulzePropertyTest, EqualsTheSecondImplementation) {
  for (int round = 0; round < kRounds; ++round) {
    const int n = 1 + Upto(engine_, 7);
    const auto ballots = RandomBallots(engine_, n, false);
    const SchulzeResult result = CountRandom(n, ballots);
    const Reference reference = ReferenceSchulze(n, GetParam().first, GetParam().second, ballots);
    ASSERT_EQ(result.ranking().Tiers(), reference.tiers) << "round " << round;
    for (OptionIndex a = 0; a < n; ++a) {
      for (OptionIndex b = 0; b < n; ++b) {
        ASSERT_EQ(result.PathStrength(a, b),
                  reference.strength[static_cast<size_t>(a)][static_cast<size_t>(b)])
            << "round " << round << ", " << a << " to " << b;
      }
    }
  }
}

TEST_P(SchulzePropertyTest, EveryDecisivePathHasTheStrengthThatItClaims) {
  for (int round = 0; round < kRounds; ++round) {
    const int n = 2 + Upto(engine_, 6);
    const SchulzeResult result = CountRandom(n, RandomBallots(engine_, n, false));
    for (OptionIndex a = 0; a < n; ++a) {
      for (OptionIndex b = 0; b < n; ++b) {
        const std::optional<BeatPath> path = result.DecisivePath(a, b);
        ASSERT_EQ(path.has_value(), result.PathStrength(a, b) > 0);
        if (!path.has_value()) continue;
        ASSERT_EQ(path->options.front(), a);
        ASSERT_EQ(path->options.back(), b);
        int64_t weakest = INT64_MAX;
        for (size_t i = 0; i + 1 < path->options.size(); ++i) {
          weakest = std::min(weakest, result.LinkStrength(path->options[i], path->options[i + 1]));
        }
        ASSERT_EQ(weakest, result.PathStrength(a, b));
        ASSERT_EQ(path->strength, weakest);
        ASSERT_EQ(result.LinkStrength(path->weakest_from, path->weakest_to), weakest);
      }
    }
  }
}

TEST_P(SchulzePropertyTest, NeutralRenamingOptionsRenamesTheResult) {
  for (int round = 0; round < kRounds; ++round) {
    const int n = 1 + Upto(engine_, 7);
    const auto ballots = RandomBallots(engine_, n, false);
    const auto new_name = RandomPermutation(engine_, n);
    const auto rename = [&](Tiers tiers) {
      for (auto& tier : tiers) {
        for (OptionIndex& option : tier) option = new_name[static_cast<size_t>(option)];
      }
      return tiers;
    };
    std::vector<CastBallot> renamed = ballots;
    for (CastBallot& ballot : renamed) ballot.tiers = rename(ballot.tiers);
    const SchulzeResult before = CountRandom(n, ballots);
    ASSERT_EQ(CountRandom(n, renamed).ranking(), MakeRanking(n, rename(before.ranking().Tiers())));
  }
}

TEST_P(SchulzePropertyTest, AnonymousTheOrderAndGroupingOfBallotsDoNotMatter) {
  for (int round = 0; round < kRounds; ++round) {
    const int n = 1 + Upto(engine_, 7);
    const auto ballots = RandomBallots(engine_, n, false);
    std::vector<CastBallot> singly;
    for (const CastBallot& ballot : ballots) {
      for (int64_t i = 0; i < ballot.count; ++i) singly.push_back({ballot.tiers, 1});
    }
    std::shuffle(singly.begin(), singly.end(), engine_);
    const SchulzeResult a = CountRandom(n, ballots);
    const SchulzeResult b = CountRandom(n, singly);
    ASSERT_EQ(a.pairwise(), b.pairwise());
    ASSERT_EQ(a.ranking(), b.ranking());
  }
}

TEST_P(SchulzePropertyTest, ReversingAllBallotsReversesEveryVictory) {
  for (int round = 0; round < kRounds; ++round) {
    const int n = 1 + Upto(engine_, 7);
    auto ballots = RandomBallots(engine_, n, true);
    const SchulzeResult before = CountRandom(n, ballots);
    for (CastBallot& ballot : ballots) std::reverse(ballot.tiers.begin(), ballot.tiers.end());
    const SchulzeResult after = CountRandom(n, ballots);
    for (OptionIndex a = 0; a < n; ++a) {
      for (OptionIndex b = 0; b < n; ++b) ASSERT_EQ(before.Beats(a, b), after.Beats(b, a));
    }
  }
}

TEST_P(SchulzePropertyTest, CondorcetWinnerIsFirstAndLoserLast) {
  int winners = 0;
  for (int round = 0; round < kRounds; ++round) {
    const int n = 2 + Upto(engine_, 5);
    const SchulzeResult result = CountRandom(n, RandomBallots(engine_, n, false));
    if (const auto winner = result.pairwise().CondorcetWinner(); winner.has_value()) {
      ++winners;
      ASSERT_THAT(result.ranking().tier(0), ElementsAre(*winner));
    }
    if (const auto loser = result.pairwise().CondorcetLoser(); loser.has_value()) {
      ASSERT_THAT(result.ranking().tier(result.ranking().tier_count() - 1), ElementsAre(*loser));
    }
  }
  EXPECT_GT(winners, 100);
}

// The smallest non-empty set whose members all beat all others, by trying every set.
std::vector<OptionIndex> SmithSetByTrial(const PairwiseMatrix& matrix) {
  const int n = matrix.option_count();
  std::vector<OptionIndex> best;
  for (int set = 1; set < (1 << n); ++set) {
    bool dominates = true;
    std::vector<OptionIndex> members;
    for (OptionIndex a = 0; a < n; ++a) {
      if ((set >> a & 1) == 0) continue;
      members.push_back(a);
      for (OptionIndex b = 0; b < n; ++b) {
        if ((set >> b & 1) == 0 && !matrix.beats(a, b)) dominates = false;
      }
    }
    if (dominates && (best.empty() || members.size() < best.size())) best = members;
  }
  return best;
}

TEST_P(SchulzePropertyTest, SmithSetStandsAboveAllOthers) {
  for (int round = 0; round < kRounds; ++round) {
    const int n = 1 + Upto(engine_, 6);
    const SchulzeResult result = CountRandom(n, RandomBallots(engine_, n, false));
    const auto smith = SmithSetByTrial(result.pairwise());
    ASSERT_EQ(result.pairwise().SmithSet(), smith);
    for (OptionIndex other = 0; other < n; ++other) {
      if (std::find(smith.begin(), smith.end(), other) != smith.end()) continue;
      for (const OptionIndex member : smith) {
        ASSERT_LT(*result.ranking().TierOf(member), *result.ranking().TierOf(other));
      }
    }
  }
}

TEST_P(SchulzePropertyTest, BeatsIsTransitiveAndTheRankingRespectsIt) {
  for (int round = 0; round < kRounds; ++round) {
    const int n = 1 + Upto(engine_, 6);
    const SchulzeResult result = CountRandom(n, RandomBallots(engine_, n, false));
    for (OptionIndex a = 0; a < n; ++a) {
      for (OptionIndex b = 0; b < n; ++b) {
        if (!result.Beats(a, b)) continue;
        ASSERT_LT(*result.ranking().TierOf(a), *result.ranking().TierOf(b));
        for (OptionIndex c = 0; c < n; ++c) {
          ASSERT_TRUE(!result.Beats(b, c) || result.Beats(a, c));
        }
      }
    }
  }
}

TEST_P(SchulzePropertyTest, RaisingAWinnerKeepsItFirst) {
  for (int round = 0; round < kRounds; ++round) {
    const int n = 2 + Upto(engine_, 5);
    auto ballots = RandomBallots(engine_, n, true);
    const SchulzeResult before = CountRandom(n, ballots);
    const OptionIndex winner = before.ranking().tier(0).front();
    Tiers& raised =
        ballots[static_cast<size_t>(Upto(engine_, static_cast<int>(ballots.size())))].tiers;
    for (auto& tier : raised) std::erase(tier, winner);
    std::erase_if(raised, [](const auto& tier) { return tier.empty(); });
    raised.insert(raised.begin(), {winner});
    ASSERT_EQ(CountRandom(n, ballots).ranking().TierOf(winner), 0) << "round " << round;
  }
}

// Strengths beyond 32 bits go another way through the machine, and rows beyond one register.
TEST_P(SchulzePropertyTest, TheSameBallotsManyTimesOverGiveTheSamePaths) {
  constexpr int64_t kTimes = int64_t{1} << 40;
  for (const int n : {2, 7, 16, 17, 40}) {
    std::vector<CastBallot> ballots;
    for (int b = 0; b < 30; ++b) ballots.push_back({RandomTiers(engine_, n, false), 1 + b % 3});
    const SchulzeResult once = CountRandom(n, ballots);
    for (CastBallot& ballot : ballots) ballot.count *= kTimes;
    const SchulzeResult often = CountRandom(n, ballots);
    for (OptionIndex a = 0; a < n; ++a) {
      for (OptionIndex b = 0; b < n; ++b) {
        ASSERT_EQ(often.PathStrength(a, b), once.PathStrength(a, b) * kTimes) << n;
      }
    }
    EXPECT_EQ(often.ranking(), once.ranking());
  }
}

INSTANTIATE_TEST_SUITE_P(All, SchulzePropertyTest,
                         ::testing::Values(std::pair(Unranked::kTiedLast, Strength::kWinningVotes),
                                           std::pair(Unranked::kTiedLast, Strength::kMargins),
                                           std::pair(Unranked::kNotCompared,
                                                     Strength::kWinningVotes),
                                           std::pair(Unranked::kNotCompared, Strength::kMargins)));

}  // namespace
}  // namespace plenum::tally
