#include "services/deliberation/tally/condorcet/schulze_count.h"

#include <gtest/gtest.h>

#include "services/deliberation/tally/condorcet/condorcet_testing.h"

namespace plenum::tally {
namespace {

TEST(SchulzeCountTest, SchulzesFortyFiveVoters) {
  const Count count =
      Must(SchulzeCount(MatrixOf(5, Unranked::kTiedLast, SchulzesFortyFive()), SchulzeOptions{}));
  EXPECT_EQ(count.ranking.Tiers(), (Tiers{{4}, {0}, {2}, {1}, {3}}));
  EXPECT_EQ(count.sets[0].options, (std::vector<OptionIndex>{4}));
  ASSERT_EQ(count.defeats.size(), 10U);
  EXPECT_EQ(count.defeats[0].strength, 33);  // B over D
  EXPECT_TRUE(count.defeats[0].kept);
  for (const Defeat& defeat : count.defeats) {
    EXPECT_EQ(defeat.kept,
              *count.ranking.TierOf(defeat.winner) < *count.ranking.TierOf(defeat.loser));
  }
}

TEST(SchulzeCountTest, EqualsTheMethodItWrapsTiePolicyIncluded) {
  ForRandomElections(51, 200, 1, 7, [](const auto&, const PairwiseMatrix& matrix) {
    for (const Strength strength : {Strength::kWinningVotes, Strength::kMargins}) {
      const SchulzeOptions options{strength, SeededPermutation{"seed"}};
      const absl::StatusOr<SchulzeResult> result = Schulze(matrix, options);
      const Count count = Must(SchulzeCount(matrix, options));
      EXPECT_EQ(count.ranking, result->ranking());
      EXPECT_EQ(count.ranking_by_votes, result->ranking_by_votes());
      EXPECT_EQ(count.events, result->events());
    }
  });
}

}  // namespace
}  // namespace plenum::tally
