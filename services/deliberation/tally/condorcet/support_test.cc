#include "services/deliberation/tally/condorcet/support.h"

#include <gtest/gtest.h>

#include "services/deliberation/tally/condorcet/condorcet_testing.h"

namespace plenum::tally::condorcet {
namespace {

TEST(SupportTest, StrongComponentsStandInTheOrderOfTheEdgesBetweenThem) {
  // 3 -> {0, 4} -> 1, and 2 alone below all.
  const std::vector<std::pair<int, int>> edges = {{3, 0}, {0, 4}, {4, 0}, {4, 1}, {1, 2}, {3, 2}};
  const auto components = StrongComponents(5, [&](int a, int b) {
    return std::find(edges.begin(), edges.end(), std::pair(a, b)) != edges.end();
  });
  EXPECT_EQ(components, (Tiers{{3}, {0, 4}, {1}, {2}}));
}

TEST(SupportTest, ReachabilityEqualsAClosureByRepeatedJoining) {
  RandomEngine engine(11);
  for (int run = 0; run < 50; ++run) {
    const int n = 1 + Upto(engine, 80);
    const auto size = static_cast<size_t>(n);
    Reachability reach(n);
    std::vector<std::vector<char>> naive(size, std::vector<char>(size, 0));
    for (size_t v = 0; v < size; ++v) naive[v][v] = 1;
    for (int i = 0; i < n; ++i) {
      const int from = Upto(engine, n);
      const int to = Upto(engine, n);
      reach.Link(from, to);
      naive[static_cast<size_t>(from)][static_cast<size_t>(to)] = 1;
    }
    for (size_t via = 0; via < size; ++via) {
      for (size_t a = 0; a < size; ++a) {
        for (size_t b = 0; b < size; ++b) {
          if (naive[a][via] != 0 && naive[via][b] != 0) naive[a][b] = 1;
        }
      }
    }
    for (int a = 0; a < n; ++a) {
      for (int b = 0; b < n; ++b) {
        ASSERT_EQ(reach.Has(a, b), naive[static_cast<size_t>(a)][static_cast<size_t>(b)] != 0);
      }
    }
  }
}

TEST(SupportTest, DuelsComeByStrengthThenByFewerOpposingVotes) {
  // 0 beats 1 by 6:2, 2 beats 3 by 6:1, 3 beats 0 by 5:0.
  const PairwiseMatrix matrix = MatrixOf(
      4, Unranked::kNotCompared,
      {{{{0}, {1}}, 6}, {{{1}, {0}}, 2}, {{{2}, {3}}, 6}, {{{3}, {2}}, 1}, {{{3}, {0}}, 5}});
  const std::vector<Duel> winning = DuelsByStrength(matrix, Strength::kWinningVotes);
  ASSERT_EQ(winning.size(), 3U);
  EXPECT_EQ(winning[0].winner, 2);
  EXPECT_EQ(winning[1].winner, 0);
  EXPECT_EQ(winning[2].strength, 5);
  const std::vector<Duel> margins = DuelsByStrength(matrix, Strength::kMargins);
  EXPECT_EQ(margins[0].winner, 3);  // 5, nobody against it
  EXPECT_EQ(margins[1].winner, 2);  // 5 too, one against it
  EXPECT_EQ(margins[2].strength, 4);
}

TEST(SupportTest, LayersAreWhatNothingLeftBeats) {
  const auto beats = [](OptionIndex a, OptionIndex b) { return a == 2 && b == 0; };
  EXPECT_EQ(Layers(3, beats), (Tiers{{1, 2}, {0}}));
}

}  // namespace
}  // namespace plenum::tally::condorcet
