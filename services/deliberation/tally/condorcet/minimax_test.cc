#include "services/deliberation/tally/condorcet/minimax.h"

#include <gtest/gtest.h>

#include "services/deliberation/tally/condorcet/condorcet_testing.h"

namespace plenum::tally {
namespace {

TEST(MinimaxTest, NashvilleIsBeatenByNone) {
  const PairwiseMatrix matrix = MatrixOf(4, Unranked::kTiedLast, Tennessee());
  const Count winning = Must(Minimax(matrix, {MinimaxMeasure::kWinningVotes, KeepTied{}}));
  EXPECT_EQ(winning.figures[0].values, (std::vector<Rational>{58, 0, 68, 83}));
  EXPECT_FALSE(winning.figures[0].higher_is_better);
  EXPECT_EQ(winning.ranking.Tiers(), (Tiers{{1}, {0}, {2}, {3}}));
  const Count margins = Must(Minimax(matrix, {MinimaxMeasure::kMargins, KeepTied{}}));
  EXPECT_EQ(margins.figures[0].values, (std::vector<Rational>{16, -16, 36, 66}));
  const Count opposition = Must(Minimax(matrix, {MinimaxMeasure::kOpposition, KeepTied{}}));
  EXPECT_EQ(opposition.figures[0].values, (std::vector<Rational>{58, 42, 68, 83}));
  ASSERT_EQ(winning.defeats.size(), 3U);
  EXPECT_EQ(winning.defeats[0].winner, 2);  // over Knoxville by 83
  EXPECT_EQ(winning.defeats[0].loser, 3);
  EXPECT_EQ(winning.defeats[0].strength, 83);
}

// Where ballots rank only some options the three measures can choose three options.
TEST(MinimaxTest, MeasuresDifferOnTruncatedBallots) {
  // 1 beats 0 by 5:4, 2 beats 1 by 3:0, 0 beats 2 by 4:2.
  const PairwiseMatrix matrix = MatrixOf(
      3, Unranked::kNotCompared,
      {{{{1}, {0}}, 5}, {{{0}, {1}}, 4}, {{{2}, {1}}, 3}, {{{0}, {2}}, 4}, {{{2}, {0}}, 2}});
  EXPECT_EQ(Must(Minimax(matrix, {MinimaxMeasure::kWinningVotes, KeepTied{}})).ranking.Tiers(),
            (Tiers{{1}, {2}, {0}}));  // 3, 4, 5
  EXPECT_EQ(Must(Minimax(matrix, {MinimaxMeasure::kMargins, KeepTied{}})).ranking.Tiers(),
            (Tiers{{0}, {2}, {1}}));  // 1, 2, 3
  EXPECT_EQ(Must(Minimax(matrix, {MinimaxMeasure::kOpposition, KeepTied{}})).ranking.Tiers(),
            (Tiers{{1, 2}, {0}}));  // 4, 4, 5
}

// By the smallest threshold that no duel passes.
TEST(MinimaxTest, EqualsASearchForTheSmallestSafeThreshold) {
  ForRandomElections(41, 200, 1, 7, [](const auto&, const PairwiseMatrix& matrix) {
    const int n = matrix.option_count();
    for (const MinimaxMeasure measure :
         {MinimaxMeasure::kWinningVotes, MinimaxMeasure::kOpposition}) {
      const Count count = Must(Minimax(matrix, {measure, KeepTied{}}));
      for (OptionIndex a = 0; a < n; ++a) {
        int64_t threshold = 0;
        const auto passes = [&](OptionIndex b) {
          const bool counts =
              measure == MinimaxMeasure::kOpposition || matrix.prefer(b, a) > matrix.prefer(a, b);
          return b != a && counts && matrix.prefer(b, a) > threshold;
        };
        for (OptionIndex b = 0; b < n;) {
          if (passes(b)) {
            ++threshold;
          } else {
            ++b;
          }
        }
        EXPECT_EQ(count.figures[0].values[static_cast<size_t>(a)], Rational(threshold));
      }
    }
  });
}

}  // namespace
}  // namespace plenum::tally
