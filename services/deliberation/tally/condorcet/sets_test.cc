#include "services/deliberation/tally/condorcet/sets.h"

#include <gtest/gtest.h>

#include "services/deliberation/tally/condorcet/condorcet_testing.h"

namespace plenum::tally {
namespace {

std::vector<OptionIndex> Members(unsigned set, int n) {
  std::vector<OptionIndex> members;
  for (OptionIndex option = 0; option < n; ++option) {
    if ((set >> option & 1) != 0) members.push_back(option);
  }
  return members;
}

// By trying every set of options.
std::vector<OptionIndex> NaiveSmith(const PairwiseMatrix& matrix) {
  const int n = matrix.option_count();
  unsigned best = (1U << n) - 1;
  for (unsigned set = 1; set < 1U << n; ++set) {
    bool dominates = true;
    for (OptionIndex a = 0; a < n; ++a) {
      for (OptionIndex b = 0; b < n; ++b) {
        if ((set >> a & 1) != 0 && (set >> b & 1) == 0 && !matrix.beats(a, b)) dominates = false;
      }
    }
    if (dominates && __builtin_popcount(set) < __builtin_popcount(best)) best = set;
  }
  return Members(best, n);
}

std::vector<OptionIndex> NaiveSchwartz(const PairwiseMatrix& matrix) {
  const int n = matrix.option_count();
  std::vector<unsigned> undominated;
  for (unsigned set = 1; set < 1U << n; ++set) {
    bool beaten = false;
    for (OptionIndex a = 0; a < n; ++a) {
      for (OptionIndex b = 0; b < n; ++b) {
        if ((set >> a & 1) == 0 && (set >> b & 1) != 0 && matrix.beats(a, b)) beaten = true;
      }
    }
    if (!beaten) undominated.push_back(set);
  }
  unsigned all = 0;
  for (const unsigned set : undominated) {
    bool minimal = true;
    for (const unsigned other : undominated) {
      if (other != set && (other & set) == other) minimal = false;
    }
    if (minimal) all |= set;
  }
  return Members(all, n);
}

TEST(SetsTest, SetsEqualATrialOfEverySet) {
  ForRandomElections(21, 600, 1, 6, [](const auto&, const PairwiseMatrix& matrix) {
    EXPECT_EQ(Must(SmithCount(matrix, KeepTied{})).sets[0].options, NaiveSmith(matrix));
    EXPECT_EQ(matrix.SmithSet(), NaiveSmith(matrix));
    EXPECT_EQ(SchwartzSet(matrix), NaiveSchwartz(matrix));
  });
}

TEST(SetsTest, SchwartzIsNarrowerWhereADuelIsLevel) {
  // 0 is level with 1, 1 beats 2, 2 beats 0: all in the Smith set; only 1 is undominated alone.
  const PairwiseMatrix matrix =
      MatrixOf(3, Unranked::kNotCompared, {{{{1}, {2}}, 2}, {{{2}, {0}}, 2}});
  const Count smith = Must(SmithCount(matrix, KeepTied{}));
  EXPECT_EQ(smith.ranking.Tiers(), (Tiers{{0, 1, 2}}));
  const Count schwartz = Must(SchwartzCount(matrix, KeepTied{}));
  EXPECT_EQ(schwartz.ranking.Tiers(), (Tiers{{1}, {2}, {0}}));
  EXPECT_EQ(schwartz.sets[0].options, (std::vector<OptionIndex>{1}));
}

TEST(SetsTest, CondorcetWinnerAndLoserStandApart) {
  const PairwiseMatrix matrix = MatrixOf(4, Unranked::kTiedLast, Tennessee());
  const Count winner = Must(CondorcetWinnerCount(matrix, KeepTied{}));
  EXPECT_EQ(winner.ranking.Tiers(), (Tiers{{1}, {0, 2, 3}}));
  EXPECT_EQ(winner.sets[0].options, (std::vector<OptionIndex>{1}));
  const Count loser = Must(CondorcetLoserCount(matrix, DeclaredOrder{{3, 2, 1, 0}}));
  EXPECT_EQ(loser.ranking_by_votes.Tiers(), (Tiers{{1, 2, 3}, {0}}));
  EXPECT_EQ(loser.ranking.Tiers(), (Tiers{{3}, {2}, {1}, {0}}));
  EXPECT_EQ(loser.events.size(), 1U);
  const PairwiseMatrix empty = MatrixOf(2, Unranked::kTiedLast, {});
  EXPECT_EQ(Must(CondorcetWinnerCount(empty, KeepTied{})).ranking.Tiers(), (Tiers{{0, 1}}));
  EXPECT_TRUE(Must(CondorcetWinnerCount(empty, KeepTied{})).sets[0].options.empty());
}

}  // namespace
}  // namespace plenum::tally
