// Scoring cases of our own, worked out by hand in exact fractions; they need no third-party folder.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "services/scoring/mcda/additive.h"

namespace plenum::mcda {
namespace {

using ::testing::ElementsAre;

// Two members score two measures on effect (0..10, more is better, weight 2) and on cost (0..40,
// less is better, weight 1).
//            effect            cost              total
//   bases    6, 9   v = 3/4    10, 20   v = 5/8    2/3 * 3/4 + 1/3 * 5/8 = 17/24
//   hotlines 8, 8   v = 4/5    -, 4     v = 9/10   2/3 * 4/5 + 1/3 * 9/10 = 5/6
// With the missing cost of the hotlines anywhere on its scale: v from 9/20 to 19/20, total from
// 41/60 to 17/20, so that either measure can be first.
TEST(OwnScoringConformance, TwoMembersWithAMissingScore) {
  const std::vector<Criterion> criteria = {{*ValueFunction::Linear(0, 10, Direction::kMax), 2.0},
                                           {*ValueFunction::Linear(0, 40, Direction::kMin), 1.0}};
  ScoreTable scores = *ScoreTable::Create(2, 2, 2);
  ASSERT_TRUE(scores.Set(0, 0, 0, 6).ok());
  ASSERT_TRUE(scores.Set(1, 0, 0, 9).ok());
  ASSERT_TRUE(scores.Set(0, 0, 1, 10).ok());
  ASSERT_TRUE(scores.Set(1, 0, 1, 20).ok());
  ASSERT_TRUE(scores.Set(0, 1, 0, 8).ok());
  ASSERT_TRUE(scores.Set(1, 1, 0, 8).ok());
  ASSERT_TRUE(scores.Set(1, 1, 1, 4).ok());
  const absl::StatusOr<AdditiveResult> result = EvaluateAdditive(criteria, scores);
  ASSERT_TRUE(result.ok()) << result.status();
  const OptionResult& bases = result->options[0];
  const OptionResult& hotlines = result->options[1];
  EXPECT_NEAR(*bases.total, 17.0 / 24, 1e-12);
  EXPECT_NEAR(*hotlines.total, 5.0 / 6, 1e-12);
  EXPECT_NEAR(hotlines.worst_total, 41.0 / 60, 1e-12);
  EXPECT_NEAR(hotlines.best_total, 17.0 / 20, 1e-12);
  EXPECT_THAT(result->tiers, ElementsAre(ElementsAre(1), ElementsAre(0)));
  EXPECT_EQ(hotlines.worst_rank, 2);
  EXPECT_EQ(bases.best_rank, 1);
  const absl::StatusOr<Difference> difference = ExplainDifference(*result, 1, 0);
  ASSERT_TRUE(difference.ok());
  EXPECT_NEAR(difference->total, 1.0 / 8, 1e-12);
  EXPECT_NEAR(difference->by_criterion[0], 1.0 / 30, 1e-12);
  EXPECT_NEAR(difference->by_criterion[1], 11.0 / 120, 1e-12);
}

}  // namespace
}  // namespace plenum::mcda
