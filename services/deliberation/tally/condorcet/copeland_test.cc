#include "services/deliberation/tally/condorcet/copeland.h"

#include <gtest/gtest.h>

#include "services/deliberation/tally/condorcet/condorcet_testing.h"

namespace plenum::tally {
namespace {

TEST(CopelandTest, NashvilleWinsThreeDuels) {
  const Count count = Must(Copeland(MatrixOf(4, Unranked::kTiedLast, Tennessee()), KeepTied{}));
  EXPECT_EQ(count.ranking.Tiers(), (Tiers{{1}, {2}, {3}, {0}}));
  EXPECT_EQ(count.figures[0].values, (std::vector<Rational>{-3, 3, 1, -1}));
  EXPECT_EQ(count.figures[1].values, (std::vector<Rational>{0, 3, 2, 1}));
}

TEST(CopelandTest, PolicySplitsEqualScores) {
  const PairwiseMatrix matrix = MatrixOf(3, Unranked::kTiedLast, {{{{2}, {0, 1}}, 1}});
  const Count count = Must(Copeland(matrix, DeclaredOrder{{1, 0, 2}}));
  EXPECT_EQ(count.ranking_by_votes.Tiers(), (Tiers{{2}, {0, 1}}));
  EXPECT_EQ(count.ranking.Tiers(), (Tiers{{2}, {1}, {0}}));
  EXPECT_TRUE(Must(Copeland(matrix, HoldForDecision{})).held);
}

TEST(CopelandTest, HalfAPointForLevelDuelsGivesTheSameOrder) {
  ForRandomElections(31, 300, 1, 8, [](const auto&, const PairwiseMatrix& matrix) {
    const Count count = Must(Copeland(matrix, KeepTied{}));
    std::vector<int> doubled;
    for (OptionIndex a = 0; a < matrix.option_count(); ++a) {
      int points = 0;
      for (OptionIndex b = 0; b < matrix.option_count(); ++b) {
        if (a == b) continue;
        if (matrix.prefer(a, b) > matrix.prefer(b, a)) points += 2;
        if (matrix.prefer(a, b) == matrix.prefer(b, a)) points += 1;
      }
      doubled.push_back(points);
    }
    for (OptionIndex a = 0; a < matrix.option_count(); ++a) {
      for (OptionIndex b = 0; b < matrix.option_count(); ++b) {
        EXPECT_EQ(doubled[static_cast<size_t>(a)] > doubled[static_cast<size_t>(b)],
                  *count.ranking.TierOf(a) < *count.ranking.TierOf(b));
      }
    }
  });
}

}  // namespace
}  // namespace plenum::tally
